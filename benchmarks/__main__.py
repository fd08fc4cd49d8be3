"""Run the benchmarks that are named, or all: ``python -m benchmarks build goals``."""

from __future__ import annotations

import sys
from importlib import import_module

# In the order in which all are run. Each is a module of its name, imported when its turn comes, so
# that none needs or holds what another does.
ALL = {
    "help": "start",
    "reading": "reading",
    "workbook": "workbook",
    "need": "need",
    "flagship": "flagship",
    "goals": "goals",
    "monthly": "monthly",
    "mixed": "mixed",
    "peer": "peer",
    "why": "why",
    "build": "build",
    "share": "share",
    "conflicts": "conflicts",
    "replan": "replan",
}


def main(names: list[str]) -> int:
    """Run each in turn; an unknown name is told with those that there are."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    for name in names or ALL:
        import_module(f"benchmarks.{ALL[name]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
