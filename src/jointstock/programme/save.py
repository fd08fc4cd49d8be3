"""Saving a programme in one of its forms: whole or not at all, and never over another unasked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from jointstock.programme.package import PACKAGE
from jointstock.programme.parquet import parquet_files
from jointstock.programme.programme import Programme
from jointstock.programme.tables import TABLES
from jointstock.programme.workbook.sheets import SUFFIX
from jointstock.programme.workbook.write import to_workbook
from jointstock.programme.write import folder_files
from jointstock.words.errors import SettingError

# What the folder of a programme may hold of ours, in any form.
_OURS = (PACKAGE, *(f"{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")))


class Form(StrEnum):
    """A form in which a programme may stand."""

    FOLDER = "folder"
    WORKBOOK = "workbook"
    PARQUET = "parquet"


def form_of(path: Path) -> Form:
    """The form that a name asks for: ``.xlsx``, ``.parquet`` (a folder), else a folder of CSV."""
    if path.suffix.lower() == SUFFIX:
        return Form.WORKBOOK
    return Form.PARQUET if path.suffix.lower() == ".parquet" else Form.FOLDER


def save(
    programme: Programme,
    target: str | os.PathLike[str],
    *,
    form: Form | None = None,
    replace: bool = False,
) -> list[str]:
    """Save a programme; return the names of the files, sorted (a workbook's own name).

    ``form`` is that of the target's name where it is not given. With ``replace`` an older
    workbook is exchanged, and in a folder the files of a programme are, whatever their form; all
    others stay. Nothing is left half-written. Raises ``SettingError`` where something stands at
    the target and ``replace`` is not set, where the target is not of the form's kind, or where
    the form cannot hold the programme; ``OSError`` where it cannot be written.
    """
    target = Path(target)
    form = form or form_of(target)
    free(target, folder=form is not Form.WORKBOOK, replace=replace)
    if form is Form.WORKBOOK:
        save_file(to_workbook(programme), target)
        return [target.name]
    files = parquet_files(programme) if form is Form.PARQUET else folder_files(programme)
    save_folder(files, target, gone=_OURS)
    return sorted(files)


def free(target: Path, *, folder: bool, replace: bool) -> None:
    """Make sure that something may be saved there; raises ``SettingError`` if not."""
    if not target.exists():
        return
    if target.is_dir() is not folder:
        kind = "a folder" if target.is_dir() else "a file"
        raise SettingError(f"{target} is {kind}; name another target")
    if not replace and (not folder or any(target.iterdir())):
        raise SettingError(f"{target} is there already; name a new target, or give --replace")


def save_file(content: bytes, target: Path) -> None:
    """Write a file whole: under another name first, so that a failure leaves what was there."""
    with _beside(target) as place:
        (place / target.name).write_bytes(content)
        (place / target.name).replace(target)


def save_folder(files: Mapping[str, bytes], target: Path, gone: Iterable[str] = ()) -> None:
    """Write files into a folder, and take those away that are ``gone``; others stay as they are."""
    with _beside(target) as place:
        fresh = place / target.name
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        if not target.exists():
            fresh.rename(target)
            return
        for name in files:
            (fresh / name).replace(target / name)
    for name in set(gone) - set(files):
        (target / name).unlink(missing_ok=True)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A passing folder on the same disk as the target, whose own folder is made."""
    home = Path(os.path.abspath(target)).parent  # noqa: PTH100 - the target may be a link
    home.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=".jointstock-", dir=home))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
