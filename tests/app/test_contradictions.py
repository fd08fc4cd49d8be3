"""How conflicts are printed: like rows together, long tables in ranges, JSON with every row."""

from jointstock.app.contradictions import conflicts_as_data, conflicts_in_lines
from jointstock.words.errors import Change, Conflict, Place, Problem


def conflict(repairs: dict[int, str]) -> Conflict:
    """A conflict of rows of budgets by number, each of 100 EUR, with what would resolve it."""
    problems = [
        Problem(Place("budgets.csv", row), "code", "100", "too little", words)
        for row, words in repairs.items()
    ]
    changes = [
        Change(Place("budgets.csv", row, "amount"), "100", str(100 + row), words)
        for row, words in repairs.items()
    ]
    return Conflict("code", "too little", tuple(problems), tuple(changes))


def test_rows_that_one_change_would_do_for_stand_together() -> None:
    found = conflicts_in_lines([conflict({2: "a", 3: "a", 5: "a", 6: "b"})])
    assert found == [
        "conflict 1: code: too little",
        "  budgets.csv:2-3,5 (any one of these 3 rows): a",
        "  budgets.csv:6 '100': b",
    ]


def test_a_long_table_is_told_in_ranges_with_the_smallest_changes() -> None:
    """Twenty rows that each need something else: one line of them, and the three smallest."""
    found = conflicts_in_lines([conflict({row: f"grant {row} more" for row in range(21, 1, -1)})])
    assert found == [
        "conflict 1: code: too little",
        "  budgets.csv:2-21: 20 rows of which each is needed for the conflict",
        "    a change in one of them would do; the smallest, all of them with --json:",
        "    budgets.csv:2 '100': grant 2 more",
        "    budgets.csv:3 '100': grant 3 more",
        "    budgets.csv:4 '100': grant 4 more",
    ]


def test_data_has_every_row() -> None:
    (data,) = conflicts_as_data([conflict({row: f"{row}" for row in range(2, 40)})])
    assert [one["row"] for one in data["rows"]] == list(range(2, 40))
