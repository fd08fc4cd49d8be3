"""The verb accession: on the first example, and where nobody can join."""

import json
from pathlib import Path

from app.console import EXAMPLES, call
from jointstock import flow

FIRST = EXAMPLES / "first-steps"


def test_before_and_after_are_plans_without_and_with_the_member() -> None:
    """Germany's joining: the figures are those of the two plans, made apart."""
    programme = flow.read(FIRST)
    without = programme.replace(
        signatories=tuple(row for row in programme.signatories if row.member != "DE"),
        demand=tuple(row for row in programme.demand if row.member != "DE"),
        donations=(),
        funding=(),
    )
    before = flow.plan(without)
    after = flow.plan(programme, in_force=before)
    data = json.loads(call("accession", FIRST, "DE", "--json").stdout)
    assert data["status"] == after.status
    for row, member in zip(data["members"], programme.members, strict=True):
        for when, plan in (("before", before), ("after", after)):
            missing = float(plan.floor_months_missing(member.member))
            late = sum(one.unit_months for one in plan.late if one.member == member.member)
            assert round(row[when]["missing"] - missing, 9) == 0
            assert row[when]["late"] == late


def test_who_is_worse_off_is_told_first() -> None:
    """The Dutch share the line's twelve months with Germany."""
    lines = call("accession", FIRST, "DE").stdout.splitlines()
    assert lines[0] == "With Germany 14 units are called off, without it 6."
    assert lines[1] == (
        "Netherlands has it worse: floor-months missing 2.1 (1.9 before) "
        "and unit-months late 3 (0 before)."
    )


def test_shares_are_told_before_and_after() -> None:
    """Without Germany the others pay their own cost; shares after add up to the cost of all."""
    data = json.loads(call("accession", FIRST, "DE", "--json").stdout)
    shares = data["shares"]
    assert shares["joining"] == ["DE"]
    assert set(shares["before"]) == {"NL"}
    programme = flow.read(FIRST)
    plan = flow.plan(programme)
    found = flow.share(programme, of=plan, studies=False)
    assert sum(shares["after"].values()) == found.total
    assert shares["monotone"]
    assert shares["after"]["NL"] <= shares["before"]["NL"] + found.worst.tolerance
    text = " ".join(call("accession", FIRST, "DE").stdout.split())
    assert "With Germany nobody pays more than without" in text


def test_why_no_shares_are_told_of_an_accession() -> None:
    """Where nobody else wants anything for sure there is nothing to share before."""
    alone = ("--set", "demand.NL.C1.M1.2025-06.firm=0")
    found = call("accession", FIRST, "DE", *alone)
    assert found.exit_code == 0
    assert "No shares are told: nobody has firm demand" in " ".join(found.stdout.split())


def test_who_cannot_join(tmp_path: Path) -> None:
    assert "'SE' is no member; write one of" in call("accession", FIRST, "SE").stderr
    call("init", "first-steps", tmp_path / "mine")
    (tmp_path / "mine" / "signatories.csv").write_text("contract,member\nC1,NL\n")
    said = call("accession", tmp_path / "mine", "DE")
    assert said.exit_code == 2
    assert 'DE has signed nothing; say from when it joins: --set "join DE 2025-01"' in said.stderr
    assert call("accession", tmp_path / "mine", "DE", "--set", "join DE 2025-01").exit_code == 0
