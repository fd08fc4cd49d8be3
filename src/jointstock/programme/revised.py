"""A programme in memory with single figures, or facts in words, laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from jointstock.programme.grid import Grid
from jointstock.programme.keys import KEYS
from jointstock.programme.parts import Parts
from jointstock.programme.programme import Programme
from jointstock.programme.read import assemble, at_rest
from jointstock.programme.scalars import Scalars
from jointstock.programme.tables import TABLES, key_of
from jointstock.programme.whatif import changes
from jointstock.words.errors import ProgrammeError


def with_sets(programme: Programme, sets: Sequence[str]) -> Programme:
    """The programme with some assignments (`whatif.changes`) or facts, checked as a folder would.

    Raises ``SettingError`` if one names nothing to set, ``ProgrammeError`` with every problem if
    what comes of them is no programme.
    """
    tables = {table: getattr(programme, table) for table in TABLES}
    with at_rest():
        base = Parts(
            Scalars(
                {name: getattr(programme, name) for name in KEYS},
                {one.name: getattr(programme.plan, one.name) for one in fields(programme.plan)},
                {one.name: getattr(programme.share, one.name) for one in fields(programme.share)},
            )
        )
        for table, rows in tables.items():
            first = key_of(table)[0]
            known = {getattr(row, first) for row in rows}
            base.grids[table] = Grid(table, f"{table}.csv", rows=list(rows), known=known)
        made, problems = assemble([base, changes(sets, tables, programme.start)])
    if made is None:
        raise ProgrammeError([one for one in problems if not one.remark])
    return made
