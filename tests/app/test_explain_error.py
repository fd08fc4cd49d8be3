"""``explain-error``: what the page says of a code, on the terminal and as data."""

from __future__ import annotations

import json

import pytest

from app.console import call
from jointstock.programme.explained import explain
from jointstock.programme.faults import FAULTS
from programme.errors_page import PAGE


@pytest.mark.parametrize("code", FAULTS)
def test_each_code_is_explained_as_on_the_page(code: str) -> None:
    """Cause, repair and example on the terminal are those of the code's section of the page."""
    found = call("explain-error", code)
    assert found.exit_code == 0
    section = PAGE.read_text(encoding="utf-8").split(f"\n### {code}", 1)[1].split("\n### ")[0]
    for part in (FAULTS[code].cause, FAULTS[code].repair, explain(code).told):
        assert part in section
        assert part in found.stdout
    assert code in explain(code).told


def test_as_data() -> None:
    told = json.loads(call("explain-error", "past-above-ceiling", "--json").stdout)
    assert (told["code"], told["remark"], told["exit_code"]) == ("past-above-ceiling", False, 4)
    assert json.loads(call("explain-error", "band-price", "--json").stdout)["exit_code"] == 0
    assert told["shown"][1].startswith("promised.csv:2  L1,DE,")


def test_an_unknown_code_names_those_that_are_near() -> None:
    found = call("explain-error", "whole-from")
    assert found.exit_code == 2
    assert "did you mean whole-form" in found.stderr
    assert call("explain-error", "zzzzzz").stderr.count("did you mean") == 0
    assert call("explain-error", "Whole-Form").exit_code == 0


def test_without_a_code_all_are_listed() -> None:
    listed = call("explain-error").stdout.split()
    assert set(FAULTS) <= set(listed)
    told = json.loads(call("explain-error", "--json").stdout)
    assert [one["code"] for one in told["errors"]] == list(FAULTS)
