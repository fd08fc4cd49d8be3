"""The verbs ``plan``, ``report`` and ``run``: plans made of a folder, shown and written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import typer

from jointstock import flow
from jointstock.app.inputs import plan_in_force, programme_in
from jointstock.app.progress import progress
from jointstock.app.shown import print_out, show_plan
from jointstock.programme.programme import Programme
from jointstock.words.errors import Problem
from jointstock.words.plan_json import to_json
from jointstock.words.results import Findings, Plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks to be planned; ``None`` leaves a setting as the folder has it."""

    folder: Path
    overlays: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    in_force: Path | None = None
    exact: bool | None = None
    borne: str | None = None
    goal_costs: bool | None = None
    rules: bool | None = None
    risk: float | None = None

    def read(self) -> tuple[Programme, tuple[Problem, ...], Plan | None]:
        """The programme, the remarks on it, and the plan in force."""
        programme, remarks = programme_in(self.folder, self.overlays, self.sets)
        before = plan_in_force(self.in_force, programme)
        programme = flow.with_settings(
            programme, borne=self.borne, exact=self.exact, risk=self.risk
        )
        return flow.with_needs(programme), remarks, before


def plan_folder(wanted: Wanted, out: Path | None, *, as_json: bool) -> str:
    """Plan, write the plan where that was asked for, and print it; return its status."""
    programme, remarks, before = wanted.read()
    with progress() as tell:
        one = None if tell is None else lambda step: tell("the plan", step)
        plan = flow.plan(programme, in_force=before, progress=one)
    text = to_json(plan)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(text.encode("ascii"))
    if as_json:
        typer.echo(text, nl=False)
        return plan.status
    show_plan(programme, plan, moved=before is not None, remarks=len(remarks))
    if before is not None:
        reasons = flow.reasons_of(programme, before, plan)
        print_out("", "Against the plan in force:", *reasons.lines())
    if out is not None:
        typer.echo(f"{flow.RESULTS['plan.json']}: {out}")
    return plan.status


def publish_folder(wanted: Wanted, out: Path | None, *, summary: bool, as_json: bool) -> str:
    """Study, write the results into a folder, and print where they are; return the status."""
    programme, remarks, before = wanted.read()
    with progress() as tell:
        findings = flow.study(
            programme,
            in_force=before,
            goal_costs=wanted.goal_costs,
            rules=wanted.rules,
            progress=tell,
        )
        if tell is not None:
            tell("the report", "")
        folder = out or Path("out") / programme.id
        flow.publish(programme, findings, folder)
    lines = _summary(programme, findings) if summary else []
    files = {what: str(folder / name) for name, what in flow.RESULTS.items()}
    if findings.shares is not None:
        files["the certificate of shares"] = str(folder / flow.CERTIFICATE)
    if as_json:
        _print_json(findings.plan, remarks, lines, files)
        return findings.plan.status
    for line in lines:
        typer.echo(line)
    for what, path in files.items():
        typer.echo(f"{what}: {path}")
    return findings.plan.status


def _summary(programme: Programme, findings: Findings) -> list[str]:
    from jointstock.publish import summary

    return summary.lines(programme, findings)


def _print_json(
    plan: Plan, remarks: tuple[Problem, ...], lines: list[str], files: dict[str, str]
) -> None:
    """What `publish_folder` prints, as data; the figures themselves stand in plan.json."""
    data: dict[str, object] = {
        "programme": plan.programme,
        "as_of": plan.as_of,
        "inputs_digest": plan.inputs_digest,
        "status": plan.status,
        "remarks": len(remarks),
        "files": files,
    }
    if lines:
        data["summary"] = lines
    typer.echo(json.dumps(data, indent=1))
