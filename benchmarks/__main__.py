"""Run the benchmarks that are named, or all: ``python -m benchmarks [name ...]``."""

from __future__ import annotations

import sys

from benchmarks import build, flagship, goals, monthly, need, reading, start, workbook

ALL = {
    "help": start.main,
    "reading": reading.main,
    "workbook": workbook.main,
    "need": need.main,
    "flagship": flagship.main,
    "goals": goals.main,
    "monthly": monthly.main,
    "build": build.main,
}


def main(names: list[str]) -> int:
    """Run each in turn; an unknown name is told with those that there are."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    for name in names or ALL:
        ALL[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
