"""Facts that change a programme after its plan, by the table they change; more of it by ``by``."""

from collections.abc import Callable
from dataclasses import replace

from jointstock.programme.programme import Programme


def slip(made: Programme, by: int) -> Programme:
    """Every standing promise comes some months later."""
    return made.replace(promised=tuple(replace(row, due=row.due + by) for row in made.promised))


def lose(made: Programme, by: int) -> Programme:
    """The first line makes fewer from the third month on, for two months."""
    base = made.capacity[0]
    less = max(base.units_per_month - by, 0)
    known = {(row.line, row.from_): row for row in made.capacity}
    for month, units in ((2, less), (4, base.units_per_month)):
        row = replace(base, from_=made.start + month, units_per_month=units)
        known[base.line, row.from_] = row
    return made.replace(capacity=tuple(known.values()))


def need(made: Programme, by: int) -> Programme:
    """The floors of the first member rise."""
    first = made.members[0].member
    return made.replace(
        floors=tuple(
            replace(row, units=row.units + by) if row.member == first else row
            for row in made.floors
        )
    )


def use(made: Programme, by: int) -> Programme:
    """Own use is more in every month that has some."""
    return made.replace(use=tuple(replace(row, units=row.units + by) for row in made.use))


def budget(made: Programme, by: int) -> Programme:
    """The first grant is a tenth less for each unit of ``by``."""
    first, *others = made.budgets
    return made.replace(budgets=(replace(first, amount=first.amount * (10 - by) / 10), *others))


def lead(made: Programme, by: int) -> Programme:
    """A line takes longer: other columns and rows, not only other figures."""
    first, *others = made.lines
    return made.replace(lines=(replace(first, lead_months=first.lead_months + by), *others))


FACTS: dict[str, Callable[[Programme, int], Programme]] = {
    "promised": slip,
    "capacity": lose,
    "floors": need,
    "use": use,
    "budgets": budget,
    "lines": lead,
}
