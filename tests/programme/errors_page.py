"""The examples of errors, made from folders that have them, and the page that shows them.

``python -m programme.errors_page``, in the folder of the tests, writes both anew.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import jointstock.programme
from jointstock.programme.explained import EXAMPLES, errors_page
from jointstock.programme.faults import ANSWER, FAULTS, WORKBOOK
from jointstock.programme.read import read
from jointstock.words.errors import Problem
from programme.answer_cases import book, returned
from programme.cases import build, told_of

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "errors.md"
DATA = Path(jointstock.programme.__file__).parent / EXAMPLES
_WIDEST = 100


def examples() -> str:
    """JSON of what stands in the input of each code's folder, and what is told of it."""
    found = {}
    for code in FAULTS:
        with tempfile.TemporaryDirectory() as place:
            shown, first = _example(code, Path(place))
            found[code] = {"shown": shown, "told": _printable(str(first))}
    return json.dumps(found, indent=1) + "\n"


def _example(code: str, place: Path) -> tuple[list[str], Problem]:
    """What stands in the input of a code, and the first problem told of it."""
    if code in ANSWER:
        return [], returned(code, place).problems[0]
    if code in WORKBOOK:
        return [], read(book(code, place))[1][0]
    folder = build(code, place)
    first = told_of(code, folder)[0]
    return _shown(folder, first), first


def _shown(folder: Path, problem: Problem) -> list[str]:
    """The header and the row that a problem names, or the line of ``programme.toml``."""
    path = folder / problem.place.file
    if not path.is_file() or problem.place.file.endswith(".xlsx") or not problem.place.row:
        return []
    lines = path.read_bytes().decode("utf-8", "backslashreplace").splitlines()
    table = path.suffix == ".csv"
    numbers = sorted({1, problem.place.row}) if table else [problem.place.row]
    return [
        f"{problem.place.file}:{number}  {_printable(lines[number - 1])[:_WIDEST]}".rstrip()
        for number in numbers
        if number <= len(lines)
    ]


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


if __name__ == "__main__":
    DATA.write_text(examples(), encoding="ascii")
    PAGE.write_text(errors_page(), encoding="utf-8")
