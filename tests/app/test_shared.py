"""The verbs share and verify: what they tell, write and refuse."""

import json
from pathlib import Path

import pytest

from app.console import call
from example_tables import STEPS
from jointstock.programme.settings import ALLOTMENTS


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(*arguments: object) -> dict:
    found = call("share", STEPS, *arguments, "--json")
    assert found.exit_code == 0, found.stdout
    assert found.stderr == ""
    return json.loads(found.stdout)


def test_share_tells_shares_that_add_up() -> None:
    found = told()
    assert sum(one["share"] for one in found["members"]) == found["total"]
    assert found["worst"]["closed"]
    assert "Alone, a group has" in found["rule"]["words"]
    assert found["files"] == {}


def test_share_in_words() -> None:
    found = call("share", STEPS)
    assert found.exit_code == 0
    for text in ("Together:", "Stable:", "Rule:", "Germany", "tightest group"):
        assert text in found.stdout


def test_share_writes_a_certificate_that_verify_accepts() -> None:
    found = told("--out", "here")
    assert set(found["files"].values()) == {
        str(Path("here", "shares.json")),
        str(Path("here", "certificate.json")),
    }
    checked = call("verify", Path("here", "certificate.json"), "--json")
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["holds"]
    said = " ".join(call("verify", Path("here", "certificate.json")).stdout.split())
    assert "not checked" in said
    digest = json.loads(call("check", STEPS, "--json").stdout)["digest"]
    assert f"compare the digest {digest} with that of the folder, which jointstock check" in said


def test_verify_tells_what_was_touched() -> None:
    told("--out", "here")
    path = Path("here", "certificate.json")
    data = json.loads(path.read_text())
    data["shares"]["DE"] -= 100
    path.write_text(json.dumps(data))
    found = call("verify", path)
    assert found.exit_code == 1
    assert "DOES NOT HOLD: the shares add up" in found.stdout


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": "jointstock share certificate"}'])
def test_verify_refuses_what_is_no_certificate(text: str) -> None:
    Path("other.json").write_text(text)
    assert call("verify", "other.json").exit_code == 2


def test_share_by_another_rule_and_method() -> None:
    found = told("--rule", "whole", "--outside", "beside", "--late", "1", "--method", "nucleolus")
    assert found["method"] == "nucleolus"
    assert found["rule"]["slots"] == "whole"
    assert found["rule"]["late_percent"] == 1.0


def test_share_by_a_key_and_with_a_subsidy() -> None:
    found = told("--method", "key", "--key", "DE=1,NL=3")
    shares = {one["member"]: one["share"] for one in found["members"]}
    assert abs(3 * shares["DE"] - shares["NL"]) <= 3
    helped = told("--subsidy", "1000")  # two members get none, and none is told
    assert (helped["total"], helped["subsidy"]) == (found["total"], 0)
    assert "subsidy" not in call("share", STEPS, "--subsidy", "1000").stdout


def test_audit_of_given_shares() -> None:
    found = told("--audit", "DE=1e6,NL=2e7")
    assert found["worst"]["group"] == ["NL"]
    assert not found["worst"]["stable"]
    assert "Not stable" in call("share", STEPS, "--audit", "DE=1e6,NL=2e7").stdout


def test_what_a_plan_spends_beside() -> None:
    """Shares and what stands beside them are the plan's cost, to the cent; made or given alike."""
    call("plan", STEPS, "--out", "plan.json")
    found = told("--plan", "plan.json")
    plan = json.loads(Path("plan.json").read_text())
    cost = next(goal["value"] for goal in plan["goals"] if goal["goal"] == "cost")
    spent = sum(sum(line["amounts"].values()) for line in found["beside"])
    assert found["total"] + spent == found["plan_cost"] == round(100 * cost)
    assert told() == found


def test_what_is_not_bought_is_named_and_not_shared() -> None:
    """With its budget cut to nothing the Netherlands buys nothing, pays nothing, and is named."""
    said = call("share", STEPS, "--set", "cut NL 100")
    assert said.exit_code == 0
    text = " ".join(said.stdout.split())
    assert "Not bought, and so not shared: 7 M1 of Netherlands." in text
    found = told("--set", "cut NL 100")
    assert [one["member"] for one in found["members"]] == ["DE"]
    assert found["left_out"] == [{"member": "NL", "contract": "C1", "item": "M1", "units": 7}]


def test_higher_floors_are_planned() -> None:
    """By the own rule at 10 and 25 percent, by each other one at 25."""
    found = told("--floors")["higher_floors"]
    cases = {(one["rule"], one["member"], one["percent"]) for one in found}
    assert cases == {
        *(("penalty", member, percent) for member in ("DE", "NL") for percent in (10, 25)),
        *((rule, member, 25) for rule in ALLOTMENTS[1:] for member in ("DE", "NL")),
    }
    text = " ".join(call("share", STEPS, "--floors").stdout.split())
    assert "by rule of allotment" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("--method", "fair"),
        ("--audit", "DE"),
        ("--audit", "DE=1,SE=2"),
        ("--method", "key"),
        ("--method", "key", "--key", "DE=1,NL=3,DE=2"),
        ("--late", "-1"),
    ],
)
def test_what_is_not_possible(arguments: tuple[str, ...]) -> None:
    assert call("share", STEPS, *arguments).exit_code == 2


def test_share_verify_is_verify() -> None:
    """A certificate is checked as well by ``share verify``, with its options."""
    told("--out", "here")
    for words in (("--json",), ()):
        both = [
            call(*verb, "here/certificate.json", *words)
            for verb in (("share", "verify"), ("verify",))
        ]
        assert both[0].exit_code == both[1].exit_code == 0
        assert both[0].stdout == both[1].stdout
