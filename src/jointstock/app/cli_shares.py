"""The verbs of shares: who pays what, and a certificate of it checked again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from jointstock.app.errors import told
from jointstock.app.options import AsJson, Folder, Overlays, Sets
from jointstock.words.shares import METHODS


class Slots(StrEnum):
    """What a group alone has of a line's slots."""

    PROPORTIONAL = "proportional"
    WHOLE = "whole"
    AFTER = "after"


class Outside(StrEnum):
    """How outside offers stand to the contract."""

    INSTEAD = "instead"
    BESIDE = "beside"


class Verbs(TyperGroup):
    """The verbs, of which ``verify`` is also found as ``share verify``."""

    def resolve_command(
        self,
        ctx: Any,  # typer keeps its copy of click to itself
        args: list[str],
    ) -> tuple[Any, Any, list[str]]:
        """The verb that is asked for; a folder that is called verify is written ``./verify``."""
        if args[:2] == ["share", "verify"] and any(not one.startswith("-") for one in args[2:]):
            args = args[1:]
        return super().resolve_command(ctx, args)


def add_to(app: typer.Typer) -> None:
    """Add the verbs, in the order in which help lists them."""
    for verb in (share, verify):
        app.command()(verb)


def share(
    folder: Folder,
    overlays: Overlays = None,
    sets: Sets = None,
    rule: Annotated[
        Slots | None,
        typer.Option(help="What a group alone has of a line's slots; else proportional."),
    ] = None,
    outside: Annotated[
        Outside | None,
        typer.Option(help="Whether outside offers replace the contract; else they do (instead)."),
    ] = None,
    late: Annotated[
        float | None,
        typer.Option(metavar="PERCENT", help="Cost of a unit a month late, of its price; else 10."),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(
            metavar="METHOD", help=f"How it is shared: {', '.join(METHODS)}; else agreed."
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="The key of the method key, as DE=24,NL=6,RO=2."),
    ] = None,
    audit: Annotated[
        str | None,
        typer.Option(metavar="SHARES", help="Shares to audit, in the currency, as DE=5e9,NL=1e9."),
    ] = None,
    subsidy: Annotated[
        float | None,
        typer.Option(metavar="AMOUNT", help="From outside, for groups of three or more."),
    ] = None,
    beside: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="PLAN",
            exists=True,
            dir_okay=False,
            help="The plan whose purchases are shared; of a small programme one is made.",
        ),
    ] = None,
    floors: Annotated[
        bool, typer.Option("--floors", help="Plan what stating higher floors would bring; slow.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write shares.json and certificate.json there."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell who pays what, with proof.

    Tells each member's share of the least cost of all firm demand, the group that would gain most
    by leaving, and the same by other methods; what an accession changes; and what asking for less
    would bring.

    What is not asked for is as the table share of programme.toml has it.

    Example: jointstock share nspa-gemt-2024 --with 2024-11
    """
    with told(as_json=as_json):
        from jointstock.app.shared import Wanted, share_folder

        wanted = Wanted(
            folder,
            tuple(overlays or ()),
            tuple(sets or ()),
            None if rule is None else rule.value,
            None if outside is None else outside.value,
            *(late, method, key),
            audit,
            subsidy,
            beside,
            floors=floors,
        )
        share_folder(wanted, out, as_json=as_json)


def verify(
    file: Annotated[
        Path, typer.Argument(metavar="CERTIFICATE", help="certificate.json.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Check a certificate of shares again.

    Checks all that needs no solver, and says what does. Exit code 1 where something does not hold.

    Example: jointstock verify out/nspa-gemt-2024/certificate.json
    """
    with told(as_json=as_json):
        from jointstock.app.shared import verify_file

        raise typer.Exit(0 if verify_file(file, as_json=as_json) else 1)
