"""Why a figure is what it is: the chain of limits and rules that hold it, strongest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jointstock.plan.why.columns import path_of, value_at
from jointstock.plan.why.effects import Effects, Point, first_better, rises
from jointstock.plan.why.figures import level_figure, lowest, other_figures, same_figure
from jointstock.plan.why.helpful import between
from jointstock.plan.why.lever import Lever
from jointstock.plan.why.of_lines import first_month, streams_to
from jointstock.programme.hints import nearest
from jointstock.words.entries import Entry
from jointstock.words.errors import SettingError
from jointstock.words.months import Month
from jointstock.words.why import TRIED, Answer, Change, Explanation, Figure, Reason, Wall

# So many limits are told of one figure.
MOST_TOLD = 3
_NOTHING = 1e-4
_COUNTED_BY = {"level": "floors", "use": "serve", "firm": "firm", "late": "late", "gift": "give"}
_COMMON = ("capacity", "promised", "lead", "ramp", "minimum", "ceiling")
# What a member itself asks of its stock.
_ASKED = ("use", "floor")


def why(
    effects: Effects,
    member: str,
    item: str | None = None,
    month: Month | None = None,
    *,
    whole: bool = False,
) -> Explanation:
    """Why a member's figures are what they are, in a plan whose limits can be moved.

    Without ``item`` all its items are told. Without ``month`` that of its lowest level, and where
    nothing can have come by then, the lowest after; and what else falls short. With ``whole`` the
    limits that are told are also moved in plans made anew, in whole units.

    Raises ``SettingError`` for a member, item or month that is not there.
    """
    asked = _Asked(effects, whole)
    figures = []
    for one in _items(effects, member, item):
        if month is None:
            figures += [*asked.lowest(member, one), *asked.others(member, one)]
        else:
            figures.append(asked.level(member, one, _month(effects, month)))
    short = [one for one in figures if one.short]
    met = [one for one in figures if not one.short]
    levels = [one for one in met if one.kind == "level"]
    following = asked.following(levels[0]) if levels and not short else None
    answers = tuple(asked.answer(one) for one in short)
    return Explanation(member, item or "", month, answers, tuple(met), following)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A plan whose limits can be moved, as figures of it are asked for."""

    effects: Effects
    whole: bool

    def level(self, member: str, item: str, t: int) -> Figure:
        """A level of the plan."""
        return level_figure(self.effects.record, member, item, t)

    def lowest(self, member: str, item: str) -> Iterator[Figure]:
        """The lowest level, and the lowest once anything can have come, where that is later."""
        record = self.effects.record
        t = lowest(record, member, item)
        if t is None:
            return
        yield self.level(member, item, t)
        first = first_month(self.effects.held, member, item)
        if first is not None and t < first:
            t = lowest(record, member, item, first)
            if t is not None and (found := self.level(member, item, t)).short:
                yield found

    def others(self, member: str, item: str) -> Iterator[Figure]:
        """What else may fall short."""
        return other_figures(self.effects.record, member, item)

    def following(self, met: Figure) -> Figure | None:
        """What comes after a level that is met: the next that is not, or the lowest there is."""
        held = self.effects.held
        assert met.month is not None
        for t in range(held.case.t(met.month), held.case.months):
            found = self.level(met.member, met.item, t)
            if found.short:
                return found
        least = lowest(self.effects.record, met.member, met.item)
        return None if least is None else self.level(met.member, met.item, least)

    def answer(self, figure: Figure) -> Answer:
        """The chain of what holds a figure."""
        if not self.effects.held.movable:
            return self._by_price(figure)
        held, effects = self.effects.held, self.effects
        linear = value_at(held, figure, held.x)
        gains: list[tuple[float, int, Point]] = []
        idle: list[tuple[int, Point]] = []
        for number, lever in enumerate(effects.live):
            if lever.anew or not self._is_asked(lever, figure):
                continue
            point = effects.point(number, 1)
            if point is None:
                continue
            gain = self._gain(figure, point)
            if gain > _NOTHING:
                gains.append((gain, number, point))
            elif self._serves(lever, figure):
                idle.append((number, point))
        reasons = [self._reason(figure, *one) for one in self._told(gains)]
        return Answer(
            figure,
            linear,
            tuple(self._walls(figure)),
            (*reasons, *self._anew(figure)),
            self._delivered_to_others(figure),
            tuple(self._before(figure, linear)),
            tuple(self._elsewhere(figure, idle)),
        )

    def _is_asked(self, lever: Lever, figure: Figure) -> bool:
        """Whether a limit bears on a figure; of floors that which holds in the month."""
        change = lever.change(1)
        held_by = change.kind != "floor" or not figure.rows or change.rows == figure.rows
        return held_by and _bears_on(change, figure)

    def _told(self, gains: list[tuple[float, int, Point]]) -> list[tuple[float, int, Point]]:
        """The limits that do most, the strongest first, and what the member itself asks."""
        gains.sort(key=lambda one: -one[0])
        limits: list[tuple[float, int, Point]] = []
        asked: list[tuple[float, int, Point]] = []
        for one in gains:
            kind = self.effects.live[one[1]].change(1).kind
            (asked if kind in _ASKED else limits).append(one)
        return [*limits[:MOST_TOLD], *asked]

    def _gain(self, figure: Figure, point: Point) -> float:
        """By how much a figure is better at a point: of a level, what it lacks less."""
        held = self.effects.held
        more = value_at(point.model, figure, point.x) - value_at(held, figure, held.x)
        if figure.kind == "level":
            return more + figure.of - _floor_at(point, figure)
        return more if figure.kind == "gift" else -more

    def _by_price(self, figure: Figure) -> Answer:
        """The same for a large plan: limits by their price in the goal that counts the figure."""
        held, effects = self.effects.held, self.effects
        goal, found = _COUNTED_BY[figure.kind], []
        for number, lever in enumerate(effects.live):
            change = lever.change(1)
            if lever.anew or goal not in held.counted or not self._is_asked(lever, figure):
                continue
            if price := effects.price(lever, goal):
                found.append((-price, number, change))
        told = [Reason(change, None, goal, -less) for less, _, change in sorted(found, key=_first)]
        return Answer(
            figure,
            value_at(held, figure, held.x),
            tuple(self._walls(figure)),
            tuple(told[:MOST_TOLD]),
            self._delivered_to_others(figure),
        )

    def _reason(self, figure: Figure, gain: float, number: int, point: Point) -> Reason:
        effects = self.effects
        lever = effects.live[number]
        until = tried = 1
        for units in TRIED if lever.moves is not None or self.whole else ():
            if lever.most is not None and units > lever.most:
                break
            beyond = effects.point(number, units)
            if beyond is None:
                break
            tried = units
            if self._gain(figure, beyond) < units * gain - _NOTHING:
                break
            until = units
        goal, price = first_better(effects.held, point)
        change = lever.change(1)
        further = lever.most != 1 and (lever.moves is not None or self.whole)
        whole = self._in_whole_units(figure, change) if self.whole else None
        months = self._months_fewer(figure, point)
        far, sought = (until, tried) if further else (None, None)
        return Reason(
            change, gain, goal, price, until=far, tried=sought, whole=whole, months=months
        )

    def _anew(self, figure: Figure) -> Iterator[Reason]:
        """Limits of which only a plan made anew can tell: it would decide otherwise."""
        effects = self.effects
        for lever in effects.live if self.whole else ():
            change = lever.change(lever.first)
            if not lever.anew or not self._would_decide(change, figure):
                continue
            made = effects.planned(change.sets)
            whole = self._in_whole_units(figure, change)
            if made is None or whole is None or whole <= 0:
                continue
            moved = next(between(effects.held, made.plan), None)
            goal, price = ("", 0.0) if moved is None else (moved.goal, moved.better_by)
            yield Reason(change, None, goal, price, whole=whole)

    def _would_decide(self, change: Change, figure: Figure) -> bool:
        """Whether a change may open a line for a figure, or begin its gift or that of its group."""
        if not change.donation:
            return not figure.donation and _bears_on(change, figure)
        groups = {row.donation: row.group for row in self.effects.held.case.donations}
        group = groups.get(figure.donation, "")
        return change.donation == figure.donation or (
            bool(group) and groups[change.donation] == group
        )

    def _in_whole_units(self, figure: Figure, change: Change) -> int | None:
        """What the change does to the figure in a plan made anew."""
        made = self.effects.planned(change.sets)
        if made is None:
            return None
        more = same_figure(made, figure) - same_figure(self.effects.record, figure)
        if figure.kind == "level" and figure.month is not None:
            floors = made.terms.floor(figure.member, figure.item)
            return more + figure.of - floors[self.effects.held.case.t(figure.month)]
        return more if figure.kind == "gift" else -more

    def _months_fewer(self, figure: Figure, point: Point) -> int:
        """How many months fewer a level is below its floor."""
        if figure.kind != "level":
            return 0
        held, cell = self.effects.held, (figure.member, figure.item)
        below = []
        for one in (Point(held, held.x), point):
            case = one.model.case
            floors = case.floor[case.cells[cell]]
            below.append(int((path_of(one.model.draft, *cell, one.x) < floors - 1e-6).sum()))
        return below[0] - below[1]

    def _serves(self, lever: Lever, figure: Figure) -> bool:
        """Whether what a line or contract lets through could have come to a level, and in time."""
        change = lever.change(1)
        if figure.kind != "level" or figure.month is None or change.kind not in _COMMON:
            return False
        return (change.month is None or change.month <= figure.month) and any(
            change.line in ("", one.line.line) and change.contract in ("", one.line.contract)
            for one in streams_to(self.effects.held, figure.member, figure.item)
        )

    def _elsewhere(
        self, figure: Figure, idle: Sequence[tuple[int, Point]]
    ) -> Iterator[tuple[Change, tuple[str, ...]]]:
        """Limits that do nothing for a level, with the members who get what they let through."""
        held = self.effects.held
        assert figure.month is not None or not idle
        for number, point in idle:
            t = held.case.t(figure.month)  # type: ignore[arg-type]
            names = [m for (m, i) in rises(held, point, t) if i == figure.item]
            if names:
                yield self.effects.live[number].change(1), tuple(dict.fromkeys(names))

    def _walls(self, figure: Figure) -> Iterator[Wall]:
        """Lines from which nothing called off can be there by the month."""
        if figure.kind not in ("level", "use") or figure.month is None:
            return
        held = self.effects.held
        case, t = held.case, held.case.t(figure.month)
        firsts: dict[str, int] = {}
        for one in streams_to(held, figure.member, figure.item):
            now = firsts.get(one.line.line, case.months)
            firsts[one.line.line] = min(now, one.first_delivery)
        for line, first in firsts.items():
            able = case.capacity[case.line_index[line]] > case.promised[case.line_index[line]]
            spare = next((k for k in range(first, case.months) if able[k]), None)
            if spare is None or spare > t:
                row, contract = case.lines[line], case.contracts[case.lines[line].contract]
                opens = case.programme.start + (first - row.lead_months)
                when = None if spare is None else case.programme.start + spare
                yield Wall(line, row.lead_months, opens, when, (row.ref, contract.ref))

    def _delivered_to_others(self, figure: Figure) -> tuple[tuple[str, int], ...]:
        """What the lines that serve the figure deliver to other members by its month."""
        if figure.kind != "level" or figure.month is None:
            return ()
        held = self.effects.held
        lines = {s.line.line for s in streams_to(held, figure.member, figure.item)}
        found: Counter[str] = Counter()
        for entry in self._of_item(figure.item):
            delivered = entry.kind == "delivery" and entry.month <= figure.month
            if delivered and entry.line in lines and entry.member != figure.member:
                found[entry.member] += entry.transfers[0].quantity
        return tuple(found.most_common())

    def _of_item(self, item: str) -> Iterator[Entry]:
        """The entries of an item, member by member."""
        for (_, own), entries in self.effects.record.entries.items():
            if own == item:
                yield from entries

    def _before(self, figure: Figure, linear: float) -> Iterator[tuple[str, float]]:
        """Goals before *floors* that cost a level something, with what it would be without them."""
        if figure.kind != "level":
            return
        held = self.effects.held
        goals = held.counted
        for goal in goals[: goals.index("floors")] if "floors" in goals else ():
            x = self.effects.without(goal)
            if x is not None and value_at(held, figure, x) - linear > _NOTHING:
                yield goal, value_at(held, figure, x)


def _first(one: tuple[float, int, Change]) -> tuple[float, int]:
    """What sorts the highest price first, and equal ones in the order of the tables."""
    return one[:2]


def _floor_at(point: Point, figure: Figure) -> int:
    """The floor of a level in the programme of a point."""
    case = point.model.case
    assert figure.month is not None
    return int(case.floor[case.cells[figure.member, figure.item], case.t(figure.month)])


def _bears_on(change: Change, figure: Figure) -> bool:
    """Whether a limit is common to all, or the member's own, and begins in time to matter."""
    if change.member not in ("", figure.member) or change.item not in ("", figure.item):
        return False
    if figure.month is None:
        return True
    if change.month is not None and change.kind in ("capacity", "promised", *_ASKED):
        return change.month <= figure.month
    return change.year <= figure.month.year


def _items(effects: Effects, member: str, item: str | None) -> list[str]:
    """The items of a member that are asked for."""
    case = effects.held.case
    mine = [own for who, own in case.cells if who == member]
    if member not in case.members:
        raise SettingError(_unknown("member", member, list(case.members)))
    if item is None:
        return mine
    if item not in mine:
        raise SettingError(_unknown(f"item of {member}", item, mine))
    return [item]


def _month(effects: Effects, month: Month) -> int:
    """A month of the horizon as its distance from the start."""
    programme = effects.held.case.programme
    if not programme.start <= month <= programme.end:
        span = f"{programme.start} to {programme.end}"
        raise SettingError(f"{month} lies outside the programme; write a month of {span}")
    return effects.held.case.t(month)


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    repair = f"write {near}" if near else f"there are {', '.join(known) or 'none'}"
    return f"{name!r} is no {what}; {repair}"
