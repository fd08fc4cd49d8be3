"""The verbs ``split`` and ``merge``: what members are sent, and what they answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from jointstock.app.contradictions import printable
from jointstock.app.errors import as_data, in_a_line
from jointstock.app.inputs import programme_in
from jointstock.programme.diff import data_of, lines_of
from jointstock.programme.merge import Merged, Returned, merge
from jointstock.programme.save import Form, form_of, free, save, save_folder
from jointstock.programme.split import split
from jointstock.programme.workbook.sheets import SUFFIX
from jointstock.words.errors import ProgrammeError, SettingError


def split_to(programme: Path, to: Path, *, replace: bool, as_json: bool) -> None:
    """Write each member its workbook into a folder, and print which.

    Raises ``ProgrammeError`` if it is no programme, ``SettingError`` if something stands there.
    """
    made, _ = programme_in(programme, ())
    free(to, folder=True, replace=replace)
    files = {f"{member}{SUFFIX}": content for member, content in split(made).items()}
    save_folder(files, to)
    if as_json:
        typer.echo(
            json.dumps({"programme": made.id, "to": str(to), "files": list(files)}, indent=1)
        )
    else:
        typer.echo(f"{len(files)} workbooks in {to}: {', '.join(files)}")


def merge_answers(
    programme: Path, answers: Sequence[Path], out: Path | None, *, replace: bool, as_json: bool
) -> int:
    """Print what came of the answers, write the programme if it is one, return the exit code.

    As for ``check``, problems are what was asked for, and go to standard output. Raises
    ``SettingError`` if something stands where it is to be written, or no file is given.
    """
    if out is not None:
        free(out, folder=form_of(out) is not Form.WORKBOOK, replace=replace)
    found = merge(programme, _workbooks(answers))
    if found.programme is not None and out is not None:
        save(found.programme, out, replace=replace)
    written = out if found.programme is not None else None
    if as_json:
        typer.echo(json.dumps(_as_data(found, written), indent=1))
    else:
        for one in found.returned:
            _show(one, stands=found.programme is not None)
        _show_rest(found, written)
    return 0 if found.programme is not None else ProgrammeError.exit_code


def _workbooks(answers: Sequence[Path]) -> list[Path]:
    """The files themselves, and those in folders; marks of an open spreadsheet are left out."""
    found: list[Path] = []
    for path in answers:
        if path.is_dir():
            inside = sorted(path.glob(f"*{SUFFIX}"))
            found += [one for one in inside if not one.name.startswith(("~$", "."))]
        elif path.exists():
            found.append(path)
        else:
            raise SettingError(f"{path} is not there")
    if not found:
        raise SettingError(f"no workbook ({SUFFIX}) is in {', '.join(map(str, answers))}")
    return found


def _show(one: Returned, *, stands: bool) -> None:
    """What came of one answer: its problems, and what it changes if the programme stands."""
    mistakes = sum(not problem.remark for problem in one.problems)
    said = [_some(mistakes, "problem")] if mistakes else []
    said += [_some(len(one.problems) - mistakes, "remark")] * (len(one.problems) > mistakes)
    rows = sum(len(c.added) + len(c.removed) + len(c.changed) for c in one.changes)
    if one.changes:
        said.append(_some(rows, "change") if rows else "rows in another order")
    nothing = "nothing changed" if stands else "no problem"
    typer.echo(f"{one.member or '?'} ({one.file}): {', '.join(said) or nothing}")
    for problem in one.problems:
        typer.echo(f"  {in_a_line(problem)}")
    for change in one.changes:
        for line in lines_of(change):
            typer.echo(f"  {printable(line)}")


def _show_rest(found: Merged, out: Path | None) -> None:
    """What lies in no answer, who has sent none, and where the programme is."""
    rest = [one for one in found.problems if not one.remark or found.programme is None]
    if rest:
        typer.echo("the programme with these answers:")
    for problem in rest:
        typer.echo(f"  {in_a_line(problem)}")
    if found.silent:
        typer.echo(f"no answer of {', '.join(found.silent)}; their rows stay as they were")
    answers = _some(len(found.returned), "answer")
    if found.programme is None:
        typer.echo(f"{answers}, nothing written")
    elif out is None:
        typer.echo(f"{answers}, nothing written; --out says where to")
    else:
        typer.echo(f"{answers} merged; next: jointstock check {out}")


def _as_data(found: Merged, out: Path | None) -> dict[str, object]:
    return {
        "programme": None if found.programme is None else found.programme.id,
        "digest": None if found.programme is None else found.programme.digest,
        "out": None if out is None else str(out),
        "answers": [
            {
                "member": one.member or None,
                "file": one.file,
                "problems": as_data(one.problems),
                "changes": [data_of(change) for change in one.changes],
            }
            for one in found.returned
        ],
        "problems": as_data(found.problems),
        "silent": list(found.silent),
    }


def _some(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
