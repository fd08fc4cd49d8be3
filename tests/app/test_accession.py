"""The verb accession: on the first example, and where nobody can join."""

import json
from pathlib import Path

from app.console import EXAMPLES, call
from jointstock import flow
from jointstock.ledger.fared import fared

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
            found = fared(plan, member.member)
            assert (row[when]["missing"], row[when]["got"]) == (float(found.missing), found.got)


def test_who_is_worse_off_is_told_first() -> None:
    """The Dutch share the line's twelve months with Germany."""
    lines = call("accession", FIRST, "DE").stdout.splitlines()
    assert lines[0] == "With Germany 14 units are called off, without it 6."
    assert lines[1] == (
        "Netherlands fares worse: floor-months missing 2.1 (1.9 before) "
        "and unit-months late 3 (0 before)."
    )


def test_who_cannot_join(tmp_path: Path) -> None:
    assert "'SE' is no member; write one of" in call("accession", FIRST, "SE").stderr
    call("init", "first-steps", tmp_path / "mine")
    (tmp_path / "mine" / "signatories.csv").write_text("contract,member\nC1,NL\n")
    said = call("accession", tmp_path / "mine", "DE")
    assert said.exit_code == 2
    assert 'DE has signed nothing; say from when it joins: --set "join DE 2025-01"' in said.stderr
    assert call("accession", tmp_path / "mine", "DE", "--set", "join DE 2025-01").exit_code == 0
