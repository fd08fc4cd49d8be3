"""Errors name the place, the value and the repair, and leave with the right exit code."""

import pytest

from jointstock.words.errors import (
    CheckError,
    Conflict,
    ContradictionError,
    JointstockError,
    Place,
    Problem,
    ProgrammeError,
    SettingError,
    SolverError,
)

LATE = Problem(Place("use.csv", 9, "units"), "value-range", "-1", "is below 0", "write 0 or more")
EARLY = Problem(Place("use.csv", 2), "cell-missing", "", "has no month", "fill it")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("stocks.csv"), "stocks.csv"),
        (Place("stocks.csv", 4), "stocks.csv:4"),
        (Place("stocks.csv", 4, "units"), "stocks.csv:4:units"),
        (Place("programme.toml", column="start"), "programme.toml:start"),
    ],
)
def test_a_place_tells_what_it_knows(place: Place, text: str) -> None:
    """File, row and column are told as far as they are known."""
    assert str(place) == text


def test_a_problem_is_one_line() -> None:
    """Place, code, value, fault and repair; a value that is not there is left out."""
    assert str(LATE) == "use.csv:9:units: value-range '-1' is below 0; write 0 or more"
    assert str(EARLY) == "use.csv:2: cell-missing has no month; fill it"


def test_problems_are_told_in_order_of_place() -> None:
    """Rows come in their order as numbers, however the problems were found."""
    tenth = Problem(Place("use.csv", 10), "cell-missing", "", "has no month", "fill it")
    error = ProgrammeError([tenth, LATE, EARLY])
    assert error.problems == (EARLY, LATE, tenth)
    assert str(error).splitlines() == [str(EARLY), str(LATE), str(tenth)]


def test_a_contradiction_keeps_its_conflicts_apart() -> None:
    """Problems stand conflict by conflict, each in the order in which the conflict has them."""
    both = Conflict("value-range", "they conflict", (LATE, EARLY))
    error = ContradictionError([both, Conflict("cell-missing", "alone", (EARLY,))])
    assert [len(one.problems) for one in error.conflicts] == [2, 1]
    assert error.problems == (LATE, EARLY, EARLY)
    assert str(error).splitlines() == [str(LATE), str(EARLY), str(EARLY)]


def test_exit_codes() -> None:
    """Each kind of error ends a command with its own code."""
    codes = {
        JointstockError(): 1,
        CheckError(["x"]): 1,
        SolverError(): 1,
        SettingError(): 2,
        ProgrammeError([LATE]): 3,
        ContradictionError([]): 4,
    }
    assert {error: error.exit_code for error in codes} == codes


def test_a_check_tells_every_breach() -> None:
    """A plan that is refused is refused with each sentence on a line of its own."""
    error = CheckError(["one thing", "another"])
    assert error.breaches == ("one thing", "another")
    assert str(error).splitlines()[1:] == ["one thing", "another"]
