"""Columns: a CSV file that is split at its commas reads as one that goes through the reader."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jointstock.programme.columns import evened, whole
from jointstock.programme.csvtext import read_columns, read_records
from jointstock.programme.limits import MOST_CHARACTERS, Room

CELLS = st.sampled_from(["", "a", "bc", " ", "'", '"', '"d,e"'])
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5)
)
UNEVEN = st.lists(st.lists(CELLS, max_size=3), max_size=5)


@settings(max_examples=500)
@given(lines=TABLES | UNEVEN, end=st.sampled_from(["", "\n", "\n\n"]), mark=st.sampled_from("\n\r"))
@example(lines=[], end="", mark="\n")
def test_splitting_reads_what_the_reader_reads(lines: list[list[str]], end: str, mark: str) -> None:
    content = (mark.join(map(",".join, lines)) + end).encode()
    header, columns, problems = read_columns("t.csv", content, Room())
    records = read_records("t.csv", content)
    assert (header, problems) == (records.header, records.problems)
    if header:
        expected = evened(len(header), records.rows)
        assert list(columns.numbers) == expected.numbers
        assert list(map(list, columns.texts)) == list(map(list, expected.texts))
        assert list(columns.ragged) == expected.ragged


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_cell_that_is_too_long_is_told_wherever_it_stands(line: int, more: int) -> None:
    lines = ["a,b"] * 4
    lines[line] = f"a,{'b' * (MOST_CHARACTERS + more)}"
    _, columns, problems = read_columns("t.csv", "\n".join(lines).encode(), Room())
    assert [(str(one.place), one.code) for one in problems] == [
        (f"t.csv:{line + 1}", "cell-long")
    ] * more
    assert list(columns.numbers) == [2, 3, 4][: line - 1 if more else 3]


def test_blank_rows_are_passed_over_and_counted() -> None:
    found = whole([["a", "", "", "d"], ["1", "", "3", ""]])
    assert (found.numbers, found.texts) == ([2, 4, 5], [["a", "", "d"], ["1", "3", ""]])
    found = evened(2, [["a", "1"], [], ["", ""], ["b"], ["c", "3"]])
    assert (found.numbers, found.texts) == ([2, 6], [("a", "c"), ("1", "3")])
    assert found.ragged == [(5, 1)]
