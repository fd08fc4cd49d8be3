"""The digest of a programme: a name for the content of its inputs that does not vary."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from jointstock.programme.cells import plain, written
from jointstock.programme.settings import ALLOTMENTS, ShareSettings
from jointstock.programme.tables import TABLES, dictionary
from jointstock.words.fields import Value

if TYPE_CHECKING:
    from jointstock.programme.programme import Programme

SCALARS = ("id", "title", "as_of", "start", "months", "currency", "price_year")


def digest(programme: Programme) -> str:
    """SHA-256 (64 hexadecimal digits) over everything that was read, notes and order included.

    Where a row stood in which file does not count, nor how a number was written. A column that
    holds its default in every row counts as absent, and so does the usual allotment, so that what
    is new in the dictionary leaves the digests of old programmes as they are. What need added for a
    plan is left out: it follows from the rest.
    """
    programme = programme.as_read
    found = hashlib.sha256()

    def add(name: str, values: list[str]) -> None:
        found.update(json.dumps([name, values], ensure_ascii=True).encode("ascii"))

    for name in SCALARS:
        add(name, [str(getattr(programme, name))])
    add("discount_rate", [plain(programme.discount_rate)])
    plan = programme.plan
    add("plan", [plan.borne, *plan.order, str(plan.steps), plain(plan.severity)])
    if plan.allotment != ALLOTMENTS[0]:
        add("allotment", [plan.allotment])
    add("search", [str(plan.exact), plain(plan.gap), str(plan.nodes)])
    if plan.monthly_until is not None or plan.quarterly_until is not None:
        add("grid", [str(plan.monthly_until), str(plan.quarterly_until)])
    if plan.asks_need:
        risk = "" if plan.risk is None else plain(plan.risk)
        add("campaign", [risk, str(plan.campaign_days)])
    if programme.share != ShareSettings():
        add("share", [plain(v) if isinstance(v, Decimal) else v for v in astuple(programme.share)])
    for table in TABLES:
        rows = getattr(programme, table)
        if not rows:
            continue
        add(table, [str(len(rows))])
        for declared in dictionary(table):
            values = list(map(attrgetter(declared.attribute), rows))
            if declared.required or values.count(declared.default) < len(values):
                found.update(_column(f"{table}.{declared.name}", values))
    return found.hexdigest()


def _column(name: str, values: list[Value]) -> bytes:
    """What JSON makes of a name and the texts of values.

    Equal values are mostly one object, which is written once.
    """
    identities = list(map(id, values))
    known = dict(zip(identities, values, strict=True))
    texts = {identity: json.dumps(written(value)) for identity, value in known.items()}
    return f"[{json.dumps(name)}, [{', '.join(map(texts.__getitem__, identities))}]]".encode(
        "ascii"
    )
