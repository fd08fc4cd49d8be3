"""The verb that asks a plan: why a figure is so, and what would help most."""

from __future__ import annotations

from typing import Annotated

import typer

from jointstock.app.errors import told
from jointstock.app.options import AsJson, Folder, InForce, Overlays, PlanFile, Sets


def add_to(app: typer.Typer) -> None:
    """Add the verb, where help lists it."""
    app.command()(explain)


def explain(
    plan_file: PlanFile,
    folder: Folder,
    member: Annotated[
        str | None, typer.Argument(metavar="MEMBER", help="Whose figures.", show_default=False)
    ] = None,
    item: Annotated[
        str | None,
        typer.Argument(metavar="ITEM", help="Of which item; else of all.", show_default=False),
    ] = None,
    month: Annotated[
        str | None,
        typer.Argument(
            metavar="MONTH", help="In which month; else where it is lowest.", show_default=False
        ),
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="Tell the ten changes that would help most.")
    ] = False,
    verify: Annotated[
        bool | None,
        typer.Option(
            "--verify/--no-verify",
            help="Plan each of the --changes anew, or do not; else where it takes about a minute.",
        ),
    ] = None,
    overlays: Overlays = None,
    sets: Sets = None,
    in_force: InForce = None,
    as_json: AsJson = False,
) -> None:
    """Tell why a figure of a plan is so.

    Tells which limits and rules hold it, the rows they stand in, and what one unit more of each
    would do. The programme must be the one the plan was made from, with the same plan in force if
    there was one. ITEM may be left out before MONTH.

    Example: jointstock explain plan.json first-steps DE 2026-03
    """
    with told(as_json=as_json):
        from jointstock.app.explained import Asked, MadeFrom, explain_plan

        asked = Asked(member, item, month, changes=changes, verify=verify)
        made_from = MadeFrom(folder, tuple(overlays or ()), tuple(sets or ()), in_force)
        explain_plan(plan_file, made_from, asked, as_json=as_json)
