"""The command line: a verb for each step of the road, and one for the road.

Only what parses a command is imported here; a verb imports its own work when it is called.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from jointstock import __version__
from jointstock.app import cli_files, cli_need, cli_shares, cli_why
from jointstock.app.errors import LIMIT, TRACEBACK, show_traceback, told
from jointstock.app.options import (
    AsJson,
    Borne,
    Exact,
    Folder,
    GoalCosts,
    InForce,
    MonthlyRule,
    Out,
    Overlays,
    PlanFile,
    Risk,
    Rules,
    Sets,
)

app = typer.Typer(
    cls=cli_shares.Verbs,
    name="jointstock",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"jointstock {__version__}")
        raise typer.Exit


@app.callback()
def _settings(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Write the version."),
    ] = False,
    traceback: Annotated[
        bool,
        typer.Option("--traceback", envvar=TRACEBACK, help="Show where an internal error arose."),
    ] = False,
) -> None:
    """Joint procurement and stock planning for nations that buy together.

    Example: jointstock init first-steps && jointstock run first-steps
    """
    show_traceback.set(traceback)


@app.command()
def init(
    example: Annotated[
        str | None,
        typer.Argument(metavar="EXAMPLE", help="Its name.", show_default=False),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="TO",
            help="Where to: a folder, or a workbook (.xlsx); else a folder of its name.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy an example, or list them.

    What is copied to must be new, or an empty folder.

    Example: jointstock init first-steps my-programme
    """
    with told(as_json=as_json):
        from jointstock.app.examples import copy, examples

        if example is None:
            found = examples()
            if as_json:
                _json({"examples": [{"name": one.name, "title": one.title} for one in found]})
            for one in () if as_json else found:
                typer.echo(f"{one.name:<18} {one.title}")
            return
        target = folder or Path(example)
        files = copy(example, target)
        if as_json:
            _json({"example": example, "folder": str(target), "files": files})
        else:
            files_in = f"{len(files)} files in " if target.is_dir() else ""
            typer.echo(f"{files_in}{target}; next: jointstock run {target}")


@app.command()
def check(
    folder: Folder, overlays: Overlays = None, sets: Sets = None, as_json: AsJson = False
) -> None:
    """Tell what is wrong, and how it is known.

    Tells every problem and remark, and how much of each table is reported, estimated, assumed.

    Example: jointstock check first-steps
    """
    with told(as_json=as_json):
        from jointstock.app.checked import check_folder

        raise typer.Exit(check_folder(folder, overlays or (), sets or (), as_json=as_json))


@app.command(name="explain-error")
def explain_error(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="The code.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what an error means, or list them.

    Tells its cause and its repair, and shows an example.

    Example: jointstock explain-error reference-unknown
    """
    with told(as_json=as_json):
        from jointstock.app import explaining

        explaining.explain_error(code, as_json=as_json)


@app.command()
def rates(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The bank's file, as published.", show_default=False),
    ],
    folder: Folder,
    overlays: Overlays = None,
    rule: Annotated[
        MonthlyRule,
        typer.Option(help="A month's rate: the mean of its days, or that of its last day."),
    ] = MonthlyRule.AVERAGE,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The overlay to write exchange.csv into."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take currency rates from a file.

    The file is eurofxref-hist.csv or eurofxref.csv of the European Central Bank. Makes rows of
    the table exchange, for the pairs that the programme converts, by month, up to its as_of.
    Without --out they go to standard output.

    Example: jointstock rates eurofxref-hist.csv mine --out mine/overlays/rates
    """
    with told(as_json=as_json):
        from jointstock.app.exchanged import rates_of

        rates_of(file, folder, overlays or (), rule.value, out, as_json=as_json)


cli_need.add_to(app)


@app.command()
def plan(
    folder: Folder,
    overlays: Overlays = None,
    sets: Sets = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Write the plan as JSON to a file."),
    ] = None,
    in_force: InForce = None,
    exact: Exact = None,
    borne: Borne = None,
    risk: Risk = None,
    as_json: AsJson = False,
) -> None:
    """Plan: goals, decisions, deliveries, gifts.

    Example: jointstock plan first-steps --out plan.json
    """
    with told(as_json=as_json):
        from jointstock.app.made import Wanted, plan_folder

        given = tuple(overlays or ()), tuple(sets or ()), in_force
        wanted = Wanted(folder, *given, exact=exact, borne=borne, risk=risk)
        _done(plan_folder(wanted, out, as_json=as_json))


@app.command()
def report(
    folder: Folder,
    overlays: Overlays = None,
    sets: Sets = None,
    out: Out = None,
    in_force: InForce = None,
    goal_costs: GoalCosts = None,
    rules: Rules = None,
    risk: Risk = None,
    as_json: AsJson = False,
) -> None:
    """Write report, workbook and plan.

    The files are report.html, plan.xlsx and plan.json.

    Example: jointstock report first-steps --out out/first-steps
    """
    with told(as_json=as_json):
        from jointstock.app.made import Wanted, publish_folder

        given = tuple(overlays or ()), tuple(sets or ()), in_force
        wanted = Wanted(folder, *given, goal_costs=goal_costs, rules=rules, risk=risk)
        _done(publish_folder(wanted, out, summary=False, as_json=as_json))


@app.command()
def run(
    folder: Folder,
    overlays: Overlays = None,
    sets: Sets = None,
    out: Out = None,
    in_force: InForce = None,
    goal_costs: GoalCosts = None,
    rules: Rules = None,
    risk: Risk = None,
    as_json: AsJson = False,
) -> None:
    """All in one: check, study, write, tell.

    Writes what report writes, and tells in a dozen lines what was found and where it stands.

    Example: jointstock run nspa-gemt-2024 --with 2024-11
    """
    with told(as_json=as_json):
        from jointstock.app.made import Wanted, publish_folder

        given = tuple(overlays or ()), tuple(sets or ()), in_force
        wanted = Wanted(folder, *given, goal_costs=goal_costs, rules=rules, risk=risk)
        _done(publish_folder(wanted, out, summary=True, as_json=as_json))


@app.command()
def rules(
    folder: Folder,
    overlays: Overlays = None,
    sets: Sets = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write rules.json and the chart rules.svg to a folder."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Plan by every rule of allotment; tell who gains.

    The programme's own rule comes first; the others keep every limit and the goals before. The
    rule that is agreed on is recorded in programme.toml, as allotment under [plan].

    Example: jointstock rules first-steps
    """
    with told(as_json=as_json):
        from jointstock.app.allotted import compare_rules

        compare_rules(folder, tuple(overlays or ()), tuple(sets or ()), out, as_json=as_json)


@app.command()
def compare(
    before: PlanFile,
    after: PlanFile,
    entries: Annotated[
        bool, typer.Option("--entries", help="Tell also month by month what moves.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what differs between two plans.

    First in sentences, then goal by goal, then by the way that units go.

    Example: jointstock compare before.json after.json
    """
    with told(as_json=as_json):
        from jointstock.app.compared import compare_plans

        compare_plans(before, after, entries=entries, as_json=as_json)


@app.command()
def accession(
    folder: Folder,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Who joins.", show_default=False)],
    overlays: Overlays = None,
    sets: Sets = None,
    as_json: AsJson = False,
) -> None:
    """Tell what a nation's joining changes.

    Plans without it and with it, and tells before and after for everybody. Who has not signed yet
    joins by --set "join MEMBER MONTH".

    Example: jointstock accession nspa-gemt-2024 SE --with 2024-11
    """
    with told(as_json=as_json):
        from jointstock.app.acceded import show_accession

        _done(show_accession(folder, overlays or (), sets or (), member, as_json=as_json))


cli_why.add_to(app)
cli_shares.add_to(app)
cli_files.add_to(app)


def _done(status: str) -> None:
    """Exit as a plan of that status asks."""
    raise typer.Exit(LIMIT if status == "limit" else 0)


def _json(data: object) -> None:
    typer.echo(json.dumps(data, indent=1))


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name may hold what a code page does not
            stream.reconfigure(errors="replace")
    app(prog_name="jointstock")
