"""Every limit and rule of a plan, checked on its quantities in whole numbers and fractions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jointstock.words.money import minor_units
from oracle.facts import Facts
from oracle.money import (
    Bands,
    backfill_spending,
    commitments,
    currency_of,
    funds,
    payments,
    selected_bands,
    spent,
)
from oracle.quantities import Quantities
from oracle.roundings import margins

# Minor units by which a solver's unrounded sums may be off.
SLACK = Fraction(1, 1000)


def breaches(facts: Facts, plan: Quantities, *, tightened: bool = False) -> list[str]:
    """What the plan breaks, one sentence each; nothing if it keeps every limit and rule.

    ``tightened`` holds budgets with the margin for rounding that a planner keeps, on unrounded
    amounts; without it they are held on the rounded transfers themselves.
    """
    return [
        *_signs(plan),
        *_stocks(facts, plan),
        *_lead(facts, plan),
        *_capacity(facts, plan),
        *_openings(facts, plan),
        *_ramps(facts, plan),
        *_call_offs(facts, plan),
        *_ceilings(facts, plan),
        *_demand(facts, plan),
        *_gifts(facts, plan),
        *_groups(facts, plan),
        *_backfill(facts, plan),
        *_budgets(facts, plan, tightened),
    ]


def _signs(plan: Quantities) -> Iterator[str]:
    for name in (
        "call_offs",
        "deliveries",
        "backfill_call_offs",
        "backfill_deliveries",
        "gifts",
        "not_served",
    ):
        for key, units in getattr(plan, name).items():
            if units < 0 or units != int(units):
                yield f"{name} {key}: {units} is no whole number from 0 on"


def _stocks(facts: Facts, plan: Quantities) -> Iterator[str]:
    for member in facts.members:
        for item in facts.items:
            stock = plan.stock(facts, member, item)
            borne = plan.borne(facts, member, item)
            for month in facts.months:
                if stock[month] < 0:
                    yield f"stock of {member} {item} in {month}: {stock[month]}"
                if plan.not_served[member, item, month] > facts.use(member, item, month):
                    yield f"{member} {item} in {month}: more use not served than there is"
                if stock[month] + borne[month] < 0:
                    yield f"{member} {item} in {month}: backfill is used before its gift is given"


def _lead(facts: Facts, plan: Quantities) -> Iterator[str]:
    for called, delivered in (
        (plan.call_offs, plan.deliveries),
        (plan.backfill_call_offs, plan.backfill_deliveries),
    ):
        for who, line in dict.fromkeys((key[0], key[1]) for key in (*called, *delivered)):
            lead = facts.lines[line].lead_months
            for month in facts.months:
                to_date = sum(delivered[who, line, s] for s in range(month + 1))
                ready = sum(called[who, line, s] for s in range(month + 1 - lead))
                if to_date > ready:
                    yield f"{who} on {line} by {month}: {to_date} delivered of {ready} ready"
            due = sum(called[who, line, s] for s in facts.months)
            met = sum(delivered[who, line, s] for s in facts.months)
            if due != met:
                yield f"{who} on {line}: {due} called off, {met} delivered"


def _capacity(facts: Facts, plan: Quantities) -> Iterator[str]:
    for line in facts.lines:
        for month in facts.months:
            has = facts.capacity(line, month) if line in plan.opened else 0
            for ramp in facts.ramps(line):
                decided = plan.ramps.get((line, ramp.step))
                if decided is not None and decided + ramp.lead_months <= month:
                    has += ramp.extra_per_month
            asked = plan.delivered_by(line, month) + facts.promised_by(line, month)
            if asked > has:
                yield f"{line} in {month}: {asked} of a capacity of {has}"


def _openings(facts: Facts, plan: Quantities) -> Iterator[str]:
    every = [*plan.call_offs.items(), *plan.backfill_call_offs.items()]
    for line, row in facts.lines.items():
        called = sum(units for (_, at, _), units in every if at == line)
        if line not in plan.opened and (called or facts.forced_open(line)):
            yield f"{line} is not open and has call-offs or promises"
        if line in plan.opened and not row.already_open and called < row.minimum_order:
            yield f"{line}: {called} called off, {row.minimum_order} are the minimum"


def _ramps(facts: Facts, plan: Quantities) -> Iterator[str]:
    for (line, step), month in plan.ramps.items():
        rows = {ramp.step: ramp for ramp in facts.ramps(line)}
        if step not in rows or month not in facts.ramp_months(rows[step]):
            yield f"ramp {step} of {line} cannot be decided in {month}"
        if line not in plan.opened:
            yield f"ramp {step} of {line}: the line is not open"
        before = max((other for other in rows if other < step), default=None)
        if before is not None and plan.ramps.get((line, before), facts.horizon) > month:
            yield f"ramp {step} of {line} in {month} comes before step {before}"


def _call_offs(facts: Facts, plan: Quantities) -> Iterator[str]:
    every = [(member, line, month) for (member, line, month), n in plan.call_offs.items() if n]
    for (name, line, month), units in plan.backfill_call_offs.items():
        row = facts.donations[name]
        if units:
            every.append((row.donor, line, month))
        if units and row.item != facts.lines[line].item:
            yield f"backfill of {name} on {line}: another item"
    for member, line, month in every:
        if month not in facts.call_off_months(member, line):
            yield f"{member} may not call off on {line} in {month}"


def _ceilings(facts: Facts, plan: Quantities) -> Iterator[str]:
    for name, row in facts.contracts.items():
        items = [item for contract, item in facts.products() if contract == name]
        total = facts.past(name) + sum(plan.called_off(facts, name, item) for item in items)
        if row.ceiling is not None and total > row.ceiling:
            yield f"{name}: {total} called off of {row.ceiling}"


def _demand(facts: Facts, plan: Quantities) -> Iterator[str]:
    for member in facts.members:
        for contract, item in facts.products():
            rows = facts.demand(member, contract, item)
            most = sum(row.firm + row.optional for row in rows)
            called = plan.own_called_off(facts, member, contract, item)
            if called > most:
                yield f"{member} {contract} {item}: {called} called off, {most} wanted"


def _gifts(facts: Facts, plan: Quantities) -> Iterator[str]:
    for name, row in facts.donations.items():
        given = {
            month: units for (who, month), units in plan.gifts.items() if who == name and units
        }
        if not given:
            continue
        lethal = facts.items[row.item].lethal
        for actor in _givers(facts, name):
            if actor == "none" or (actor == "non-lethal" and lethal):
                yield f"{name}: given by one who may give {actor}"
        if sum(given.values()) > row.up_to:
            yield f"{name}: {sum(given.values())} given of {row.up_to}"
        if min(given) < facts.when(row.not_before, 0):
            yield f"{name}: given in {min(given)}, too early"
        stock = plan.stock(facts, row.donor, row.item)
        if min(stock[min(given) :]) < row.keep_units:
            yield f"{name}: {row.donor} falls below {row.keep_units} after its gift"


def _givers(facts: Facts, donation: str) -> list[str]:
    donor = facts.donations[donation].donor
    found = [facts.members[donor].may_give]
    return found + [row.may_give for row in facts.programme.parties if row.party == donor]


def _groups(facts: Facts, plan: Quantities) -> Iterator[str]:
    for group in dict.fromkeys(row.group for row in facts.donations.values() if row.group):
        rows = [row for row in facts.donations.values() if row.group == group]
        months = {m for row in rows for m in facts.months if plan.gifts[row.donation, m]}
        full = all(plan.gifts[row.donation, m] == row.up_to for row in rows for m in months)
        if months and (len(months) > 1 or not full):
            yield f"group {group}: not all of it in one month"


def _backfill(facts: Facts, plan: Quantities) -> Iterator[str]:
    for name, row in facts.donations.items():
        given = [plan.gifts[name, month] for month in facts.months]
        called = sum(n for (who, _, _), n in plan.backfill_call_offs.items() if who == name)
        if called > sum(given):
            yield f"{name}: {called} backfilled of {sum(given)} given"
        within = row.backfill_within_months
        if within is None:
            continue
        for month in facts.months:
            if month + within >= facts.horizon:
                if given[month]:
                    yield f"{name}: the backfill of a gift in {month} falls beyond the horizon"
                continue
            back = sum(
                units
                for (who, _, when), units in plan.backfill_deliveries.items()
                if who == name and when <= month + within
            )
            if back < sum(given[: month + 1]):
                yield f"{name}: gifts to {month} are not backfilled by {month + within}"


def _budgets(facts: Facts, plan: Quantities, tightened: bool) -> Iterator[str]:
    bands = selected_bands(facts, plan)
    for member in facts.members:
        for kind in ("payment", "commitment"):
            currency = facts.budget_currency(member, kind)
            if currency is None:
                continue
            out = _out(facts, plan, bands, member, kind, currency, tightened)
            got, wrong = _funding(facts, plan, bands, member, kind, out)
            yield from wrong
            for purse in facts.purses(member, kind):
                net = sum(out[month] - got[month] for month in purse.months)
                if net > purse.granted + SLACK * tightened:
                    yield f"{member} {kind} by {purse.months[-1]}: {net} of {purse.granted}"


def _out(
    facts: Facts,
    plan: Quantities,
    bands: Bands,
    member: str,
    kind: str,
    currency: str,
    tightened: bool,
) -> list[Fraction]:
    """What leaves the member's budgets by month, in minor units; with its margin if tightened."""
    if not tightened:
        rounded = spent(facts, plan, bands, member, kind)
        return [Fraction(sum(month)) for month in rounded]
    out = margins(facts, member, kind, bands)
    minor = minor_units(currency)
    if kind == "commitment":
        for (who, _, month, _), amount in commitments(facts, plan, bands).items():
            out[month] += amount * minor if who == member else 0
        return out
    for (who, contract, month, _), amount in payments(facts, plan, bands).items():
        if who == member:
            rate = facts.rate(currency_of(facts, contract), currency, month)
            out[month] += amount * (1 + facts.fee(contract)) * rate * minor
    return out


def _funding(
    facts: Facts,
    plan: Quantities,
    bands: Bands,
    member: str,
    kind: str,
    out: list[Fraction],
) -> tuple[list[Fraction], list[str]]:
    """What third nations pay into the member's budgets by month, and what is wrong with it."""
    stated = plan.funding if kind == "payment" else plan.commitment_funding
    got = [Fraction(0)] * facts.horizon
    currency = facts.budget_currency(member, kind)
    if currency is None:
        return got, []
    back = {
        key: amount * minor_units(currency)
        for key, amount in backfill_spending(facts, plan, bands, kind).items()
    }
    if stated is None:
        return _least_funding(facts, member, kind, out, back), []
    wrong = []
    for number, row in enumerate(facts.programme.funding):
        terms = funds(facts, number, member, kind)
        if terms is None:
            continue
        given, amount, window = terms
        total = Fraction(0)
        for month in facts.months:
            paid = Fraction(stated.get((number, month), 0))
            if paid and month not in window:
                wrong.append(f"funding {row.payer} {row.donation} in {month}: outside its dates")
            got[month] += paid
            total += paid / (
                facts.rate(given, currency, month) * minor_units(currency) / minor_units(given)
            )
        if total > amount + SLACK + Fraction(facts.horizon, 2) * (given != currency):
            wrong.append(f"funding {row.payer} {row.donation}: {float(total)} of {amount}")
    for name in facts.donations:
        rows = [n for n, row in enumerate(facts.programme.funding) if row.donation == name]
        for month in facts.months:
            paid = sum((Fraction(stated.get((n, month), 0)) for n in rows), Fraction(0))
            # an advance, a balance and the fee on each: steps of rounded sums, within one unit
            most = back.get((name, month), Fraction(0)) + 4
            if facts.donations[name].donor == member and paid > most:
                wrong.append(f"funding of {name} in {month}: {float(paid)}, more than its backfill")
    return got, wrong


def _least_funding(
    facts: Facts,
    member: str,
    kind: str,
    out: list[Fraction],
    back: dict[tuple[str, int], Fraction],
) -> list[Fraction]:
    """As little funding as keeps the budgets, taken when it is missed.

    Exact for one row in the currency of the budget: within a block it does not matter when it is
    paid, only that it is paid by then.
    """
    got = [Fraction(0)] * facts.horizon
    left = {}
    for number in range(len(facts.programme.funding)):
        terms = funds(facts, number, member, kind)
        if terms is not None:
            left[number] = Fraction(terms[1])
    for purse in facts.purses(member, kind):
        missing = sum(out[month] - got[month] for month in purse.months) - purse.granted
        for number in left:
            terms = funds(facts, number, member, kind)
            assert terms is not None
            for month in (one for one in purse.months if one in terms[2]):
                donation = facts.programme.funding[number].donation
                free = min(left[number], back.get((donation, month), Fraction(0)) - got[month])
                if missing > 0 and free > 0:
                    taken = min(missing, free)
                    got[month] += taken
                    left[number] -= taken
                    missing -= taken
    return got
