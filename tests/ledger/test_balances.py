"""Balances are counted again here one transfer after the other, month by month."""

from hypothesis import given
from hypothesis import strategies as st

from jointstock.ledger.balances import Book
from jointstock.words.entries import Entry, Transfer
from jointstock.words.months import Month

START = Month.of(2025, 1)
MONTHS = 6
ACCOUNTS = ("line:L1", "stock:DE", "stock:NL", "donated:UA")
UNITS = ("M1", "EUR")


def transfers() -> st.SearchStrategy[Transfer]:
    """Any transfer between the few accounts."""
    return st.tuples(st.sampled_from(UNITS), st.permutations(ACCOUNTS), st.integers(1, 50)).map(
        lambda drawn: Transfer(drawn[0], drawn[1][0], drawn[1][1], drawn[2])
    )


entries = st.lists(
    st.builds(
        lambda t, moved: Entry(START + t, "act", tuple(moved)),
        st.integers(0, MONTHS - 1),
        st.lists(transfers(), min_size=1, max_size=3),
    ),
    max_size=8,
)


def counted(found: list[Entry], account: str, unit: str, month: Month) -> int:
    """The balance, by brute force."""
    total = 0
    for entry in found:
        if entry.month > month:
            continue
        for one in entry.transfers:
            if one.unit == unit:
                total += one.quantity * ((one.target == account) - (one.source == account))
    return total


@given(entries)
def test_balances_against_brute_force(found: list[Entry]) -> None:
    """Each account holds at each month's end what came in less what went out until then."""
    book = Book(found)
    for account in ACCOUNTS:
        for unit in UNITS:
            for t in range(-1, MONTHS + 1):
                month = START + t
                assert book.balance(account, unit, month) == counted(found, account, unit, month)


@given(entries)
def test_nothing_is_made_or_lost(found: list[Entry]) -> None:
    """The balances of all accounts in a unit add up to zero in every month."""
    book = Book(found)
    for t in range(MONTHS):
        for unit in UNITS:
            assert sum(book.balance(one, unit, START + t) for one in ACCOUNTS) == 0


@given(entries)
def test_outflow_is_not_netted(found: list[Entry]) -> None:
    """What leaves in a month is counted whole, whatever comes in beside it."""
    book = Book(found)
    for account in ACCOUNTS:
        for t in range(MONTHS):
            left = sum(
                one.quantity
                for entry in found
                for one in entry.transfers
                if (entry.month, one.unit, one.source) == (START + t, "M1", account)
            )
            assert book.outflow(account, "M1", START + t) == left


@given(entries.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_entries_does_not_matter(both: tuple[list[Entry], list[Entry]]) -> None:
    """Shuffled entries have the same accounts, months and balances."""
    one, other = Book(both[0]), Book(both[1])
    assert list(one.accounts()) == list(other.accounts())
    for account, unit in one.accounts():
        assert one.months(account, unit) == other.months(account, unit)
        last = START + MONTHS
        assert one.balance(account, unit, last) == other.balance(account, unit, last)


def test_accounts_that_nothing_touched() -> None:
    """An account that no entry names holds nothing and changes in no month."""
    moved = Transfer("M1", "line:L1", "stock:DE", 40)
    book = Book([Entry(START, "delivery", (moved,))])
    assert list(book.accounts()) == [("line:L1", "M1"), ("stock:DE", "M1")]
    assert book.balance("line:L1", "M1", START) == -40
    assert book.balance("stock:NL", "M1", START) == 0
    assert book.balance("stock:DE", "EUR", START) == 0
    assert book.months("stock:NL", "M1") == []
