"""Who pays what: the plan as a game, its cost shared, audited and proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isinf

from jointstock.flow.asking import made_alike, planned_by_rule
from jointstock.flow.planning import plan
from jointstock.flow.progress import Progress, telling
from jointstock.plan import Alike, is_small
from jointstock.plan import game as games
from jointstock.programme.digest import digest
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOT_STOCK
from jointstock.share import study as shared
from jointstock.words.errors import ContradictionError, SettingError
from jointstock.words.money import minor_units
from jointstock.words.results import Accession, Plan
from jointstock.words.shares import (
    Audited,
    Bills,
    HigherFloor,
    Joining,
    LeftOut,
    Rule,
    Shares,
)
from jointstock.words.weights import weights_of

# Of so many members it is studied, unless that is asked, what would change their shares.
MOST_STUDIED = 12


def share(
    programme: Programme,
    *,
    rule: Rule | None = None,
    method: str | None = None,
    key: Mapping[str, float] | None = None,
    of: Plan | None = None,
    subsidy: float | None = None,
    studies: bool | None = None,
) -> Shares:
    """Who pays what of the least cost of all firm demand, with proof over all groups.

    ``rule`` says what a group could have had alone, ``method`` is one of ``share.METHODS``, and
    ``key`` gives each member's weight where the method is ``key``. What is ``None`` is as the
    programme's settings (``programme.share``) have it. Where members sign later than
    the start, the usual method holds nobody above its share without them. With a plan (``of``) it
    is told what that spends beside the shared cost, and firm demand that it does not call off is
    named and not shared. A ``subsidy``, in units of the currency, goes to any group of three or
    more. ``studies`` (``None``: of up to twelve members) adds what each
    member is worth to the others, what asking for less would bring, other methods and the fee.
    Raises ``SettingError`` where nothing is wanted, the cost cannot be had, or the method has no
    answer.
    """
    rule = rule or chosen_rule(programme)
    method = method or programme.share.method
    subsidy = float(programme.share.subsidy) if subsidy is None else subsidy
    minor = minor_units(programme.currency)
    whole = programme
    left_out = () if of is None else games.not_called_off(of)
    programme = _bought(whole, left_out)
    game = games.PlanGame(programme, rule)
    bills = games.bills(game)
    if bills is None:
        raise SettingError("all together cannot have what they want, so there is no cost to share")
    if key is None and programme.share.key:
        recorded = weights_of("key", programme.share.key)
        key = {m: part for m, part in recorded.items() if m in game.players}
    told = digest(whole), programme.currency
    stamp = shared.Stamp(programme.id, programme.as_of, *told, minor, programme.start)
    setup = shared.Setup(game, bills, stamp, rule, method, key, subsidy)
    joined, later = None, games.joined_later(programme)
    first = _variant(games.without(programme, *later), rule) if later else None
    if first is not None and method == "agreed":
        joined = shared.joining(setup.played(first[0]), setup.played(game), minor)
    found = shared.share_out(
        setup,
        earlier=None if joined is None else {m: v / minor for m, v in joined.before.items()},
    )
    found = replace(
        found,
        joined=joined,
        beside=() if of is None else games.beside(game, of, bills, found),
        plan_cost=None if of is None else games.cost_of(programme, of),
        left_out=left_out,
    )
    if studies is None:
        studies = len(game.players) <= MOST_STUDIED
    return _studied(programme, game, setup, found) if studies else found


def chosen_rule(programme: Programme) -> Rule:
    """The rule of what a group could have had alone that a programme's settings choose."""
    chosen = programme.share
    return Rule(chosen.rule, chosen.outside, float(chosen.late))


def plan_to_share(programme: Programme, progress: Progress | None = None) -> Plan | None:
    """The plan whose purchases are shared where none is given.

    ``None`` for a large programme, of which a plan takes long, and where there is no plan.
    """
    if not is_small(programme):
        return None
    try:
        return plan(programme, progress=telling(progress, "the plan"))
    except ContradictionError:
        return None


def _bought(programme: Programme, left_out: tuple[LeftOut, ...]) -> Programme:
    """The programme without firm demand that is not called off; itself where there is none."""
    found = games.without_units(programme, left_out) if left_out else programme
    if left_out and not any(row.firm for row in found.demand):
        raise SettingError("the plan calls off no firm demand, so there is no cost to share")
    return found


def audit(
    programme: Programme,
    shares: Mapping[str, float],
    *,
    rule: Rule | None = None,
    of: Plan | None = None,
) -> Audited:
    """Any shares of a programme's cost audited, in units of its currency as of today.

    The cost is that which `share` shares, with the same plan. Raises ``SettingError`` where they
    are not those of its members with firm demand.
    """
    rule = rule or chosen_rule(programme)
    programme = _bought(programme, () if of is None else games.not_called_off(of))
    game = games.PlanGame(programme, rule)
    minor = minor_units(programme.currency)
    return shared.audited(game, shares, programme.currency, minor, game.rule)


def certificate(programme: Programme, shares: Shares) -> dict[str, object]:
    """What is claimed of a programme's shares, as data that `verify` checks again."""
    from jointstock.share.certificate import certificate as made

    game = games.PlanGame(games.without_units(programme, shares.left_out), shares.rule)
    return made(
        game,
        shares,
        minor_units(programme.currency),
        games.model_as_data(game),
        lambda group: games.plan_as_data(game, group),
        lambda groups: games.cuts_as_data(game, groups),
    )


def shares_of_accession(programme: Programme, found: Accession) -> Joining:
    """Everybody's share without and with the member that joins, by the usual rule.

    Shared on both sides is the firm demand that the plan with the member buys, so that shares are
    for the same units. After the accession nobody pays more than before where such shares exist
    that keep every group; else the entry payment is told that would make up for it. Raises
    ``SettingError`` where there is no cost to share on a side.
    """
    rule, minor = chosen_rule(programme), minor_units(programme.currency)
    subsidy = float(programme.share.subsidy)
    joined = _bought(programme, games.not_called_off(found.plans[1]))
    before, after = (
        games.PlanGame(side, rule) for side in (games.without(joined, found.member), joined)
    )
    for game, who in ((before, "without it the others"), (after, "all together")):
        if isinf(game.cost(game.players)):
            raise SettingError(f"{who} cannot have what they want, so there is no cost to share")
    first, second = shared.played(before, subsidy), shared.played(after, subsidy)
    return shared.joining(first, second, minor, (found.member,))


def _variant(programme: Programme, rule: Rule) -> tuple[games.PlanGame, Bills] | None:
    """The game of another programme, with its bills; ``None`` where there is none."""
    try:
        game = games.PlanGame(programme, rule)
    except SettingError:
        return None
    bills = games.bills(game)
    return None if bills is None else (game, bills)


def _studied(
    programme: Programme, game: games.PlanGame, setup: shared.Setup, found: Shares
) -> Shares:
    """Shares with all that is learned from games in which one thing differs."""
    rule = setup.rule
    total, minor, bills = game.cost(game.players), setup.stamp.minor, setup.bills
    units = sum(bills.units.values())
    common = {
        "at the contract's price": (total - bills.common - sum(bills.late.values())) / units,
        "at the average price with common costs": total / units,
    }

    def top_up(member: str) -> Mapping[str, float]:
        alone = game.cost([member]) / max(bills.units[member], 1)
        return common if isinf(alone) else common | {"at the price of buying alone": alone}

    joiner = games.one_more(programme)
    more = None if joiner is None else _variant(joiner, rule)
    free = _variant(games.without_fee(programme), rule)
    usual = setup.method == "agreed"
    return replace(
        found,
        compared=shared.compared(setup),
        needed=shared.needed(setup, found, game.opened) if len(game.players) > 1 else (),
        asked_less=shared.asked_less(
            setup, found, lambda m, p: _variant(games.asking_less(programme, m, p), rule), top_up
        ),
        one_more=shared.joining(setup.played(game), setup.played(more[0]), minor)
        if more is not None and usual
        else None,
        fee=None if free is None else shared.fee(setup, free[0]),
    )


def floors_stated_higher(
    programme: Programme, joint: Plan | None = None, *, progress: Progress | None = None
) -> tuple[HigherFloor, ...]:
    """What each member would gain by stating its floor higher than it is, by each rule.

    Some plans for each rule of allotment that looks at stock, those with true floors too, all made
    as the plan by the programme's own rule was (``joint``, which is made where none is given).
    Raises what `plan` raises.
    """
    alike = made_alike(programme, joint, progress)
    return higher_floors_alike(alike, planned_by_rule(alike, progress, ALLOT_STOCK), progress)


def higher_floors_alike(
    alike: Alike, plans: Mapping[str, Plan], progress: Progress | None = None
) -> tuple[HigherFloor, ...]:
    """The same where there are plans by such rules, all of them made alike."""
    tell = telling(progress, "a floor stated higher")
    return games.floors_stated_higher(alike.programme, plans, lambda other: alike.plan(other, tell))
