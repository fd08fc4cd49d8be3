"""Reading a workbook: its sheets as tables, its cells as the text that a CSV file would hold."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from jointstock.programme.archives import workbook_bytes
from jointstock.programme.columns import whole
from jointstock.programme.faults import fault
from jointstock.programme.grid import Grid, read_grid
from jointstock.programme.hints import nearest
from jointstock.programme.parts import Parts
from jointstock.programme.tables import TABLES, dictionary
from jointstock.programme.workbook.cells import Cell, text_of, texts_of
from jointstock.programme.workbook.scalars import read_scalars_sheet
from jointstock.programme.workbook.sheets import ANSWER, BESIDE, LISTS, READ_ME, SCALARS
from jointstock.programme.workbook.valueless import NoWorkbookError, valueless
from jointstock.words.errors import Place, Problem
from jointstock.words.fields import Kind

Rows = Sequence[Sequence[Cell]]

# Stands in a header for a column that counts for nothing; no head is read as a blank.
_NOTHING = " "


def read_workbook(path: Path, prefix: str) -> Parts:
    """Read a workbook as a programme or, with a prefix, as an overlay; nothing is raised.

    Places name the sheet, after ``prefix``.
    """
    parts = Parts()
    sheets = open_sheets(path, prefix, parts.problems)
    if sheets is None:
        return parts
    if SCALARS in sheets:
        take_scalars(parts, prefix, sheets[SCALARS], complete=not prefix)
    elif not prefix:
        message = f"has no sheet {SCALARS}"
        parts.problems.append(fault("file-missing", Place(path.name), "", message))
    take_tables(parts, prefix, sheets)
    return parts


def open_sheets(path: Path, prefix: str, problems: list[Problem]) -> dict[str, Rows] | None:
    """The cells of every sheet of a workbook by its name, each row as wide as the sheet.

    Those that are for the reader alone are left out.

    A cell that holds an error, or a formula that was never worked out, is told among
    ``problems``, since it would read as a blank. ``None``, with the reason there, where the file
    is no workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    place = Place(prefix.rstrip("/") or path.name)
    try:
        content = workbook_bytes(path, place.file)
        if isinstance(content, Problem):
            problems.append(content)
            return None
        for sheet, cells in valueless(content).items():
            if sheet in TABLES or sheet in (SCALARS, ANSWER):
                problems += [_valueless(prefix + sheet, *cell) for cell in cells]
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return {
                name: cast(Rows, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in book.sheet_names
                if name not in (READ_ME, LISTS)
            }
    except (CalamineError, OSError, NoWorkbookError) as error:
        message = f"cannot be read as a workbook ({' '.join(str(error).split())})"
        repair = "give a programme folder, or a workbook saved as .xlsx"
        problems.append(fault("file-unreadable", place, "", message, repair))
        return None


def _valueless(file: str, cell: str, value: str) -> Problem:
    row = int("".join(one for one in cell if one.isdigit()) or 0)
    message = "holds an error" if value else "holds a formula that has no value yet"
    return fault("cell-valueless", Place(file, row, cell=cell), value, message)


def take_scalars(parts: Parts, prefix: str, rows: Rows, *, complete: bool) -> None:
    """Read the sheet of scalars into ``parts``."""
    file = prefix + SCALARS
    parts.scalars = read_scalars_sheet(file, rows, complete=complete)
    parts.headers[file] = [text_of(cell, Kind.CODE) for cell in rows[0]] if rows else []


def take_tables(parts: Parts, prefix: str, sheets: Mapping[str, Rows]) -> None:
    """Read every sheet that bears the name of a table into ``parts``; tell of the others."""
    for name, rows in sheets.items():
        if name in TABLES:
            grid, header = read_sheet(name, prefix + name, rows)
            parts.headers[prefix + name] = header
            if grid is not None:
                parts.grids[name] = grid
        elif name not in BESIDE:
            near = nearest(name, TABLES)
            repair = f"rename it to {near}, or take it out" if near else ""
            message = "is a sheet that bears the name of no table; nothing in it is read"
            parts.problems.append(
                fault("file-unknown", Place(prefix + name), name, message, repair)
            )


def read_sheet(table: str, file: str, rows: Rows) -> tuple[Grid | None, list[str]]:
    """The table of a sheet, and the sheet's header as wide as the sheet.

    The name of a column is the first line of its head; what follows is for the reader. A column
    without a head counts for nothing as long as it is blank. A sheet without any cell is a table
    without rows: ``None``.
    """
    if not any(cell != "" for row in rows for cell in row):
        return None, []
    header = [text_of(cell, Kind.TEXT).partition("\n")[0].strip() for cell in rows[0]]
    if not any(header):
        problem = fault("header-missing", Place(file, 1), "", "the first row is blank")
        return Grid(table, file, problems=[problem], broken=True, known=None), header
    kinds = {one.name: one.kind for one in dictionary(table)}
    below = rows[1:]
    texts = {}
    for at, name in enumerate(header):
        column = texts_of([row[at] for row in below], kinds.get(name, Kind.TEXT))
        if name or any(column):
            texts[at] = column
        else:
            header[at] = _NOTHING
    columns = whole(list(texts.values()))
    return read_grid(table, file, [header[at] for at in texts], columns), header
