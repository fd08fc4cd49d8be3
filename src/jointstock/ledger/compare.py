"""Two plans side by side: what moved, unit by unit, and what it did to each member and goal.

Units of one kind that go one way are alike. What both plans have in a month stays; of the rest the
first of one plan becomes the first of the other, the second the second, and so on. So the fewest
units move, which is how the goal *steady* counts them too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest

from jointstock.words.entries import Entry
from jointstock.words.months import Month
from jointstock.words.results import Plan

# Kinds of entries that move units which a plan decides on.
KINDS = ("delivery", "call_off", "donation")

Way = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Shift:
    """Units that have one month in the first plan and another in the second; ``None`` for none."""

    units: int
    before: Month | None
    after: Month | None

    @property
    def months(self) -> int:
        """By how many months they come later; less than 0 is earlier, 0 where one plan has none."""
        return self.after - self.before if self.before and self.after else 0


@dataclass(frozen=True, slots=True)
class Moved:
    """Units of one kind that go one way in two plans, which differ in ``shifts``.

    ``donation`` is the one given, or backfilled.
    """

    kind: str
    member: str
    item: str
    line: str
    donation: str
    before: int
    after: int
    shifts: tuple[Shift, ...]

    @property
    def moved(self) -> int:
        """Units that both plans have, in different months."""
        return sum(one.units for one in self.shifts if one.months)

    @property
    def earlier(self) -> int:
        """The most months by which a unit comes earlier."""
        return max(0, *(-one.months for one in self.shifts))

    @property
    def later(self) -> int:
        """The most months by which a unit comes later."""
        return max(0, *(one.months for one in self.shifts))


@dataclass(frozen=True, slots=True)
class Stood:
    """How a member's stock of an item, with what it bears, stands to its floor.

    ``below`` counts the months below it; in ``month``, the first of the lowest level, ``missing``
    units of ``floor`` are missing. Where it is never below, there is no such month.
    """

    below: int = 0
    month: Month | None = None
    missing: int = 0
    floor: int = 0

    @property
    def level(self) -> Fraction:
        """The part of its floor that the stock has in its lowest month, at most 1."""
        return 1 - Fraction(self.missing, self.floor) if self.floor else Fraction(1)


@dataclass(frozen=True, slots=True)
class MemberChange:
    """How a member's stock of an item stands to its floor in two plans."""

    member: str
    item: str
    before: Stood
    after: Stood


@dataclass(frozen=True, slots=True)
class LateChange:
    """How long a member waits for firm demand after its dates in two plans, in unit-months."""

    member: str
    item: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """What a member pays in all from its budgets in two plans, in minor units of a currency."""

    member: str
    currency: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class GoalChange:
    """What a goal came to in two plans; ``None`` in a plan that has not got it."""

    goal: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two plans; of goals all are there, in the order of the second plan.

    ``decided_alike`` says whether ramps and
    price bands are the same, and the lines that are opened.
    """

    goals: tuple[GoalChange, ...]
    moved: tuple[Moved, ...]
    members: tuple[MemberChange, ...]
    late: tuple[LateChange, ...]
    money: tuple[MoneyChange, ...]
    lines_opened: tuple[str, ...]
    lines_closed: tuple[str, ...]
    decided_alike: bool = True

    @property
    def same(self) -> bool:
        """Whether both plans do the same, to the unit and the minor unit of money."""
        differ = self.moved or self.members or self.late or self.money
        return self.decided_alike and not differ


def compare(before: Plan, after: Plan) -> Comparison:
    """Compare two plans, of one programme or of two that name members and items alike."""
    opened, closed = (
        tuple(line for line in one.decisions.lines_opened if line not in other)
        for one, other in (
            (after, before.decisions.lines_opened),
            (before, after.decisions.lines_opened),
        )
    )
    return Comparison(
        goals=tuple(_goals(before, after)),
        moved=tuple(_moved(before.entries, after.entries)),
        members=tuple(_members(before, after)),
        late=tuple(_late(before, after)),
        money=tuple(_money(before.entries, after.entries)),
        lines_opened=opened,
        lines_closed=closed,
        decided_alike=before.decisions == after.decisions,
    )


def _goals(before: Plan, after: Plan) -> Iterator[GoalChange]:
    """Goals of both plans by name; those that the second has not got come last.

    Where *steady* of the second counts what moved from the first, the first has no such goal: there
    it counts early deliveries, and the two are not compared.
    """
    old, new = ({one.goal: one.value for one in plan.goals} for plan in (before, after))
    was, now = (_units(plan.entries) for plan in (before, after))
    ways = [(was[way], now[way]) for way in {**was, **now}]
    moved = sum((a - b).total() + (b - a).total() for a, b in ways)
    if new.get("steady") == moved != old.get("steady"):
        old.pop("steady", None)
    for goal in dict.fromkeys([*new, *old]):
        yield GoalChange(goal, old.get(goal), new.get(goal))


def _moved(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Moved]:
    """Every way that differs, by kind, then as the ways first appear."""
    old, new = _units(before), _units(after)
    ways = dict.fromkeys([*old, *new])
    for way in sorted(ways, key=lambda way: KINDS.index(way[0])):
        was, now = old[way], new[way]
        if was != now:
            gone, come = (sorted((a - b).elements()) for a, b in ((was, now), (now, was)))
            pairs = Counter(zip_longest(gone, come))
            shifts = tuple(Shift(units, *months) for months, units in pairs.items())
            yield Moved(*way, was.total(), now.total(), shifts)


def _units(entries: Iterable[Entry]) -> dict[Way, Counter[Month]]:
    """Units by month, by the way they go."""
    found: dict[Way, Counter[Month]] = defaultdict(Counter)
    for one in entries:
        if one.kind in KINDS:
            moved = one.transfers[0]
            item = one.item or moved.unit
            way = (one.kind, one.member, item, one.line, one.donation or one.backfill)
            found[way][one.month] += moved.quantity
    return found


def _members(before: Plan, after: Plan) -> Iterator[MemberChange]:
    """Members whose stock stands otherwise to its floor."""
    old, new = _stood(before), _stood(after)
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key, Stood()), new.get(key, Stood())
        if was != now:
            yield MemberChange(*key, was, now)


def _stood(plan: Plan) -> dict[tuple[str, str], Stood]:
    """How the stock of each member and item that is ever below its floor stands to it."""
    found: dict[tuple[str, str], Stood] = {}
    for one in sorted(plan.shortfalls, key=lambda one: one.month):
        key = (one.member, one.item)
        before = found.get(key, Stood())
        lowest = Stood(before.below + 1, one.month, one.units, one.floor)
        if before.level <= lowest.level:
            lowest = replace(before, below=before.below + 1)
        found[key] = lowest
    return found


def _late(before: Plan, after: Plan) -> Iterator[LateChange]:
    """Members that wait longer or less long, all contracts together."""
    old, new = (Counter[tuple[str, str]](), Counter[tuple[str, str]]())
    for plan, waits in ((before, old), (after, new)):
        for one in plan.late:
            waits[one.member, one.item] += one.unit_months
    for key in dict.fromkeys([*old, *new]):
        if old[key] != new[key]:
            yield LateChange(*key, old[key], new[key])


def _money(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[MoneyChange]:
    """Members that pay more or less in all."""
    old, new = _paid(before), _paid(after)
    for key in dict.fromkeys([*old, *new]):
        if old[key] != new[key]:
            yield MoneyChange(*key, old[key], new[key])


def _paid(entries: Iterable[Entry]) -> Counter[tuple[str, str]]:
    """What leaves a member's budgets for payments and fees, less what comes back."""
    found = Counter[tuple[str, str]]()
    for one in entries:
        if one.kind not in ("payment", "fee"):
            continue
        for part in one.transfers:
            for account, sign in ((part.source, 1), (part.target, -1)):
                if account.startswith("budget:"):
                    found[one.member, part.unit] += sign * part.quantity
    return found
