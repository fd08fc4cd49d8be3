"""Rules of allotment as sentences and as a table: who gains, who loses, by how much."""

from __future__ import annotations

from dataclasses import replace

from jointstock.publish import allotting, report
from jointstock.publish.wording import MINUS
from jointstock.words.allotments import Allotment, Allotments, Allotted
from jointstock.words.months import Month
from publish import made

PROGRAMME = made.programme()
ONE = Allotted("DE", 0.5, 6.0, 3, 4, 36, 36, Month.of(2028, 5), 200, 1_000_000.0)
OTHER = replace(ONE, member="SE", lowest=None, missing=2.0, given=0)


def found() -> Allotments:
    """By equal parts Germany lacks a month and a half more and gives one fewer; Sweden gains."""
    equal = (replace(ONE, missing=7.5, given=3), replace(OTHER, missing=1.0))
    rules = [
        ("penalty", (ONE, OTHER), 5e6),
        ("equal", equal, 5.25e6),
        ("priority", (ONE, OTHER), 5e6),
    ]
    members = {m.member for m in PROGRAMME.members} - {"DE", "SE"}
    rest = tuple(Allotted(m, None, 0.0, 0, 0, 0, 0, None, 0, 0.0) for m in sorted(members))
    return Allotments(tuple(Allotment(rule, (*own, *rest), cost) for rule, own, cost in rules))


def test_a_sentence_tells_who_gains_and_who_loses() -> None:
    currency = PROGRAMME.currency
    equal, priority = allotting.lines(PROGRAMME, found())
    assert equal == (
        f"Equal parts: Sweden ({MINUS}1.0) lacks less, and Germany (+1.5) lacks more; +0.5 "
        f"floor-months in all, one unit fewer given and +250,000 {currency} of present cost."
    )
    assert priority == (
        "Priority, then date: nobody lacks more or less than by steps of the floors."
    )


def test_beyond_three_members_the_others_are_counted() -> None:
    """The greatest changes are named."""
    codes = ("DE", "SE", "NL", "RO", "ES")
    more = {code: 1.0 + number for number, code in enumerate(codes)}
    programme = made.programme(
        members=tuple(replace(PROGRAMME.members[0], member=c, name="") for c in codes)
    )
    rules = tuple(
        Allotment(
            rule, tuple(replace(ONE, member=c, missing=5.0 + by * more[c]) for c in codes), 0.0
        )
        for rule, by in (("penalty", 0), ("equal", 1))
    )
    (line,) = allotting.lines(programme, Allotments(rules))
    assert line.startswith("Equal parts: ES (+5.0), RO (+4.0), NL (+3.0) and two others lack more")


def test_the_table_has_a_row_for_each_member_and_rule() -> None:
    table = allotting.table(PROGRAMME, found())
    german = [row for row in table.rows if row[0] == "DE"]
    assert [row[1] for row in german] == ["penalty", "equal", "priority"]
    assert [row[4] for row in german] == [0.0, 1.5, 0.0]
    assert allotting.table(PROGRAMME, None).rows == ()


def test_the_report_has_a_section_where_rules_were_compared() -> None:
    """With a chart, a table, and a word on where the choice is recorded."""
    html = report.render(PROGRAMME, made.findings(allotments=found()))
    section = html.split('id="allotments"')[1].split("</section>")[0]
    for text in (
        f"Sweden ({MINUS}1.0) lacks less",
        "equal parts",
        "<svg",
        "programme.toml",
        "36 of 36",
    ):
        assert text in section
    assert 'id="allotments"' not in report.render(PROGRAMME, made.findings())


def test_the_goals_say_by_which_rule_the_plan_was_made() -> None:
    """Where the programme asks for another than the usual one."""
    settings = {"borne": "donor", "allotment": "equal"}
    html = report.render(PROGRAMME, made.findings(plan=made.plan(settings=settings)))
    assert "allotted by equal parts (equal), as the programme asks" in html
    assert "allotted by the rule" not in report.render(PROGRAMME, made.findings())
