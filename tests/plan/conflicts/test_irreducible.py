"""The deletion filter: what it leaves conflicts, and no part of it does."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from jointstock.plan.conflicts.irreducible import irreducible

sets = st.lists(st.sets(st.integers(0, 11), min_size=1), min_size=1, max_size=4)


@given(sets)
def test_every_proper_part_is_consistent(wrong: list[set[int]]) -> None:
    """What holds one of some sets conflicts: of twelve numbers one such set is left, no more."""

    def conflict(some: Sequence[int]) -> bool:
        return any(one <= set(some) for one in wrong)

    found = irreducible(range(12), conflict)
    assert conflict(found)
    assert not any(conflict(part) for n in range(len(found)) for part in combinations(found, n))


def test_what_comes_first_is_left_out_sooner() -> None:
    """Any two of four conflict: the last two are left."""
    assert irreducible([1, 2, 3, 4], lambda some: len(some) >= 2) == [3, 4]
    assert irreducible([7], bool) == [7]


def test_few_questions_are_asked_where_few_rows_conflict() -> None:
    """Two of 1,024 rows: runs that are halved, not a question for each row."""
    asked = 0

    def conflict(some: Sequence[int]) -> bool:
        nonlocal asked
        asked += 1
        return {3, 900} <= set(some)

    assert irreducible(range(1024), conflict) == [3, 900]
    assert asked < 50
