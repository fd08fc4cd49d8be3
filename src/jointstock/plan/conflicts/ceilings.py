"""Past call-offs above a contract's ceiling. Closed form: a sum against a figure."""

from __future__ import annotations

from collections.abc import Iterator

from jointstock.plan.case import Case
from jointstock.plan.conflicts.figures import units
from jointstock.plan.conflicts.set_aside import emptied
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms


def above_ceiling(case: Case) -> Iterator[Found]:
    """One conflict for each contract whose ceiling lies below what was called off before."""
    for row in case.programme.contracts:
        if row.ceiling is None or case.terms.past(row.contract) <= row.ceiling:
            continue
        shape = Shape(_alone(case.programme, row.contract), _met)
        rows = shape.conflict()
        past = row.called_off_before + sum(getattr(one, "units", 0) for one in rows)
        message = (
            f"contract {row.contract} has {units(past)} called off before the start, "
            f"above its ceiling of {row.ceiling:,}"
        )
        yield Found("past-above-ceiling", message, tuple(rows), shape, case.programme)


def _alone(programme: Programme, contract: str) -> Programme:
    promised = tuple(row for row in programme.promised if row.contract == contract)
    lines = {row.line for row in promised}
    return emptied(programme).replace(
        contracts=tuple(row for row in programme.contracts if row.contract == contract),
        lines=tuple(row for row in programme.lines if row.line in lines),
        promised=promised,
    )


def _met(programme: Programme) -> bool:
    (row,) = programme.contracts
    return row.ceiling is None or Terms(programme).past(row.contract) <= row.ceiling
