"""The example programmes as they stand in their folders, read by another way than the package's."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from jointstock.words.months import Month
from jointstock.words.results import Plan

ROOT = Path(__file__).parent.parent
STEPS = ROOT / "examples" / "first-steps"
FLAGSHIP = ROOT / "examples" / "nspa-gemt-2024"
OVERLAY = FLAGSHIP / "overlays" / "2024-11"
TUTORIAL = ROOT / "docs" / "tutorial" / "first-steps.md"

Rows = list[dict[str, str]]


def table(folder: Path, name: str) -> Rows:
    """The rows of one table of a folder; none where the table is absent."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scalars(folder: Path) -> dict[str, Any]:
    """What ``programme.toml`` says."""
    return tomllib.loads((folder / "programme.toml").read_text(encoding="utf-8"))


def month_by_month(rows: Rows, value: str, months: list[Month]) -> list[int]:
    """A step function of the table at each month; 0 before its first row."""
    steps = sorted((Month.parse(row["from"]), int(row[value])) for row in rows)
    return [([v for start, v in steps if start <= month] or [0])[-1] for month in months]


def moved(found: Plan, kind: str, member: str, *, backfill: bool = False) -> dict[str, int]:
    """Units by month that a plan calls off, delivers, uses or gives for a member."""
    units: Counter[str] = Counter()
    for entry in found.entries:
        if (entry.kind, entry.member, bool(entry.backfill)) == (kind, member, backfill):
            units[str(entry.month)] += entry.transfers[0].quantity
    return dict(units)


def horizon(folder: Path) -> list[Month]:
    """The months of a programme."""
    said = scalars(folder)
    start = Month.parse(said["start"])
    return [start + t for t in range(said["months"])]
