"""``rates``: the bank's file as an overlay that the programme can be planned with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.console import call
from programme.cases import BASE
from programme.test_exchange import HIST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base without its rates, and a file of rates beside it."""
    folder = Path(shutil.copytree(BASE, tmp_path / "mine"))
    (folder / "exchange.csv").unlink()
    (tmp_path / "eurofxref-hist.csv").write_text(HIST, encoding="utf-8")
    return folder


def test_an_overlay_of_rates_makes_the_programme_whole(folder: Path) -> None:
    """What rate-missing asks for is what the verb writes."""
    file, out = folder.parent / "eurofxref-hist.csv", folder / "overlays" / "rates"
    assert call("check", folder).exit_code == 3
    found = call("rates", file, folder, "--out", out)
    assert found.exit_code == 0, found.output
    assert found.stdout == f"2 rows in {out / 'exchange.csv'}; pairs: EUR to USD, USD to EUR\n"
    assert [path.name for path in out.iterdir()] == ["exchange.csv"]
    checked = call("check", folder, "--with", "rates")
    assert checked.exit_code == 0, checked.output
    again = call("rates", file, folder, "--out", out)
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_rows_go_to_standard_output(folder: Path) -> None:
    """As CSV, and with --json as data; the last day's rate where that is asked for."""
    file = folder.parent / "eurofxref-hist.csv"
    found = call("rates", file, folder)
    assert found.exit_code == 0
    source = '"European Central Bank, euro foreign exchange reference rates, eurofxref-hist.csv"'
    assert found.stdout.splitlines() == [
        "month,from,to,rate,basis,source,note",
        f"2024-06,EUR,USD,1.15,reported,{source},mean of 2 days to 2024-06-14",
        f"2024-06,USD,EUR,0.86956522,reported,{source},mean of 2 days to 2024-06-14",
    ]
    told = json.loads(call("rates", file, folder, "--rule", "last", "--json").stdout)
    assert (told["rule"], told["file"]) == ("last", None)
    assert [one["rate"] for one in told["rows"]] == ["1.2", "0.83333333"]
    assert told["rows"][0]["note"] == "rate of 2024-06-14"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Date,USD\n2024-06-14,x\n", "rates-form"),
        ("Date,JPY\n2024-06-14,150\n", "rates-currency"),
        ("Date,USD\n2024-01-31,1.1\n", "rates-month"),
        ("Date;USD\n", "separator-other"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_written(
    content: str, code: str, folder: Path
) -> None:
    file, out = folder.parent / "eurofxref-hist.csv", folder / "overlays" / "rates"
    file.write_text(content, encoding="utf-8")
    found = call("rates", file, folder, "--out", out)
    assert found.exit_code == 3
    assert found.stdout == ""
    assert f": {code} " in found.stderr
    assert not out.exists()


def test_faults_of_the_programme_are_told_but_for_the_rates_it_lacks(folder: Path) -> None:
    (folder / "stocks.csv").write_text("member,item,units\nDE,M1,x\n", encoding="utf-8")
    found = call("rates", folder.parent / "eurofxref-hist.csv", folder)
    assert found.exit_code == 3
    assert [line.split(" ")[1] for line in found.stderr.splitlines()] == ["whole-form"]


def test_a_file_that_is_not_there_is_a_wrong_argument(folder: Path) -> None:
    found = call("rates", folder / "no-such.csv", folder)
    assert found.exit_code == 2
    assert "no-such.csv" in found.stderr
