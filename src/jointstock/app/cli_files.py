"""The verbs of files: from one form to another, compared, split among members, merged again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jointstock.app.errors import told
from jointstock.app.options import AsJson, Folder, Overlays, Replace


class AsForm(StrEnum):
    """A form in which a programme may stand."""

    FOLDER = "folder"
    WORKBOOK = "workbook"
    PARQUET = "parquet"


Other = Annotated[
    Path,
    typer.Argument(metavar="OTHER", help="The one it is compared with.", show_default=False),
]
Form = Annotated[
    AsForm | None,
    typer.Option("--form", help="The form of TO; else as its name says."),
]


def add_to(app: typer.Typer) -> None:
    """Add the verbs, in the order in which help lists them."""
    for verb in (convert, diff, split, merge):
        app.command()(verb)


def convert(
    programme: Folder,
    to: Annotated[Path, typer.Argument(metavar="TO", help="Where to.", show_default=False)],
    form: Form = None,
    overlays: Overlays = None,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Write it as folder, workbook or parquet.

    A name that ends in .xlsx is a workbook, one that ends in .parquet a folder of parquet files,
    any other a folder of CSV files. Nothing is lost on the way there or back.

    Example: jointstock convert first-steps first-steps.xlsx
    """
    with told(as_json=as_json):
        from jointstock.app.converted import convert_to

        convert_to(programme, overlays or (), to, form, replace=replace, as_json=as_json)


def diff(programme: Folder, other: Other, as_json: AsJson = False) -> None:
    """Tell what two programmes differ in.

    By key: rows that OTHER adds, removes and changes, and the keys of programme.toml.

    Example: jointstock diff first-steps first-steps.xlsx
    """
    with told(as_json=as_json):
        from jointstock.app.converted import show_diff

        show_diff(programme, other, as_json=as_json)


def split(
    programme: Folder,
    to: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write to.", show_default=False)
    ],
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Write each member a workbook to fill in.

    It holds the member's own stocks, use, floors, demand, budgets and donations, and protected
    what they refer to.

    Example: jointstock split first-steps to-members
    """
    with told(as_json=as_json):
        from jointstock.app.collected import split_to

        split_to(programme, to, replace=replace, as_json=as_json)


def merge(
    programme: Folder,
    answers: Annotated[
        list[Path],
        typer.Argument(
            metavar="ANSWERS...",
            help="The workbooks that members sent back, or folders of them.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="TO", help="Where to write; else it only tells what would change."),
    ] = None,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Take the members' answers back.

    Tells by member what is wrong, or else what changes; refuses what is not the member's to
    change. With --out it writes the programme, in the form that the name asks for.

    Example: jointstock merge first-steps answers --out collected
    """
    with told(as_json=as_json):
        from jointstock.app.collected import merge_answers

        raise typer.Exit(merge_answers(programme, answers, out, replace=replace, as_json=as_json))
