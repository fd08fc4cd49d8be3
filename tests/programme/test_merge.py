"""Answers taken back: what is the member's to change, what is refused, and told of whom."""

from __future__ import annotations

import dataclasses
import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jointstock.programme import tables as t
from jointstock.programme.faults import ANSWER
from jointstock.programme.merge import Returned, merge
from jointstock.programme.own import OWN, SHOWN, own_rows, part_of
from jointstock.programme.programme import Programme
from jointstock.programme.read import load, read
from jointstock.programme.save import save
from jointstock.programme.split import split
from jointstock.words.errors import Problem, ProgrammeError
from jointstock.words.months import Month
from programme.answer_cases import CASES, change, merged, returned, sent
from programme.cases import BASE

OTHERS = set(t.TABLES) - OWN.keys() - SHOWN.keys()


def told(problems: Sequence[Problem]) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.code, one.value) for one in problems]


def of(found: Sequence[Returned], member: str) -> Returned:
    return next(one for one in found if one.member == member)


def test_answers_that_change_nothing_give_the_same_programme(tmp_path: Path) -> None:
    """Split and merged again is the same programme, order of rows and digest included."""
    files = sent(tmp_path)
    found = merge(BASE, files.values())
    assert found.programme == load(BASE)
    assert found.programme is not None
    assert found.programme.digest == load(BASE).digest
    assert [(one.member, one.problems, one.changes) for one in found.returned] == [
        (member, (), ()) for member in files
    ]
    assert found.silent == ()


def test_a_part_holds_nothing_of_other_members(tmp_path: Path) -> None:
    """A member's workbook has its own rows and codes, and no sheet of the agency's figures."""
    programme = load(BASE)
    for member, path in sent(tmp_path).items():
        book = openpyxl.load_workbook(path)
        assert not OTHERS & set(book.sheetnames)
        for table, column in (OWN | SHOWN).items():
            sheet = book[table]
            assert sheet.max_row == 1 + len(own_rows(programme, table, member))
            assert bool(sheet.protection.sheet) is (table in SHOWN)
            if column:
                at = [str(cell.value).split("\n")[0] for cell in sheet[1]].index(column)
                assert {row[at].value for row in sheet.iter_rows(min_row=2)} <= {member}
        assert book["answer"].protection.sheet
        text = " ".join(str(c.value) for sheet in book for row in sheet.rows for c in row)
        others = {row.donation for row in programme.donations if row.donor != member}
        assert not [code for code in others if code in text]


def test_rows_may_be_changed_added_and_taken_out(tmp_path: Path) -> None:
    """A row keeps its place, a new one comes last, one taken out is gone; told by member."""
    files = sent(tmp_path)

    def edit(book: Any) -> None:
        book["stocks"]["C2"] = 41
        book["use"].append(["NL", "M1", "2024-12", 3])
        book["demand"].delete_rows(2)

    before = load(BASE)
    change(files["NL"], edit)
    found = merge(BASE, files.values())
    after = found.programme
    assert after is not None
    assert [(row.member, row.units) for row in after.stocks] == [
        (row.member, 41 if row.member == "NL" else row.units) for row in before.stocks
    ]
    assert after.use == (
        *before.use,
        t.Use(member="NL", item="M1", month=Month.of(2024, 12), units=3),
    )
    assert after.demand == tuple(row for row in before.demand if row.member != "NL")
    changes = {one.table: one for one in of(found.returned, "NL").changes}
    assert list(changes) == ["stocks", "use", "demand"]
    (stock,) = changes["stocks"].changed
    assert (stock.key, stock.after) == ({"member": "NL", "item": "M1"}, {"units": "41"})
    assert of(found.returned, "DE").changes == ()
    untouched = {table: getattr(after, table) for table in t.TABLES if table not in changes}
    assert untouched == {table: getattr(before, table) for table in untouched}


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    """New rows come in the order of the members, whoever answered first."""
    files = sent(tmp_path)
    for member, path in files.items():
        change(path, lambda book, of=member: book["use"].append([of, "M1", "2025-05", 1]))
    made = [merge(BASE, order).programme for order in itertools.permutations(files.values())]
    assert None not in made
    assert all(one == made[0] for one in made)


def test_who_has_not_answered_keeps_its_rows(tmp_path: Path) -> None:
    """One answer can come back at a time; a later one is no earlier one for it."""
    files = sent(tmp_path)
    change(files["DE"], lambda book: book["stocks"].cell(2, 3, 99))
    found = merge(BASE, [files["DE"]])
    assert found.silent == ("NL",)
    assert found.programme is not None
    save(found.programme, tmp_path / "first")
    second = merge(tmp_path / "first", [files["NL"]])
    assert second.programme == found.programme
    assert of(second.returned, "NL").problems == ()


@pytest.mark.parametrize("code", ANSWER)
def test_what_is_not_the_members_to_change_is_refused(code: str, tmp_path: Path) -> None:
    """Each fault of an answer is told as its member's, once, and stops all but a remark."""
    found = merged(code, tmp_path)
    (problem,) = returned(code, tmp_path / "again").problems
    assert problem.code == code
    assert problem.message
    assert problem.repair
    assert (found.programme is not None) is ANSWER[code].remark
    assert set(CASES) == set(ANSWER)


def test_places_of_refusals(tmp_path: Path) -> None:
    """They name file, sheet and cell."""
    places = {code: str(returned(code, tmp_path / code).problems[0].place) for code in CASES}
    assert places == {
        "answer-unmarked": "DE.xlsx",
        "answer-programme": "DE.xlsx/answer!B2",
        "answer-member": "DE.xlsx/answer!B3",
        "answer-row": "DE.xlsx/stocks!A2",
        "answer-table": "DE.xlsx/items!B2",
        "answer-earlier": "DE.xlsx",
    }


def test_a_table_that_no_member_tells_is_refused(tmp_path: Path) -> None:
    """A sheet of prices in an answer, a row added to or taken from what is only shown."""
    files = sent(tmp_path)

    def edit(book: Any) -> None:
        sheet = book.create_sheet("prices")
        sheet.append(["contract", "item", "from_units", "unit_price", "currency"])
        sheet.append(["C1", "M1", 0, 1, "EUR"])
        book["items"].append(["M9"])
        book["parties"].delete_rows(2)

    change(files["DE"], edit)
    found = merge(BASE, files.values())
    assert found.programme is None
    assert told(of(found.returned, "DE").problems) == [
        ("DE.xlsx/items!A4", "answer-table", "M9"),
        ("DE.xlsx/parties", "answer-table", ""),
        ("DE.xlsx/prices", "answer-table", "prices"),
    ]


def test_a_second_answer_of_a_member_is_refused(tmp_path: Path) -> None:
    """Which of two counts is for the member to say."""
    files = sent(tmp_path)
    shutil.copy(files["DE"], tmp_path / "DE-new.xlsx")
    found = merge(BASE, [*files.values(), tmp_path / "DE-new.xlsx"])
    assert found.programme is None
    last = found.returned[-1]
    assert (last.member, told(last.problems)) == (
        "",
        [("DE-new.xlsx/answer!B3", "answer-member", "DE")],
    )


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Members who all call their answer the same get places with their folders."""
    paths = []
    for member, path in sent(tmp_path / "sent").items():
        paths.append(tmp_path / member / "answer.xlsx")
        paths[-1].parent.mkdir()
        shutil.copy(path, paths[-1])
        change(paths[-1], lambda book: book["stocks"].cell(2, 3, "many"))
    found = merge(BASE, paths)
    assert [str(of(found.returned, one).problems[0].place) for one in ("DE", "NL")] == [
        f"{path.as_posix()}/stocks!C2" for path in paths
    ]


def test_a_gift_may_not_take_the_code_of_anothers(tmp_path: Path) -> None:
    """Nor may two members' new rows have one key."""
    files = sent(tmp_path)
    taken = next(row for row in load(BASE).donations if row.donor == "NL")
    old = [taken.donation, "DE", "M1", taken.recipient, 1]
    change(files["DE"], lambda book: book["donations"].append(old))
    for member in ("DE", "NL"):
        new = ["NEW", member, "M1", taken.recipient, 1]
        change(files[member], lambda book, row=new: book["donations"].append(row))
    found = merge(BASE, files.values())
    assert found.programme is None
    problems = [problem for one in found.returned for problem in one.problems]
    assert [(one.code, one.value) for one in problems if not one.remark] == [
        ("answer-row", taken.donation),
        ("answer-row", "NEW"),
    ]


def test_all_errors_of_all_answers_are_told_at_once(tmp_path: Path) -> None:
    """Cells, references and what follows in the agency's own tables, each where it arises."""
    files = sent(tmp_path)

    def german(book: Any) -> None:
        book["stocks"]["C2"] = 1.5
        book["use"]["B2"] = "M2"
        book["donations"].delete_rows(2)

    def dutch(book: Any) -> None:
        book["budgets"]["E2"] = "EURO"

    change(files["DE"], german)
    change(files["NL"], dutch)
    found = merge(BASE, files.values())
    assert found.programme is None
    assert told(of(found.returned, "DE").problems) == [
        ("DE.xlsx/stocks!C2", "whole-form", "1.5"),
        ("DE.xlsx/use!B2", "reference-unknown", "M2"),
    ]
    assert told(of(found.returned, "NL").problems) == [
        ("NL.xlsx/budgets!E2", "currency-unknown", "EURO")
    ]
    assert told(found.problems) == [("funding.csv:2:donation", "reference-unknown", "G1")]


def test_a_base_that_is_no_programme_is_told_before_any_answer(tmp_path: Path) -> None:
    """The agency mends its own part first."""
    shutil.copytree(BASE, tmp_path / "base")
    (tmp_path / "base" / "items.csv").write_text("item\n?\n")
    with pytest.raises(ProgrammeError):
        merge(tmp_path / "base", sent(tmp_path / "sent").values())


def test_a_file_that_is_no_workbook_is_one_problem(tmp_path: Path) -> None:
    """The other answers are read all the same."""
    files = sent(tmp_path)
    files["DE"].write_bytes(b"%PDF-1.4")
    found = merge(BASE, files.values())
    assert found.programme is None
    assert told(found.returned[-1].problems) == [("DE.xlsx", "archive-unsafe", "")]
    assert of(found.returned, "NL").problems == ()


def test_a_programme_is_built_from_answers_alone(tmp_path: Path) -> None:
    """What members tell may be empty at first: the agency's tables suffice to ask for it."""
    whole = load(BASE)
    skeleton = whole.replace(funding=(), **dict.fromkeys(OWN, ()))
    save(skeleton, tmp_path / "base")
    base, problems = read(tmp_path / "base")
    assert base is not None, problems
    answers = []
    for row in base.members:
        path = tmp_path / f"{row.member}.xlsx"
        path.write_bytes(split(base)[row.member])
        mine = part_of(whole, row.member)

        def fill(book: Any, mine: Programme = mine) -> None:
            full = openpyxl.load_workbook(tmp_path / "full.xlsx")
            for table in OWN:
                for cells in full[table].iter_rows(min_row=2):
                    for cell in cells:
                        book[table].cell(cell.row, cell.column, cell.value)

        (tmp_path / "full.xlsx").write_bytes(split(whole)[row.member])
        change(path, fill)
        answers.append(path)
    found = merge(tmp_path / "base", answers)
    assert found.programme is not None
    for table in OWN:
        for row in base.members:
            assert own_rows(found.programme, table, row.member) == own_rows(
                whole, table, row.member
            )


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_only_the_members_own_rows_ever_change(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever units a member writes, the programme differs in that member's rows alone."""
    place = tmp_path_factory.mktemp("answers")
    files = sent(place)
    member = data.draw(st.sampled_from(sorted(files)))
    table, column = data.draw(st.sampled_from([("stocks", 3), ("floors", 4), ("use", 4)]))
    most = next(one.high for one in t.dictionary(table) if one.name == "units")
    units = data.draw(st.integers(0, most))
    change(files[member], lambda book: book[table].cell(2, column, units))
    before, after = load(BASE), merge(BASE, files.values()).programme
    assert after is not None
    for name in t.TABLES:
        for old, new in zip(getattr(before, name), getattr(after, name), strict=True):
            if name != table or old.member != member:
                assert old == new
    mine = own_rows(after, table, member)
    if mine:
        assert mine[0] == dataclasses.replace(
            own_rows(before, table, member)[0],
            units=units,
        )
