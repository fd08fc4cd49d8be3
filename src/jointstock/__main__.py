"""``python -m jointstock``: the command line."""

from jointstock.app.cli import main

main()
