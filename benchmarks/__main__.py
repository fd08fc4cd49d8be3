"""Run the benchmarks that are named, or all: ``python -m benchmarks [name ...]``."""

from __future__ import annotations

import sys

from benchmarks import (
    build,
    conflicts,
    flagship,
    goals,
    mixed,
    monthly,
    need,
    peer,
    reading,
    replan,
    share,
    start,
    why,
    workbook,
)

ALL = {
    "help": start.main,
    "reading": reading.main,
    "workbook": workbook.main,
    "need": need.main,
    "flagship": flagship.main,
    "goals": goals.main,
    "monthly": monthly.main,
    "mixed": mixed.main,
    "peer": peer.main,
    "why": why.main,
    "build": build.main,
    "share": share.main,
    "conflicts": conflicts.main,
    "replan": replan.main,
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
