"""The road as functions: what is planned beside the plan, and when it need not be."""

from __future__ import annotations

import dataclasses
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import jointstock
from jointstock import flow
from jointstock.programme.digest import digest
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOTMENTS
from jointstock.words.errors import ProgrammeError, SettingError
from jointstock.words.plan_json import to_json
from jointstock.words.results import Findings, Plan

STEPS = Path(__file__).parents[1] / "examples" / "first-steps"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return flow.read(STEPS)


@pytest.fixture(scope="module")
def told() -> list[str]:
    """Which plans were made, in order, as progress was told."""
    return []


@pytest.fixture(scope="module")
def findings(programme: Programme, told: list[str]) -> Findings:
    return flow.study(programme, progress=lambda what, goal: told.append(what))


def given(plan: Plan) -> int:
    """Units given in all."""
    return sum(entry.transfers[0].quantity for entry in plan.entries if entry.kind == "donation")


def test_a_folder_may_be_named_as_text() -> None:
    assert flow.read(str(STEPS)) == flow.read(STEPS)
    with pytest.raises(ProgrammeError, match="folder-missing"):
        flow.read(STEPS / "nothing")


def test_a_study_plans_the_other_policy_and_the_programme_without_the_buy(
    findings: Findings, told: list[str]
) -> None:
    """Without call-offs nothing can be backfilled in 7 months, so nothing at all is given."""
    assert list(dict.fromkeys(told)) == [
        *("the plan", "what each goal cost the next"),
        *("gifts borne by all", "without call-offs"),
        *(f"allotment by {rule}" for rule in ("leximin", "pro-rata", "equal", "priority")),
        *("a floor stated higher", "what holds each member", "what would help most"),
    ]
    assert findings.plan.settings["borne"] == "donor"
    assert findings.other_policy.settings["borne"] == "all"
    assert given(findings.plan) == 3
    assert given(findings.no_buy) == 0
    assert not [entry for entry in findings.no_buy.entries if entry.kind == "call_off"]
    assert [(one.donation, one.with_buy, one.without_buy) for one in findings.freed] == [
        ("DE-UA", 3, 0)
    ]
    assert findings.pivotal == ()  # the line is open already


def test_the_plan_of_a_study_is_the_plan(programme: Programme, findings: Findings) -> None:
    assert findings.plan == flow.plan(programme)


def test_every_rule_of_allotment_is_laid_beside_the_own(
    programme: Programme, findings: Findings
) -> None:
    """The own rule comes first and is the plan itself; its plan is not made again."""
    found = findings.allotments
    assert found is not None
    assert [one.rule for one in found.rules] == list(ALLOTMENTS)
    assert found.chosen.cost == pytest.approx(findings.plan.goal("cost").value)
    made: list[str] = []
    chosen = programme.replace(plan=dataclasses.replace(programme.plan, allotment="equal"))
    own = flow.plan(chosen)
    again = flow.allotments(chosen, own, progress=lambda what, goal: made.append(what))
    assert [one.rule for one in again.rules] == [
        *("equal", "penalty", "leximin", "pro-rata", "priority")
    ]
    assert "allotment by equal" not in made
    by_rule = {one.rule: one for one in found.rules}
    assert by_rule == {one.rule: one for one in again.rules}


def test_without_donations_one_plan_is_made(programme: Programme) -> None:
    """Nothing is borne and nothing freed: the plan itself stands for the two others."""
    made: list[str] = []
    alone = programme.replace(donations=())
    found = flow.study(
        alone, goal_costs=False, rules=False, progress=lambda what, goal: made.append(what)
    )
    assert set(made) == {
        *("the plan", "a floor stated higher"),
        *("what holds each member", "what would help most"),
    }
    assert found.goal_costs == ()
    assert found.other_policy is found.plan
    assert found.no_buy is found.plan
    assert found.freed == ()


def test_what_goals_cost_is_asked_of_small_programmes_or_where_wanted(
    programme: Programme, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if no programme were small."""
    assert [(one.held, one.goal) for one in findings.goal_costs][:2] == [
        ("serve", "firm"),
        ("firm", "floors"),
    ]
    monkeypatch.setattr("jointstock.flow.studying.is_small", lambda programme: False)
    assert flow.study(programme).goal_costs == ()
    assert flow.study(programme, goal_costs=True).goal_costs == findings.goal_costs


def test_a_study_says_what_holds_each_member_as_asking_does(
    programme: Programme, findings: Findings
) -> None:
    """In parts of units alone: nothing is planned anew for it."""
    asked = flow.questions(programme, findings.plan)
    members = [row.member for row in programme.members]
    assert [one.member for one in findings.explanations] == members
    for one in findings.explanations:
        mine, theirs = (
            [[r.change for r in a.reasons] for a in found.answers]
            for found in (one, asked.why(one.member, whole=False))
        )
        assert mine == theirs
    assert flow.why(programme, findings.plan, "DE").answers[0].reasons[0].whole == 1
    assert flow.helpful(programme, findings.plan, 1)[0].change.kind == "budget"
    assert findings.changes == flow.helpful(programme, findings.plan)
    assert {one.by for one in findings.changes} == {"whole units"}


def test_a_study_asks_who_is_pivotal(programme: Programme) -> None:
    """With a minimum order of 8, the Netherlands cannot open the line without Germany.

    The Dutch want 9 and can pay for 6; Germany wants 5, and may give 3 and buy 3 to replace them,
    which makes 8. So Germany is pivotal for the line, and the Netherlands is not.
    """
    line = dataclasses.replace(
        programme.lines[0],
        already_open=False,
        minimum_order=8,
        opening_cost=Decimal(1000),
        currency="EUR",
    )
    made: list[str] = []
    found = flow.study(
        programme.replace(lines=(line,)), progress=lambda what, goal: made.append(what)
    )
    assert set(made) >= {"without DE", "without NL"}
    assert [(one.line, one.members) for one in found.pivotal] == [("L1", ("DE",))]


def test_settings_are_changed_with_their_digest(programme: Programme) -> None:
    turned = flow.with_settings(programme, borne="all")
    assert turned.plan.borne == "all"
    assert turned.plan.order.index("give") < turned.plan.order.index("floors")
    assert turned.digest == digest(turned) != programme.digest
    assert flow.with_settings(turned, borne="donor") == programme
    assert flow.with_settings(programme, borne="donor", exact=True) is programme
    assert flow.with_settings(programme, exact=False).plan.exact is False
    with pytest.raises(SettingError, match="'nobody'"):
        flow.with_settings(programme, borne="nobody")


def test_goals_of_the_folder_are_those_of_its_own_policy(programme: Programme) -> None:
    """An order of goals that was chosen for one policy is not taken over to the other."""
    chosen = ("serve", "firm", "floors", "give", "late", "cost", "steady")
    own = programme.replace(plan=dataclasses.replace(programme.plan, goals=chosen))
    assert flow.with_settings(own, borne="donor").plan.order == chosen
    assert flow.with_settings(own, borne="all").plan.goals == ()


def test_results_are_written_into_a_new_folder_and_the_same_each_time(
    programme: Programme, findings: Findings, tmp_path: Path
) -> None:
    for folder in ("a/b", "c"):
        flow.publish(programme, findings, tmp_path / folder)
    for name in flow.RESULTS:
        first = (tmp_path / "a/b" / name).read_bytes()
        assert first == (tmp_path / "c" / name).read_bytes(), name
    assert (tmp_path / "c" / "plan.json").read_text() == to_json(findings.plan)


def test_a_report_without_its_requirements_says_what_to_install(
    programme: Programme, findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it were not there: one sentence, and plan and workbook all the same."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(SettingError, match=r"needs jinja2, .* install jointstock\[report\]"):
        flow.publish(programme, findings, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["certificate.json", "plan.json", "plan.xlsx"]


def test_public_names_are_those_of_their_modules() -> None:
    assert jointstock.flow is flow
    assert jointstock.read is flow.read
    assert jointstock.study is flow.study
    assert jointstock.Programme is Programme
    assert set(jointstock.__all__) <= set(dir(jointstock))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        jointstock.nothing  # noqa: B018  # asking is what raises
