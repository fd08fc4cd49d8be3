"""A large programme as a workbook, and the answers of its members taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.large import large
from benchmarks.timing import seconds, show
from jointstock.programme.merge import merge
from jointstock.programme.read import load
from jointstock.programme.save import save
from jointstock.programme.split import split

SIZE = (32, 20, 180)
TIMES = 3


def main() -> None:
    """Written, read, split and merged, each against reading the same programme from its folder."""
    programme = large(*SIZE)
    with tempfile.TemporaryDirectory() as place:
        folder, book, answers = (Path(place, name) for name in ("p", "p.xlsx", "answers"))
        save(programme, folder)
        answers.mkdir()
        for member, content in split(programme).items():
            (answers / f"{member}.xlsx").write_bytes(content)
        files = sorted(answers.iterdir())
        taken = {
            "read the folder": seconds(lambda: load(folder), TIMES),
            "write the workbook": seconds(lambda: save(programme, book, replace=True), TIMES),
            "read the workbook": seconds(lambda: load(book), TIMES),
            f"split among {len(files)} members": seconds(lambda: split(programme), TIMES),
            f"merge {len(files)} answers": seconds(lambda: merge(folder, files), TIMES),
        }
        if load(book) != load(folder) or merge(folder, files).programme != load(folder):
            raise SystemExit("what was read back is not what was written")
    base = taken["read the folder"]
    rows = sum(1 for _ in programme.rows())
    members, items, months = SIZE
    show(
        f"workbook: {members} members, {items} items, {months} months, {rows:,} rows",
        ("what", "seconds", "times reading the folder"),
        [(what, time, time / base) for what, time in taken.items()],
    )
