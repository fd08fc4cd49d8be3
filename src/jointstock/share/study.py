"""Shares of a game in whole minor units, with all that is told beside them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jointstock.share.accession import accession
from jointstock.share.audit import audit, tightest
from jointstock.share.cents import settlement, whole
from jointstock.share.core import whole_cost
from jointstock.share.fees import LEAST_SUBSIDISED, SubsidisedGame, most_that_holds
from jointstock.share.listed import MOST_LISTED, listed
from jointstock.share.methods import shares_by
from jointstock.share.owen import owen
from jointstock.share.part import PartGame
from jointstock.share.shapley import shapley
from jointstock.words.errors import SettingError
from jointstock.words.games import Game, Group
from jointstock.words.months import Month
from jointstock.words.shares import (
    AskedLess,
    Audited,
    Bills,
    Compared,
    DatedPrice,
    Fee,
    Joining,
    MemberShare,
    Needed,
    Rule,
    Shares,
    WorstGroup,
)

# Methods that a result is compared with; the nucleolus where groups are few enough to check it.
COMPARED = ("quantity", "alone", "equal", "separable", "owen", "least-core", "nucleolus", "shapley")
_MOST_FOR_NUCLEOLUS = 12

# So much less is asked for, in percent, when it is seen what that would bring.
LESS = (10, 25, 50)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a result is of, and how its money is counted: ``minor`` units make one of currency."""

    programme: str
    as_of: str
    inputs_digest: str
    currency: str
    minor: int
    start: Month


@dataclass(frozen=True, slots=True)
class Setup:
    """A game with the bills of its players, and how its cost is to be shared."""

    game: Game
    bills: Bills
    stamp: Stamp
    rule: Rule
    method: str = "agreed"
    key: Mapping[str, float] | None = None
    subsidy: float = 0.0

    def played(self, game: Game) -> Game:
        """A game as it is shared: with the subsidy, and its groups listed where they are few."""
        return played(game, self.subsidy)

    @property
    def quantities(self) -> dict[str, float]:
        """Firm demand by player."""
        return {player: float(self.bills.units[player]) for player in self.game.players}

    def shares(self, game: Game, method: str | None = None) -> dict[str, float]:
        """Shares of a game with these players, or some of them, by a method or the one chosen."""
        quantities = {p: q for p, q in self.quantities.items() if p in game.players}
        for player in game.players:
            quantities.setdefault(player, min(self.quantities.values()))
        key = self.key
        if key is not None and set(game.players) != set(self.game.players):
            key = {p: key[p] for p in game.players if p in key}
        return shares_by(method or self.method, self.played(game), quantities=quantities, key=key)


def played(game: Game, subsidy: float) -> Game:
    """A game as it is shared: its groups listed where they are few, the subsidy off their cost."""
    found = listed(game)
    return SubsidisedGame(found, subsidy) if subsidy else found


def share_out(setup: Setup, *, earlier: Mapping[str, float] | None = None) -> Shares:
    """Who pays what, audited and settled; ``earlier`` are shares that nobody is to pass.

    Raises ``SettingError`` where the method has no answer.
    """
    game = setup.played(setup.game)
    stamp, minor = setup.stamp, setup.stamp.minor
    found = setup.shares(game)
    if earlier is not None and setup.method == "agreed":
        from jointstock.share.agreed import agreed

        found = agreed(game, earlier=earlier).shares
    total = round(whole_cost(game) * minor)
    cents = whole({m: amount * minor for m, amount in found.items()}, total)
    subsidy = setup.subsidy if len(game.players) >= LEAST_SUBSIDISED else 0.0
    got = subsidy / len(game.players)
    bills = whole({m: (cost - got) * minor for m, cost in setup.bills.each.items()}, total)
    exact = {m: amount / minor for m, amount in cents.items()}
    paid = {m: cents[m] - round(setup.bills.late[m] * minor) for m in cents}
    billed = {m: bills[m] - round(setup.bills.late[m] * minor) for m in bills}
    members = tuple(_member(setup, game, m, cents[m], bills[m], exact) for m in game.players)
    if setup.method in ("agreed", "owen"):
        members = _explained(setup, game, members)
    relaxation = game.relaxation()
    return Shares(
        stamp.programme,
        stamp.as_of,
        stamp.inputs_digest,
        stamp.currency,
        setup.rule,
        setup.method,
        total,
        setup.bills.decisions,
        members,
        worst_under(game, exact, minor),
        () if relaxation is None else relaxation.prices,
        settlement(billed, paid, stamp.currency, stamp.start),
        subsidy=round(subsidy * minor),
    )


def audited(
    game: Game, shares: Mapping[str, float], currency: str, minor: int, rule: Rule
) -> Audited:
    """Any shares audited; ``SettingError`` where they are not those of the game's players."""
    found = listed(game)
    worst = worst_under(found, shares, minor)
    cents = {m: round(amount * minor) for m, amount in shares.items()}
    total = round(whole_cost(found) * minor)
    return Audited(currency, rule, cents, sum(cents.values()), total, worst)


def worst_under(game: Game, shares: Mapping[str, float], minor: int) -> WorstGroup:
    """The audit of shares, in minor units."""
    found = audit(game, shares)
    gain, bound = _money(found.gain, minor), _money(found.bound, minor)
    # what rounding to minor units moves is no gain
    tolerance = max(math.ceil(found.tolerance * minor), len(game.players))
    closed = found.closed and bound <= gain + tolerance
    return WorstGroup(
        tuple(p for p in game.players if p in found.group),
        gain,
        bound,
        tolerance,
        closed,
        closed and bound <= tolerance,
        len(game.players) <= MOST_LISTED,
    )


def _money(amount: float, minor: int) -> int:
    return round(amount * minor) if math.isfinite(amount) else 0


def _member(
    setup: Setup, game: Game, member: str, share: int, bill: int, shares: Mapping[str, float]
) -> MemberShare:
    minor = setup.stamp.minor
    alone = game.cost([member])
    group, excess = tightest(game, shares, member)
    return MemberShare(
        member,
        setup.bills.units[member],
        share,
        round(alone * minor) if math.isfinite(alone) else None,
        tuple(p for p in game.players if p in group),
        -_money(excess, minor),
        bill,
        round(setup.bills.late[member] * minor),
    )


def _explained(
    setup: Setup, game: Game, members: tuple[MemberShare, ...]
) -> tuple[MemberShare, ...]:
    """How each share comes from Owen's prices."""
    try:
        found = owen(game)
    except SettingError:
        return members
    minor = setup.stamp.minor
    known = {(p.name, p.at, who): p.price for p in found.relaxation.prices for who in p.players}
    explained = []
    for one in members:
        dated = [
            (month, units, known.get((name, month, one.member), 0.0))
            for name, month, units in setup.bills.dated[one.member]
        ]
        priced = sum(units * price for _, units, price in dated)
        worth = found.relaxation.worth[one.member]
        rest = found.shares[one.member] - worth
        cents = [round(amount * minor) for amount in (priced, priced - worth, rest)]
        explained.append(
            replace(
                one,
                priced=cents[0],
                slots=cents[1],
                rest=cents[2],
                repair=one.share - cents[0] + cents[1] - cents[2],
                prices=tuple(DatedPrice(m, u, round(p * minor)) for m, u, p in dated),
            )
        )
    return tuple(explained)


def compared(setup: Setup, methods: tuple[str, ...] = COMPARED) -> tuple[Compared, ...]:
    """Shares by other methods, each with its worst group."""
    game, minor = setup.played(setup.game), setup.stamp.minor
    total = round(whole_cost(game) * minor)
    found = []
    for method in methods:
        if method == "nucleolus" and len(game.players) > _MOST_FOR_NUCLEOLUS:
            continue
        error = 0.0
        try:
            if method == "shapley":
                value = shapley(game)
                amounts, error = dict(value.shares), value.error
            else:
                amounts = setup.shares(game, method)
        except SettingError as problem:
            found.append(Compared(method, {}, None, why=str(problem)))
            continue
        cents = whole({m: amount * minor for m, amount in amounts.items()}, total)
        exact = {m: amount / minor for m, amount in cents.items()}
        found.append(Compared(method, cents, worst_under(game, exact, minor), error))
    return tuple(found)


def joining(before: Game, after: Game, minor: int, names: tuple[str, ...] = ()) -> Joining:
    """Everybody's share by the usual rule before and after players join."""
    found = accession(listed(before), listed(after))
    first, second = (
        whole({m: amount * minor for m, amount in one.items()}, round(sum(one.values()) * minor))
        for one in (found.before.shares, found.after.shares)
    )
    return Joining(
        names or found.joining, first, second, found.monotone, round(found.entry * minor)
    )


def needed(
    setup: Setup, shares: Shares, opened: Callable[[Group], tuple[str, ...]]
) -> tuple[Needed, ...]:
    """What each member's being there is worth to each other, by the method chosen.

    Without it the others are the group of all others, under the same rule; ``opened`` tells which
    lines a group opens.
    """
    found = []
    minor = setup.stamp.minor
    game = listed(setup.game)
    for one in shares.members:
        others = [other for other in shares.members if other.member != one.member]
        rest = frozenset(other.member for other in others)
        amounts = _or_none(setup, PartGame(game, rest)) if math.isfinite(game.cost(rest)) else None
        if amounts is None:
            found.append(Needed(one.member, setup.bills.opened, {o.member: None for o in others}))
            continue
        left = opened(rest)
        lost = tuple(line for line in setup.bills.opened if line not in left)
        worth = {o.member: round(amounts[o.member] * minor) - o.share for o in others}
        found.append(Needed(one.member, lost, worth))
    return tuple(found)


def _or_none(setup: Setup, game: Game) -> dict[str, float] | None:
    """Shares of a game by the method chosen; ``None`` where it has no answer there."""
    try:
        return setup.shares(game)
    except SettingError:
        return None


def asked_less(
    setup: Setup,
    shares: Shares,
    asking: Callable[[str, int], tuple[Game, Bills] | None],
    top_up: Callable[[str], Mapping[str, float]],
) -> tuple[AskedLess, ...]:
    """What each member gains by asking for less now and topping up at a price, by top-up rule.

    ``top_up`` gives a member's prices of a unit of today by rule; that a unit topped up comes
    late is not in them.
    """
    found = []
    minor = setup.stamp.minor
    for one in shares.members:
        for percent in LESS:
            variant = asking(one.member, percent)
            if variant is None:
                continue
            game, bills = variant
            less = one.units - bills.units.get(one.member, 0)
            if not less or one.member not in game.players:
                continue
            amounts = _or_none(setup, game)
            if amounts is None:
                continue
            pays = amounts[one.member]
            gains = {
                rule: one.share - round((pays + less * price) * minor)
                for rule, price in top_up(one.member).items()
            }
            found.append(AskedLess(one.member, percent, gains))
    return tuple(found)


def fee(setup: Setup, without_fee: Game) -> Fee:
    """What the fee takes of the saving, and the largest fee on the group alone that it can bear."""
    game, minor = setup.played(without_fee), setup.stamp.minor
    free, paid = whole_cost(game), whole_cost(setup.played(setup.game))
    alone = math.fsum(game.cost([player]) for player in game.players)
    most = most_that_holds(game)
    return Fee(
        round((paid - free) * minor),
        _money(alone - free, minor),
        None if math.isinf(most) else round((most - free) * minor),
    )
