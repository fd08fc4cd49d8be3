"""What is asked of a plan: why, what would help, who gains by another rule, who by an accession."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from jointstock.flow.planning import plan, with_needs
from jointstock.flow.progress import Progress, telling
from jointstock.flow.reading import with_settings
from jointstock.plan import Alike, Questions, by_member, conflicts, is_small, leave, planned
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOTMENTS
from jointstock.words.allotments import Allotments
from jointstock.words.errors import Conflict, SettingError
from jointstock.words.months import Month
from jointstock.words.results import Accession, Plan
from jointstock.words.why import Explanation, Help


def questions(programme: Programme, plan: Plan, in_force: Plan | None = None) -> Questions:
    """A plan that can be asked why its figures are what they are, and what would help most.

    The programme is planned as the plan was: gifts borne as it says, goals proven as it says, and
    close to the plan in force that it was made with. Raises ``SettingError`` where the plan was
    made from other inputs, or with another plan in force.
    """
    as_planned = with_settings(programme, borne=_setting(plan, "borne"))
    exact = plan.settings.get("exact")
    risk = _setting(plan, "risk")
    as_planned = with_settings(
        as_planned,
        exact=exact if isinstance(exact, bool) else None,
        risk=None if risk is None else float(risk),
    )
    as_planned = with_needs(as_planned)
    if plan.inputs_digest != as_planned.digest:
        raise SettingError(
            f"the plan was made from other inputs ({plan.inputs_digest[:12] or 'no digest'}) than "
            f"these ({as_planned.digest[:12]}): take the programme, overlays and figures it was "
            "made from, or plan again"
        )
    return Questions(as_planned, plan, in_force)


def why(
    programme: Programme,
    plan: Plan,
    member: str,
    item: str | None = None,
    month: Month | None = None,
) -> Explanation:
    """Why a member's figures are what they are: see `Questions.why`.

    For more than one question make `questions` once and ask it. Raises ``SettingError`` where the
    plan was made from other inputs, or for a member, item or month that is not there.
    """
    return questions(programme, plan).why(member, item, month)


def helpful(programme: Programme, plan: Plan, most: int = 10) -> tuple[Help, ...]:
    """The changes that would help the plan most, each verified: see `Questions.helpful`.

    Raises ``SettingError`` where the plan was made from other inputs.
    """
    return questions(programme, plan).helpful(most)


def conflicts_at_once(programme: Programme) -> tuple[Conflict, ...]:
    """What can be told in moments of why a programme has no plan.

    All conflicts of a small one; of a larger one those that sums show, and a plan tells the rest.
    """
    return conflicts(programme, by_sums=not is_small(programme))


def accession(programme: Programme, member: str, *, progress: Progress | None = None) -> Accession:
    """A member joins: the plan of the others without it, and the plan with it, close to the first.

    Without it means that it has not signed, wants nothing and gives nothing; its stock and floors
    stay. Raises ``SettingError`` for who is no member, or has signed nothing, and what `plan`
    raises.
    """
    known = [row.member for row in programme.members]
    if member not in known:
        raise SettingError(f"{member!r} is no member; write one of {', '.join(known)}")
    if all(row.member != member for row in programme.signatories):
        raise SettingError(
            f"{member} has signed nothing; say from when it joins: "
            f'--set "join {member} {programme.start}"'
        )

    programme = with_needs(programme)
    rest = leave(programme, member)
    before = plan(rest, progress=telling(progress, f"without {member}"))
    after = plan(programme, in_force=before, progress=telling(progress, f"with {member}"))
    was, now = (by_member(programme, "", one.entries).members for one in (before, after))
    return Accession(member, (before, after), tuple(zip(was, now, strict=True)))


def allotments(
    programme: Programme, chosen: Plan | None = None, *, progress: Progress | None = None
) -> Allotments:
    """Plan a programme under every rule of allotment, and count what each member has under each.

    ``chosen`` is the plan under the programme's own rule, where it is there already. The others
    are made as that one was (`Alike`), and all are counted in the same way, from their entries.
    Raises what `plan` raises.
    """
    alike = made_alike(programme, chosen, progress)
    return counted(alike.programme, planned_by_rule(alike, progress))


def made_alike(
    programme: Programme, chosen: Plan | None, progress: Progress | None = None
) -> Alike:
    """What makes plans as a programme's own was made (``chosen``), which is made where none is."""
    programme = with_needs(programme)
    if chosen is not None:
        return Alike(programme, chosen)
    way = planned(programme, progress=_by_rule(programme.plan.allotment, progress))
    return Alike(programme, way.plan, improved=way.improved)


def planned_by_rule(
    alike: Alike, progress: Progress | None = None, rules: Iterable[str] | None = None
) -> dict[str, Plan]:
    """A plan by each rule of allotment, or some; the programme's own first, all made alike."""
    programme, own = alike.programme, alike.programme.plan.allotment
    plans = {own: alike.base}
    for rule in ALLOTMENTS if rules is None else rules:
        if rule != own:
            settings = dataclasses.replace(programme.plan, allotment=rule)
            plans[rule] = alike.plan(programme.replace(plan=settings), _by_rule(rule, progress))
    return plans


def counted(programme: Programme, plans: Mapping[str, Plan]) -> Allotments:
    """What each member has under each rule of allotment, by the plans made with them."""
    return Allotments(tuple(by_member(programme, rule, p.entries) for rule, p in plans.items()))


def _by_rule(rule: str, progress: Progress | None) -> Callable[[str], None] | None:
    return telling(progress, f"allotment by {rule}")


def _setting(plan: Plan, name: str) -> str | None:
    """A setting of a plan that is a word; ``None`` where it has none."""
    found = plan.settings.get(name)
    return found if isinstance(found, str) else None
