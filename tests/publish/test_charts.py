"""Every chart comes out as SVG and PNG, says what it shows, and uses colours that are named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from jointstock.need import requirement, risk
from jointstock.programme import tables as t
from jointstock.publish import charts
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.publish.charts.fits import fit_panels
from jointstock.publish.charts.risk import risk_panels
from jointstock.publish.sections import sections
from jointstock.publish.wording import NONE
from jointstock.words.errors import SettingError
from jointstock.words.results import Decisions, Findings
from need import raided
from publish import made

PROGRAMME, FINDINGS = made.programme(), made.findings()


@pytest.mark.parametrize("make", charts.CHARTS, ids=lambda make: make.__name__)
def test_svg_and_png(make: Callable[..., Any], tmp_path: Path) -> None:
    chart = make(PROGRAMME, FINDINGS)
    assert chart.description
    svg, again, png = (tmp_path / name for name in ("chart.svg", "again.svg", "chart.png"))
    charts.export(chart, svg)
    charts.export(make(PROGRAMME, FINDINGS), again)
    charts.export(chart, png)
    assert svg.read_bytes() == again.read_bytes()
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    texts = [element for element in root.iter() if element.tag.endswith("}text")]
    assert texts, "text stays text, so that a browser draws it in its own fonts"
    assert all(text.get("font-family") == look.FONT for text in texts)
    assert png.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("make", charts.CHARTS, ids=lambda make: make.__name__)
def test_with_nothing_to_show(make: Callable[..., Any]) -> None:
    plan = made.plan(entries=(), decisions=Decisions(), shortfalls=())
    findings = made.findings(plan=plan, other_policy=plan, no_buy=plan, freed=(), pivotal=())
    programme = made.programme(
        donations=(), raids=(), announcements=(), budgets=(), promised=(), lines=(), floors=()
    )
    assert look.to_svg(make(programme, findings)).startswith("<svg")


def test_panels_draw_each_its_own_member() -> None:
    svg = look.to_svg(charts.deliveries_by_member(PROGRAMME, FINDINGS))
    assert "Germany: 36 units delivered" in svg
    assert "Sweden: 12 units delivered" in svg


def test_series_are_named_in_the_picture() -> None:
    svg = look.to_svg(charts.stock_against_floor(PROGRAMME, FINDINGS))
    for name in ("stock", "floor", "missing to the floor"):
        assert f">{name}<" in svg


def test_hostile_names_stay_text() -> None:
    parties = made.programme().parties
    programme = made.programme(
        members=(
            t.Member(member="DE", name="<script>alert(1)</script>"),
            t.Member(member="SE", name="'); alert(1); ('"),
        ),
        parties=parties,
    )
    svg = look.to_svg(charts.stock_against_floor(programme, FINDINGS))
    assert "<script" not in svg
    ET.fromstring(svg)


def test_pictures_in_one_page_do_not_share_ids() -> None:
    one, two = (
        look.inline_svg(charts.stock_against_floor(PROGRAMME, FINDINGS), name)
        for name in ("first", "second")
    )
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, two)]
    assert not ids[0] & ids[1]
    for svg, own in zip((one, two), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= own


def test_raids_by_month_stand_in_the_order_of_time() -> None:
    """April, the first by letters, comes after the months before it."""
    months = ("2022-11", "2022-12", "2023-01", "2023-04")
    raids = tuple(
        t.Raid(day=f"{month}-{day:02d}", class_="cruise", launched=1)
        for month in months
        for day in range(1, 29)
    )
    chart = charts.raids_by_day(PROGRAMME.replace(raids=raids), FINDINGS).to_dict()
    assert chart["encoding"]["x"]["sort"] == ["Nov 2022", "Dec 2022", "Jan 2023", "Apr 2023"]


def test_another_ending_is_refused(tmp_path: Path) -> None:
    chart = charts.raids_by_day(PROGRAMME, FINDINGS)
    with pytest.raises(SettingError, match=r"\.svg or \.png"):
        charts.export(chart, tmp_path / "chart.pdf")


def test_risk_and_fits_of_a_programme_with_raids() -> None:
    """Each member and item has a panel of risk, each class one of fits, and both are drawn."""
    programme, plan = raided.programme(), raided.plan()
    needs = requirement(programme, days=20, times=20)
    fields = {"plan": plan, "other_policy": plan, "no_buy": plan, "freed": (), "pivotal": ()}
    findings = Findings(**fields, needs=needs, risk=risk(programme, plan, days=20, times=20))
    panels = risk_panels(programme, findings)
    assert [words.split(":")[0] for words, _ in panels.charts] == ["DE", "NL"]
    assert [words for words, _ in fit_panels(programme, findings).charts] == [
        "ballistic: recorded days",
        "cruise: recorded days",
    ]
    for make in (charts.risk_by_month, charts.fits_by_class):
        assert "<svg" in look.to_svg(make(programme, findings))
    told = {one.id: one for one in sections(Brief(programme, findings))}
    floors = told["needed"].blocks[1].table.rows
    assert floors[0][:2] == ("DE", "30ᵃ")
    assert floors[1][1] == NONE
    assert "NL" in told["risk"].blocks[1].drawings[1].words
