"""Conflicts against the oracle, which decides by a model of its own whether there is a plan.

A set is a conflict where the oracle finds no plan with its rows alone, and irreducible where it
finds one for every proper subset.
"""

from collections.abc import Iterable
from itertools import combinations

import pytest

from jointstock.plan import conflicts, plan
from jointstock.plan.conflicts import found_conflicts
from jointstock.plan.conflicts.set_aside import only, restricting, without
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Conflict, ContradictionError
from oracle.feasible import has_plan
from oracle.generate import programme
from oracle.strained import strained

# Subsets of larger sets are left out one row at a time alone: smaller ones follow, since setting
# aside is monotone (`test_set_aside`).
_ALL_SUBSETS = 5


def rows_of(made: Programme, conflict: Conflict) -> list[Row]:
    """The rows of the programme that a conflict names by file and row."""
    named = {(one.place.file, one.place.row) for one in conflict.problems}
    return [row for row in restricting(made) if (row.at.file, row.at.row) in named]


def proper(rows: list[Row]) -> Iterable[tuple[Row, ...]]:
    """The proper subsets of some rows: all, or of many the largest."""
    sizes = range(len(rows)) if len(rows) <= _ALL_SUBSETS else [len(rows) - 1]
    return (some for size in sizes for some in combinations(rows, size))


def check(seed: int, size: str) -> None:
    """One programme: all conflicts by the oracle, set by set, and the rest of it."""
    made = strained(seed, size)
    found = conflicts(made)
    assert has_plan(made) == (not found)
    aside: list[Row] = []
    for conflict in found:
        rows = rows_of(made, conflict)
        assert len(rows) == len(conflict.problems)
        assert not any(one is other for one in rows for other in aside), "not disjoint"
        assert not has_plan(only(made, rows)), conflict.message
        for some in proper(rows):
            assert has_plan(only(made, some)), (conflict.message, some)
        aside += rows
    assert has_plan(without(made, aside))


@pytest.mark.parametrize("seed", range(60))
def test_tiny_programmes(seed: int) -> None:
    check(seed, "tiny")


@pytest.mark.parametrize("seed", range(25))
def test_small_programmes(seed: int) -> None:
    check(seed, "small")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1400))
def test_more_tiny_programmes(seed: int) -> None:
    check(seed, "tiny")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_more_small_programmes(seed: int) -> None:
    check(seed, "small")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_more_wild_programmes(seed: int) -> None:
    check(seed, "wild")


@pytest.mark.parametrize("seed", range(30))
def test_the_planner_refuses_what_conflicts_and_plans_the_rest(seed: int) -> None:
    """A plan where nothing conflicts; else the same conflicts, and never an error of ours."""
    made = strained(seed, "tiny")
    found = conflicts(made)
    if not found:
        plan(made)
        return
    with pytest.raises(ContradictionError) as caught:
        plan(made)
    assert caught.value.conflicts == found


@pytest.mark.parametrize("seed", range(10))
def test_a_programme_with_a_plan_has_no_conflict(seed: int) -> None:
    assert conflicts(programme(seed)) == ()
    assert not list(found_conflicts(programme(seed, "wild")))


def test_the_same_programme_twice() -> None:
    """The same rows, sentences and changes each time."""
    made = [strained(seed, "small") for seed in range(10)]
    assert list(map(conflicts, made)) == list(map(conflicts, made))
