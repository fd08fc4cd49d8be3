"""The verb ``explain-error``: what a code means, with an example and the repair."""

from __future__ import annotations

import json
from dataclasses import asdict
from difflib import get_close_matches

import typer

from jointstock.programme.explained import SECTIONS, explain, lines_of
from jointstock.programme.faults import FAULTS
from jointstock.words.errors import SettingError


def explain_error(code: str | None, *, as_json: bool) -> None:
    """Print what is to be said about a code, or list the codes.

    Raises ``SettingError`` for a code that is not known, naming those that are nearest.
    """
    if code is None:
        _list(as_json=as_json)
        return
    wanted = code.strip().lower()
    if wanted not in FAULTS:
        near = get_close_matches(wanted, FAULTS, n=3, cutoff=0.5)
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        raise SettingError(f"no error has the code {code!r}{meant} (explain-error lists them)")
    found = explain(wanted)
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=1))
    else:
        for line in lines_of(found):
            typer.echo(line)


def _list(*, as_json: bool) -> None:
    if as_json:
        found = [{"code": code, "cause": fault.cause} for code, fault in FAULTS.items()]
        typer.echo(json.dumps({"errors": found}, indent=1))
        return
    for title, faults in SECTIONS.items():
        typer.echo(f"{title}:")
        for code in faults:
            typer.echo(f"  {code}")
