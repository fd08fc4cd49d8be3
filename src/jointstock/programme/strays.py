"""Files of a folder in which nothing is read although somebody may have meant them to be."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.limits import MOST_TOLD
from jointstock.programme.scalars import FILE
from jointstock.programme.tables import TABLES
from jointstock.words.errors import Place, Problem

_READ = {FILE} | {f"{table}.csv" for table in TABLES}
_SHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".tsv", ".txt", ".csv")


def stray_files(folder: Path, prefix: str) -> list[Problem]:
    """A remark on each file that bears nearly the name of a table, or of ``programme.toml``.

    Names count as a spreadsheet program leaves them, too: ``Stocks.CSV``, ``stocks.csv.txt``,
    ``stocks.xlsx``. ``prefix`` stands before the file in places.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208  # names alone, however many there are
    except OSError:
        return []  # that no file can be read has been told for each
    stray = sorted(name for name in names if _is_stray(name))
    told = [_remark(name, prefix) for name in stray[:MOST_TOLD]]
    if len(stray) > MOST_TOLD:
        told[-1] = replace(told[-1], more=len(stray) - MOST_TOLD)
    return told


def _is_stray(name: str) -> bool:
    lower = name.lower()
    if name in _READ or name.startswith((".", "~$")):
        return False
    return lower.endswith(".csv") or (lower.endswith(_SHEETS) and _stem(lower) in TABLES)


def _stem(lower: str) -> str:
    for ending in (*_SHEETS, ".csv"):
        lower = lower.removesuffix(ending)
    return lower


def _remark(name: str, prefix: str) -> Problem:
    message = "is the name of no table; nothing in it is read"
    near = nearest(_stem(name.lower()), TABLES)
    how = "rename it to" if name.lower().endswith(".csv") else "save it as"
    repair = f"{how} {near}.csv, or take it out" if near else ""
    return fault("file-unknown", Place(prefix + name), name, message, repair)
