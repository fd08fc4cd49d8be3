"""The public record of raids, in files made up for the tests: by day and class, without places."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.programme.raid_reports import RaidReports, read_reports
from jointstock.programme.tables import Raid
from jointstock.programme.threat_classes import USUAL, class_of, read_classes

# Invented reports, in the columns of the published file that matter and some that do not.
REPORTS = """\
time_start,time_end,model,launch_place,target,launched,destroyed,not_reach_goal,source
2024-01-04,2024-01-04 08:00,Kalibr,the sea,a town,5.0,4.0,,one/posts/1
2024-01-03 20:00,2024-01-04 07:00,X-101/X-555,the air,a town,7.0,,1.0,one/posts/1
2024-01-04,2024-01-04,Shahed-136/131 and Lancet,a field,,3.0,3.0,,one/posts/2
2024-01-01 23:00,2024-01-02 01:00,C-300 and Iskander-M,a field,,4.0,0.0,,one/posts/3
2023-12-20,2023-12-20,Kalibr,the sea,,2.0,2.0,,one/posts/4
2024-01-02,2024-01-02,Moon rocket,the moon,,1.0,1.0,,one/posts/5
2024-01-02,2024-01-02,Kalibr,the sea,,,2.0,,one/posts/5
"""


def reports(text: str = REPORTS, classes: dict[str, str] | None = None) -> RaidReports:
    found, problems = read_reports("reports.csv", text.encode(), classes or USUAL)
    assert problems == []
    return found


def test_by_day_and_class() -> None:
    """Reports are summed by the day they end on; a sum with an unknown part is unknown."""
    rows = [(r.day, r.class_, r.launched, r.stopped) for r in reports().rows]
    assert rows == [
        ("2023-12-20", "cruise", 2, 2),
        ("2024-01-02", "cruise", 0, None),
        ("2024-01-02", "mixed_or_sam", 4, 0),
        ("2024-01-04", "attack_uav", 3, 3),
        ("2024-01-04", "cruise", 12, None),
    ]


def test_places_are_dropped() -> None:
    """No text of a place, and no column for one, is left of what was read."""
    found = reports()
    assert not any(word in repr(found) for word in ("the sea", "a town", "a field", "the moon"))
    assert {one.name for one in fields(Raid)} >= {"day", "class_", "launched"}
    assert not any("place" in one.name or "target" in one.name for one in fields(Raid))


def test_unmapped_models_are_shown() -> None:
    """A model that the map has not is told with its reports and threats, and counts nowhere."""
    found = reports()
    assert found.unmapped == {"Moon rocket": (1, 1)}
    assert found.models["Kalibr"] == (3, 7)
    mended = reports(classes=dict(USUAL) | {"Moon rocket": "other"})
    assert mended.unmapped == {}
    assert ("2024-01-02", "other") in [(r.day, r.class_) for r in mended.rows]


def test_what_the_record_cannot_say() -> None:
    """One side's claims, gaps, merged reports, nights, blanks and breaks are each listed."""
    told = "\n".join(reports().untold)
    for words in (
        "all of one side",
        "nothing of a single shot",
        "from 2023-12-21 to 2024-01-01",
        "2 reports merge models; 1 of them mix classes",
        "2 reports span midnight",
        "1 reports do not say how many were launched",
        "1 reports do not say how many were stopped",
        "counted apart in 2024 and not in 2023",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("2024-01-04 08:00,Kalibr", "4 January,Kalibr", "reports.csv:2:time_end"),
        ("2024-01-04 08:00,Kalibr", "2024-02-30,Kalibr", "reports.csv:2:time_end"),
        ("5.0,4.0", "5.5,4.0", "reports.csv:2:launched"),
        ("5.0,4.0", "5.0,-4", "reports.csv:2:destroyed"),
        ("time_end", "when", "reports.csv:1"),
        (REPORTS[REPORTS.index("\n") + 1 :], "", "reports.csv:1"),
    ],
)
def test_faults_have_a_place(before: str, after: str, place: str) -> None:
    """What is no day, no count, no header or no report is told where it stands."""
    problems = read_reports("reports.csv", REPORTS.replace(before, after, 1).encode())[1]
    assert [(one.code, str(one.place)) for one in problems] == [("raids-form", place)]


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("Kalibr", "cruise"),
        ("X-101/X-555 and Kalibr", "cruise"),
        ("X-47 Kinzhal and Iskander-M", "ballistic"),
        ("Iskander-M and Iskander-K", "mixed_or_sam"),
        ("Orlan-10 and ZALA", "other_uav"),
        ("Shahed-136/131 and Lancet", "attack_uav"),
        ("Kalibr and Moon rocket", None),
        ("", None),
    ],
)
def test_classes_of_merged_names(model: str, code: str | None) -> None:
    """Names joined by and share their class, or are mixed; one unknown makes all unknown."""
    assert class_of(model) == code


def test_a_map_of_ones_own() -> None:
    """It is laid over the usual one; a published list of models is read by its categories."""
    own, problems = read_classes("c.csv", b"model,class,note\nKalibr,sea,\nLancet,,left out\n")
    assert (problems, own["Kalibr"], own["ZALA"]) == ([], "sea", "other_uav")
    assert class_of("Lancet", own) is None
    listed, problems = read_classes(
        "m.csv", b"model,category\nKolibri,cruise missile\nLancet,UAV\nFoo,submarine\n"
    )
    assert (problems, listed["Kolibri"], listed["Lancet"]) == ([], "cruise", "other_uav")
    assert class_of("Foo", listed) is None
    assert read_classes("c.csv", b"model,kind\nKalibr,x\n")[1][0].code == "raids-classes"


def test_the_map_counts_no_stopped_above_launched() -> None:
    """Every row made from reports passes the rule on stopped and launched."""
    text = REPORTS + "2024-01-05,2024-01-05,Kalibr,,,1.0,3.0,,\n"
    assert all(r.stopped is None or r.stopped <= r.launched for r in reports(text).rows)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    """Whatever a file holds, it is read or told, and nothing is raised."""
    found, problems = read_reports("r.csv", content)
    assert problems or found.rows or found.unmapped
    read_classes("c.csv", content)
