"""The verb ``accession``: a nation joins, before and after for everybody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import typer

from jointstock import flow
from jointstock.app.inputs import programme_in
from jointstock.app.progress import progress
from jointstock.app.shown import print_out, table_of
from jointstock.ledger.fared import fared
from jointstock.publish import acceded


def show_accession(
    folder: Path, overlays: Sequence[str], sets: Sequence[str], member: str, *, as_json: bool
) -> str:
    """Plan without and with a member and print what its joining changes; return the status."""
    programme, _ = programme_in(folder, overlays, sets)
    with progress() as tell:
        before, after = flow.accession(programme, member, progress=tell)
    lines = acceded.lines(programme, member, before, after)
    if as_json:
        everybody = [row.member for row in programme.members]
        data = {
            "member": member,
            "summary": lines,
            "status": after.status,
            "members": [
                {"before": asdict(fared(before, one)), "after": asdict(fared(after, one))}
                for one in everybody
            ],
        }
        typer.echo(json.dumps(data, indent=1, default=_plain))
        return after.status
    table = table_of("Before and after", acceded.HEAD)
    for row in acceded.rows(programme, before, after):
        table.add_row(*row)
    print_out(*lines, "", table)
    return after.status


def _plain(value: object) -> object:
    """Fractions as numbers, months as text."""
    return float(value) if isinstance(value, Fraction) else str(value)
