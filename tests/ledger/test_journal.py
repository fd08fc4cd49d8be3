"""The journal only grows: what was believed can be asked again, and what was wrong is reversed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.ledger.journal import Journal
from jointstock.words.entries import Entry, Tense, Transfer
from jointstock.words.months import Month


def promise(units: int, due: int = 9, tense: Tense = Tense.PROMISED) -> Entry:
    """Units that a line owes Germany, in September unless said otherwise."""
    move = Transfer("M1", "line:L1", "stock:DE", units)
    claim = Transfer("claim:M1", "due:DE:L1", "met:C1", units)
    return Entry(Month.of(2024, due), "promise", (move, claim), tense, member="DE")


def test_a_plan_never_posts_itself() -> None:
    """A planned entry is refused and leaves nothing behind."""
    journal = Journal()
    with pytest.raises(ValueError, match="a plan never posts itself"):
        journal.append(promise(40, tense=Tense.PLANNED))
    assert len(journal) == 0


def test_a_delivery_that_slips() -> None:
    """What was believed in March about September is still known in May."""
    journal = Journal()
    first = journal.append(promise(40))
    known_in_march = len(journal)
    journal.reverse(first)
    journal.append(promise(40, due=11))
    september, november = Month.of(2024, 9), Month.of(2024, 11)
    assert journal.book(known_in_march).balance("stock:DE", "M1", september) == 40
    assert journal.book().balance("stock:DE", "M1", september) == 0
    assert journal.book().balance("stock:DE", "M1", november) == 40
    assert journal.book(0).balance("stock:DE", "M1", november) == 0


def test_a_reversal_names_what_it_reverses() -> None:
    """It moves the same the other way, in the same month and tense, and says why."""
    journal = Journal()
    position = journal.append(promise(40, tense=Tense.ACTUAL))
    back = journal.reverse(position)
    entry = list(journal.as_of(len(journal)))[back]
    assert journal.reversed == {position: back}
    assert entry.cause == "reverses 0"
    assert (entry.month, entry.tense) == (Month.of(2024, 9), Tense.ACTUAL)
    assert entry.transfers[0] == Transfer("M1", "stock:DE", "line:L1", 40)


def test_nothing_is_reversed_twice() -> None:
    """A second reversal is refused, and so is one of an entry that is not there."""
    journal = Journal()
    journal.append(promise(40))
    journal.reverse(0)
    with pytest.raises(ValueError, match="entry 0 was reversed at 1"):
        journal.reverse(0)
    for position in (2, -1):
        with pytest.raises(ValueError, match=f"no entry at position {position}"):
            journal.reverse(position)
    assert len(journal) == 2


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 12)), min_size=1), st.data())
def test_a_reversal_restores_every_balance(
    acts: list[tuple[int, int]], data: st.DataObject
) -> None:
    """With an entry taken back, the book is that of the same acts without it."""
    journal, without = Journal(), Journal()
    wrong = data.draw(st.integers(0, len(acts) - 1))
    for place, (units, due) in enumerate(acts):
        journal.append(promise(units, due))
        if place != wrong:
            without.append(promise(units, due))
    journal.reverse(wrong)
    for account, unit in journal.book().accounts():
        for number in range(1, 13):
            month = Month.of(2024, number)
            mine = journal.book().balance(account, unit, month)
            assert mine == without.book().balance(account, unit, month)


@given(st.lists(st.integers(1, 50)))
def test_what_was_known_stays_known(units: list[int]) -> None:
    """As of each position the journal tells the entries written until then, in their order."""
    journal = Journal()
    written = []
    for place, number in enumerate(units):
        assert list(journal.as_of(place)) == written
        written.append(promise(number))
        assert journal.append(written[-1]) == place
    assert list(journal.as_of(len(journal))) == written
