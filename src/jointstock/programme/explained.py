"""Errors explained: cause, repair and a real example of each, for the page and the command line.

``python -m jointstock.programme.explained`` writes the page of errors to standard output. The
examples lie beside this module; the tests make them from folders that have the fault, and hold
them to what the folders say.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jointstock.programme.faults import (
    ANSWER,
    CELL,
    CONTRADICTION,
    FAULTS,
    FOLDER,
    PLAN,
    RAIDS,
    RATES,
    RULE,
    TABLE,
    WORKBOOK,
    Fault,
)
from jointstock.words.errors import ContradictionError, ProgrammeError

EXAMPLES = "examples_of_faults.json"

SECTIONS: Mapping[str, Mapping[str, Fault]] = {
    "Folder and programme.toml": FOLDER,
    "Tables": TABLE,
    "Cells": CELL,
    "Rules": RULE,
    "Contradictions": CONTRADICTION,
    "Plans": PLAN,
    "Currency rates": RATES,
    "Raid records": RAIDS,
    "Workbooks": WORKBOOK,
    "Answers of members": ANSWER,
}

_INTRO = """\
# Errors

Everything that is wrong with a programme folder is told in one run, sorted by place. Each problem
has a code, the place (`file:row:column`, the header being row 1; in a workbook `sheet!cell`), the
value that stands there, what is wrong with it, and the repair:

```text
{example}
```

A *remark* names what a careful reader would ask about, and stops nothing. Any other problem does:
nothing half-read goes on. A rule that looks across a table is left out while a row of that table
cannot be read, so that one fault is not told twice; it is checked once the row is mended. Where a
column has very many problems of one kind, the first hundred are told one by one and the rest are
counted.

`jointstock explain-error CODE` prints what this page says of a code. The examples are what the
programme says of the folders of its own tests: first what stands in the file, then what is told.
"""


@dataclass(frozen=True, slots=True)
class Explained:
    """What is to be said about one code.

    ``shown`` is what stands in the input of the example, in lines; ``told`` is the line that the
    command then prints. ``exit_code`` is 0 for a remark.
    """

    code: str
    cause: str
    repair: str
    remark: bool
    exit_code: int
    shown: tuple[str, ...]
    told: str


def explain(code: str) -> Explained:
    """What is to be said about a code; ``KeyError`` for one that cannot be raised."""
    fault = FAULTS[code]
    error = ContradictionError if code in CONTRADICTION else ProgrammeError
    shown, told = _examples()[code]
    exit_code = 0 if fault.remark else error.exit_code
    return Explained(code, fault.cause, fault.repair, fault.remark, exit_code, tuple(shown), told)


def lines_of(one: Explained) -> list[str]:
    """The text of an explanation for a terminal, line by line."""
    kind = "remark, stops nothing" if one.remark else f"exit code {one.exit_code}"
    lines = [
        f"{one.code} ({kind})",
        "",
        one.cause,
        "",
        f"Repair: {one.repair}.",
        "",
        "Example:",
        "",
    ]
    return lines + [f"    {line}".rstrip() for line in _example(one)]


def _example(one: Explained) -> tuple[str, ...]:
    """What stands in the input, and below it what is told."""
    return (*one.shown, "", one.told) if one.shown else (one.told,)


def errors_page() -> str:
    """Markdown of the page of errors, with a line feed at its end."""
    parts = [_INTRO.format(example=explain("reference-unknown").told)]
    for title, faults in SECTIONS.items():
        parts.append(f"## {title}\n")
        for code in faults:
            one = explain(code)
            remark = " (remark)" if one.remark else ""
            example = "\n".join(_example(one))
            parts.append(
                f"### {code}{remark}\n\n{one.cause}\n\n"
                f"Repair: {one.repair}.\n\n```text\n{example}\n```\n"
            )
    return "\n".join(parts)


@cache
def _examples() -> dict[str, tuple[list[str], str]]:
    text = files("jointstock.programme").joinpath(EXAMPLES).read_text(encoding="ascii")
    return {code: (one["shown"], one["told"]) for code, one in json.loads(text).items()}


def main() -> None:
    """Write the page to standard output."""
    sys.stdout.write(errors_page())


if __name__ == "__main__":
    main()
