"""One table from its cells: columns by the dictionary, rows of the table's class, all faults."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, repeat
from operator import attrgetter

from jointstock.programme.cells import CellError, Parser, Wrong, written
from jointstock.programme.columns import Columns
from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.letters import foreign, plain_text
from jointstock.programme.limits import MOST_FAULTY, MOST_TOLD
from jointstock.programme.tables import TABLES, Row, dictionary, key_of
from jointstock.programme.told import shortened
from jointstock.words.errors import Place, Problem
from jointstock.words.fields import Field, Value


@dataclass(slots=True)
class Grid:
    """What was read of one file: the rows without fault, and every fault.

    ``broken`` says that a row is missing, so that rules over the whole table would mislead.
    ``known`` holds the values of the first key column, of faulty rows too; ``None`` where that
    column could not be read.
    """

    table: str
    file: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    known: set[Value] | None = field(default_factory=set)


def read_grid(table: str, file: str, header: Sequence[str], columns: Columns) -> Grid:
    """Read the cells of a table.

    Parameters
    ----------
    table
        Name of the table.
    file
        Name that places give: a file's, or a sheet's.
    header
        Names of the columns as they stand.
    columns
        The cells below them.
    """
    grid = Grid(table, file)
    if _headless(grid, header):
        return grid
    fields = _columns(grid, header)
    _ragged(grid, len(header), columns.ragged)
    numbers = columns.numbers
    bad: set[int] = set()
    values: dict[str, list[Value]] = {}
    for position, declared in fields.items():
        values[declared.attribute] = _column(grid, declared, columns.texts[position], numbers, bad)
    first_key = key_of(table)[0]
    grid.known = set(values[first_key]) if first_key in values else None
    required = {declared.attribute for declared in dictionary(table) if declared.required}
    if required <= values.keys():
        _build(grid, values, numbers, bad)
        if bad or not _distinct([values[name] for name in key_of(table) if name in values]):
            _doubled(grid)
    grid.broken = grid.broken or bool(bad)
    return grid


def _headless(grid: Grid, header: Sequence[str]) -> bool:
    """Whether the first row names no column at all, not even nearly: it is told once."""
    declared = [one.name for one in dictionary(grid.table)]
    if any(nearest(plain_text(name).lower(), declared) for name in header):
        return False
    needed = [one.name for one in dictionary(grid.table) if one.required]
    message = f"names no column of {grid.table}, which needs {', '.join(needed)}"
    grid.problems.append(fault("header-missing", Place(grid.file, 1), ",".join(header), message))
    grid.broken, grid.known = True, None
    return True


def _columns(grid: Grid, header: Sequence[str]) -> dict[int, Field]:
    """The declared column of each position; faults of the header on the way."""
    declared = {one.name: one for one in dictionary(grid.table)}
    found: dict[int, Field] = {}
    for position, name in enumerate(header):
        place = Place(grid.file, 1, name)
        if name not in declared:
            near = nearest(plain_text(name), declared)
            repair = f"write {near}, or take the column out" if near else ""
            seen = foreign(name)
            message = f"is no column of {grid.table}{seen and f': it {seen}'}"
            grid.problems.append(fault("column-unknown", place, name, message, repair))
        elif declared[name] in found.values():
            message = "names a second column"
            grid.problems.append(fault("column-twice", place, name, message))
        else:
            found[position] = declared[name]
    for name, one in declared.items():
        if one.required and one not in found.values():
            message = f"is missing and every row of {grid.table} needs it"
            grid.problems.append(fault("column-missing", Place(grid.file, 1, name), name, message))
    grid.broken = bool(grid.problems)
    return found


def _ragged(grid: Grid, width: int, rows: Sequence[tuple[int, int]]) -> None:
    """Tell the rows that have not a cell for each column, by number and number of cells."""
    message = f"is the number of cells, and the header has {width}"
    grid.problems += shortened(
        fault("row-ragged", Place(grid.file, number), cells, message) for number, cells in rows
    )
    grid.broken = grid.broken or bool(rows)


def _column(
    grid: Grid, declared: Field, texts: Sequence[str], numbers: Sequence[int], bad: set[int]
) -> list[Value]:
    """The values of a column; ``bad`` gains the positions of cells that cannot be read.

    A column with very many different texts that cannot be read is not read further; what is left
    of it counts as at fault.
    """
    parser = Parser(declared)
    try:
        return list(map(parser.__getitem__, texts))
    except CellError:
        pass  # at least one cell is at fault: go through the different ones
    faulty: dict[str, Wrong] = {}
    for text in dict.fromkeys(texts):
        try:
            parser[text]
        except CellError as error:
            faulty[text] = error.wrong
            if len(faulty) == MOST_FAULTY:
                break
    at_fault = [position for position, text in enumerate(texts) if text not in parser]
    bad.update(at_fault)
    told = ((numbers[position], texts[position]) for position in at_fault)
    grid.problems += _cell_faults(grid.file, parser, declared.name, told, faulty)
    return list(map(parser.get, texts))


def _cell_faults(
    file: str,
    parser: Parser,
    column: str,
    cells: Iterator[tuple[int, str]],
    faulty: dict[str, Wrong],
) -> Iterator[Problem]:
    """The faults of cells; the last that is told of each code carries the count of the rest.

    What `shortened` would do with a problem for each cell, without making a million of them.
    """
    told: Counter[str] = Counter()
    last: dict[str, Problem] = {}
    for number, text in cells:
        wrong = faulty[text] if text in faulty else next(reversed(faulty.values()))
        code = wrong.code
        told[code] += 1
        if told[code] <= MOST_TOLD:
            if code in last:
                yield last[code]
            _, message, repair = parser.explained(text, wrong)
            last[code] = fault(code, Place(file, number, column), text, message, repair)
    for code, problem in last.items():
        yield replace(problem, more=max(0, told[code] - MOST_TOLD))


def _build(
    grid: Grid, values: dict[str, list[Value]], numbers: Sequence[int], bad: set[int]
) -> None:
    """Make the rows that have no cell at fault.

    The constructor of a frozen row sets one attribute at a time with the guard in its way, which
    is most of the time of reading a large folder; every value has been checked, so the rows are
    filled a column at a time. A column that is absent, or blank throughout, reads as its default
    from the class.
    """
    made = TABLES[grid.table]
    columns: dict[str, Sequence[object]] = {
        name: column
        for name, column in values.items()
        if not hasattr(made, name) or column.count(getattr(made, name)) < len(column)
    }
    columns["at"] = _places(grid.file, numbers)
    if bad:
        good = [position not in bad for position in range(len(numbers))]
        columns = {name: list(compress(column, good)) for name, column in columns.items()}
    grid.rows = list(map(object.__new__, repeat(made, len(columns["at"]))))
    for name, column in columns.items():
        _exhaust(map(object.__setattr__, grid.rows, repeat(name), column))


def _places(file: str, numbers: Sequence[int]) -> list[Place]:
    """Places of whole rows, filled as the rows themselves are."""
    places = list(map(object.__new__, repeat(Place, len(numbers))))
    whole = Place(file)
    for name in Place.__slots__:
        values = numbers if name == "row" else repeat(getattr(whole, name))
        _exhaust(map(object.__setattr__, places, repeat(name), values))
    return places


def _exhaust(calls: Iterator[object]) -> None:
    """Make every call of an iterator, without a loop of ours around each."""
    deque(calls, maxlen=0)


def _distinct(columns: Sequence[Sequence[Value]]) -> bool:
    """Whether no two rows agree in all of these columns.

    A column has few different objects, since equal texts are read once. Where these differ in
    value too, rows are as different as their objects, which are compared far faster.
    """
    numbered: list[Iterable[int]] = []
    for column in columns:
        identities = list(map(id, column))
        values = dict(zip(identities, column, strict=True))
        number_of = {value: number for number, value in enumerate(set(values.values()))}
        if len(number_of) == len(values):
            numbered.append(identities)
        else:
            number = {identity: number_of[value] for identity, value in values.items()}
            numbered.append(map(number.__getitem__, identities))
    return len(set(zip(*numbered, strict=True))) == len(columns[0])


def _doubled(grid: Grid) -> None:
    """Tell the rows whose key an earlier row of the file has; they are dropped."""
    key = attrgetter(*key_of(grid.table))
    first: dict[object, Row] = {}
    twice = []
    for row in grid.rows:
        earlier = first.setdefault(key(row), row)
        if earlier is not row:
            twice.append((earlier, row))
    grid.problems += shortened(_key_faults(grid, twice))
    grid.broken = grid.broken or bool(twice)
    grid.rows = list(first.values())


def _key_faults(grid: Grid, twice: list[tuple[Row, Row]]) -> Iterator[Problem]:
    columns = [one for one in dictionary(grid.table) if one.key]
    for earlier, row in twice:
        value = ", ".join(written(getattr(row, one.attribute)) or "-" for one in columns)
        message = f"is the key of row {earlier.at.row} too"
        yield fault("key-twice", Place(grid.file, row.at.row, columns[0].name), value, message)
