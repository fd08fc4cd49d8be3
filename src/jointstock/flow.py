"""The road the data takes: read a programme, its needs, plan it, study the plan, publish it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from functools import partial
from os import PathLike
from pathlib import Path

from jointstock.ledger.compare import compare
from jointstock.need import (
    chance_constrained,
    fit_as_data,
    fits_of,
    floor_rows,
    requirement,
    risk,
)
from jointstock.plan import (
    Questions,
    by_member,
    conflicts,
    costs_of_goals,
    freed_by_the_buy,
    is_small,
    leave,
    pivotal_members,
    plan,
    planned,
    without_call_offs,
)
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.programme.settings import ALLOTMENTS
from jointstock.words.allotments import Allotments
from jointstock.words.errors import SettingError
from jointstock.words.months import Month
from jointstock.words.plan_json import to_json
from jointstock.words.results import Accession, Findings, Plan
from jointstock.words.why import Explanation, Help

__all__ = [
    "RESULTS",
    "Progress",
    "Questions",
    "accession",
    "allotments",
    "chance_constrained",
    "compare",
    "conflicts",
    "fit_as_data",
    "fits_of",
    "floor_rows",
    "helpful",
    "plan",
    "publish",
    "questions",
    "read",
    "requirement",
    "risk",
    "study",
    "why",
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
    rules: bool | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Work out the needs of a programme, plan it, and plan it again to show what the plan costs.

    Again without each goal, for what it cost the next, if ``goal_costs`` asks for it; where it is
    ``None``, if the programme is small. Again under every rule of allotment, if ``rules`` asks for
    it, or on the same terms. Again with gifts borne the other way, without call-offs,
    and without each member that a line's minimum order may hang on. Without donations nothing is
    borne and nothing freed: then ``other_policy`` and ``no_buy`` are the plan itself and are not
    made. The others are made to be compared with the plan, and of a large programme they prove no
    bounds. ``in_force`` is the plan that *steady* stays close to. Raises what `plan` raises.
    """

    def telling(what: str) -> Callable[[str], None] | None:
        return None if progress is None else lambda goal: progress(what, goal)

    def made(what: str, inputs: Programme, before: Plan | None = None) -> Plan:
        return plan(inputs, in_force=before, progress=telling(what), bounds=False)

    small = is_small(programme)
    if goal_costs is None:
        goal_costs = small
    if rules is None:
        rules = small and bool(programme.demand)
    if progress is not None:
        progress("the needs", "")
    needs = requirement(programme)
    way = planned(programme, in_force=in_force, progress=telling("the plan"))
    joint = way.plan
    costs = costs_of_goals(way, telling("what each goal cost the next")) if goal_costs else ()
    asked = Questions.of(way) if small else None
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
        allotments=allotments(programme, joint, progress=progress) if rules else None,
        explanations=_explanations(asked, programme, telling("what holds each member")),
        needs=needs if needs.needs else None,
        risk=risk(programme, joint) if needs.needs else None,
    )


def _explanations(
    asked: Questions | None, programme: Programme, telling: Callable[[str], None] | None
) -> tuple[Explanation, ...]:
    """What holds each member, as the linear relaxation tells it; nothing where none is asked."""
    found = []
    for row in programme.members if asked is not None else ():
        assert asked is not None
        if telling is not None:
            telling(row.member)
        found.append(asked.why(row.member, whole=False))
    return tuple(found)


def questions(programme: Programme, plan: Plan) -> Questions:
    """A plan that can be asked why its figures are what they are, and what would help most.

    The programme is planned as the plan was: gifts borne as it says, goals proven as it says.
    Raises ``SettingError`` where the plan was made from other inputs.
    """
    as_planned = with_settings(programme, borne=_setting(plan, "borne"))
    exact = plan.settings.get("exact")
    as_planned = with_settings(as_planned, exact=exact if isinstance(exact, bool) else None)
    if plan.inputs_digest != as_planned.digest:
        raise SettingError(
            f"the plan was made from other inputs ({plan.inputs_digest[:12] or 'no digest'}) than "
            f"these ({as_planned.digest[:12]}): take the programme, overlays and figures it was "
            "made from, or plan again"
        )
    return Questions(as_planned, plan)


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

    def telling(what: str) -> Callable[[str], None] | None:
        return None if progress is None else lambda goal: progress(what, goal)

    rest = leave(programme, member)
    before = plan(rest, progress=telling(f"without {member}"))
    after = plan(programme, in_force=before, progress=telling(f"with {member}"))
    was, now = (by_member(programme, "", one.entries).members for one in (before, after))
    return Accession(member, (before, after), tuple(zip(was, now, strict=True)))


def allotments(
    programme: Programme, chosen: Plan | None = None, *, progress: Progress | None = None
) -> Allotments:
    """Plan a programme under every rule of allotment, and count what each member has under each.

    ``chosen`` is the plan under the programme's own rule, where it is there already. All are
    counted in the same way, from their entries; of a large programme they prove no bounds. Raises
    what `plan` raises.
    """

    def made(rule: str) -> Plan:
        tell = None if progress is None else partial(progress, f"allotment by {rule}")
        settings = dataclasses.replace(programme.plan, allotment=rule)
        return plan(programme.replace(plan=settings), progress=tell, bounds=False)

    own = programme.plan.allotment
    plans = {own: chosen or made(own)}
    plans |= {rule: made(rule) for rule in ALLOTMENTS if rule != own}
    return Allotments(tuple(by_member(programme, rule, p.entries) for rule, p in plans.items()))


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
    try:
        report.write(programme, findings, folder / "report.html")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "jointstock":
            raise
        raise SettingError(
            f"the report needs {error.name}, which is not installed; install jointstock[report]"
        ) from None


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


def _setting(plan: Plan, name: str) -> str | None:
    """A setting of a plan that is a word; ``None`` where it has none."""
    found = plan.settings.get(name)
    return found if isinstance(found, str) else None


def _who(bearer: str) -> str:
    return "all" if bearer == "all" else "the donor"


def _gone(programme: Programme, rest: Programme) -> str:
    """The members whose demand is no longer in the rest of a programme."""
    left = {row.member for row in rest.demand}
    return ", ".join(dict.fromkeys(r.member for r in programme.demand if r.member not in left))
