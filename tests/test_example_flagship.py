"""The flagship: the public figures that its folder must add up to, and what its plans say."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from example_tables import (
    FLAGSHIP,
    OVERLAY,
    ROOT,
    horizon,
    month_by_month,
    table,
)
from front_picture import PICTURE, front_picture
from jointstock.plan import freed_by_the_buy, pivotal_members, plan, without_call_offs
from jointstock.programme.read import load
from jointstock.words.results import Plan


class TestFlagshipFigures:
    """The public figures and assumptions of the flagship agree with each other."""

    PRICE = Decimal(5_450_000)

    def firm(self, folder: Path) -> Counter[str]:
        """Firm demand by member."""
        found: Counter[str] = Counter()
        for row in table(folder, "demand"):
            found[row["member"]] += int(row["firm"])
        return found

    def test_every_row_says_where_it_comes_from(self) -> None:
        """Basis and source are filled in every row; what is reported names an address."""
        for folder in (FLAGSHIP, OVERLAY):
            for path in sorted(folder.glob("*.csv")):
                for number, row in enumerate(table(folder, path.stem), start=2):
                    where = f"{path.name}:{number}"
                    assert row["basis"] in {"reported", "estimated", "assumed"}, where
                    assert row["source"], where
                    if row["basis"] != "assumed":
                        assert row["source"].startswith("https://"), where
                    else:
                        assert row["note"], where

    def test_the_line_in_germany_needs_all_four(self) -> None:
        """Firm demand reaches the minimum order with all four members and with no three of them."""
        firm = self.firm(FLAGSHIP)
        minimum = {row["line"]: int(row["minimum_order"] or 0) for row in table(FLAGSHIP, "lines")}
        ceiling = int(table(FLAGSHIP, "contracts")[0]["ceiling"])
        assert set(firm) == {"DE", "NL", "RO", "ES"}
        assert minimum["SOB"] == 800
        assert firm["DE"] + firm["RO"] == 700 < minimum["SOB"]
        assert minimum["SOB"] <= firm.total() <= ceiling == 1000
        assert all(firm.total() - units < minimum["SOB"] for units in firm.values())
        assert ceiling - minimum["SOB"] == 200

    @pytest.mark.parametrize("later", [False, True])
    def test_promises_stay_within_capacity(self, later: bool) -> None:
        """No line owes more in a month than it can deliver."""
        months = horizon(FLAGSHIP)
        capacity = {(r["line"], r["from"]): r for r in table(FLAGSHIP, "capacity")}
        promised = table(FLAGSHIP, "promised")
        if later:
            capacity |= {(r["line"], r["from"]): r for r in table(OVERLAY, "capacity")}
            promised = promised + table(OVERLAY, "promised")
        for line in {name for name, _ in capacity}:
            rows = [row for (name, _), row in capacity.items() if name == line]
            can = month_by_month(rows, "units_per_month", months)
            owes: Counter[str] = Counter()
            for row in promised:
                if row["line"] == line:
                    owes[row["due"]] += int(row["units"])
            assert set(owes) <= set(map(str, months))
            for month, most in zip(months, can, strict=True):
                assert owes[str(month)] <= most, (line, str(month))

    def test_the_two_lines_of_one_plant_share_its_slots(self) -> None:
        """What the overlay gives to the backfill it takes off the American line in each month."""
        months = horizon(FLAGSHIP)
        before = [r for r in table(FLAGSHIP, "capacity") if r["line"] == "US"]
        keyed = {r["from"]: r for r in before}
        keyed |= {r["from"]: r for r in table(OVERLAY, "capacity") if r["line"] == "US"}
        backfill = [r for r in table(OVERLAY, "capacity") if r["line"] == "US-BF"]
        was = month_by_month(before, "units_per_month", months)
        now = month_by_month(list(keyed.values()), "units_per_month", months)
        slots = month_by_month(backfill, "units_per_month", months)
        assert was == [a + b for a, b in zip(now, slots, strict=True)]
        lots = Counter[int]()
        for month, units in zip(months, slots, strict=True):
            lots[month.year] += units
        assert +lots == Counter({2024: 12, 2025: 44, 2026: 44})

    @pytest.mark.parametrize(
        ("member", "reported"),
        [
            ("DE", 3_000_000_000 - 275_000_000),
            ("RO", 1_090_000_000),
            ("ES", 400_000_000),
            ("NL", 525_000_000),
        ],
    )
    def test_budgets_pay_for_the_firm_demand(self, member: str, reported: int) -> None:
        """The yearly grants add up to the sum, which pays for the firm demand and no unit more."""
        rows = [row for row in table(FLAGSHIP, "budgets") if row["member"] == member]
        total = sum(Decimal(row["amount"]) for row in rows)
        assert total == reported
        assert total // self.PRICE == self.firm(FLAGSHIP)[member]

    def test_sweden_buys_what_its_kronor_pay_for(self) -> None:
        """At the rate of the overlay the Swedish sum pays for its demand and no unit more."""
        total = sum(Decimal(r["amount"]) for r in table(OVERLAY, "budgets") if r["member"] == "SE")
        rate = next(
            Decimal(row["rate"])
            for row in table(OVERLAY, "exchange")
            if (row["from"], row["to"]) == ("EUR", "SEK")
        )
        assert total == 5_000_000_000
        assert total // (self.PRICE * rate) == self.firm(OVERLAY)["SE"]
        assert self.firm(FLAGSHIP).total() + self.firm(OVERLAY)["SE"] <= 1000

    def test_no_price_rests_on_the_announced_sum(self) -> None:
        """The one price is Romania's sum over its units, and no band repeats the average."""
        (price,) = table(FLAGSHIP, "prices")
        assert Decimal(price["unit_price"]) == Decimal(1_090_000_000) / 200 == self.PRICE
        told = {(r["what"], r["who"]): r for r in table(FLAGSHIP, "announcements")}
        total = Decimal(told["total", "all"]["amount"])
        assert Decimal(price["unit_price"]) != total / 1000

    def test_reconciliation(self) -> None:
        """The reported parts stay below the announced sum; the guide names what is left."""
        rows = table(FLAGSHIP, "announcements")
        total = next(Decimal(r["amount"]) for r in rows if r["what"] == "total")
        counted = [r["amount"] for r in rows if r["counted_in_total"] == "true"]
        parts = sum((Decimal(amount) for amount in counted if amount), Decimal(0))
        later = table(OVERLAY, "announcements")
        (kronor,) = (Decimal(r["amount"]) for r in later if r["counted_in_total"] == "true")
        to_euro = next(
            Decimal(r["rate"])
            for r in table(OVERLAY, "exchange")
            if (r["from"], r["to"]) == ("SEK", "EUR")
        )
        guide = (ROOT / "docs" / "guides" / "flagship.md").read_text(encoding="utf-8")
        rest = (total - parts) / 1_000_000
        after = rest - kronor * to_euro / 1_000_000
        assert total == 5_100_000_000
        assert parts == 4_490_000_000
        assert f"{rest:.0f} million" in guide
        assert f"{after:.0f} million" in guide

    def test_seed_week(self) -> None:
        """The raids of the five days add up to the published sums of the first day and of all."""
        rows = [r for r in table(FLAGSHIP, "raids") if "2023-12-29" <= r["day"] <= "2024-01-02"]
        first = [r for r in rows if r["day"] == "2023-12-29"]
        assert sum(int(r["launched"]) for r in first) == 158
        assert sum(int(r["stopped"]) for r in first) == 114
        by_class: Counter[str] = Counter()
        for row in rows:
            by_class[row["class"]] += int(row["launched"])
        assert by_class["cruise"] + by_class["ballistic"] + by_class["mixed_or_sam"] == 237
        assert by_class["attack_uav"] == 230
        assert {r["class"] for r in rows} == {r["class"] for r in table(FLAGSHIP, "threats")}


@cache
def flagship(*, later: bool) -> Plan:
    """The plan of the flagship, without or with the facts of November 2024."""
    return plan(load(FLAGSHIP, [OVERLAY] if later else []))


def by_year(found: Plan, kind: str, line: str) -> Counter[int]:
    """Units of a line by year that a plan calls off or delivers."""
    units: Counter[int] = Counter()
    for entry in found.entries:
        if (entry.kind, entry.line) == (kind, line):
            units[entry.month.year] += entry.transfers[0].quantity
    return units


@pytest.mark.slow
class TestFlagshipPlan:
    """What the guide says of the plans is what the planner finds."""

    @pytest.mark.parametrize("later", [False, True])
    def test_all_is_called_off_in_time(self, later: bool) -> None:
        """The line in Germany is opened, and no firm demand is left or late."""
        found = flagship(later=later)
        assert found.status == "optimal"
        assert found.decisions.lines_opened == ("SOB",)
        assert found.goal("firm").value == found.goal("late").value == 0

    def test_eight_hundred_and_the_rest(self) -> None:
        """The new line gets its minimum, the American line all that is left of the demand."""
        found = flagship(later=False)
        assert by_year(found, "call_off", "SOB").total() == 800
        assert by_year(found, "call_off", "US").total() == 69
        assert min(by_year(found, "delivery", "SOB")) == 2027

    def test_front_picture(self) -> None:
        """The picture on the front page has the lines and the words of this plan."""
        shown, now = PICTURE.read_text(encoding="utf-8"), front_picture(flagship(later=False))
        for what in (r">([^<]+)</text>", r' d="([^"]+)"'):
            assert re.findall(what, shown) == re.findall(what, now)

    def test_nobody_can_be_missing(self) -> None:
        """Without any one of the four the line is not opened."""
        programme = load(FLAGSHIP)
        (line,) = pivotal_members(programme, flagship(later=False), plan)
        assert line.members == ("DE", "NL", "RO", "ES")

    def test_what_the_buy_frees(self) -> None:
        """Eighty missiles can be spared without a buy, and 56 more with it."""
        programme = load(FLAGSHIP)
        without = plan(without_call_offs(programme))
        freed = freed_by_the_buy(programme, flagship(later=False), without)
        assert sum(one.without_buy for one in freed) == 80
        assert sum(one.with_buy - one.without_buy for one in freed) == 56

    def test_the_backfill_comes_first(self) -> None:
        """A hundred are given and backfilled in the reported lots, and the members wait."""
        january, november = flagship(later=False), flagship(later=True)
        assert by_year(november, "delivery", "US-BF") == {2024: 12, 2025: 44, 2026: 44}
        assert by_year(january, "delivery", "US")[2026] == 48
        assert by_year(november, "delivery", "US")[2026] == 4
        given = [e for e in november.entries if e.donation == "DE-UA" and e.kind == "donation"]
        assert [(str(e.month), e.transfers[0].quantity) for e in given] == [("2024-04", 100)]
