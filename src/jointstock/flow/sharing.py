"""Who pays what: the plan as a game, its cost shared, audited and proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isinf

from jointstock.flow.planning import with_needs
from jointstock.flow.progress import Progress, telling
from jointstock.plan import Alike
from jointstock.plan import game as games
from jointstock.programme.digest import digest
from jointstock.programme.programme import Programme
from jointstock.share import study as shared
from jointstock.words.errors import SettingError
from jointstock.words.money import minor_units
from jointstock.words.results import Plan
from jointstock.words.shares import Audited, Bills, HigherFloor, LeftOut, Rule, Shares, weights_of

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
    is told what that spends beside the shared cost; where all together cannot have their demand,
    what the plan does not call off is left out. A ``subsidy``, in units of the currency, goes
    to any group of three or more. ``studies`` (``None``: of up to twelve members) adds what each
    member is worth to the others, what asking for less would bring, other methods and the fee.
    Raises ``SettingError`` where nothing is wanted, the cost cannot be had, or the method has no
    answer.
    """
    rule = rule or chosen_rule(programme)
    method = method or programme.share.method
    if key is None and programme.share.key:
        key = weights_of("key", programme.share.key)
    subsidy = float(programme.share.subsidy) if subsidy is None else subsidy
    minor = minor_units(programme.currency)
    whole, left_out = programme, tuple[LeftOut, ...]()
    game = games.PlanGame(programme, rule)
    bills = games.bills(game)
    if bills is None and of is not None:
        left_out = games.not_called_off(of)
        programme = games.without_units(whole, left_out)
        game = games.PlanGame(programme, rule)
        bills = games.bills(game)
    if bills is None:
        raise SettingError("all together cannot have what they want, so there is no cost to share")
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
        beside=() if of is None else games.beside(programme, of, bills),
        left_out=left_out,
    )
    if studies is None:
        studies = len(game.players) <= MOST_STUDIED
    return _studied(programme, game, setup, found) if studies else found


def chosen_rule(programme: Programme) -> Rule:
    """The rule of what a group could have had alone that a programme's settings choose."""
    chosen = programme.share
    return Rule(chosen.rule, chosen.outside, float(chosen.late))


def audit(
    programme: Programme, shares: Mapping[str, float], *, rule: Rule | None = None
) -> Audited:
    """Any shares of a programme's cost audited, in units of its currency as of today.

    Raises ``SettingError`` where they are not those of its members with firm demand.
    """
    game = games.PlanGame(programme, rule or chosen_rule(programme))
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
        lambda group: games.prices_as_data(game, group),
    )


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
    programme: Programme, joint: Plan, progress: Progress | None = None
) -> tuple[HigherFloor, ...]:
    """What each member would gain by stating its floor 10 or 25 percent higher than it is.

    Two plans for each member with a floor, made as the plan with the floors as they are was
    (``joint``).
    """
    return higher_floors_alike(Alike(with_needs(programme), joint), progress)


def higher_floors_alike(alike: Alike, progress: Progress | None = None) -> tuple[HigherFloor, ...]:
    """The same beside a plan that is there, with the way in which it was made."""
    tell = telling(progress, "a floor stated higher")
    return games.floors_stated_higher(
        alike.programme, alike.base, lambda other: alike.plan(other, tell)
    )
