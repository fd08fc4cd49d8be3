"""The verb ``check``: what is wrong with a programme folder, and how its figures are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from jointstock.app.contradictions import conflicts_as_data, conflicts_in_lines
from jointstock.app.errors import as_data, in_a_line
from jointstock.app.inputs import overlays
from jointstock.app.shown import show_bases
from jointstock.programme.basis import by_basis
from jointstock.programme.programme import Programme
from jointstock.programme.read import at_rest, read
from jointstock.programme.told import count
from jointstock.words.errors import Conflict, ContradictionError, Problem, ProgrammeError


@at_rest()  # the rows are let go at the end, so that going through them would find nothing
def check_folder(
    folder: Path, names: Sequence[str], sets: Sequence[str] = (), *, as_json: bool
) -> int:
    """Print every problem and remark of a folder with what is laid over it; return the exit code.

    Of a programme without problems also what conflicts, so that no plan can be made, as far as
    that can be told in moments. Here the problems are what was asked for, so they go to standard
    output.
    """
    programme, problems = read(folder, overlays(folder, names), sets=sets)
    found = () if programme is None else _conflicts(programme)
    if as_json:
        data = {
            "programme": None if programme is None else programme.id,
            "digest": None if programme is None else programme.digest,
            "problems": as_data(problems),
            "conflicts": conflicts_as_data(found),
            "basis": []
            if programme is None
            else [
                {
                    "table": one.table,
                    "rows": one.rows,
                    "figures": one.figures,
                    "sourced": one.sourced,
                }
                for one in by_basis(programme)
            ],
        }
        typer.echo(json.dumps(data, indent=1))
    else:
        for one in problems:
            typer.echo(in_a_line(one))
        for line in conflicts_in_lines(found):
            typer.echo(line)
        if programme is not None:
            show_bases(programme)
        typer.echo(f"{folder}: {_counted(problems, found)}")
    if programme is None:
        return ProgrammeError.exit_code
    return ContradictionError.exit_code if found else 0


def _conflicts(programme: Programme) -> tuple[Conflict, ...]:
    """What conflicts in a programme; the planner is loaded only for a programme that was read."""
    from jointstock import flow

    return flow.conflicts_at_once(programme)


def _counted(problems: Sequence[Problem], conflicts: Sequence[Conflict]) -> str:
    remarks = count(one for one in problems if one.remark)
    found = count(one for one in problems if not one.remark)
    told = f"{_some(found, 'problem')}, {_some(remarks, 'remark')}"
    return f"{told}, {_some(len(conflicts), 'conflict')}" if conflicts else told


def _some(number: int, what: str) -> str:
    return f"{f'{number:,}' if number else 'no'} {what}{'' if number == 1 else 's'}"
