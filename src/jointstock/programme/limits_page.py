"""The page of limits, written from the limits themselves.

``python -m jointstock.programme.limits_page`` writes the page to standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from jointstock.programme.limits import LIMITS
from jointstock.programme.tables import TABLES, dictionary
from jointstock.words.fields import Kind

_INTRO = """\
# What is refused, and why

Files arrive by mail, out of other programs, and now and then from somebody who means harm. Whatever
a file holds, it is read or refused within 5 seconds and 500 MB, with exit code 3 and the place of
each problem, and nothing is written. This page is written from the limits that the code keeps; the
codes are explained on [the page of errors](errors.md).

## How much

The largest programme that is foreseen (32 members, 20 items, 180 months) has some 150,000 rows in
5 MB, or 33 MB of a workbook once unpacked.

"""

_FILES = """
## Which files

- A file of a folder is a plain file. A pipe, a device, a socket or a folder in its place is told
  (`file-unreadable`); a pipe is not waited for.
- A link is followed inside the folder. One that leads out of it is refused (`file-outside`), since
  whoever sends a folder must not choose what else of the reader's machine is read.
- A workbook is unpacked and counted before it is opened, and the sizes that it states are not
  believed. One that holds names that lead out of it, links, passwords, a document type, or cells
  outside the grid that a table may fill is refused (`archive-unsafe`).
- A sheet counts as the rectangle from its first cell to its farthest, blank or not, since it is
  laid out as one. Whoever coloured whole columns down to the last row takes the colour out.
- A formula in a workbook counts as the value that was saved with it, and is never written back as
  a formula. One without a value, and a cell that shows an error, is told (`cell-valueless`), since
  it would read as a blank.
- Text is UTF-8, with or without a byte order mark. UTF-16, other encodings, binary files, and
  workbooks named `.csv` are told as what they are (`text-encoding`).
- Commas separate the columns. Semicolons and tabs are told (`separator-other`) rather than guessed,
  since with them a comma is often the decimal point.
- A file that nearly bears a table's name (`Stocks.CSV`, `stocks.csv.txt`, `stocks.xlsx`) is told as
  a remark (`file-unknown`), since nothing in it is read.

## Which cells

- A number is written in the digits 0 to 9, a minus, and at most one point. `NaN`, `inf`, `1e400`,
  `1_000`, `+1`, `0x10`, digits of other scripts and thousands set apart are no numbers, and `true`
  is none either. What was probably meant stands in the repair.
- Codes are plain letters, digits, `.`, `_` and `-`, and begin with a letter or digit. A letter of
  another script that looks the same, or a character that cannot be seen, is told by its name, as
  `U+0415 CYRILLIC CAPITAL LETTER IE`.
- Texts may be in any script. A character that cannot be seen or that turns the direction of writing
  is refused (`text-form`).
- A text that a spreadsheet program would compute (it begins with `=` or `@`, or with a sign that no
  number follows) is refused (`text-formula`). So nothing that is written from a programme is ever a
  formula.

## How large a number may be

A column that is not listed here takes numbers up to 999,999,999,999. Units of one member or line
are bounded because a plan weighs them one by one; what comes in more is counted in lots. Amounts of
money have at most 6 digits after the point, other numbers 12. The severity of a floor's steps to
the power of the steps less one is at most 10^12.

| table | column | most |
| --- | --- | --- |
"""


def limits_page() -> str:
    """Markdown of the whole page, with a line feed at its end."""
    head = "| of what | at most | told as |\n| --- | --- | --- |\n"
    return _INTRO + head + "".join(_limits()) + _FILES + "".join(_bounds())


def _limits() -> Iterator[str]:
    for one in LIMITS:
        told = f"[{one.code}](errors.md#{one.code})" if one.code else ""
        yield f"| {one.what} | {one.most:,} | {told} |\n"


def _bounds() -> Iterator[str]:
    for table in TABLES:
        for one in dictionary(table):
            if one.kind in (Kind.WHOLE, Kind.DECIMAL) and one.high is not None:
                yield f"| {table} | `{one.name}` | {one.high:,} |\n"


def main() -> None:
    """Write the page to standard output."""
    sys.stdout.write(limits_page())


if __name__ == "__main__":
    main()
