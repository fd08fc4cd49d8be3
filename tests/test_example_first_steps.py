"""The first steps: their own arithmetic, and the plan worked out by hand on the tutorial's page."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import accumulate

import pytest

from example_tables import (
    STEPS,
    TUTORIAL,
    Rows,
    horizon,
    month_by_month,
    moved,
    table,
)
from jointstock.plan import plan
from jointstock.programme.read import load
from jointstock.words.months import Month
from jointstock.words.results import Plan


@cache
def written(heading: str) -> Rows:
    """The first table under a heading of the tutorial."""
    text = TUTORIAL.read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1]
    text = text.split("\n## ", 1)[0]
    lines = [line.strip().strip("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    head, _, *body = cells
    return [dict(zip(head, row, strict=True)) for row in body]


def column(heading: str, name: str) -> list[int]:
    """One column of a table of the tutorial; an empty cell is a zero."""
    return [int(row[name] or 0) for row in written(heading)]


def planned(name: str) -> list[int]:
    """One column of the plan worked out by hand."""
    return column("The plan by month", name)


def penalty(short: int) -> Decimal:
    """The penalty of a floor of ten units that lacks ``short``: each unit is one step."""
    return sum((Decimal(3**step) for step in range(short)), Decimal(0)) / 10


def changed(table_name: str, column_name: str, value: object) -> Plan:
    """The plan of the first steps with one column of a table changed in its last row."""
    programme = load(STEPS)
    *rest, last = getattr(programme, table_name)
    rows = (*rest, replace(last, **{column_name: value}))
    return plan(programme.replace(**{table_name: rows}))


class TestFirstSteps:
    """The tutorial's numbers follow from its folder."""

    def test_stocks_follow_from_the_plan(self) -> None:
        """Stock, borne and shortfall of each month are what the plan's columns add up to."""
        opening = {row["member"]: int(row["units"]) for row in table(STEPS, "stocks")}
        gift, back = planned("DE gift"), planned("DE backfill delivery")
        borne = [a - b for a, b in zip(accumulate(gift), accumulate(back), strict=True)]
        own = list(accumulate(planned("DE own delivery")))
        german = [opening["DE"] + a - b for a, b in zip(own, borne, strict=True)]
        moved = [a - b for a, b in zip(planned("NL delivery"), planned("NL use"), strict=True)]
        dutch = [opening["NL"] + a for a in accumulate(moved)]
        assert column("The stocks by month", "NL stock") == dutch
        assert column("The stocks by month", "DE stock") == german
        assert column("The stocks by month", "DE borne") == borne
        assert column("The stocks by month", "NL shortfall") == [max(0, 10 - a) for a in dutch]
        assert column("The stocks by month", "DE shortfall") == [
            max(0, 10 - a - b) for a, b in zip(german, borne, strict=True)
        ]

    def test_the_plan_keeps_the_limits(self) -> None:
        """Lead, capacity, ceiling, budgets, keep_units and the deadline of the backfill hold."""
        months = horizon(STEPS)
        capacity = month_by_month(table(STEPS, "capacity"), "units_per_month", months)
        names = ("NL ", "DE own ", "DE backfill ")
        delivered = [sum(t) for t in zip(*(planned(f"{a}delivery") for a in names), strict=True)]
        assert all(d <= c for d, c in zip(delivered, capacity, strict=True))
        lead = int(table(STEPS, "lines")[0]["lead_months"])
        for who in names:
            assert planned(f"{who}delivery")[lead:] == planned(f"{who}call-off")[:-lead]
        units = {who: sum(planned(f"{who}call-off")) for who in names}
        assert sum(units.values()) <= int(table(STEPS, "contracts")[0]["ceiling"])
        budget = {row["member"]: Decimal(row["amount"]) for row in table(STEPS, "budgets")}
        price = Decimal(1_020_000)
        assert units["NL "] * price <= budget["NL"] < (units["NL "] + 1) * price
        assert (units["DE own "] + units["DE backfill "]) * price <= budget["DE"]
        promise = table(STEPS, "donations")[0]
        assert min(column("The stocks by month", "DE stock")) == int(promise["keep_units"])
        given = list(accumulate(planned("DE gift")))
        back = list(accumulate(planned("DE backfill delivery")))
        within = int(promise["backfill_within_months"])
        last = len(months) - 1
        assert all(back[min(t + within, last)] >= given[t] for t in range(len(months)))
        assert all(not planned("DE gift")[t] for t in range(last - within + 1, last + 1))

    def test_values_of_the_goals(self) -> None:
        """Each value in the table of goals is recomputed from the plan and the stocks."""
        said = {row["goal"]: Decimal(row["value"]) for row in written("The goals it reaches")}
        short = column("The stocks by month", "NL shortfall") + column(
            "The stocks by month", "DE shortfall"
        )
        assert said["floors"] == sum(map(penalty, short)) == Decimal("43.8")
        demand = {row["member"]: row for row in table(STEPS, "demand")}
        firm = {m: int(row["firm"]) for m, row in demand.items()}
        called = {"NL": sum(planned("NL call-off")), "DE": sum(planned("DE own call-off"))}
        assert said["firm"] == sum(firm.values()) - sum(called.values())
        months = horizon(STEPS)
        late = 0
        for member, name in (("NL", "NL delivery"), ("DE", "DE own delivery")):
            by = Month.parse(demand[member]["by"])
            so_far = accumulate(planned(name))
            late += sum(
                called[member] - d for month, d in zip(months, so_far, strict=True) if month >= by
            )
        assert said["late"] == late
        assert said["give"] == sum(planned("DE gift"))
        left = range(len(months), 0, -1)
        assert said["give_early"] == sum(
            g * n for g, n in zip(planned("DE gift"), left, strict=True)
        )
        assert said["serve"] == 0

    def test_present_cost(self) -> None:
        """The table of payments and its sum follow from the plan at 5 percent a year."""
        names = ("NL ", "DE own ", "DE backfill ")
        calls = [sum(t) for t in zip(*(planned(f"{a}call-off") for a in names), strict=True)]
        gets = [sum(t) for t in zip(*(planned(f"{a}delivery") for a in names), strict=True)]
        total = Decimal(0)
        text = TUTORIAL.read_text(encoding="utf-8")
        for t, (month, x, d) in enumerate(zip(horizon(STEPS), calls, gets, strict=True)):
            paid = Decimal(1_020_000) * (x + 3 * d) / 4
            factor = Decimal("1.05") ** (Decimal(-t) / 12)
            worth = (paid * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
            total += paid * factor
            line = f"| {month} | {x} | {d} | {paid:,.0f} | {factor:.6f} | {worth:,.2f} |"
            assert line in text
        said = {row["goal"]: Decimal(row["value"]) for row in written("The goals it reaches")}
        assert said["cost"] == total.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def test_no_other_split_of_the_scarce_months_is_as_good(self) -> None:
        """Every way to share out the units until July is tried; one has the least penalty."""
        months = horizon(STEPS)
        capacity = month_by_month(table(STEPS, "capacity"), "units_per_month", months)
        paths: dict[tuple[tuple[int, int], ...], Decimal] = {((0, 0),): Decimal(0)}
        for t in range(7):
            room = capacity[t] if t >= 3 else 0
            grown = {}
            for path, so_far in paths.items():
                dutch, german = path[-1]
                for a in range(room + 1):
                    for b in range(room + 1 - a):
                        lacks = (max(0, 5 - dutch - a), max(0, 3 - german - b))
                        grown[(*path, (dutch + a, german + b))] = so_far + sum(map(penalty, lacks))
            paths = grown
        least = min(paths.values())
        best = [path for path, value in paths.items() if value == least]
        assert least == Decimal("43.8")
        hand = zip(
            accumulate(planned("NL delivery")), accumulate(planned("DE own delivery")), strict=True
        )
        assert best == [((0, 0), *list(hand)[:7])]

    def test_the_planner_arrives_at_the_plan_by_hand(self) -> None:
        """Every call-off, delivery, use and gift is the one in the table, and so are the values."""
        found = plan(load(STEPS))
        for name, kind, member, backfill in (
            ("NL call-off", "call_off", "NL", False),
            ("NL delivery", "delivery", "NL", False),
            ("NL use", "use", "NL", False),
            ("DE own call-off", "call_off", "DE", False),
            ("DE own delivery", "delivery", "DE", False),
            ("DE backfill call-off", "call_off", "DE", True),
            ("DE backfill delivery", "delivery", "DE", True),
            ("DE gift", "donation", "DE", False),
        ):
            hand = zip(map(str, horizon(STEPS)), planned(name), strict=True)
            assert moved(found, kind, member, backfill=backfill) == {m: n for m, n in hand if n}
        assert found.status == "optimal"
        for row in written("The goals it reaches"):
            assert found.goal(row["goal"]).value == pytest.approx(float(row["value"]), abs=0.005)
        short = {(one.member, str(one.month)): one.units for one in found.shortfalls}
        by_hand = {
            (member, row["month"]): int(row[f"{member} shortfall"])
            for row in written("The stocks by month")
            for member in ("DE", "NL")
        }
        assert short == {cell: units for cell, units in by_hand.items() if units}

    def test_a_larger_dutch_budget(self) -> None:
        """The seventh unit comes in August, and Germany's gift waits for the backfill."""
        found = changed("budgets", "amount", Decimal(7_500_000))
        assert found.goal("firm").value == 0
        assert found.goal("late").value == 5
        assert moved(found, "delivery", "NL")["2025-08"] == 2
        assert moved(found, "donation", "DE") == {"2025-01": 1, "2025-02": 1, "2025-05": 1}

    def test_a_shorter_time_for_the_backfill(self) -> None:
        """Germany gives its first two a month later."""
        found = changed("donations", "backfill_within_months", 6)
        assert moved(found, "donation", "DE") == {"2025-02": 2, "2025-05": 1}

    def test_a_faster_line(self) -> None:
        """With three a month from the start the floors are full in June and nobody waits."""
        programme = load(STEPS)
        first, second = programme.capacity
        found = plan(programme.replace(capacity=(replace(first, units_per_month=3), second)))
        assert found.goal("late").value == 0
        assert max(one.month for one in found.shortfalls) == Month.parse("2025-05")
