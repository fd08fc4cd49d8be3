"""An oracle's quantities written out as a plan, so that the judge can be tested on known plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import floor

from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import minor_units, round_half_up, to_minor
from jointstock.words.months import fiscal_start
from jointstock.words.results import (
    BandReached,
    Decisions,
    Goal,
    Late,
    NotCalledOff,
    NotServed,
    Plan,
    RampTaken,
    Shortfall,
)
from oracle.facts import Facts
from oracle.money import commitments, common, currency_of, payments, selected_bands
from oracle.quantities import Quantities
from oracle.values import late, missing_below, not_called_off, values


def as_plan(facts: Facts, found: Quantities) -> Plan:
    """The plan of some quantities, with every entry a plan must have."""
    purse = _Purse(facts)
    funded = [*purse.funded(found, "payment"), *purse.funded(found, "commitment")]
    entries = [
        *funded,
        *_flows(facts, found, purse),
        *_units(facts, found),
        *purse.paid(found),
        *_common(facts, found),
        *_promises(facts),
    ]
    return Plan(
        programme=facts.programme.id,
        as_of=facts.programme.as_of,
        inputs_digest=facts.programme.digest,
        settings={},
        status="optimal",
        goals=tuple(
            Goal(goal, float(value), float(value), 0.0, _below(facts, found, goal))
            for goal, value in values(facts, found).items()
        ),
        decisions=_decisions(facts, found),
        entries=tuple(entries),
        shortfalls=tuple(_shortfalls(facts, found)),
        not_served=tuple(
            NotServed(m, i, facts.month(s), n) for (m, i, s), n in found.not_served.items() if n
        ),
        not_called_off=tuple(
            NotCalledOff(*key, n) for key, n in not_called_off(facts, found).items() if n
        ),
        late=tuple(Late(*key, n) for key, n in late(facts, found).items() if n),
    )


def _below(facts: Facts, found: Quantities, goal: str) -> tuple[float, ...]:
    return tuple(float(x) for x in missing_below(facts, found)) if goal == "floors" else ()


def _decisions(facts: Facts, found: Quantities) -> Decisions:
    bands = [
        BandReached(contract, item, band.start, str(float(band.price)), band.currency)
        for (contract, item), band in selected_bands(facts, found).items()
        if band is not None
    ]
    opened = [line for line, row in facts.lines.items() if not row.already_open]
    return Decisions(
        tuple(line for line in opened if line in found.opened),
        tuple(RampTaken(line, step, facts.month(s)) for (line, step), s in found.ramps.items()),
        tuple(bands),
    )


def _shortfalls(facts: Facts, found: Quantities) -> Iterator[Shortfall]:
    for member in facts.members:
        for item in facts.items:
            stock, borne = found.stock(facts, member, item), found.borne(facts, member, item)
            for month in facts.months:
                floor = facts.floor(member, item, month)
                lacks = floor - stock[month] - borne[month]
                if lacks > 0:
                    yield Shortfall(member, item, facts.month(month), lacks, borne[month], floor)


def _flows(facts: Facts, found: Quantities, purse: _Purse) -> Iterator[Entry]:
    signed = commitments(facts, found, selected_bands(facts, found))
    for kind, own, because in (
        ("call_off", found.call_offs, found.backfill_call_offs),
        ("delivery", found.deliveries, found.backfill_deliveries),
    ):
        every = [(who, line, s, n, "") for (who, line, s), n in own.items()]
        every += [
            (facts.donations[name].donor, line, s, n, name)
            for (name, line, s), n in because.items()
        ]
        for member, line, month, units, donation in sorted(every, key=lambda one: one[2]):
            row = facts.lines[line]
            claim, due = f"claim:{row.item}", f"due:{member}:{line}"
            if kind == "call_off":
                moves = [(claim, f"room:{row.contract}", due, units)]
                amount = signed.get((member, line, month, donation), Fraction(0))
                moves += purse.sign(member, row.contract, month, amount)
            else:
                moves = [
                    (row.item, f"line:{line}", f"stock:{member}", units),
                    (claim, due, f"met:{row.contract}", units),
                ]
            if units:
                yield Entry(
                    facts.month(month),
                    kind,
                    _transfers(moves),
                    member=member,
                    item=row.item,
                    line=line,
                    contract=row.contract,
                    backfill=donation,
                )


def _transfers(moves: list[tuple[str, str, str, int]]) -> tuple[Transfer, ...]:
    """Transfers of what moves; a negative amount moves back."""
    forward = [Transfer(u, a, b, n) for u, a, b, n in moves if n > 0]
    return (*forward, *(Transfer(u, b, a, -n) for u, a, b, n in moves if n < 0))


def _units(facts: Facts, found: Quantities) -> Iterator[Entry]:
    for member in facts.members:
        for item in facts.items:
            for month in facts.months:
                used = facts.use(member, item, month) - found.not_served[member, item, month]
                if used:
                    moves = [(item, f"stock:{member}", f"used:{member}", used)]
                    yield Entry(facts.month(month), "use", _transfers(moves), member=member)
    for (name, month), units in found.gifts.items():
        row = facts.donations[name]
        moves = [(row.item, f"stock:{row.donor}", f"donated:{row.recipient}", units)]
        if units:
            yield Entry(facts.month(month), "donation", _transfers(moves), donation=name)


def _common(facts: Facts, found: Quantities) -> Iterator[Entry]:
    for one in common(facts, found):
        amount = round_half_up(one.amount * minor_units(one.currency))
        moves = [(one.currency, f"pool:{one.contract}", "paid:MAKER", amount)]
        yield Entry(facts.month(one.month), "common", _transfers(moves), cause=one.cause)


def _promises(facts: Facts) -> Iterator[Entry]:
    for month in facts.months:
        for row in facts.promises(month):
            item = facts.lines[row.line].item
            kind = "stock" if row.customer in facts.members else "customer"
            moves = [(item, f"line:{row.line}", f"{kind}:{row.customer}", row.units)]
            if row.contract:
                due, met = f"due:{row.customer}:{row.line}", f"met:{row.contract}"
                moves.append((f"claim:{item}", due, met, row.units))
            yield Entry(facts.month(month), "promise", _transfers(moves))


class _Purse:
    """What is left of every fiscal year's money, drawn oldest first."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.left: Counter[tuple[str, str, int]] = Counter()
        for row in facts.programme.budgets:
            self.left[row.member, row.kind, row.fiscal_year] += to_minor(row.amount, row.currency)

    def draw(self, member: str, kind: str, month: int, amount: int) -> list[tuple[int, int]]:
        """Fiscal years and the parts of an amount that they pay; the last takes what is left."""
        now = self.facts.fiscal_year(member, month)
        starts_in = self.facts.members[member].fiscal_year_start
        years = [
            year
            for year in self.facts.block(member, kind, now)
            if fiscal_start(year, starts_in) <= self.facts.month(month)
        ]
        parts = []
        for year in years:
            last = year == years[-1] or amount < 0
            part = amount if last else min(amount, max(0, self.left[member, kind, year]))
            at = years[-1] if amount < 0 else year
            self.left[member, kind, at] -= part
            amount -= part
            if part:
                parts.append((at, part))
            if last:
                break
        return parts

    def sign(
        self, member: str, contract: str, month: int, amount: Fraction
    ) -> list[tuple[str, str, str, int]]:
        """The moves by which a call-off signs for an amount of the member's currency."""
        currency = self.facts.budget_currency(member, "commitment")
        if currency is None or not amount:
            return []
        whole = round_half_up(amount * minor_units(currency))
        unit, target = f"commitment:{currency}", f"payable:{member}:{contract}"
        return [
            (unit, f"committed:{member}:{year}", target, n)
            for year, n in self.draw(member, "commitment", month, whole)
        ]

    def funded(self, found: Quantities, kind: str) -> Iterator[Entry]:
        """Funding, in whole minor units of the funder, as it comes to the donor's budget."""
        facts = self.facts
        stated = found.funding if kind == "payment" else found.commitment_funding
        for (number, month), amount in (stated or {}).items():
            row = facts.programme.funding[number]
            donor = facts.donations[row.donation].donor
            currency = facts.budget_currency(donor, kind)
            assert currency is not None
            rate = facts.rate(row.currency, currency, month) * minor_units(currency)
            given = floor(float(amount / (rate / minor_units(row.currency))) + 1e-4)
            got = round_half_up(given * rate / minor_units(row.currency))
            year = facts.fiscal_year(donor, month)
            mark = "" if kind == "payment" else "commitment:"
            name = "budget" if kind == "payment" else "committed"
            source, target = f"funder:{row.payer}", f"{name}:{donor}:{year}"
            moves = [(mark + currency, source, target, got)]
            if row.currency != currency:
                bridge = f"exchange:{row.currency}:{currency}"
                moves = [
                    (mark + row.currency, source, bridge, given),
                    (mark + currency, bridge, target, got),
                ]
            self.left[donor, kind, year] += got
            if got:
                yield Entry(facts.month(month), "funding", _transfers(moves), donation=row.donation)

    def paid(self, found: Quantities) -> Iterator[Entry]:
        """Payments and fees, rounded once each, in the order of their months."""
        facts = self.facts
        every = payments(facts, found, selected_bands(facts, found))
        for key in sorted(every, key=lambda one: (one[2], one)):
            member, contract, month, cause = key
            for kind, target, part in (
                ("payment", "paid:", Fraction(1)),
                ("fee", f"fee:{facts.contracts[contract].agency}", facts.fee(contract)),
            ):
                moves = self._pay(key, every[key] * part, target)
                if any(n for *_, n in moves):
                    yield Entry(
                        facts.month(month),
                        kind,
                        _transfers(moves),
                        member=member,
                        contract=contract,
                        cause=cause,
                    )

    def _pay(
        self, key: tuple[str, str, int, str], amount: Fraction, target: str
    ) -> list[tuple[str, str, str, int]]:
        facts = self.facts
        member, contract, month, _ = key
        if target == "paid:":
            lines = [r for r in facts.lines.values() if r.contract == contract]
            target += lines[0].supplier
        sold = currency_of(facts, contract)
        owned = facts.budget_currency(member, "payment") or sold
        got = round_half_up(amount * minor_units(sold))
        out = round_half_up(amount * facts.rate(sold, owned, month) * minor_units(owned))
        bridge = f"exchange:{owned}:{sold}" if owned != sold else target
        moves = [
            (owned, f"budget:{member}:{year}", bridge, n)
            for year, n in self.draw(member, "payment", month, out)
        ]
        return moves if owned == sold else [*moves, (sold, bridge, target, got)]
