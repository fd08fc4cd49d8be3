"""The verbs ``share`` and ``verify``: shares of a folder's cost, shown and written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from jointstock import flow
from jointstock.app.inputs import plan_of, programme_in
from jointstock.app.progress import progress
from jointstock.app.shown import print_out, table_of
from jointstock.programme.files import read_file
from jointstock.programme.limits import MOST_BYTES
from jointstock.programme.programme import Programme
from jointstock.publish import shares as told
from jointstock.words.errors import Problem, ProgrammeError, SettingError
from jointstock.words.plain import plain
from jointstock.words.shares import Rule, Shares
from jointstock.words.weights import weights_of

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of shares; blank or ``None`` where nothing was asked."""

    folder: Path
    overlays: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    slots: str | None = None
    outside: str | None = None
    late: float | None = None
    method: str | None = None
    key: str | None = None
    audit: str | None = None
    subsidy: float | None = None
    plan: Path | None = None
    floors: bool = False


def share_folder(wanted: Wanted, out: Path | None, *, as_json: bool) -> None:
    """Share the cost of a folder's demand; print it, and write it where that was asked for."""
    programme, _ = programme_in(wanted.folder, wanted.overlays, wanted.sets)
    chosen = flow.chosen_rule(programme)
    rule = Rule(
        wanted.slots or chosen.slots,
        wanted.outside or chosen.outside,
        chosen.late_percent if wanted.late is None else wanted.late,
    )
    given = weights_of("--audit", wanted.audit) if wanted.audit else None
    key = weights_of("--key", wanted.key) if wanted.key else None
    plan = None if wanted.plan is None else plan_of(wanted.plan)
    with progress() as tell:
        if tell is not None:
            tell("shares", "")
        if plan is None:
            plan = flow.plan_to_share(programme, tell)
        if given is not None:
            _show_audit(flow.audit(programme, given, rule=rule, of=plan), as_json=as_json)
            return
        found = flow.share(
            programme, rule=rule, method=wanted.method, key=key, of=plan, subsidy=wanted.subsidy
        )
        if wanted.floors:
            higher = flow.floors_stated_higher(programme, plan, progress=tell)
            found = replace(found, higher_floors=higher)
    files = {} if out is None else _write(programme, found, out)
    if as_json:
        typer.echo(json.dumps({**_fields(found), "files": files}, indent=1))
        return
    shown: list[str | Table] = []
    names = {one.party: one.name for one in programme.parties if one.name}
    names |= {one.member: one.name for one in programme.members if one.name}
    for part in told.summary(found, names):
        shown += [part]
    shown.append("")
    for table in told.tables(found, names):
        rich = table_of(table.title, [column.name for column in table.columns])
        for row in (*table.rows, *([table.total] if table.total else [])):
            rich.add_row(*(str(cell) for cell in row))
        shown += [rich, ""]
    shown += [f"{what}: {path}" for what, path in files.items()]
    print_out(*shown)


def _write(programme: Programme, found: Shares, out: Path) -> dict[str, str]:
    out.mkdir(parents=True, exist_ok=True)
    written = {"the shares": out / "shares.json", "the certificate": out / "certificate.json"}
    texts = [
        json.dumps(_fields(found), indent=1),
        json.dumps(flow.certificate(programme, found)),
    ]
    for path, text in zip(written.values(), texts, strict=True):
        path.write_bytes(f"{text}\n".encode("ascii"))
    return {what: str(path) for what, path in written.items()}


def _fields(found: Shares) -> dict[str, object]:
    data = plain(found)
    assert isinstance(data, dict)
    data["rule"]["words"] = found.rule.words
    return data


def _show_audit(found: told.Audited, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(plain(found), indent=1))
        return
    print_out(*told.audited(found))


def verify_file(file: Path, *, as_json: bool) -> bool:
    """Check a certificate again, print what was found, and tell whether nothing fails."""
    content = read_file(file, file.name, MOST_BYTES)
    if isinstance(content, Problem):
        raise ProgrammeError([content])
    try:
        data = json.loads(content)
    except ValueError:
        raise SettingError(f"{file} holds no JSON, and so no certificate") from None
    if not isinstance(data, dict):
        raise SettingError(f"{file} holds no certificate")
    checks = flow.verify(data)
    good = all(one.holds is not False for one in checks)
    if as_json:
        typer.echo(json.dumps({"holds": good, "checks": plain(checks)}, indent=1))
        return good
    print_out(*_lines(checks))
    return good


def _lines(checks: Iterable[object]) -> list[str]:
    said = {True: "holds", False: "DOES NOT HOLD", None: "not checked"}
    lines = []
    for one in checks:
        holds, what, why = one.holds, one.what, one.why  # type: ignore[attr-defined]
        lines.append(f"{said[holds]}: {what}" + (f" ({why})" if why else ""))
    return lines
