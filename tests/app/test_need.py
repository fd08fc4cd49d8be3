"""The verbs raids, need and risk: figures on the terminal, the same as data, and overlays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.console import EXAMPLES, call
from jointstock.need import consumption
from jointstock.need.exposed import exposed
from jointstock.programme.read import load
from programme.test_raid_reports import REPORTS

FLAGSHIP = EXAMPLES / "nspa-gemt-2024"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    file = tmp_path / "reports.csv"
    file.write_text(REPORTS, encoding="utf-8")
    return file


def test_raids_as_an_overlay(record: Path) -> None:
    """Rows and the class map are written; the map, edited, is taken back."""
    out = record.parent / "raids"
    found = call("raids", record, "--out", out, "--source", "made up")
    assert found.exit_code == 0, found.output
    assert "without a class: Moon rocket, 1 reports, 1 launched" in found.stdout
    assert "not told: 7 reports from 2023-12-20 to 2024-01-04" in found.stdout
    untold = (out / "not-told.txt").read_text(encoding="utf-8")
    assert all(line in found.stdout for line in untold.splitlines())
    classes = out / "classes-of-models.txt"
    assert "Moon rocket,,1,1\n" in classes.read_text(encoding="utf-8")
    rows = (out / "raids.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1] == "2023-12-20,cruise,2,2,reported,made up"
    some = json.loads(
        call("raids", record, "--from", "2023-12-21", "--to", "2024-01-02", "--json").stdout
    )
    days = {one["day"] for one in some["rows"]}
    assert days
    assert "2023-12-20" < min(days) <= max(days) <= "2024-01-02"
    assert call("raids", record, "--to", "1999-01-01").exit_code == 3
    assert call("raids", record, "--to", "January").exit_code == 2
    again = call("raids", record, "--out", out)
    assert again.exit_code == 2
    text = classes.read_text(encoding="utf-8").replace("Moon rocket,,", "Moon rocket,other,")
    classes.write_text(text, encoding="utf-8")
    mended = json.loads(call("raids", record, "--classes", classes, "--json").stdout)
    assert mended["unmapped"] == []
    assert {"day", "class", "launched", "stopped", "source"} == set(mended["rows"][0])


def test_raids_go_to_standard_output(record: Path) -> None:
    """As CSV, with what is not told on standard error; a file that is none is told."""
    found = call("raids", record)
    assert found.stdout.startswith("day,class,launched,stopped,basis,source\n")
    assert "not told" in found.stderr
    record.write_text("day,units\n", encoding="utf-8")
    assert call("raids", record).exit_code == 3


def test_need_of_the_flagship(tmp_path: Path) -> None:
    """Figures are those of the exact distribution; floors by risk can be laid over and read."""
    out = tmp_path / "by-risk"
    found = call("need", FLAGSHIP, "--json", "--out", out, "--fits")
    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    programme = load(FLAGSHIP)
    drawing = exposed(programme)[0][0].drawing
    use = consumption(drawing.model, drawing.policies, 30)
    germany = told["needs"][0]
    assert (germany["member"], germany["held"], germany["stated"]) == ("DE", 160, 300)
    # The guide's arithmetic: 47.4 threats a day, a tenth of them, two shots, 30 days.
    assert germany["by_days"]["value"] == pytest.approx(47.4 * 0.1 * 2 * 30)
    assert germany["by_risk"]["value"] == use.quantile(0.95)
    used = germany["distribution"]
    assert used["mean"] == pytest.approx(use.mean, abs=1e-3)
    assert used["quantile"]["0.95"] == use.quantile(0.95)
    assert used["pmf"][100] == pytest.approx(use.pmf[100], rel=1e-3)
    assert used["survival"][100] == pytest.approx(use.survival(100), rel=1e-3)
    assert {one["class"] for one in told["fits"]} >= {"cruise", "ballistic"}
    assert all(one["reasons"] for one in told["fits"])
    laid = load(FLAGSHIP, [out])
    assert {row.method for row in laid.floors} == {"risk"}
    assert call("need", FLAGSHIP, "--out", out).exit_code == 2
    assert "284 (38 to 570)" in call("need", FLAGSHIP).stdout


def test_need_of_a_programme_without_raids() -> None:
    """Without exposure there is nothing to tell, and no error."""
    found = call("need", EXAMPLES / "first-steps", "--json")
    assert json.loads(found.stdout)["needs"] == []
    assert call("need", FLAGSHIP, "--service", "100").exit_code == 2


def test_risk(tmp_path: Path) -> None:
    """Of a plan that is given, as tables and as data; settings that are not possible are told."""
    plan = tmp_path / "plan.json"
    first = EXAMPLES / "first-steps"
    assert call("plan", first, "--out", plan).exit_code in (0, 5)
    raided = (
        *("--with", _exposed(tmp_path)),
        *("--in-force", plan, "--months", "3", "--delay", "2=25"),
    )
    found = call("risk", first, *raided, "--json")
    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert told["delays"] == [[0, 0.75], [2, 0.25]]
    risk = told["risks"][0]
    assert len(risk["months"]) == 3
    assert {"pmf", "mean", "quantile", "survival"} == set(risk["distribution"])
    chances = [one["runs_out"]["value"] for one in risk["begun"]]
    tail = risk["distribution"]["survival"]
    stocks = [one["stock"] for one in risk["begun"]]
    assert chances == pytest.approx([tail[k] if k < len(tail) else 0 for k in stocks], abs=1e-8)
    assert all(0 <= month["below_zero"] <= 1 for month in risk["months"])
    shown = call("risk", first, *raided).stdout
    assert "if 30 days of raids began after" in shown
    assert call("risk", first, "--in-force", plan, "--delay", "two=x").exit_code == 2
    assert call("risk", first, "--in-force", plan, "--from", "spring").exit_code == 2


def _exposed(folder: Path) -> Path:
    """An overlay with raids on the first member of first-steps."""
    programme = load(EXAMPLES / "first-steps")
    member, item = programme.stocks[0].member, programme.stocks[0].item
    overlay = folder / "raided"
    overlay.mkdir()
    tables = {
        "threats": "class\ncruise\n",
        "raids": f"day,class,launched\n{programme.as_of[:7]}-01,cruise,4\n",
        "defences": f"item,class,successes,failures,looks\n{item},cruise,8,2,1 1\n",
        "exposure": f"member,class,factor,factor_sd\n{member},cruise,0.1,0.02\n",
    }
    for name, text in tables.items():
        (overlay / f"{name}.csv").write_text(text, encoding="utf-8")
    return overlay


def test_a_plan_is_asked_for_a_risk(tmp_path: Path) -> None:
    """The plan tells where it does not hold it, in words and as data, and can be explained."""
    out = tmp_path / "plan.json"
    found = call("plan", FLAGSHIP, "--risk", "40", "--out", out)
    assert found.exit_code in (0, 5), found.output
    assert "Risk not held (40 %, 30 days of raids)" in found.stdout
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["settings"]["risk"] == "40"
    assert {one["member"] for one in data["outlasted"]} <= {"DE", "NL", "RO", "ES"}
    assert all(one["chance"] > 0.4 for one in data["outlasted"])
    folder = call("check", FLAGSHIP, "--set", "plan.risk=40", "--json")
    assert data["inputs_digest"] == json.loads(folder.stdout)["digest"]
    why = call("explain", out, FLAGSHIP, "DE", "2026-03")
    assert why.exit_code == 0, why.output
    assert "of its floor in March 2026" in why.stdout


def test_a_certificate_that_was_made_with_a_risk_names_the_folder(tmp_path: Path) -> None:
    """Plan and certificate have the digest that `check` tells of the folder with the same risk."""
    first, overlay = EXAMPLES / "first-steps", _exposed(tmp_path)
    found = call("run", first, "--with", overlay, "--risk", "20", "--out", tmp_path / "out")
    assert found.exit_code in (0, 5), found.output
    assert "not known" in found.stdout
    folder = call("check", first, "--with", overlay, "--set", "plan.risk=20", "--json")
    digest = json.loads(folder.stdout)["digest"]
    for name in ("plan.json", "certificate.json"):
        data = json.loads((tmp_path / "out" / name).read_text(encoding="utf-8"))
        assert data["inputs_digest"] == digest
    told = call("verify", tmp_path / "out" / "certificate.json")
    assert (told.exit_code, digest in told.stdout) == (0, True)


def test_a_risk_that_is_none_or_not_known() -> None:
    """What is not possible, or rests on nothing, is told before anything is planned."""
    assert "a risk of 0 percent" in call("plan", FLAGSHIP, "--risk", "0").stderr
    bare = call("plan", EXAMPLES / "first-steps", "--risk", "5")
    assert (bare.exit_code, "no member's risk is known" in bare.stderr) == (2, True)
    asked = call("check", EXAMPLES / "first-steps", "--set", "plan.risk=5")
    assert asked.exit_code == 3
    assert "no rows say what raids come" in asked.output
