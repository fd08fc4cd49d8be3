"""The road the data takes: read a programme, its needs, plan it, study the plan, publish it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
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
    costs_of_goals,
    freed_by_the_buy,
    is_small,
    pivotal_members,
    plan,
    planned,
    without_call_offs,
)
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.words.errors import SettingError
from jointstock.words.plan_json import to_json
from jointstock.words.results import Findings, Plan

__all__ = [
    "RESULTS",
    "Progress",
    "chance_constrained",
    "compare",
    "fit_as_data",
    "fits_of",
    "floor_rows",
    "plan",
    "publish",
    "read",
    "requirement",
    "risk",
    "study",
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
    progress: Progress | None = None,
) -> Findings:
    """Work out the needs of a programme, plan it, and plan it again to show what the plan costs.

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
    if progress is not None and programme.exposure:
        progress("the needs", "")
    needs = requirement(programme)
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
        needs=needs if needs.needs else None,
        risk=risk(programme, joint) if needs.needs else None,
    )


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


def _who(bearer: str) -> str:
    return "all" if bearer == "all" else "the donor"


def _gone(programme: Programme, rest: Programme) -> str:
    """The members whose demand is no longer in the rest of a programme."""
    left = {row.member for row in rest.demand}
    return ", ".join(dict.fromkeys(r.member for r in programme.demand if r.member not in left))
