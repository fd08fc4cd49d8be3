"""Errors name the place, the value and the repair, and leave with the right exit code."""

import pytest

from jointstock.words.errors import (
    CheckError,
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


@pytest.mark.parametrize("kind", [ProgrammeError, ContradictionError])
def test_problems_are_told_in_order_of_place(
    kind: type[ProgrammeError] | type[ContradictionError],
) -> None:
    """Rows come in their order as numbers, however the problems were found."""
    tenth = Problem(Place("use.csv", 10), "cell-missing", "", "has no month", "fill it")
    error = kind([tenth, LATE, EARLY])
    assert error.problems == (EARLY, LATE, tenth)
    assert str(error).splitlines() == [str(EARLY), str(LATE), str(tenth)]


def test_exit_codes() -> None:
    """Each kind of error ends a command with its own code."""
    codes = {
        JointstockError(): 1,
        CheckError(["x"]): 1,
        SolverError(): 1,
        SettingError(): 2,
        ProgrammeError([LATE]): 3,
        ContradictionError([LATE]): 4,
    }
    assert {error: error.exit_code for error in codes} == codes


def test_a_check_tells_every_breach() -> None:
    """A plan that is refused is refused with each sentence on a line of its own."""
    error = CheckError(["one thing", "another"])
    assert error.breaches == ("one thing", "another")
    assert str(error).splitlines()[1:] == ["one thing", "another"]
