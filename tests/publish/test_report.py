"""The report is one file that asks for nothing, tells the plan's numbers, and escapes names."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jointstock.programme import tables as t
from jointstock.publish import report
from jointstock.words.errors import Place
from jointstock.words.results import Decisions
from publish import made

LOADING = {"src", "srcset", "href", "xlink:href", "data", "action", "poster", "background"}
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """The page taken apart: tags, ids, texts by section, and tables as rows of texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.captions: dict[str, str] = {}
        self.open: list[str] = []
        self._table = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in LOADING and value and not value.startswith("#"):
                self.loads.append(value)
            assert not name.startswith("on"), f"{tag} has a script in {name}"
        if tag == "table":
            self._table = dict(attrs)["class"].split()[-1]  # type: ignore[union-attr]
            self.tables[self._table] = []
            self.captions[self._table] = ""
        elif tag == "tr":
            self.tables[self._table].append([])
        elif tag in ("td", "th"):
            self.tables[self._table][-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "caption" in self.open:
            self.captions[self._table] += data
        elif "td" in self.open or "th" in self.open:
            self.tables[self._table][-1][-1] += "" if "sup" in self.open else data

    def rows(self, table: str) -> dict[str, list[str]]:
        """The rows of a table by their first cell."""
        return {row[0]: row[1:] for row in self.tables[table][1:]}


@pytest.fixture(scope="module")
def html() -> str:
    return report.render(made.programme(), made.findings())


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_nothing_is_asked_for_from_anywhere(html: str, page: Page) -> None:
    assert page.loads == []
    for tag in ("script", "link", "img", "iframe", "object", "embed", "form", "video", "audio"):
        assert page.tags[tag] == 0
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    # Inside pictures, addresses within the page alone.
    assert all(one.startswith("#") for one in re.findall(r"url\(['\"]?([^)]*)\)", html))


def test_every_section_is_there_and_in_the_contents(html: str, page: Page) -> None:
    wanted = [
        *("bought", "received", "stock", "donated", "freed", "gift-cost", "limits", "pivotal"),
        *("money", "raids", "announced", "goals", "goal-costs", "assumed", "sources", "words"),
    ]
    assert re.findall(r'<section id="([^"]+)"', html) == ["answer", *wanted]
    assert re.findall(r'<li><a href="#([^"]+)"', html) == wanted
    assert not [anchor for anchor in re.findall(r'href="#([^"]+)"', html) if anchor not in page.ids]


def test_ids_are_given_once(page: Page) -> None:
    assert [one for one, times in Counter(page.ids).items() if times > 1] == []


def test_pictures_have_a_name_and_a_table(html: str) -> None:
    named = re.findall(r'<svg role="img" aria-labelledby="([^"]+)"', html)
    assert len(named) >= 12
    for name in named:
        assert re.search(rf'id="{name}">[^<]+<', html)
    for section in re.findall(r'<section id="[^"]+".*?</section>', html, re.DOTALL):
        if "<figure" in section:
            assert "<table" in section


def test_every_table_says_facts_as_of(page: Page) -> None:
    assert len(page.captions) >= 15
    for caption in page.captions.values():
        assert "Facts as of 2024-01-03" in caption


def test_language_skip_link_and_headings(html: str, page: Page) -> None:
    assert '<html lang="en">' in html
    assert '<a class="skip" href="#content">' in html
    assert page.tags["h1"] == 1
    assert page.tags["main"] == 1
    assert html.index('class="skip"') < html.index("<header>")


def test_numbers_are_those_of_the_plan(page: Page) -> None:
    called = page.rows("call_offs")
    for name, member in (("Germany", "DE"), ("Sweden", "SE")):
        own = [c for c in made.CALL_OFFS if c[1] == member]
        assert called[name][4] == str(sum(c[3] for c in own if not c[4]))
    assert called["All"][4:7] == ["44", "4", "1"]

    received = page.rows("received")
    for name, member in (("Germany", "DE"), ("Sweden", "SE")):
        by_quarter = [
            sum(d[3] for d in made.DELIVERIES if d[1] == member and d[0] // 3 == quarter)
            for quarter in range(8)
        ]
        shown = [0 if cell == "\u2013" else int(cell) for cell in received[name]]
        assert shown == [*by_quarter, sum(by_quarter)]

    levels = page.rows("levels")
    for name, member in (("Germany", "DE"), ("Sweden", "SE")):
        held = made.stock_by_hand(member)
        ends = range(2, made.MONTHS, 3)
        assert levels[name][1:] == [f"{held[t]} / {made.floor_by_hand(member, t)}" for t in ends]

    missing = page.rows("missing")
    short = {(s.member, s.month - made.START): s.units for s in made.shortfalls()}
    months = [sum(1 for one in short if one[0] == member) for member in ("DE", "SE")]
    assert [missing["Germany"][-1], missing["Sweden"][-1]] == [str(months[0]), str(months[1])]

    (gift,) = page.tables["donations"][1:]
    assert gift[3:9] == ["6", "4", "Jul 2024", "Aug 2024", "4", "Jun 2025"]
    assert gift[-1] == "Norway 15 million EUR"


def test_money_is_that_of_the_plan(page: Page) -> None:
    totals = page.rows("totals")
    germany, sweden = 36 * made.PRICE, 12 * made.PRICE
    assert totals["Germany"] == ["180 million EUR", "3.6 million EUR", "\u2013", "184 million EUR"]
    assert germany + germany * 2 // 100 == 183_600_000_00
    assert totals["Sweden"][0] == "60 million EUR"
    assert sweden == 60_000_000_00
    assert totals["All"] == [
        "240 million EUR",
        "4.8 million EUR",
        "10 million EUR",
        "255 million EUR",
    ]
    years = [row for row in page.tables["years_payment"] if row[:2] == ["Germany", "2024"]]
    spent = (36 * 20 + 12 * 80) * made.PRICE // 100 * 102 // 100
    assert years[0][3:] == [
        "\u2013",
        "120.0",
        "\u2013",
        f"{spent / 1e8:.1f}",
        f"{120 - spent / 1e8:.1f}",
    ]


def test_goals_say_how_near_the_best(page: Page) -> None:
    found = page.rows("goals")
    assert found["Call off firm demand"][-1] == "proven: no plan does better"
    assert found["Hold the floors"][-1] == "at most 0.271 % from the best"
    assert found["Spend little"][1:3] == ["255 million EUR", "254 million EUR"]
    assert page.rows("below")["from 90 % to 100 % of the floor"] == ["0.98"]


def test_what_each_goal_cost_the_next(html: str, page: Page) -> None:
    """What is certain is a sentence; what may be nothing is not, and says how much it may be."""
    found = page.rows("goal_costs")
    assert found["Serving own use"][0] == "Call off firm demand"
    assert [row[-1] for row in found.values()] == [
        "nothing",
        "nothing that can be told apart from the gap: at most 0.25 points at the floors",
        "20.8 million EUR of present cost (between 20 million EUR and 21.8 million EUR)",
        "2 units moved from the plan in force",
    ]
    assert found["Calling off firm demand"][1:3] == ["12.28", "12.25"]
    assert found["Giving"][1:3] == ["255 million EUR", "234 million EUR"]
    assert (
        "<li>Giving first costs 20.8 million EUR of present cost "
        "(between 20 million EUR and 21.8 million EUR).</li>"
    ) in html
    assert "<li>Spending little first costs 2 units moved from the plan in force.</li>" in html
    assert "Serving own use first costs" not in html


def test_goals_that_cost_nothing_certain_are_told_so() -> None:
    """A cost without a bound on it has no most; one on which nothing is certain no sentence."""
    _, floors, *_ = made.goal_costs()
    unknown = dataclasses.replace(floors, most=float("inf"))
    html = report.render(made.programme(), made.findings(goal_costs=(unknown,)))
    assert "No goal cost the next anything that can be told apart from the gaps." in html
    (row,) = Page(html).tables["goal_costs"][1:]
    assert row[-1] == "nothing that can be told apart from the gap"
    sure = dataclasses.replace(unknown, cost=0.25, least=0.2)
    html = report.render(made.programme(), made.findings(goal_costs=(sure,)))
    # 1/6 + 1/2 + 23/30 + 59/60
    assert (
        "first costs 0.25 points at the floors (at least 0.2): 2.42 floor-months are missing, "
        "and 2.42 would be without it."
    ) in html


def test_the_announcement_is_reconciled(page: Page) -> None:
    found = page.rows("parts")
    assert found["Germany"][3] == "200 million EUR"
    assert found["Sweden"][2] == "not told"
    assert found["Not explained"] == ["", "16", "", "70 million EUR", "", ""]


def test_people_are_told_as_reported(html: str, page: Page) -> None:
    assert "People killed, as reported: at least 5; injured: at least 60." in html
    assert "collected by P. Example from public reports" in html
    # A total of what is only partly reported says so; a day without a report is not zero.
    assert page.tables["raids"][3] == [
        "2024-01-02",
        "cruise missiles",
        "70",
        "60",
        *["not reported"] * 2,
    ]


def test_assumed_figures_are_marked(html: str) -> None:
    mark = '<sup class="mark" title="rests on an assumed figure">a</sup>'
    assert f"6{mark}" in html
    # Sweden's stock of 8 and its floor are reported.
    assert ">8</td>" in html
    assert f">8{mark}</td>" not in html


def test_names_are_escaped() -> None:
    bad = "<script>alert('x')</script> & \"co\""
    programme = made.programme(
        title=bad,
        members=tuple(
            dataclasses.replace(row, name=bad, source=bad, note=bad, basis="assumed")
            for row in made.programme().members
        ),
        parties=tuple(dataclasses.replace(row, name=bad) for row in made.programme().parties),
    )
    html = report.render(programme, made.findings())
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    Page(html)


def test_same_input_same_bytes(tmp_path: Path, html: str) -> None:
    target = tmp_path / "report.html"
    report.write(made.programme(), made.findings(), target)
    assert target.read_bytes() == html.encode()


def test_an_empty_plan_makes_a_report_too() -> None:
    empty = made.plan(
        entries=(), decisions=Decisions(), shortfalls=(), not_served=(), not_called_off=()
    )
    bare = made.programme(
        donations=(), funding=(), raids=(), announcements=(), budgets=(), promised=(), use=()
    )
    findings = made.findings(
        plan=empty, other_policy=empty, no_buy=empty, freed=(), pivotal=(), goal_costs=()
    )
    page = Page(report.render(bare, findings))
    assert not {
        "donated",
        "freed",
        "gift-cost",
        "pivotal",
        "money",
        "raids",
        "announced",
        "goal-costs",
    } & set(page.ids)
    assert {"bought", "stock", "limits", "goals", "assumed", "sources"} <= set(page.ids)


def test_a_search_that_stopped_is_told() -> None:
    html = report.render(made.programme(), made.findings(plan=made.plan(status="limit")))
    assert "The search stopped at its limit" in html


def test_bounds_of_a_plan_on_a_grid_are_told_so() -> None:
    """What is proven of a plan on a coarser grid is proven of plans on that grid alone."""
    coarse = dataclasses.replace(made.plan(), settings={"monthly_until": 6})
    html = report.render(made.programme(), made.findings(plan=coarse))
    assert html.count("no plan does better") == html.count("does better on its grid of periods") > 0


def test_a_second_item_is_named() -> None:
    items = (*made.programme().items, t.Item(item="RADAR", at=Place("items.csv", 3)))
    page = Page(report.render(made.programme(items=items), made.findings()))
    assert "Germany, GEM-T" in page.rows("levels")
