"""From the shares to the plan's cost: the table adds up, and the sentence says the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from example_tables import STEPS
from jointstock import flow
from jointstock.publish.reconciled import from_shares_to_plan, reconciled
from jointstock.publish.wording import MINUS
from jointstock.words.shares import Beside, Shares


@cache
def found() -> Shares:
    """The shares of the first example, with its plan."""
    programme = flow.read(STEPS)
    return flow.share(programme, of=flow.plan(programme), studies=False)


def amount(cell: object) -> Decimal:
    return Decimal(str(cell).replace(",", "").replace(MINUS, "-"))


def test_the_rows_add_up_to_the_last_row() -> None:
    """To the cent, with the shares in the first row and the plan's cost in the last."""
    table = reconciled(found())
    assert table is not None
    assert amount(table.rows[0][1]) * 100 == found().total
    assert sum(amount(row[1]) for row in table.rows) == amount(table.total[1])
    assert amount(table.total[1]) * 100 == found().plan_cost


def test_the_sentence_names_each_line_or_the_only_one() -> None:
    """One line is all of the difference; of several each has its amount, more or less."""
    several = (
        Beside("backfill", "each its own", {"DE": 300_000_00}),
        Beside("a charge", "each its own", {"DE": -100_000_00}),
    )
    one = replace(found(), total=10**9, plan_cost=10**9 + 200_000_00, beside=several)
    assert from_shares_to_plan(one) == (
        "The plan costs 10.2 million EUR of today, 200,000 EUR more than the 10 million EUR that "
        "are shared: 300,000 EUR more for backfill and 100,000 EUR less for a charge."
    )
    only = replace(one, beside=(Beside("backfill", "each its own", {"DE": 200_000_00}),))
    assert from_shares_to_plan(only).endswith("that are shared, all of it for backfill.")
    same = replace(one, plan_cost=10**9, beside=())
    assert from_shares_to_plan(same).endswith("which is what is shared.")


def test_where_no_plan_was_looked_at_it_is_said() -> None:
    """Then nothing is reconciled, and budgets are not known to allow what is shared."""
    bare = replace(found(), plan_cost=None, beside=())
    assert reconciled(bare) is None
    assert "No plan was looked at" in from_shares_to_plan(bare)
