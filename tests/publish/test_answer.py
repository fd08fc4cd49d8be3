"""What is told in sentences is what the entries say."""

from __future__ import annotations

import dataclasses

from jointstock.programme import tables as t
from jointstock.publish.answer import answer
from jointstock.publish.brief import Brief
from jointstock.publish.headline import figures
from jointstock.publish.limiting import limits
from jointstock.publish.summary import lines
from jointstock.publish.wording import ASSUMED, unmarked
from jointstock.words.results import Decisions, Findings
from publish import made


def told(findings: Findings | None = None, **changes: object) -> str:
    brief = Brief(made.programme(**changes), findings or made.findings())
    return "\n".join(one.text for one in answer(brief))


def limiting(findings: Findings | None = None, **changes: object) -> list[str]:
    brief = Brief(made.programme(**changes), findings or made.findings())
    return [unmarked(one.text) for one in limits(brief)]


def test_the_summary_says_it_in_a_dozen_lines() -> None:
    found = lines(made.programme(), made.findings())
    assert 10 <= len(found) <= 16
    text = "\n".join(found)
    for part in (
        "A joint buy made by hand (facts as of 2024-01-03)",
        "48 GEM-T are called off under contract C1, from January 2024 to June 2024",
        "36 by Germany and 12 by Sweden",
        "The plan opens line WEST (Works & Sons).",
        "Germany gets 36: the first in April 2024, half by February 2025, all by June 2025.",
        "In January 2024 members together lack 8 of the 36 they should hold",
        "Germany can give 4 of 6 GEM-T to Ukraine, from July 2024 to August 2024",
        "all are replaced by June 2025, of which Norway pays 15 million EUR",
        "Without the joint buy it could give none.",
        "240 million EUR to suppliers, 4.8 million EUR in fees",
        "255 million EUR in all",
        "1 unit of firm demand is not called off (Sweden).",
    ):
        assert part in text
    assert ASSUMED not in text


def test_assumed_figures_are_marked_and_reported_ones_are_not() -> None:
    assert f"4{ASSUMED} of 6{ASSUMED} GEM-T" not in told(
        donations=tuple(
            dataclasses.replace(row, basis="reported") for row in made.programme().donations
        )
    )
    assert f"4{ASSUMED} of 6{ASSUMED} GEM-T" in told()


def test_nothing_called_off_is_said() -> None:
    plan = made.plan(entries=(), decisions=Decisions(), shortfalls=(), not_called_off=())
    text = told(made.findings(plan=plan, freed=(), pivotal=()))
    assert "Nothing is called off under contract C1." in text
    assert "No line is opened." in text
    assert "The plan pays nothing." in text
    assert "Germany can give none of 6" in text


def test_floors_that_hold_are_said() -> None:
    text = told(made.findings(plan=made.plan(shortfalls=())))
    assert "No member falls below its floor in any month" in text


def test_floors_that_never_recover_are_said() -> None:
    last = dataclasses.replace(made.shortfalls()[0], month=made.START + 23)
    text = told(made.findings(plan=made.plan(shortfalls=(last,))))
    assert "At the end, in December 2025, Germany still fall short." in text


def test_figures_of_the_first_page() -> None:
    found = {
        one.label: unmarked(one.value) for one in figures(Brief(made.programme(), made.findings()))
    }
    assert found["Called off"] == "48 GEM-T"
    assert found["All delivered by"] == "August 2025"
    assert found["Most missing to the floors"] == "8"
    assert found["Can be given"] == "4 GEM-T"
    assert found["It costs"] == "255 million EUR"


def test_what_limits_the_plan() -> None:
    found = limiting()
    for part in (
        "Line EAST (Works & Sons) is full in 9 of 24 months (April 2024 to December 2024)",
        "30 of the 72 units it can make are used, 12 of them for promises made before the start.",
        "From line WEST (Works & Sons) nothing called off can come before January 2025",
        "the lead of 10 months from the first call-off, and no capacity to spare before.",
        "The ceiling of contract C1, 48, is reached.",
        "Line WEST (Works & Sons) gets exactly the 30 it needs to be opened.",
        "Sweden has less left than it takes to pay for one more unit",
        "at the end of fiscal year 2023.",
        "Germany gives 4 of up to 6 (DE-UA)",
        "each gift must be backfilled within 12 months, and 4 are.",
        "Sweden cannot serve 1 unit of its own use (November 2024).",
    ):
        assert any(part in text for text in found), part


def test_a_late_call_off_window_moves_the_first_delivery() -> None:
    contracts = (dataclasses.replace(made.programme().contracts[0], call_off_from=made.START + 6),)
    text = " ".join(limiting(contracts=contracts))
    assert "From line EAST (Works & Sons) nothing called off can come before October 2024" in text


def test_a_ceiling_with_room_and_no_ceiling() -> None:
    contract = made.programme().contracts[0]
    room = limiting(contracts=(dataclasses.replace(contract, ceiling=100, called_off_before=10),))
    assert (
        "Contract C1 has 42 of its ceiling of 100 left: 58 are called off (10 of them before the "
        "start)." in room
    )
    none = limiting(contracts=(dataclasses.replace(contract, ceiling=None),))
    assert not any("ceiling" in text for text in none)


def test_an_idle_line_and_a_closed_one() -> None:
    idle = t.Line(line="SPARE", contract="C1", item="GEM-T", already_open=True)
    lines_ = (*made.programme().lines, idle)
    capacity = (
        *made.programme().capacity,
        t.Capacity(line="SPARE", from_=made.START, units_per_month=1),
    )
    assert "Line SPARE is never full: 0 % of what it can make is used." in limiting(
        lines=lines_, capacity=capacity
    )
    closed = made.plan(decisions=dataclasses.replace(made.plan().decisions, lines_opened=()))
    assert "Line WEST (Works & Sons) is not opened, so nothing comes from it." in limiting(
        made.findings(plan=closed)
    )
