"""The road the data takes: read a programme, plan it, study the plan, publish what was found."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import isinf
from os import PathLike
from pathlib import Path

from jointstock.ledger.compare import compare
from jointstock.plan import (
    costs_of_goals,
    freed_by_the_buy,
    is_small,
    pivotal_members,
    plan,
    planned,
    without_call_offs,
)
from jointstock.plan import game as games
from jointstock.programme.digest import digest
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.share import study as shared
from jointstock.share.listed import MOST_LISTED
from jointstock.share.verify import verify
from jointstock.words.errors import SettingError
from jointstock.words.money import minor_units
from jointstock.words.plan_json import to_json
from jointstock.words.results import Findings, Plan
from jointstock.words.shares import Audited, Bills, HigherFloor, LeftOut, Rule, Shares

__all__ = [
    "RESULTS",
    "Progress",
    "audit",
    "certificate",
    "compare",
    "floors_stated_higher",
    "plan",
    "publish",
    "read",
    "share",
    "study",
    "verify",
    "with_settings",
]

# Told which plan is being made, and the goal that it is reaching for.
Progress = Callable[[str, str], None]

# What `publish` writes, and what each file is.
RESULTS = {
    "plan.json": "the plan as data",
    "plan.xlsx": "the workbook",
    "report.html": "the report",
}

# Of so many members it is studied, unless that is asked, what would change their shares.
MOST_STUDIED = 12

# So many linear models at most are solved to list all groups, where shares are told in passing.
MOST_WORK = 1_000

# What it writes as well where there are shares.
CERTIFICATE = "certificate.json"


def read(
    folder: str | PathLike[str],
    overlays: Iterable[str | PathLike[str]] = (),
    sets: Iterable[str] = (),
) -> Programme:
    """Read a programme folder, with later facts laid over it, and single figures over both.

    A figure is set as on the command line: ``lines.SOB.lead_months=20``. Raises
    ``ProgrammeError`` with every problem if it is not a programme, ``SettingError`` if an
    assignment names nothing.
    """
    return load(Path(folder), [Path(overlay) for overlay in overlays], sets=tuple(sets))


def study(
    programme: Programme,
    *,
    in_force: Plan | None = None,
    goal_costs: bool | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Plan a programme, and plan it again in the ways that show what the plan costs and brings.

    Again without each goal, for what it cost the next, if ``goal_costs`` asks for it; where it is
    ``None``, if the programme is small. Again with gifts borne the other way, without call-offs,
    and without each member that a line's minimum order may hang on. Without donations nothing is
    borne and nothing freed: then ``other_policy`` and ``no_buy`` are the plan itself and are not
    made. The others are made to be compared with the plan, and of a large programme they prove no
    bounds. ``in_force`` is the plan that *steady* stays close to. Raises what `plan` raises.
    """

    def telling(what: str) -> Callable[[str], None] | None:
        return None if progress is None else lambda goal: progress(what, goal)

    def made(what: str, inputs: Programme, before: Plan | None = None) -> Plan:
        return plan(inputs, in_force=before, progress=telling(what), bounds=False)

    if goal_costs is None:
        goal_costs = is_small(programme)
    way = planned(programme, in_force=in_force, progress=telling("the plan"))
    joint = way.plan
    costs = costs_of_goals(way, telling("what each goal cost the next")) if goal_costs else ()
    del way  # a large model that nothing more is asked of
    other = no_buy = joint
    if programme.donations:
        bearer = "donor" if programme.plan.borne == "all" else "all"
        turned = with_settings(programme, borne=bearer)
        other = made(f"gifts borne by {_who(bearer)}", turned, in_force)
        no_buy = made("without call-offs", without_call_offs(programme))
    return Findings(
        plan=joint,
        other_policy=other,
        no_buy=no_buy,
        freed=freed_by_the_buy(programme, joint, no_buy),
        pivotal=pivotal_members(
            programme, joint, lambda rest: made(f"without {_gone(programme, rest)}", rest)
        ),
        goal_costs=costs,
        shares=_shares_in_passing(programme, joint),
    )


def _shares_in_passing(programme: Programme, joint: Plan) -> Shares | None:
    """Shares by the usual rule, where groups and ways to buy are so few that it takes seconds."""
    if not 0 < len({row.member for row in programme.demand if row.firm}) <= MOST_LISTED:
        return None
    try:
        if games.PlanGame(programme).work > MOST_WORK:
            return None
        return share(programme, of=joint)
    except SettingError:
        return None


def publish(programme: Programme, findings: Findings, out: str | PathLike[str]) -> None:
    """Write plan, workbook and report into a folder, which is made where it is not there.

    The files are those of `RESULTS`; older ones of the same names are replaced. Raises
    ``SettingError`` if what the report alone needs is not installed; the others are then there.
    """
    from jointstock.publish import report, workbook

    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_bytes(to_json(findings.plan).encode("ascii"))
    workbook.write(programme, findings, folder / "plan.xlsx")
    if findings.shares is not None:
        text = json.dumps(certificate(programme, findings.shares))
        (folder / CERTIFICATE).write_bytes(f"{text}\n".encode("ascii"))
    try:
        report.write(programme, findings, folder / "report.html")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "jointstock":
            raise
        raise SettingError(
            f"the report needs {error.name}, which is not installed; install jointstock[report]"
        ) from None


def share(
    programme: Programme,
    *,
    rule: Rule | None = None,
    method: str = "agreed",
    key: Mapping[str, float] | None = None,
    of: Plan | None = None,
    subsidy: float | None = None,
    studies: bool | None = None,
) -> Shares:
    """Who pays what of the least cost of all firm demand, with proof over all groups.

    ``rule`` says what a group could have had alone, ``method`` is one of ``share.METHODS``, and
    ``key`` gives each member's weight where the method is ``key``. Where members sign later than
    the start, the usual method holds nobody above its share without them. With a plan (``of``) it
    is told what that spends beside the shared cost; where all together cannot have their demand,
    what the plan does not call off is left out. A ``subsidy``, in units of the currency, goes
    to any group of three or more. ``studies`` (``None``: of up to twelve members) adds what each
    member is worth to the others, what asking for less would bring, other methods and the fee.
    Raises ``SettingError`` where nothing is wanted, the cost cannot be had, or the method has no
    answer.
    """
    rule = rule or Rule()
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
    setup = shared.Setup(game, bills, stamp, rule, method, key, subsidy or 0.0)
    joined, later = None, games.joined_later(programme)
    first = _variant(games.without(programme, *later), rule) if later else None
    if first is not None and method == "agreed":
        joined = shared.joining(first[0], game, minor)
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


def audit(
    programme: Programme, shares: Mapping[str, float], *, rule: Rule | None = None
) -> Audited:
    """Any shares of a programme's cost audited, in units of its currency as of today.

    Raises ``SettingError`` where they are not those of its members with firm demand.
    """
    game = games.PlanGame(programme, rule or Rule())
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
        one_more=shared.joining(game, more[0], minor) if more is not None and usual else None,
        fee=None if free is None else shared.fee(setup, free[0]),
    )


def floors_stated_higher(
    programme: Programme, joint: Plan, progress: Progress | None = None
) -> tuple[HigherFloor, ...]:
    """What each member would gain by stating its floor 10 or 25 percent higher than it is.

    Two plans for each member with a floor; ``joint`` is the plan with the floors as they are.
    """

    def planner(other: Programme) -> Plan:
        if progress is not None:
            progress("a floor stated higher", "")
        return plan(other, bounds=False)

    return games.floors_stated_higher(programme, joint, planner)


def with_settings(
    programme: Programme, *, borne: str | None = None, exact: bool | None = None
) -> Programme:
    """The same programme planned otherwise: who bears its gifts, whether every goal is proven.

    ``None`` leaves a setting as it is. Where ``borne`` (``donor`` or ``all``) is a change, the
    goals take the order that is usual then. Raises ``SettingError`` for another bearer.
    """
    if borne not in (None, "donor", "all"):
        raise SettingError(f"gifts are borne by donor or by all, not by {borne!r}")
    settings = programme.plan
    if borne is not None and borne != settings.borne:
        settings = dataclasses.replace(settings, borne=borne, goals=())
    if exact is not None:
        settings = dataclasses.replace(settings, exact=exact)
    if settings == programme.plan:
        return programme
    return programme.replace(plan=settings)


def _who(bearer: str) -> str:
    return "all" if bearer == "all" else "the donor"


def _gone(programme: Programme, rest: Programme) -> str:
    """The members whose demand is no longer in the rest of a programme."""
    left = {row.member for row in rest.demand}
    return ", ".join(dict.fromkeys(r.member for r in programme.demand if r.member not in left))
