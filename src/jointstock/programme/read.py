"""Reading a programme with its overlays: one frozen programme, or every fault at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Any

from jointstock.programme.csvtext import read_columns
from jointstock.programme.faults import fault
from jointstock.programme.files import read_file
from jointstock.programme.grid import Grid, read_grid
from jointstock.programme.limits import MOST_BYTES, MOST_TOML_BYTES, Room
from jointstock.programme.parts import Parts, in_cells
from jointstock.programme.programme import Programme
from jointstock.programme.rules import Draft, problems_of
from jointstock.programme.scalars import FILE, Scalars, read_scalars
from jointstock.programme.strays import stray_files
from jointstock.programme.tables import TABLES, Row, key_of
from jointstock.words.errors import Place, Problem, ProgrammeError
from jointstock.words.months import Month


def read(
    folder: Path,
    overlays: Sequence[Path] = (),
    *,
    sets: Sequence[str] = (),
    but: Collection[str] = (),
) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Read a programme folder, or a workbook (.xlsx), and lay later facts over it.

    An overlay is a folder or workbook with the same tables: a row whose key is there already
    takes the place of that row, any other is added at the end; keys of its ``programme.toml``
    replace. ``sets`` are single figures laid over all of it, as `whatif.changes` takes them. The
    programme is ``None`` if any problem is more than a remark, those with a code in
    ``but`` left aside. Nothing is raised.
    """
    with at_rest():
        room = Room()
        parts = [read_parts(folder, "", room)]
        parts += [read_parts(one, f"{Path(os.path.realpath(one)).name}/", room) for one in overlays]
        if sets:
            from jointstock.programme.whatif import changes  # most runs ask no such question

            starts = [one.scalars.values.get("start") for one in parts]
            start = next((one for one in reversed(starts) if isinstance(one, Month)), None)
            parts.append(changes(sets, {table: _rows(table, parts) for table in TABLES}, start))
        return assemble(parts, but)


@contextmanager
def at_rest() -> Iterator[None]:
    """Keep the collector of cycles from going through rows that hold none, again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def load(folder: Path, overlays: Sequence[Path] = (), *, sets: Sequence[str] = ()) -> Programme:
    """Read a programme as `read` does; raise `ProgrammeError` with every problem if it is none."""
    programme, problems = read(folder, overlays, sets=sets)
    if programme is None:
        raise ProgrammeError(problems)
    return programme


def read_parts(folder: Path, prefix: str, room: Room | None = None) -> Parts:
    """Read one folder or workbook; places begin with ``prefix``, which is blank for the base.

    ``room`` is what is left of the lines that base and overlays together may have.
    """
    if os.path.isfile(folder):  # noqa: PTH113  # a path too long is no file, not an error
        from jointstock.programme.workbook.read import read_workbook  # a folder needs none of it

        return read_workbook(folder, prefix)
    parts = Parts()
    overlay = bool(prefix)
    room = room or Room()
    if not os.path.isdir(folder):  # noqa: PTH112  # a path too long is no folder, not an error
        place = Place(prefix.rstrip("/") or folder.name)
        parts.problems.append(fault("folder-missing", place, folder.name, "is no folder"))
        return parts
    content = _content(parts, folder, FILE, prefix, MOST_TOML_BYTES)
    if content is not None:
        parts.scalars = read_scalars(prefix + FILE, content, complete=not overlay)
    elif not overlay and not parts.problems:
        parts.problems.append(fault("file-missing", Place(FILE), "", "is not there"))
    for table in TABLES:
        file = f"{prefix}{table}.csv"
        before = len(parts.problems)
        content = _content(parts, folder, f"{table}.csv", prefix, MOST_BYTES)
        if content is not None:
            parts.grids[table] = _grid(table, file, content, room)
        elif len(parts.problems) > before:
            parts.grids[table] = Grid(table, file, broken=True, known=None)
    if any(folder.glob("*.parquet")):
        from jointstock.programme.parquet import take_parquet  # most folders need none of it

        take_parquet(parts, folder, prefix)
    parts.problems += stray_files(folder, prefix)
    return parts


def _content(parts: Parts, folder: Path, name: str, prefix: str, most: int) -> bytes | None:
    try:
        found = read_file(folder / name, prefix + name, most, inside=folder)
    except FileNotFoundError:
        return None
    if isinstance(found, Problem):
        parts.problems.append(found)
        return None
    return found


def _grid(table: str, file: str, content: bytes, room: Room) -> Grid:
    header, columns, problems = read_columns(file, content, room)
    if not header:
        return Grid(table, file, problems=problems, broken=True, known=None)
    grid = read_grid(table, file, header, columns)
    if problems:  # the rows from there on are lost
        grid.problems += problems
        grid.broken, grid.known = True, None
    return grid


def assemble(
    parts: Sequence[Parts], but: Collection[str] = ()
) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Make one programme of a base and its overlays, and check every rule it must keep.

    Problems with a code in ``but`` are told and do not stop.
    """
    problems = [problem for one in parts for problem in one.faults()]
    values: dict[str, object] = {}
    merged = Scalars()
    for one in parts:
        values |= one.scalars.values
        merged.plan |= one.scalars.plan
        merged.share |= one.scalars.share
        merged.at |= one.scalars.at
    sound = not any(one.scalars.problems for one in parts) and bool(parts[0].scalars.values)
    tables = {table: _rows(table, parts) for table in TABLES}
    programme = _programme(values, merged, tables)
    draft = Draft(
        programme,
        broken=frozenset(
            [table for table in TABLES for one in parts if _is_broken(one, table)]
            + ([] if sound else ["programme"])
        ),
        known={table: _known(table, parts) for table in TABLES},
        at=merged.at,
        grids={
            table: [one.grids[table] for one in parts if table in one.grids] for table in TABLES
        },
    )
    problems += problems_of(draft)
    headers = {file: header for one in parts for file, header in one.headers.items()}
    ordered = in_cells(problems, headers)
    if any(not problem.remark and problem.code not in but for problem in ordered):
        return None, ordered
    return programme, ordered


def _is_broken(parts: Parts, table: str) -> bool:
    return table in parts.grids and parts.grids[table].broken


def _known(table: str, parts: Iterable[Parts]) -> set[object] | None:
    """Every value of the table's first key column; ``None`` if some could not be read."""
    found: set[object] = set()
    for one in parts:
        if table in one.grids:
            known = one.grids[table].known
            if known is None:
                return None
            found |= known
    return found


def _rows(table: str, parts: Iterable[Parts]) -> tuple[Row, ...]:
    """The rows of the base, with those of the overlays in their place or at the end."""
    grids = [one.grids[table] for one in parts if table in one.grids]
    if len(grids) < 2:
        return tuple(grids[0].rows) if grids else ()
    key = attrgetter(*key_of(table))
    found: dict[object, Row] = {}
    for grid in grids:
        found |= {key(row): row for row in grid.rows}
    return tuple(found.values())


def _programme(
    values: Mapping[str, object], merged: Scalars, tables: Mapping[str, tuple[Row, ...]]
) -> Programme:
    """The programme; scalars that could not be read get a stand-in, which no rule then sees."""
    start = values.get("start", Month.of(2000, 1))
    stand_in: dict[str, Any] = {
        "id": "",
        "title": "",
        "as_of": "",
        "start": start,
        "months": 1,
        "currency": "EUR",
        "price_year": start.year if isinstance(start, Month) else 0,
    }
    given: dict[str, Any] = {**stand_in, **values, **tables, "plan": merged.settings()}
    given["share"] = merged.share_settings()
    return Programme(**given)
