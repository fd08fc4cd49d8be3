"""The page of errors, written from the list of faults and from what their folders really give.

``python -m programme.errors_page``, in the folder of the tests, writes the page anew.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from jointstock.programme.faults import ANSWER, CELL, FOLDER, RULE, TABLE, WORKBOOK, Fault
from jointstock.programme.read import read
from programme.answer_cases import book, returned
from programme.cases import build

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "errors.md"

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
cannot be read, so that one fault is not told twice; it is checked once the row is mended.

The examples on this page are what the programme says of the folders of its own tests.
"""

_SECTIONS: tuple[tuple[str, dict[str, Fault]], ...] = (
    ("Folder and programme.toml", FOLDER),
    ("Tables", TABLE),
    ("Cells", CELL),
    ("Rules", RULE),
    ("Workbooks", WORKBOOK),
    ("Answers of members", ANSWER),
)


def errors_page() -> str:
    """Markdown of the whole page, with a line feed at its end."""
    parts = [_INTRO.format(example=_example("reference-unknown"))]
    for title, faults in _SECTIONS:
        parts.append(f"## {title}\n")
        for code, fault in faults.items():
            remark = " (remark)" if fault.remark else ""
            parts.append(
                f"### {code}{remark}\n\n{fault.cause}\n\n"
                f"Repair: {fault.repair}.\n\n```text\n{_example(code)}\n```\n"
            )
    return "\n".join(parts)


def _example(code: str) -> str:
    """The first problem of the code's folder, in one line."""
    with tempfile.TemporaryDirectory() as place:
        if code in ANSWER:
            problems = returned(code, Path(place)).problems
        elif code in WORKBOOK:
            problems = read(book(code, Path(place)))[1]
        else:
            problems = read(build(code, Path(place)))[1]
    text = str(problems[0])
    if not text.isprintable():
        text = "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
    return text


if __name__ == "__main__":
    PAGE.write_text(errors_page(), encoding="utf-8")
