"""A plan read by slices is the plan read whole, whatever of it was kept."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.generated import sized
from benchmarks.replan import facts
from jointstock.plan import Planner, live, plan
from jointstock.plan.case import Case
from jointstock.plan.check import breaches_of
from jointstock.plan.check.slices import (
    breaches_of_budgets,
    breaches_of_slice,
    same_but_for_years,
)
from jointstock.plan.entries import planned_entries
from jointstock.plan.measure import measure
from jointstock.plan.outcome import Outcome, decisions_of
from jointstock.plan.planner import read_found
from jointstock.plan.replan import Answer
from jointstock.plan.sliced import Sliced, read_slices
from jointstock.plan.slices import slices
from jointstock.plan.standing import standing
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.entries import Entry, Transfer
from jointstock.words.errors import ContradictionError
from jointstock.words.months import Month
from oracle.generate import programmes
from plan.facts import FACTS

few = settings(max_examples=40, deadline=None, derandomize=True)


def read_whole(outcome: Outcome, read: Sliced) -> None:
    """Whether what was read by slices is what is read of the whole: entries, check and worth."""
    programme, entries = outcome.case.programme, planned_entries(outcome)
    assert read.books.entries == entries
    assert read.decisions == decisions_of(outcome)
    assert read.worth() == measure(programme, entries)
    broken = breaches_of(programme, entries, read.decisions)
    assert set(read.breaches()) == set(broken)


@few
@given(programmes("small"), st.sampled_from(sorted(FACTS)), st.integers(1, 2))
def test_what_is_kept_of_one_plan_never_changes_how_another_is_read(
    made: Programme, table: str, by: int
) -> None:
    """Of two plans of two programmes, and of the old plan under the new rows, sound or not."""
    assume(getattr(made, table))
    changed = FACTS[table](made, by)
    try:
        before, after = plan(made), plan(changed)
    except ContradictionError:
        return
    kept = read_slices(standing(Case(made), before))
    read_whole(kept.outcome, kept)
    for found in (after, before):
        outcome = standing(Case(changed), found)
        read_whole(outcome, read_slices(outcome, kept))


def commits(made: Programme) -> Programme:
    """A generated programme in which the first member has as much to sign for as to pay."""
    first = made.members[0].member
    signed = tuple(replace(row, kind="commitment") for row in made.budgets if row.member == first)
    return made.replace(budgets=(*made.budgets, *signed))


def borrows(made: Programme) -> Programme:
    """A generated programme whose members pay each year what that year grants, and no more."""
    return made.replace(budgets=tuple(replace(row, carry_over=False) for row in made.budgets))


def costs_apart(made: Programme) -> Programme:
    """A generated programme with a contract under which nothing is made, and its cost."""
    contract = replace(made.contracts[0], contract="APART")
    cost = t.Cost(contract="APART", month=made.start + 3, purpose="study", amount=7, currency="EUR")
    return made.replace(contracts=(*made.contracts, contract), costs=(*made.costs, cost))


CHANGES: tuple[Callable[[Programme], Programme], ...] = (
    lambda made: made,
    commits,
    borrows,
    costs_apart,
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("steady", [True, False])
def test_a_plan_made_again_by_slices_is_the_one_read_whole(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Programme], Programme], steady: bool
) -> None:
    """After each fact, each accepted in its turn, nothing that is published differs."""
    monkeypatch.setattr(live, "LARGE", 0)
    planner = Planner(change(sized(3, 3, 36)))
    for number in range(6):
        _, changed = list(facts(planner.programme))[number]
        answer = planner.replan(changed, steady=steady)
        assert not answer.rebuilt
        assert answer.made.read is not None
        same_as_whole(answer)
        planner.accept(answer)


def same_as_whole(answer: Answer) -> None:
    """Whether an answer is what its outcome comes to when nothing is kept, with what it moves."""
    read = answer.made.read
    assert read is not None
    programme = answer.programme
    whole = read_found(programme, standing(Case(programme), answer.plan), answer.in_force)
    found = answer.plan
    assert found.entries == whole.entries
    assert found.decisions == whole.decisions
    assert found.shortfalls == whole.worth.shortfalls
    assert found.late == whole.worth.late
    assert found.not_served == whole.worth.not_served
    assert found.not_called_off == whole.worth.not_called_off
    values = {goal.goal: goal.value for goal in found.goals}
    assert values == {name: whole.worth.values[name] for name in values}
    assert read.worth().missing_below == whole.worth.missing_below


def test_a_row_in_another_place_is_read_again() -> None:
    """Entries name the places of their rows: a row put before others moves those after it."""
    made = sized(2, 2, 24)
    found = plan(made)
    kept = read_slices(standing(Case(made), found))
    moved = tuple(replace(row, at=row.at._replace(row=row.at.row + 1)) for row in made.promised)
    outcome = standing(Case(made.replace(promised=moved)), found)
    read = read_slices(outcome, kept)
    read_whole(outcome, read)
    assert read.books.entries != kept.books.entries


@cache
def sound() -> tuple[Programme, Sliced]:
    """A plan of three slices, one member of which signs for what it calls off."""
    made = commits(sized(3, 3, 36))
    return made, read_slices(standing(Case(made), plan(made)))


def tampered(entry: Entry, how: int) -> tuple[Entry, ...]:
    """An entry left out, booked twice, one unit more, a month later or by somebody else."""
    first, *others = entry.transfers
    more = replace(entry, transfers=(replace(first, quantity=first.quantity + 1), *others))
    elsewhere = Transfer(first.unit, first.source, f"{first.target}X", first.quantity)
    return (
        (),
        (entry, entry),
        (more,),
        (replace(entry, month=entry.month + 1),),
        (replace(entry, transfers=(elsewhere, *others)),),
    )[how]


@few
@given(st.data())
def test_the_check_by_slices_refuses_what_the_whole_check_refuses(data: st.DataObject) -> None:
    """A plan with one entry tampered with is refused by both, or by neither."""
    made, read = sound()
    entry = data.draw(st.sampled_from(read.books.entries))
    instead = tampered(entry, data.draw(st.integers(0, 4)))

    def changed(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(one for old in entries for one in (instead if old is entry else (old,)))

    found = [
        breach
        for own in slices(made)
        for breach in breaches_of_slice(
            made, own, changed(read.books.of(own)), own.decisions(read.decisions)
        )
    ]
    found += breaches_of_budgets(made, changed(tuple(read.books.paid)))
    whole = breaches_of(made, changed(read.books.entries), read.decisions)
    assert set(found) == set(whole)


def test_a_slice_is_checked_again_where_more_than_the_year_that_pays_is_another() -> None:
    """Years of one member's budget may stand for one another; amounts, payees and members not."""
    paid = Entry(
        Month.of(2028, 1),
        "payment",
        (
            Transfer("EUR", "budget:DE:2027", "paid:X", 3),
            Transfer("EUR", "budget:DE:2028", "paid:X", 4),
        ),
        member="DE",
    )
    whole = replace(paid, transfers=(Transfer("EUR", "budget:DE:2028", "paid:X", 7),))
    assert same_but_for_years(paid, whole)
    for other in (
        replace(whole, cause="advance"),
        replace(whole, transfers=(Transfer("EUR", "budget:DE:2028", "paid:X", 6),)),
        replace(whole, transfers=(Transfer("EUR", "budget:DE:2028", "paid:Y", 7),)),
        replace(whole, transfers=(Transfer("EUR", "budget:NL:2028", "paid:X", 7),)),
        replace(whole, transfers=(Transfer("EUR", "committed:DE:2028", "paid:X", 7),)),
    ):
        assert not same_but_for_years(paid, other)


def test_entries_of_untouched_slices_are_the_same_objects() -> None:
    """What is kept is not made again."""
    _, kept = sound()
    read = read_slices(replace(kept.outcome), kept)
    pairs = zip(read.books.entries, kept.books.entries, strict=True)
    assert all(one is other for one, other in pairs)
