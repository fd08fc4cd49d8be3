"""Errors as a person at the command line is told of them: one line each, and an exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import typer

from jointstock.app.contradictions import conflicts_as_data, conflicts_in_lines, printable
from jointstock.words.errors import (
    ContradictionError,
    JointstockError,
    Problem,
    ProgrammeError,
    SettingError,
)

INTERNAL, LIMIT = 1, 5
TRACEBACK = "JOINTSTOCK_TRACEBACK"

# Whether an internal error shows its traceback; set by the command line's own setting.
show_traceback: ContextVar[bool] = ContextVar("show_traceback", default=False)


@contextmanager
def told(*, as_json: bool) -> Iterator[None]:
    """Tell of any error inside, on standard error or as JSON on standard output, and exit.

    What the user can mend takes the exit code of its kind and never shows a traceback. An error
    of ours is one line and exit code 1; its traceback is shown where that was asked for.
    """
    try:
        yield
    except (typer.Exit, typer.Abort, typer.TyperException, BrokenPipeError):
        raise
    except ProgrammeError as error:
        _tell(as_json, [in_a_line(one) for one in error.problems], problems=as_data(error.problems))
        raise typer.Exit(error.exit_code) from None
    except ContradictionError as error:
        told = as_data(error.problems), conflicts_as_data(error.conflicts)
        _tell(as_json, conflicts_in_lines(error.conflicts), problems=told[0], conflicts=told[1])
        raise typer.Exit(error.exit_code) from None
    except Exception as error:  # the last place where it can be told in a line
        mendable = _mendable(error)
        if mendable is not None:
            _tell(as_json, [f"jointstock: {mendable}"], error=str(mendable))
            raise typer.Exit(mendable.exit_code) from None
        if show_traceback.get():
            raise
        message = " ".join(f"{type(error).__name__}: {error}".split())
        hint = f"for its traceback set {TRACEBACK}=1, or give --traceback before the verb"
        _tell(as_json, [f"jointstock: internal error: {message}; {hint}"], error=message)
        raise typer.Exit(INTERNAL) from None


def _mendable(error: Exception) -> JointstockError | None:
    """The error as one the user can mend, if it is one."""
    if isinstance(error, OSError) and error.filename is not None:
        return SettingError(f"{os.fsdecode(error.filename)}: {error.strerror}")
    if isinstance(error, JointstockError) and error.exit_code != INTERNAL:
        return error
    return None


def as_data(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Problems as JSON has them; row 0 and an empty column mean the file as a whole.

    ``cell`` is blank but for a workbook; ``more`` counts those of the same kind that are not
    told one by one.
    """
    return [
        {
            "code": one.code,
            "file": one.place.file,
            "row": one.place.row,
            "column": one.place.column,
            "cell": one.place.cell,
            "value": one.value,
            "message": one.message,
            "repair": one.repair,
            "remark": one.remark,
            "more": one.more,
        }
        for one in problems
    ]


def _tell(as_json: bool, lines: Sequence[str], **data: object) -> None:
    if as_json:
        typer.echo(json.dumps(data, indent=1))
    else:
        for line in lines:
            typer.echo(printable(line), err=True)


def in_a_line(problem: Problem) -> str:
    """A problem as it is printed; a remark says that it is one."""
    return printable(f"remark: {problem}" if problem.remark else str(problem))
