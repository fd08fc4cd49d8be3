"""The verb ``accession``: a nation joins, before and after for everybody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from jointstock import flow
from jointstock.app.inputs import programme_in
from jointstock.app.progress import progress
from jointstock.app.shown import print_out, table_of
from jointstock.programme.programme import Programme
from jointstock.publish import acceded
from jointstock.words.errors import SettingError
from jointstock.words.plain import plain
from jointstock.words.results import Accession
from jointstock.words.shares import Joining


def show_accession(
    folder: Path, overlays: Sequence[str], sets: Sequence[str], member: str, *, as_json: bool
) -> str:
    """Plan without and with a member and print what its joining changes; return the status."""
    programme, _ = programme_in(folder, overlays, sets)
    with progress() as tell:
        found = flow.accession(programme, member, progress=tell)
    lines = acceded.lines(programme, found)
    shares, why = _shares(programme, found)
    rule = flow.chosen_rule(programme).words
    if shares is None:
        lines.append(f"No shares are told: {why}.")
    else:
        lines += [acceded.shared(programme, shares), f"Rule: {rule}"]
    status = found.plans[1].status
    if as_json:
        members = [{"before": asdict(was), "after": asdict(now)} for was, now in found.members]
        told = {"member": member, "summary": lines, "status": status, "members": members}
        data = {**told, "shares": plain(shares) if shares else None, "rule": rule}
        typer.echo(json.dumps(data, indent=1, default=str))  # months
        return status
    table = table_of("Before and after", acceded.HEAD)
    for row in acceded.rows(programme, found, shares):
        table.add_row(*row)
    print_out(*lines, "", table)
    return status


def _shares(programme: Programme, found: Accession) -> tuple[Joining | None, str]:
    """Everybody's share before and after, or why there is none."""
    try:
        return flow.shares_of_accession(programme, found), ""
    except SettingError as error:
        return None, str(error)
