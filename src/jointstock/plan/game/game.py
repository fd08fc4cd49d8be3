"""The plan as a game: c(S) is the least present cost at which group S has its firm demand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.game import model as slots
from jointstock.plan.game.curve import QuantityCurve, bent
from jointstock.plan.game.lots import Lot, lots
from jointstock.plan.game.owen import owens_prices
from jointstock.plan.game.served import Served, served
from jointstock.plan.game.wants import Periods, players_of, wants
from jointstock.plan.game.worst import worst_of_few, worst_of_many
from jointstock.programme.programme import Programme
from jointstock.solve.model import Floats
from jointstock.solve.switched import Cheapest
from jointstock.solve.underestimates import MOST_KEPT, Underestimates
from jointstock.words.errors import SettingError
from jointstock.words.games import EVERY, Group, Relaxation, Search, Worst
from jointstock.words.shares import Rule


class PlanGame:
    """A cost game whose players are the members with firm demand, in units of the currency.

    What a group could have alone is the `Rule`. Costs are of today: each payment, with fee and
    index, discounted as the plan's goal *cost* does; what was called off before is not in them.
    """

    def __init__(self, programme: Programme, rule: Rule | None = None) -> None:
        """Build the model of all members; ``SettingError`` where nobody has firm demand."""
        self.programme = programme
        self.rule = rule or Rule()
        self.case = Case(programme)
        self.players = players_of(self.case)
        if not self.players:
            raise SettingError("nobody has firm demand, so there is no cost to share")
        self.places = {player: i for i, player in enumerate(self.players)}
        self.periods = Periods(self.case, self.rule)
        self.wants = wants(self.case, self.rule)
        self.scale = self._scale()
        self._parts = self._slots()
        self.lots = self._made(self._parts)

    def _made(
        self, parts: list[list[tuple[Floats, Floats]]], *, joined: bool = False
    ) -> tuple[Lot, ...]:
        given = self.case, self.periods, self.wants, parts, self.rule, self.scale
        return lots(*given, joined=joined)

    @property
    def work(self) -> int:
        """How many linear models list the costs of all groups: one a group and way."""
        return sum(len(lot.model.ways) for lot in self.lots) << len(self.players)

    def _slots(self) -> list[list[tuple[Floats, Floats]]]:
        """What each group gets of the lines, by the rule."""
        if self.rule.slots == "proportional":
            return [slots.proportional(want) for want in self.wants]
        everything = [slots.whole(want) for want in self.wants]
        if self.rule.slots == "whole":
            return everything
        all_in = np.ones(len(self.players))
        joint = _all_of(self._made(everything), all_in)
        if joint is None:
            return everything
        taken = {w: part.delivered for lot, x in joint for w, part in _handed(lot, x, all_in)}
        return [slots.after(want, taken[w]) for w, want in enumerate(self.wants)]

    def _scale(self) -> float:
        """So much money is one thousandth of what all demand costs at first prices, about."""
        total = 0.0
        for want in self.wants:
            priced = want.bands[0][0] or want.offer
            total += float(want.firm.sum()) * (float(priced.unit_price) if priced else 0.0)
        return max(total, 1.0) / 1000.0

    def slots_of(self, w: int) -> tuple[Floats, Floats]:
        """Slots of a want's sources: for nobody in particular (S, P), and of players (S, n, P)."""
        count, n = self.periods.count, len(self.players)
        base = np.array([part for part, _ in self._parts[w]]).reshape(-1, count)
        own = np.array([own for _, own in self._parts[w]]).reshape(-1, n, count)
        return base, own

    def switches(self, group: Iterable[str]) -> Floats:
        """A group as switches (n,)."""
        z = np.zeros(len(self.players))
        z[[self.places[player] for player in group]] = 1.0
        return z

    def cheapest(self, group: Iterable[str]) -> tuple[tuple[Lot, Cheapest], ...] | None:
        """How the group would buy alone, lot by lot; ``None`` where it cannot."""
        return _all_of(self.lots, self.switches(group))

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone, in units of the currency; infinite where it cannot."""
        return self._cost(self.switches(group))

    def _cost(self, z: Floats) -> float:
        if not z.any():
            return 0.0
        found = _all_of(self.lots, z)
        if found is None:
            return math.inf
        return math.fsum(one.value for _, one in found) * self.scale

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """The group that overpays most, with a bound that holds for all 2**n groups.

        Of few members each group is bounded by itself; of many one search with whole switches a
        way bounds all. Both are up to the solver's tolerances. Raises ``SettingError`` where many
        members buy apart what together makes too many ways.
        """
        x = np.array([shares[player] for player in self.players]) / self.scale
        if len(x) == 1:
            return Worst(frozenset(), math.inf, -math.inf, -math.inf)
        worst = worst_of_many if self.underestimates is None else worst_of_few
        groups, bound = worst(self, x, search)
        found = [(group, cost * self.scale) for group, cost in groups]
        bound *= self.scale
        if not found:
            return Worst(frozenset(), math.inf, -math.inf, bound)
        (group, cost), *more = found
        excess = math.fsum(shares[player] for player in group) - cost
        return Worst(group, cost, excess, max(bound, excess), tuple(more[: search.most]))

    @cached_property
    def underestimates(self) -> Underestimates | None:
        """A bound on the cost of each group by itself; ``None`` where groups are too many."""
        models = [lot.model for lot in self.lots]
        kept = sum(len(model.ways) for model in models) << len(self.players)
        return Underestimates(models) if kept <= MOST_KEPT else None

    @cached_property
    def together(self) -> Lot:
        """Everything as one lot, for a search that bounds all groups."""
        if len(self.lots) == 1:
            return self.lots[0]
        return self._made(self._parts, joined=True)[0]

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """Owen's prices: the duals of the linear model in which a group has what it wants."""
        return owens_prices(self, frozenset(self.players) if group is None else group)

    def opened(self, group: Group) -> tuple[str, ...]:
        """The lines that the group opens alone."""
        found = self.cheapest(group)
        if found is None:
            return ()
        return tuple(
            want.sources[s].line
            for lot, one in found
            for want, choice in zip(lot.wants, lot.choices[one.way], strict=True)
            for s in choice.opened
            if not want.sources[s].step
        )

    @cached_property
    def control(self) -> QuantityCurve:
        """A game by quantity that is like this one: what a part of all demand costs."""
        units = np.sum([want.firm for want in self.wants], axis=0)
        quantities = tuple(round(float(one)) for one in units)
        total = sum(quantities)

        def at(quantity: int) -> float:
            return self._cost(np.full(len(units), quantity / total))

        totals, costs = bent(at, total, 1e-4 * self._cost(np.ones(len(units))))
        return QuantityCurve(self.players, quantities, totals, costs)


def _all_of(every: Iterable[Lot], z: Floats) -> tuple[tuple[Lot, Cheapest], ...] | None:
    """The cheapest way of each lot for given switches; ``None`` where one has none."""
    found = []
    for lot in every:
        one = lot.model.cheapest(z)
        if one is None:
            return None
        found.append((lot, one))
    return tuple(found)


def _handed(lot: Lot, one: Cheapest, z: Floats) -> Iterator[tuple[int, Served]]:
    """What each player gets of a lot's wants, with their positions."""
    for w, want, at in zip(lot.places, lot.wants, lot.built.blocks, strict=True):
        yield w, served(want, at, one.x, z)
