"""The two example programmes: their own arithmetic, and the plan worked out by hand."""

from __future__ import annotations

import csv
import json
import tomllib
from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from jointstock.plan import freed_by_the_buy, pivotal_members, plan, without_call_offs
from jointstock.programme.package import as_json, describe
from jointstock.programme.read import load, read
from jointstock.words.months import Month
from jointstock.words.results import Plan

ROOT = Path(__file__).parent.parent
STEPS = ROOT / "examples" / "first-steps"
FLAGSHIP = ROOT / "examples" / "nspa-gemt-2024"
OVERLAY = FLAGSHIP / "overlays" / "2024-11"
TUTORIAL = ROOT / "docs" / "tutorial" / "first-steps.md"

Rows = list[dict[str, str]]


def table(folder: Path, name: str) -> Rows:
    """The rows of one table of a folder; none where the table is absent."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scalars(folder: Path) -> dict[str, Any]:
    """What ``programme.toml`` says."""
    return tomllib.loads((folder / "programme.toml").read_text(encoding="utf-8"))


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


def month_by_month(rows: Rows, value: str, months: list[Month]) -> list[int]:
    """A step function of the table at each month; 0 before its first row."""
    steps = sorted((Month.parse(row["from"]), int(row[value])) for row in rows)
    return [([v for start, v in steps if start <= month] or [0])[-1] for month in months]


def moved(found: Plan, kind: str, member: str, *, backfill: bool = False) -> dict[str, int]:
    """Units by month that a plan calls off, delivers, uses or gives for a member."""
    units: Counter[str] = Counter()
    for entry in found.entries:
        if (entry.kind, entry.member, bool(entry.backfill)) == (kind, member, backfill):
            units[str(entry.month)] += entry.transfers[0].quantity
    return dict(units)


def changed(table_name: str, column_name: str, value: object) -> Plan:
    """The plan of the first steps with one column of a table changed in its last row."""
    programme = load(STEPS)
    *rest, last = getattr(programme, table_name)
    rows = (*rest, replace(last, **{column_name: value}))
    return plan(programme.replace(**{table_name: rows}))


def horizon(folder: Path) -> list[Month]:
    """The months of a programme."""
    said = scalars(folder)
    start = Month.parse(said["start"])
    return [start + t for t in range(said["months"])]


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


@pytest.mark.parametrize("folder", [STEPS, FLAGSHIP])
def test_data_package_describes_the_folder(folder: Path) -> None:
    """The data package that stands in the folder is the one that its tables make."""
    stands = (folder / "datapackage.json").read_bytes()
    assert json.loads(stands)["name"] == folder.name
    assert stands == as_json(describe(load(folder), folder))


@pytest.mark.parametrize(
    ("folder", "overlays"), [(STEPS, ()), (FLAGSHIP, ()), (FLAGSHIP, (OVERLAY,))]
)
def test_reads_without_a_remark(folder: Path, overlays: tuple[Path, ...]) -> None:
    """Both folders are programmes that leave a careful reader nothing to ask about."""
    programme, problems = read(folder, overlays)
    assert problems == ()
    assert programme is not None


def test_overlay_adds_and_replaces() -> None:
    """Sweden is added, Germany's gift is replaced in its place, and the horizon stays."""
    january, november = load(FLAGSHIP), load(FLAGSHIP, [OVERLAY])
    assert (january.as_of, november.as_of) == ("2024-01", "2024-11")
    assert (january.start, january.months) == (november.start, november.months)
    assert [one.member for one in november.members] == ["DE", "NL", "RO", "ES", "SE"]
    assert [one.donation for one in november.donations] == [
        one.donation for one in january.donations
    ]
    assert (january.donations[0].up_to, november.donations[0].up_to) == (60, 100)
    assert january.digest != november.digest


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
