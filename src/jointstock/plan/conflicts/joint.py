"""What must be reached at once: orders of lines forced open, and promises that money must pay.

The exact question, answered by the cheapest of three that knows: a late plan in whole units proves
that it can be, a linear bound that it cannot, and the planner's model tells of the rest.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache
from itertools import islice

from jointstock.plan.bands import Key, lowest, range_of
from jointstock.plan.case import Case
from jointstock.plan.conflicts.affordable import Costs, to_spend
from jointstock.plan.conflicts.bound import Asked, within_bound
from jointstock.plan.conflicts.late import LatePlan
from jointstock.plan.conflicts.openings import forced
from jointstock.plan.conflicts.orders import most_called_off
from jointstock.plan.conflicts.whole import Bands, has_plan, nothing_is_a_plan
from jointstock.plan.demand import Range
from jointstock.plan.tariff import Tariff
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Price

# How many choices of price bands a late plan is tried in before the model is asked.
_CHOICES = 16


class Joint:
    """Whether a part of a programme has a plan, asked of it with many rows set aside."""

    def __init__(self, programme: Programme) -> None:
        """Keep the part; what units cost is counted once for all questions."""
        self._whole = Case(programme)
        self._keys: tuple[Key, ...] = tuple(
            dict.fromkeys((row.contract, row.item) for row in programme.prices)
        )
        self._costs_at = cache(self._costs)
        self._worked: Mapping[Key, Price] = {}  # the bands of the last late plan: tried first

    def met(self, some: Programme) -> bool:
        """Whether there is a plan in whole units with the rows that stand."""
        case = Case(some)
        if nothing_is_a_plan(case):
            return True
        if not self._hopeful(case):
            return False
        if self.surely(case):
            return True
        orders, bands, left = _orders(case), self._reached(case), False
        if all(bands.values()) and self._has_late_plan(case, orders, _lowest(bands)):
            return True
        for choice in islice(self._choices(case, bands), _CHOICES):
            if self._has_late_plan(case, orders, _lowest(choice)):
                return True
            left = True
        return left and has_plan(case, bands)

    def _hopeful(self, case: Case) -> bool:
        """Whether cuts by month at the lowest prices of all leave the orders to be reached."""
        prices = _lowest({key: case.terms.bands(*key) for key in self._keys})
        orders = _orders(case)
        ranges: dict[Key, Range] = dict.fromkeys(_called_off(case, orders), (0, None))
        return _within_cuts(case, self._at(prices), Asked(orders, ranges))

    def enough(self, some: Programme) -> bool:
        """Whether there is a plan as far as a late plan shows it: no may be said too soon."""
        case = Case(some)
        return nothing_is_a_plan(case) or (self._hopeful(case) and self.surely(case))

    def refuted(self, some: Programme) -> bool:
        """Whether bounds show that there is no plan: no may be said where there is none either."""
        case = Case(some)
        if nothing_is_a_plan(case):
            return False
        if not self._hopeful(case):
            return True
        return next(self._choices(case, self._reached(case)), None) is None

    def surely(self, case: Case) -> bool:
        """Whether some late plan reaches every order and pays for all promises."""
        orders = _orders(case)
        least = _called_off(case, orders)
        later = {key: self._from(case, key, least.get(key, 0)) for key in self._keys}
        for bands in (self._worked, *self._likely(case, orders, later)):
            if all(bands.get(key) in found for key, found in later.items()) and (
                self._has_late_plan(case, orders, bands)
            ):
                self._worked = bands
                return True
        return False

    def _choices(self, case: Case, bands: Bands) -> Iterator[Bands]:
        """The choices of price bands of which a linear bound says that they may do."""
        waiting, tried = [bands], set()
        while waiting:
            bands = waiting.pop()
            totals = self._totals(case, bands)
            if totals is None:
                continue
            # where the bound stands is tried at once: the way down to it asks about much else
            guess = {key: (band,) for key, band in self._bands_at(case, totals).items()}
            for choice in (guess, bands):
                begins = tuple(choice[key][0].from_units for key in self._keys)
                alone = all(len(found) == 1 for found in choice.values())
                if alone and begins not in tried:
                    tried.add(begins)
                    if choice is bands or self._totals(case, choice) is not None:
                        yield choice
            several = next((key for key, found in bands.items() if len(found) > 1), None)
            if several is not None and case.programme.budgets:
                waiting += [{**bands, several: (one,)} for one in reversed(bands[several])]
            elif several is not None:
                yield bands

    def _totals(self, case: Case, bands: Bands) -> dict[Key, float] | None:
        """Totals with which all may be reached in some bands; ``None`` where it surely is not."""
        if not all(bands.values()):
            return None
        ranges = {key: range_of(case, key, found) for key, found in bands.items()}
        costs, asked = self._at(_lowest(bands)), Asked(_orders(case), ranges)
        return within_bound(case, costs, asked) if _within_cuts(case, costs, asked) else None

    def _bands_at(self, case: Case, totals: Mapping[Key, float]) -> dict[Key, Price]:
        """The bands that totals fall into, those called off before the start apart."""
        return {key: self._from(case, key, round(totals.get(key, 0)))[0] for key in self._keys}

    def _reached(self, case: Case) -> Bands:
        """The bands that cuts by month leave for each total, money at its own price counted."""
        orders = _orders(case)
        least = _called_off(case, orders)
        bands = {key: self._from(case, key, least.get(key, 0)) for key in self._keys}
        if not case.programme.budgets:
            return bands
        while True:
            prices = _lowest(bands)
            left = {
                key: tuple(
                    one
                    for one in found
                    if _within_cuts(
                        case,
                        self._at({**prices, key: one}),
                        Asked({}, {key: range_of(case, key, (one,))}),
                    )
                )
                for key, found in bands.items()
            }
            if left == bands or not all(left.values()):
                return left
            bands = left

    def _at(self, prices: Mapping[Key, Price]) -> Costs:
        return self._costs_at(tuple(prices[key].from_units for key in self._keys))

    def _costs(self, begins: tuple[int, ...]) -> Costs:
        chosen = {
            key: next(one for one in self._whole.terms.bands(*key) if one.from_units == begin)
            for key, begin in zip(self._keys, begins, strict=True)
        }
        return Costs(Tariff(self._whole, chosen))

    def _from(self, case: Case, key: Key, more: int) -> tuple[Price, ...]:
        """The bands that a total can fall into once so many more units are called off."""
        bands = case.terms.bands(*key)
        band = case.terms.band_of(*key, case.terms.past_of_item(*key) + more)
        assert band is not None
        return bands[bands.index(band) :]

    def _likely(
        self, case: Case, orders: Mapping[str, int], later: Bands
    ) -> Iterator[dict[Key, Price]]:
        """The bands that the orders alone lead to, then each cheaper one that could pay for all."""
        ordered = _called_off(case, orders)
        first = {key: bands[0] for key, bands in later.items()}
        if not case.programme.budgets:
            yield first
            return
        costs, promised = self._at(first), case.programme.promised
        short = {one for one in case.members if _is_short(case, costs, one)}
        if not short:
            yield first
        owed = {
            (row.contract, case.lines[row.line].item) for row in promised if row.customer in short
        }
        for key in self._keys:
            if key in owed or (not short and key in ordered):
                for band in later[key][1:]:
                    if band.unit_price < first[key].unit_price:
                        yield {**first, key: band}

    def _has_late_plan(
        self, case: Case, orders: Mapping[str, int], bands: Mapping[Key, Price]
    ) -> bool:
        """Whether a late plan reaches the orders, in one turn or the other, in some bands."""
        turns = {tuple(orders): 0, tuple(orders)[::-1]: 0}
        return any(
            self._is_late_plan(case, {line: orders[line] for line in turn}, bands) for turn in turns
        )

    def _is_late_plan(
        self, case: Case, orders: Mapping[str, int], bands: Mapping[Key, Price]
    ) -> bool:
        """Whether a late plan reaches the orders, in this turn, with totals in some bands."""
        late = LatePlan(case, self._at(bands))
        if any(late.take(line, units) < units for line, units in orders.items()):
            return False
        called = _called_off(case, orders)
        for key, band in bands.items():
            least, most = range_of(case, key, (band,))
            past = case.terms.past_of_item(*key)
            total = past + called.get(key, 0)
            total += _topped_up(case, late, key, orders, least - total)
            if total < least or (most is not None and total > most):
                return False
        return late.holds()


def _topped_up(case: Case, late: LatePlan, key: Key, ordered: Container[str], wanted: int) -> int:
    """Units that a late plan takes of an item beside its orders: so many, or more, if it can.

    Lines that are closed come last, each with its minimum order, as long as some are wanted.
    """
    lines = [line for line, row in case.lines.items() if (row.contract, row.item) == key]
    total = 0
    for line in sorted(lines, key=lambda one: one in case.closed and one not in ordered):
        least = 0 if line in ordered or line not in case.closed else case.lines[line].minimum_order
        if total < wanted:
            taken = late.take(line, max(wanted - total, least))
            if taken < least:
                return 0
            total += taken
    return total


def _lowest(bands: Bands) -> dict[Key, Price]:
    """The lowest price that some bands leave for each contract and item."""
    return {key: lowest(found) for key, found in bands.items()}


def _orders(case: Case) -> dict[str, int]:
    """The minimum orders of lines forced open."""
    return {line: case.lines[line].minimum_order for line in forced(case)}


def _called_off(case: Case, orders: Mapping[str, int]) -> dict[Key, int]:
    """What orders come to, by contract and item."""
    found: dict[Key, int] = {}
    for line, units in orders.items():
        key = case.lines[line].contract, case.lines[line].item
        found[key] = found.get(key, 0) + units
    return found


def _within_cuts(case: Case, costs: Costs, asked: Asked) -> bool:
    """Whether no cut by month shows that an order, or orders or a total together, are too much."""
    wanted: dict[tuple[str, ...], int] = {(line,): units for line, units in asked.orders.items()}
    for key, (least, _) in asked.ranges.items():
        lines = [line for line, row in case.lines.items() if (row.contract, row.item) == key]
        ordered = tuple(line for line in lines if line in asked.orders)
        wanted[ordered] = sum(asked.orders[line] for line in ordered)
        wanted[tuple(lines)] = max(least - case.terms.past_of_item(*key), wanted[ordered])
    return all(
        most_called_off(case, *lines, all_gifts=True, costs=costs) >= units
        for lines, units in wanted.items()
        if lines and units > 0
    )


def _is_short(case: Case, costs: Costs, member: str) -> bool:
    """Whether a member cannot pay what it owes at given prices."""
    return any(to_spend(one).min() < 0 for one in costs.purses(case, member, "payment"))
