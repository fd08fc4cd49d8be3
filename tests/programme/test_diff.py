"""The difference of two programmes: by key, in words and as data."""

from __future__ import annotations

import dataclasses
import json

from hypothesis import HealthCheck, given, settings

from jointstock.programme.diff import diff
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.programme.settings import PlanSettings
from jointstock.programme.tables import TABLES, key_of
from programme.cases import BASE
from programme.generated import PROGRAMMES


def test_the_same_programme_does_not_differ() -> None:
    """A programme and itself: false, without a line."""
    found = diff(load(BASE), load(BASE))
    assert not found
    assert found.lines() == []
    assert found.as_data() == {"same": True, "scalars": [], "tables": []}


def test_every_kind_of_change_is_told_in_words() -> None:
    """A scalar, a setting, a row added, removed, changed, and rows that change places."""
    before = load(BASE)
    german, dutch = before.stocks
    (line,) = before.capacity
    after = before.replace(
        title="Another",
        plan=PlanSettings(steps=5),
        stocks=(dutch, dataclasses.replace(german, units=7, source="letter")),
        capacity=(),
        escalation=(
            *before.escalation,
            dataclasses.replace(before.escalation[0], year=2099),
        ),
    )
    assert diff(before, after).lines() == [
        f"title: from {before.title} to Another",
        "plan.steps: from 10 to 5",
        "stocks: 1 changed, rows in another order",
        f"  changed DE M1: units from {german.units} to 7, source from blank to letter",
        "capacity: 1 removed",
        f"  removed {line.line} {line.from_}: units_per_month {line.units_per_month}",
        "escalation: 1 added",
        f"  added   2099: index {before.escalation[0].index}",
    ]
    data = diff(before, after).as_data()
    assert data == json.loads(json.dumps(data))
    assert data["tables"][0]["changed"] == [
        {
            "key": {"member": "DE", "item": "M1"},
            "fields": [
                {"field": "units", "from": str(german.units), "to": "7"},
                {"field": "source", "from": "", "to": "letter"},
            ],
        }
    ]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(before=PROGRAMMES, after=PROGRAMMES)
def test_a_difference_says_all_and_no_more(before: Programme, after: Programme) -> None:
    """It is empty where programmes are equal alone, and the other way it is its mirror."""
    there, back = diff(before, after), diff(after, before)
    assert bool(there) is (before != after)
    assert {name: (b, a) for name, (a, b) in there.scalars.items()} == dict(back.scalars)
    for one, other in zip(there.tables, back.tables, strict=True):
        keys = key_of(one.table)
        old, new = (
            {tuple(getattr(row, name) for name in keys) for row in getattr(side, one.table)}
            for side in (before, after)
        )
        assert (len(one.added), len(one.removed)) == (len(new - old), len(old - new))
        assert [row.key for row in one.added] == [row.key for row in other.removed]
        assert len(one.changed) == len(other.changed)
    assert [one.table for one in there.tables] == [
        name for name in TABLES if getattr(before, name) != getattr(after, name)
    ]
