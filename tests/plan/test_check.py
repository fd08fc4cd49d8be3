"""The check finds what is wrong: a sound plan, tampered with entry by entry."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from jointstock.plan import plan
from jointstock.plan.check import breaches_of, check
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.words.entries import Entry, Tense, Transfer
from jointstock.words.errors import CheckError
from jointstock.words.months import Month
from jointstock.words.results import BandReached, Decisions, Plan, RampTaken

FOLDER = Path(__file__).parents[2] / "examples" / "first-steps"
Entries = tuple[Entry, ...]


@cache
def first_steps() -> tuple[Programme, Plan]:
    """The tutorial's programme and its plan."""
    programme = load(FOLDER)
    return programme, plan(programme)


@cache
def funded() -> tuple[Programme, Plan]:
    """The same with a third nation that pays half of a unit of backfill from June on."""
    programme = load(FOLDER)
    friend = t.Party(party="FRIEND", role="payer")
    row = t.Funding(
        payer="FRIEND",
        donation="DE-UA",
        amount=Decimal(500_000),
        currency="EUR",
        from_=Month.of(2025, 6),
        at=programme.donations[0].at._replace(file="funding.csv"),
    )
    # so little of its own that the donor needs the third nation's money
    budgets = tuple(
        replace(row, amount=Decimal(7_700_000)) if row.member == "DE" else row
        for row in programme.budgets
    )
    programme = programme.replace(
        parties=(*programme.parties, friend), funding=(row,), budgets=budgets
    )
    return programme, plan(programme)


def find(entries: Entries, kind: str, month: str = "", **named: str) -> int:
    """The place of the first entry of a kind, month and other fields."""
    for place, entry in enumerate(entries):
        if (
            entry.kind == kind
            and month in ("", str(entry.month))
            and all(getattr(entry, name) == value for name, value in named.items())
        ):
            return place
    raise AssertionError(f"no {kind} in {month} with {named}")


def put(entries: Entries, place: int, entry: Entry) -> Entries:
    """The entries with one exchanged."""
    return (*entries[:place], entry, *entries[place + 1 :])


def sized(entry: Entry, by: int) -> Entry:
    """An entry that moves so much more by every transfer."""
    moved = tuple(replace(one, quantity=one.quantity + by) for one in entry.transfers)
    return replace(entry, transfers=moved)


def told(
    entries: Iterable[Entry],
    *,
    decisions: Decisions | None = None,
    programme: Programme | None = None,
) -> tuple[str, ...]:
    """What the check says of the entries."""
    made, found = first_steps()
    return breaches_of(programme or made, tuple(entries), decisions or found.decisions)


def moved(kind: str, month: str, by: int, **named: str) -> Entries:
    """The tutorial's entries with one moved by so many months."""
    entries = first_steps()[1].entries
    place = find(entries, kind, month, **named)
    return put(entries, place, replace(entries[place], month=entries[place].month + by))


def grown(kind: str, month: str, by: int, **named: str) -> Entries:
    """The tutorial's entries with one that moves so much more."""
    entries = first_steps()[1].entries
    place = find(entries, kind, month, **named)
    return put(entries, place, sized(entries[place], by))


def without(kind: str, month: str, **named: str) -> Entries:
    """The tutorial's entries but for one."""
    entries = first_steps()[1].entries
    place = find(entries, kind, month, **named)
    return (*entries[:place], *entries[place + 1 :])


def with_claims(month: str, units: int, member: str = "NL") -> Entries:
    """The tutorial's entries with another call-off."""
    claim = Transfer("claim:M1", "room:C1", f"due:{member}:L1", units)
    more = Entry(
        Month.parse(month),
        "call_off",
        (claim,),
        member=member,
        item="M1",
        line="L1",
        contract="C1",
    )
    return (*first_steps()[1].entries, more)


def test_the_plan_itself_passes() -> None:
    """Untouched plans have nothing wrong with them."""
    assert told(first_steps()[1].entries) == ()
    programme, found = funded()
    assert breaches_of(programme, found.entries, found.decisions) == ()


def test_a_breach_is_raised() -> None:
    """A plan with a breach is refused with every sentence."""
    programme, found = first_steps()
    entries = without("fee", "2025-01", member="NL")
    with pytest.raises(CheckError, match="refused by its own check") as caught:
        check(programme, entries, found.decisions)
    assert caught.value.breaches == told(entries)
    check(programme, found.entries, found.decisions)


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        (
            moved("delivery", "2025-04", -1, member="NL"),
            "NL on L1 (own demand): delivered too soon by 2025-03",
        ),
        (
            moved("delivery", "2025-05", 1, member="NL"),
            "line L1 delivers 3 in 2025-06, capacity 2",
        ),
        (
            without("delivery", "2025-12", backfill="DE-UA"),
            "DE on L1 (DE-UA): 1 never delivered",
        ),
        (
            without("delivery", "2025-12", backfill="DE-UA"),
            "donation DE-UA: 2 of 3 backfilled by 2025-12",
        ),
        (
            without("delivery", "2025-12", backfill="DE-UA"),
            "due:DE:L1 (claim:M1): claims are called off and not delivered by 2025-12",
        ),
        (
            moved("call_off", "2025-09", 1, backfill="DE-UA"),
            "call-off of DE on L1 in 2025-10 comes too late",
        ),
        (
            grown("donation", "2025-01", 1),
            "donation DE-UA: 4 given, up to 3",
        ),
        (
            grown("donation", "2025-01", 1),
            "donation DE-UA: DE holds 4 in 2025-01, keeps 5",
        ),
        (
            moved("donation", "2025-05", 1),
            "donation DE-UA: backfill of 2025-06 is due too late",
        ),
        (
            grown("payment", "2025-01", 1, cause="advance"),
            (
                "payment of NL under C1 (advance) in 2025-01: 50000001 booked, 50000000 owed, "
                "minor units of EUR"
            ),
        ),
        (
            grown("payment", "2025-04", -1, cause="balance"),
            (
                "payment of NL under C1 (balance) in 2025-04: 149999999 booked, 150000000 owed, "
                "minor units of EUR"
            ),
        ),
        (
            without("fee", "2025-01", member="NL"),
            "fee of NL under C1 (advance) in 2025-01: 0 booked, 1000000 owed, minor units of EUR",
        ),
        (
            with_claims("2025-01", 4),
            "NL calls off 10 M1 under C1, demand 9",
        ),
        (
            with_claims("2025-01", 7),
            "contract C1: 21 units called off, ceiling 20",
        ),
        (
            with_claims("2025-01", 7),
            "room:C1 (claim:M1) in 2025-09: balance -21, allowed at least -20 by contracts:2",
        ),
        (
            with_claims("2025-01", 1, member="RO"),
            "call-off of RO on L1 in 2025-01: no signatory of C1",
        ),
        (
            with_claims("2026-01", 1),
            "call_off in 2026-01 lies outside the horizon",
        ),
        (
            grown("use", "2025-08", 20),
            (
                "stock:NL (M1) in 2025-08: balance -10, allowed at least 0 by "
                "stock:NL is never below zero"
            ),
        ),
    ],
)
def test_what_is_tampered_with_is_found(entries: Entries, sentence: str) -> None:
    """Each fault is told in its own sentence, with member, month and both numbers."""
    assert sentence in told(entries)


def test_a_budget_that_is_overdrawn() -> None:
    """Money that is paid above the grants is found by the ledger, in its month."""
    entries = grown("payment", "2025-08", 60_000_000, member="NL")
    assert any(
        one.startswith("budget:NL:2025 (EUR) in 2025-08: balance -") for one in told(entries)
    )


@pytest.mark.parametrize("tense", [Tense.PROMISED, Tense.ACTUAL])
def test_a_plan_only_proposes(tense: Tense) -> None:
    """A promise or an act among a plan's entries is refused."""
    entries = first_steps()[1].entries
    posted = put(entries, 0, replace(entries[0], tense=tense))
    assert told(posted) == (f"call_off in 2025-01 is {tense}, a plan only proposes (R2)",)


def test_decisions_told_wrong() -> None:
    """A band that the total does not select, a ramp and an opening that cannot be are found."""
    entries, decisions = first_steps()[1].entries, first_steps()[1].decisions
    band = BandReached("C1", "M1", 10, "900000", "EUR")
    wrong = told(entries, decisions=replace(decisions, bands=(band,)))
    assert wrong == ("band of ('C1', 'M1'): 10 told, 0 selected by the total",)
    wrong = told(entries, decisions=replace(decisions, lines_opened=("L1",)))
    assert wrong == ("line L1 is opened although it is open",)


def test_a_ramp_outside_its_window() -> None:
    """A ramp before its first month or after its last is found, and one before its lower step."""
    programme, found = first_steps()
    window = {"decide_from": Month.of(2025, 3), "decide_to": Month.of(2025, 5)}
    ramps = tuple(
        t.Ramp(line="L1", step=step, extra_per_month=1, lead_months=1, **window) for step in (1, 2)
    )
    programme = programme.replace(ramps=ramps)

    def decided(*months: int) -> tuple[str, ...]:
        taken = tuple(RampTaken("L1", n, Month.of(2025, m)) for n, m in enumerate(months, 1))
        return told(
            found.entries, programme=programme, decisions=replace(found.decisions, ramps=taken)
        )

    assert decided(3, 3) == ()
    assert decided(2) == ("ramp 1 of L1 decided in 2025-02: not before 2025-03",)
    assert decided(6) == ("ramp 1 of L1 decided in 2025-06: not after 2025-05",)
    assert decided(5, 4) == ("ramp 2 of L1 decided in 2025-04: step 1 is not taken by then",)


def test_a_minimum_order_that_is_not_reached() -> None:
    """A line opened for fewer units than its minimum order is found."""
    programme, found = first_steps()
    closed = replace(programme.lines[0], already_open=False, minimum_order=15)
    opened = replace(found.decisions, lines_opened=("L1",))
    programme = programme.replace(lines=(closed,))
    assert told(found.entries, programme=programme, decisions=opened) == (
        "line L1 is opened with 14 units called off, minimum order 15",
    )
    assert "line L1 is not opened but 14 units are called off on it" in told(
        found.entries, programme=programme
    )


def test_a_gift_that_may_not_be_given() -> None:
    """A lethal item from a member that may give none but others is found, and an early one."""
    programme, found = first_steps()
    members = tuple(replace(row, may_give="non-lethal") for row in programme.members)
    assert told(found.entries, programme=programme.replace(members=members)) == (
        "donation DE-UA: DE may not give M1",
    )
    late = replace(programme.donations[0], not_before=Month.of(2025, 2))
    assert told(found.entries, programme=programme.replace(donations=(late,))) == (
        "donation DE-UA: given in 2025-01, not before 2025-02",
    )


def test_a_group_that_is_given_in_parts() -> None:
    """Gifts of a group in two months are found."""
    programme, found = first_steps()
    grouped = replace(programme.donations[0], group="G1")
    assert told(found.entries, programme=programme.replace(donations=(grouped,))) == (
        "group G1: not given in full in one month",
    )


def test_common_costs() -> None:
    """A common cost that is not booked in its month is found."""
    programme, found = first_steps()
    cost = t.Cost(
        contract="C1",
        month=Month.of(2025, 2),
        purpose="qualification",
        amount=Decimal("12.50"),
        currency="EUR",
    )
    assert told(found.entries, programme=programme.replace(costs=(cost,))) == (
        "common cost ('cost', '') in 2025-02: 0 booked, 1250 due",
    )


def test_funding_above_what_was_promised() -> None:
    """A third nation pays no cent more than it promised, and none before its first month."""
    programme, found = funded()
    place = find(found.entries, "funding")
    entry = found.entries[place]
    assert sum(e.transfers[0].quantity for e in found.entries if e.kind == "funding") <= 50_000_000
    more = put(found.entries, place, sized(entry, 50_000_000))
    assert any(
        one.startswith("funding of DE-UA by FRIEND: ") and one.endswith("is more than promised")
        for one in told(more, programme=programme, decisions=found.decisions)
    )
    early = put(found.entries, place, replace(entry, month=Month.of(2025, 5)))
    assert "funding of DE-UA by FRIEND in 2025-05: no date" in told(
        early, programme=programme, decisions=found.decisions
    )
    idle = put(found.entries, place, replace(entry, month=Month.of(2025, 11)))
    amount = entry.transfers[0].quantity
    assert f"funding of DE-UA in 2025-11: {amount}, backfill costs less (payment)" in told(
        idle, programme=programme, decisions=found.decisions
    )
