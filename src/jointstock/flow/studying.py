"""A programme studied: its needs, its plan, and plans that show what that one costs and brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jointstock.flow.asking import counted, planned_by_rule
from jointstock.flow.planning import with_check, with_needs
from jointstock.flow.progress import Progress, telling
from jointstock.flow.reading import with_settings
from jointstock.flow.sharing import chosen_rule, higher_floors_alike, share
from jointstock.need import requirement, risk
from jointstock.plan import (
    Alike,
    Questions,
    costs_of_goals,
    freed_by_the_buy,
    is_small,
    pivotal_members,
    planned,
    without_call_offs,
)
from jointstock.plan import game as games
from jointstock.programme.programme import Programme
from jointstock.share.listed import MOST_LISTED
from jointstock.words.errors import SettingError
from jointstock.words.results import Findings, Plan
from jointstock.words.shares import Shares
from jointstock.words.why import Explanation, Help

# So many linear models at most are solved to list all groups, where shares are told in passing.
MOST_WORK = 1_000


def study(
    programme: Programme,
    *,
    in_force: Plan | None = None,
    goal_costs: bool | None = None,
    rules: bool | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Work out the needs of a programme, plan it, and plan it again to show what the plan costs.

    Again without each goal, for what it cost the next, if ``goal_costs`` asks for it; where it is
    ``None``, if the programme is small. Again under every rule of allotment, if ``rules`` asks for
    it, or on the same terms. Again with gifts borne the other way, without call-offs,
    and without each member that a line's minimum order may hang on. Without donations nothing is
    borne and nothing freed: then ``other_policy`` and ``no_buy`` are the plan itself and are not
    made. The others are made to be compared with the plan, so they are made as it was (`Alike`):
    close to ``in_force``, the plan that *steady* stays close to, and made better where bounds are
    far if the plan was. Raises what `plan` raises.
    """

    def made(what: str, inputs: Programme) -> Plan:
        return alike.plan(inputs, telling(progress, what))

    programme = with_needs(programme)
    small = is_small(programme)
    if goal_costs is None:
        goal_costs = small
    if rules is None:
        rules = small and bool(programme.demand)
    if progress is not None and programme.exposure:
        progress("the needs", "")
    days = programme.plan.campaign_days
    needs = requirement(programme, days=days)
    way = planned(programme, in_force=in_force, progress=telling(progress, "the plan"))
    joint = with_check(programme, way.plan)
    alike = Alike(programme, joint, in_force, way.improved)
    costs = (
        costs_of_goals(way, telling(progress, "what each goal cost the next")) if goal_costs else ()
    )
    asked = Questions.of(way) if small else None
    del way  # a large model that nothing more is asked of
    other = no_buy = joint
    if programme.donations:
        bearer = "donor" if programme.plan.borne == "all" else "all"
        turned = with_settings(programme, borne=bearer)
        other = made(f"gifts borne by {_who(bearer)}", turned)
        no_buy = made("without call-offs", without_call_offs(programme))
    shares, not_shared = _shares_in_passing(programme, joint)
    own = programme.plan.allotment
    by_rule = planned_by_rule(alike, progress) if rules else {own: joint}
    if shares is not None and small and programme.floors:
        higher = higher_floors_alike(alike, by_rule, progress)
        shares = replace(shares, higher_floors=higher)
    return Findings(
        plan=joint,
        other_policy=other,
        no_buy=no_buy,
        freed=freed_by_the_buy(programme, joint, no_buy),
        pivotal=pivotal_members(
            programme, joint, lambda rest: made(f"without {_gone(programme, rest)}", rest)
        ),
        goal_costs=costs,
        allotments=counted(programme, by_rule) if rules else None,
        explanations=_explanations(asked, programme, telling(progress, "what holds each member")),
        changes=_changes(asked, telling(progress, "what would help most")),
        needs=needs if needs.needs else None,
        risk=risk(programme, joint, days=days) if needs.needs else None,
        shares=shares,
        not_shared=not_shared,
    )


def _explanations(
    asked: Questions | None, programme: Programme, tell: Callable[[str], None] | None
) -> tuple[Explanation, ...]:
    """What holds each member, as the linear relaxation tells it; nothing where none is asked."""
    found = []
    for row in programme.members if asked is not None else ():
        assert asked is not None
        if tell is not None:
            tell(row.member)
        found.append(asked.why(row.member, whole=False))
    return tuple(found)


def _changes(asked: Questions | None, tell: Callable[[str], None] | None) -> tuple[Help, ...]:
    """The changes that would help most, each planned anew; nothing where none is asked."""
    return asked.helpful(progress=tell) if asked is not None else ()


def _shares_in_passing(programme: Programme, joint: Plan) -> tuple[Shares | None, str]:
    """Shares by the rule chosen, where few groups and ways make it seconds; else why not."""
    members = len({row.member for row in programme.demand if row.firm})
    if not members:
        return None, ""
    ask = f"jointstock share {programme.id} tells it"
    if members > MOST_LISTED:
        return None, f"{members} members have more groups than are listed in passing; {ask}"
    try:
        work = games.PlanGame(programme, chosen_rule(programme)).work
        if work > MOST_WORK:
            return None, f"all groups and ways to buy take {work:,} linear models; {ask}"
        return share(programme, of=joint), ""
    except SettingError as error:
        return None, str(error)


def _who(bearer: str) -> str:
    return "all" if bearer == "all" else "the donor"


def _gone(programme: Programme, rest: Programme) -> str:
    """The members whose demand is no longer in the rest of a programme."""
    left = {row.member for row in rest.demand}
    return ", ".join(dict.fromkeys(r.member for r in programme.demand if r.member not in left))
