"""Laws that every plan keeps, whatever the programme: more is no worse, names are only names."""

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jointstock.plan import plan
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan
from oracle.facts import Facts
from oracle.generate import programme, programmes
from oracle.judge import judge, read
from oracle.values import MOST

few = settings(max_examples=12, deadline=None, derandomize=True)
MONEY = ("unit_price", "opening_cost", "cost", "amount")


def exact(made: Programme) -> Plan:
    """The plan of a programme with every goal proven."""
    return plan(made.replace(plan=replace(made.plan, exact=True)))


def not_worse(one: Plan, other: Plan) -> bool:
    """Whether the first plan is at least as good as the second, goal by goal in their order."""
    for mine, theirs in zip(one.goals, other.goals, strict=True):
        if abs(mine.value - theirs.value) > 1e-6 * max(1.0, abs(theirs.value)):
            return (mine.value > theirs.value) == (mine.goal in MOST)
    return True


def each_row(made: Programme, change: Callable[[t.Row], t.Row]) -> Programme:
    """The programme with every row of every table changed."""
    return made.replace(
        **{name: tuple(change(row) for row in getattr(made, name)) for name in t.TABLES}
    )


def units(made: Programme, found: Plan) -> list[dict[Any, int]]:
    """Call-offs, deliveries, gifts and use not served of a plan, without zeros."""
    decided = read(Facts(made), found)
    names = ("call_offs", "deliveries", "backfill_call_offs", "backfill_deliveries", "gifts")
    return [dict(+getattr(decided, name)) for name in (*names, "not_served")]


@few
@given(programmes("small"), st.integers(0, 2), st.integers(1, 3))
def test_more_capacity_is_never_worse(made: Programme, number: int, extra: int) -> None:
    line = made.lines[number % len(made.lines)].line
    wider = tuple(
        replace(row, units_per_month=row.units_per_month + extra) if row.line == line else row
        for row in made.capacity
    )
    assert not_worse(exact(made.replace(capacity=wider)), exact(made))


@few
@given(programmes("small"), st.integers(0, 2))
def test_more_money_is_never_worse(made: Programme, number: int) -> None:
    assume(made.budgets)
    chosen = made.budgets[number % len(made.budgets)]
    richer = tuple(
        replace(row, amount=row.amount + 40_000) if row is chosen else row for row in made.budgets
    )
    assert not_worse(exact(made.replace(budgets=richer)), exact(made))


@few
@given(programmes("small"))
def test_other_names_of_members_change_the_names_alone(made: Programme) -> None:
    others = ("AT", "ZM", "MT", "KE", "FJ")
    names = {row.member: other for row, other in zip(made.members, others, strict=False)}

    def renamed(row: t.Row) -> t.Row:
        changed = {
            one.name: names.get(getattr(row, one.name), getattr(row, one.name))
            for one in fields(row)
            if one.name in ("member", "donor", "customer")
        }
        return replace(row, **changed)

    there = each_row(made, renamed)
    mine, theirs = exact(made), exact(there)

    def translated(text: str) -> str:
        return ":".join(names.get(part, part) for part in text.split(":"))

    entries = tuple(
        replace(
            entry,
            member=names.get(entry.member, entry.member),
            transfers=tuple(
                replace(one, source=translated(one.source), target=translated(one.target))
                for one in entry.transfers
            ),
        )
        for entry in mine.entries
    )
    assert entries == theirs.entries
    assert [goal.value for goal in mine.goals] == [goal.value for goal in theirs.goals]


@few
@given(programmes("small"))
def test_other_units_of_money_change_no_units(made: Programme) -> None:
    """A thousand times every amount, as from euro to a currency worth a thousandth of it."""

    def dearer(row: t.Row) -> t.Row:
        return replace(
            row, **{n: getattr(row, n) * Decimal(1000) for n in MONEY if hasattr(row, n)}
        )

    # Rounding falls elsewhere where amounts have fractions of a minor unit.
    assume(all(row.unit_price % 10_000 == 0 for row in made.prices))
    there = each_row(made, dearer)
    mine, theirs = exact(made), exact(there)
    assert units(made, mine) == units(there, theirs)
    for one, other in zip(mine.goals, theirs.goals, strict=True):
        scale = 1000 if one.goal == "cost" else 1
        assert abs(one.value * scale - other.value) <= 1e-6 * max(1.0, abs(other.value))


@few
@given(programmes("small"))
def test_a_currency_with_three_digits_plans_like_one_with_two(made: Programme) -> None:
    def dinars(row: t.Row) -> t.Row:
        names = [one.name for one in fields(row) if one.name in ("currency", "from_", "to")]
        changed: dict[str, Any] = {n: "KWD" for n in names if getattr(row, n) == "EUR"}
        return replace(row, **changed)

    assume(all(row.unit_price % 10_000 == 0 for row in made.prices))
    there = each_row(made, dinars).replace(currency="KWD")
    mine, theirs = exact(made), exact(there)
    assert units(made, mine) == units(there, theirs)
    for one, other in zip(mine.goals, theirs.goals, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-9, abs=1e-9)
    assert judge(there, theirs).breaches == []


@few
@given(programmes("small"))
def test_a_member_that_wants_and_holds_nothing_changes_nothing(made: Programme) -> None:
    signs = tuple(t.Signatory(contract=row.contract, member="SE") for row in made.contracts)
    there = made.replace(
        members=(*made.members, t.Member(member="SE")), signatories=(*made.signatories, *signs)
    )
    mine, theirs = exact(made), exact(there)
    assert mine.entries == theirs.entries
    assert mine.goals == theirs.goals


@few
@given(st.integers(0, 10_000))
def test_planning_again_from_the_plan_in_force_moves_nothing(seed: int) -> None:
    made = programme(seed, "small")
    first = exact(made)
    again = plan(made.replace(plan=replace(made.plan, exact=True)), in_force=first)
    assert again.goal("steady").value == 0
    assert judge(made, again, in_force=first).breaches == []
