"""The verbs of need: a public record read, what members must hold, the risk a plan leaves."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jointstock.app.errors import told
from jointstock.app.options import AsJson, Folder, InForce, Overlays, Sets


class Method(StrEnum):
    """How a floor is made."""

    DAYS = "days"
    RISK = "risk"


Days = Annotated[int, typer.Option(metavar="DAYS", help="Length of a campaign.")]


def add_to(app: typer.Typer) -> None:
    """Add the verbs, in the order in which help lists them."""
    for verb in (raids, need, risk):
        app.command()(verb)


def raids(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The record, as published.", show_default=False)
    ],
    classes: Annotated[
        Path | None,
        typer.Option(metavar="MAP", help="A CSV of model and class, laid over the usual map."),
    ] = None,
    source: Annotated[str, typer.Option(help="What each row names as its source.")] = "",
    from_: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day that is taken.")
    ] = "",
    to: Annotated[str, typer.Option(metavar="DAY", help="Last day that is taken.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The overlay to write raids.csv, classes and not-told.txt into."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take raids from a public record.

    Sums reports by day and class, drops places, and tells which models have no class and what the
    record cannot say. Without --out the rows go to standard output, the rest to standard error.
    A programme takes no day after its as_of: --to leaves them out.

    Example: jointstock raids missile_attacks_daily.csv --to 2024-01-31 --out mine/overlays/raids
    """
    with told(as_json=as_json):
        from jointstock.app.raided import raids_of

        raids_of(file, classes, source, out, (from_, to), as_json=as_json)


def need(
    folder: Folder,
    overlays: Overlays = None,
    sets: Sets = None,
    days: Days = 30,
    service: Annotated[
        float, typer.Option(metavar="PERCENT", help="Chance with which a stock must last.")
    ] = 95.0,
    attrition: Annotated[
        float, typer.Option(metavar="FACTOR", help="What the level of effort is multiplied by.")
    ] = 1.0,
    fits: Annotated[
        bool, typer.Option("--fits", help="Tell also how laws fit the days of the record.")
    ] = False,
    method: Annotated[Method, typer.Option(help="Of floors that are written.")] = Method.RISK,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The overlay to write floors.csv into.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what each member must hold.

    From raids, exposure and defences: expected use, floors by days and by risk, how long the stock
    lasts, each with its interval. Stated floors stay as they are; --out writes an overlay.

    Example: jointstock need nspa-gemt-2024 --days 30 --service 95
    """
    with told(as_json=as_json):
        from jointstock.app.needed import Asked, need_of

        asked = Asked(folder, tuple(overlays or ()), tuple(sets or ()), days)
        need_of(asked, service / 100, attrition, method.value, out, fits=fits, as_json=as_json)


def risk(
    folder: Folder,
    overlays: Overlays = None,
    sets: Sets = None,
    plan: InForce = None,
    days: Days = 30,
    from_: Annotated[
        str, typer.Option("--from", metavar="MONTH", help="First month of the long campaign.")
    ] = "",
    months: Annotated[
        int, typer.Option(metavar="MONTHS", help="Months that the long campaign lasts.")
    ] = 12,
    delay: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MONTHS=PERCENT",
            help="Chance that all deliveries come so late; may be given again.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell the risk that a plan leaves.

    For each month what a short campaign begun then would do; and month by month how a long one
    runs while the plan delivers. Without a plan (--in-force) one is made.

    Example: jointstock risk nspa-gemt-2024 --in-force plan.json --delay 6=30
    """
    with told(as_json=as_json):
        from jointstock.app.needed import Asked, risk_of

        asked = Asked(folder, tuple(overlays or ()), tuple(sets or ()), days)
        risk_of(asked, plan, from_, months, delay or (), as_json=as_json)
