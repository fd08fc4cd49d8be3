"""A judge of finished plans: every entry, limit, rule, goal and result, by plain arithmetic.

It reads a plan's entries back into quantities, asks ``rules`` about them, and compares what the
plan says of itself with what its entries say. It knows nothing of how plans are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jointstock.programme.programme import Programme
from jointstock.words.entries import Entry
from jointstock.words.results import Plan
from oracle.facts import Facts
from oracle.judge_money import money_breaches, read_funding
from oracle.money import selected_bands
from oracle.quantities import Quantities
from oracle.rules import breaches
from oracle.values import goals_in_order, late, missing_below, not_called_off, value

KINDS = (
    "call_off delivery use donation payment fee funding common promise".split()  # the design's
)


@dataclass(frozen=True)
class Judgement:
    """What a plan breaks, one sentence each, and what each goal's value really is."""

    breaches: list[str]
    values: dict[str, Fraction | float]


def judge(programme: Programme, plan: Plan, *, in_force: Plan | None = None) -> Judgement:
    """Judge a plan of a programme; with the plan in force, if *steady* was measured from one."""
    facts = Facts(programme)
    wrong = list(_shapes(facts, plan))
    found = read(facts, plan)
    wrong += breaches(facts, found)
    wrong += _ledger(facts, plan, found)
    wrong += _promises(facts, plan)
    wrong += money_breaches(facts, plan, found)
    wrong += _decisions(facts, plan, found)
    wrong += _results(facts, plan, found)
    values = {goal: value(facts, found, goal) for goal in goals_in_order(facts)}
    if in_force is not None:
        values["steady"] = Fraction(moved(found, read(facts, in_force)))
    wrong += _goals(facts, plan, found, values)
    return Judgement(wrong, values)


def moved(now: Quantities, then: Quantities) -> int:
    """Units by which call-offs, deliveries and gifts differ between two plans."""
    total = 0
    for name in (
        "call_offs",
        "deliveries",
        "backfill_call_offs",
        "backfill_deliveries",
        "gifts",
    ):
        one, other = getattr(now, name), getattr(then, name)
        total += sum(abs(one[key] - other[key]) for key in {*one, *other})
    return total


def read(facts: Facts, plan: Plan) -> Quantities:
    """The decisions of a plan, from its entries and from the lines and ramps it decides."""
    found = Quantities()
    served: Counter[tuple[str, str, int]] = Counter()
    for entry in plan.entries:
        month = facts.when(entry.month, 0)
        first = entry.transfers[0]
        if entry.kind in ("call_off", "delivery"):
            _read_flow(found, entry, month)
        elif entry.kind == "use":
            served[first.source.split(":")[1], first.unit, month] += first.quantity
        elif entry.kind == "donation":
            found.gifts[entry.donation, month] += first.quantity
    for member in facts.members:
        for item in facts.items:
            for month in facts.months:
                left = facts.use(member, item, month) - served.pop((member, item, month), 0)
                found.not_served[member, item, month] = left
    for key, units in served.items():
        found.not_served[key] = -units
    opened = {line for line, row in facts.lines.items() if row.already_open}
    found.opened = frozenset(opened | set(plan.decisions.lines_opened))
    found.ramps = {(r.line, r.step): facts.when(r.month, 0) for r in plan.decisions.ramps}
    found.funding = read_funding(facts, plan, "payment")
    found.commitment_funding = read_funding(facts, plan, "commitment")
    return found


def _read_flow(found: Quantities, entry: Entry, month: int) -> None:
    for one in entry.transfers:
        target = one.target.split(":")
        if entry.kind == "call_off" and one.unit.startswith("claim:"):
            member, line = target[1], target[2]
            if entry.backfill:
                found.backfill_call_offs[entry.backfill, line, month] += one.quantity
            else:
                found.call_offs[member, line, month] += one.quantity
        if entry.kind == "delivery" and one.source.startswith("line:"):
            member, line = target[1], one.source.split(":")[1]
            if entry.backfill:
                found.backfill_deliveries[entry.backfill, line, month] += one.quantity
            else:
                found.deliveries[member, line, month] += one.quantity


def _shapes(facts: Facts, plan: Plan) -> Iterator[str]:
    """Each entry moves what its kind says between the accounts that its kind says."""
    for entry in plan.entries:
        where = f"{entry.kind} in {entry.month}"
        if entry.kind not in KINDS:
            yield f"{where}: no such kind"
        if facts.when(entry.month, 0) not in facts.months:
            yield f"{where}: outside the horizon"
        moves = {(t.unit, t.source, t.target, t.quantity) for t in entry.transfers}
        wanted = _wanted_moves(facts, entry)
        if wanted is not None and not wanted <= moves:
            yield f"{where}: {sorted(moves)} lacks {sorted(wanted - moves)}"
        extra = [m for m in moves if wanted is not None and m not in wanted]
        if any(not (entry.kind == "call_off" and m[0].startswith("commitment:")) for m in extra):
            yield f"{where}: {sorted(extra)} does not belong there"


def _wanted_moves(facts: Facts, entry: Entry) -> set[tuple[str, str, str, int]] | None:
    """The moves of units that an entry must consist of; none for money."""
    first = entry.transfers[0]
    units = first.quantity
    if entry.kind in ("call_off", "delivery"):
        line = facts.lines[entry.line]
        donor = facts.donations[entry.backfill].donor if entry.backfill else entry.member
        due, claim = f"due:{donor}:{entry.line}", f"claim:{line.item}"
        if entry.kind == "call_off":
            claims = [t.quantity for t in entry.transfers if t.unit == claim]
            return {(claim, f"room:{line.contract}", due, sum(claims))}
        return {
            (line.item, f"line:{entry.line}", f"stock:{donor}", units),
            (claim, due, f"met:{line.contract}", units),
        }
    if entry.kind == "use":
        member = first.source.split(":")[1]
        return {(first.unit, f"stock:{member}", f"used:{member}", units)}
    if entry.kind == "donation":
        row = facts.donations[entry.donation]
        return {(row.item, f"stock:{row.donor}", f"donated:{row.recipient}", units)}
    return None


def _ledger(facts: Facts, plan: Plan, found: Quantities) -> Iterator[str]:
    """Balances of stock, room and due, from opening entries and the plan's transfers alone."""
    held: Counter[tuple[str, str]] = Counter()
    for row in facts.programme.stocks:
        held[f"stock:{row.member}", row.item] += row.units
    later: Counter[tuple[str, str]] = Counter()
    for one in facts.programme.promised:
        if one.contract:
            due = f"due:{one.customer}:{one.line}", f"claim:{facts.lines[one.line].item}"
            held[due] += one.units
            if facts.when(one.due, 0) >= facts.horizon:
                later[due] += one.units
    room: Counter[str] = Counter()
    for month in facts.months:
        for entry in plan.entries:
            if facts.when(entry.month, 0) != month:
                continue
            for move in entry.transfers:
                held[move.source, move.unit] -= move.quantity
                held[move.target, move.unit] += move.quantity
                if move.source.startswith("room:"):
                    room[move.source.split(":")[1]] += move.quantity
        for (account, unit), amount in held.items():
            if account.split(":")[0] in ("stock", "due") and amount < 0:
                yield f"{account} {unit} at the end of {month}: {amount}"
        for member in facts.members:
            for item in facts.items:
                stock = found.stock(facts, member, item)[month]
                if held[f"stock:{member}", item] != stock:
                    yield f"stock:{member} {item} in {month} is not {stock}"
    for name, contract in facts.contracts.items():
        if contract.ceiling is not None and room[name] > contract.ceiling - facts.past(name):
            yield f"room:{name}: {room[name]} called off"
    for key, amount in held.items():
        if key[0].startswith("due:") and amount != later[key]:
            yield f"{key[0]}: {amount} still due at the end, not {later[key]}"


def _promises(facts: Facts, plan: Plan) -> Iterator[str]:
    """Each standing promise of the horizon falls due as it was promised, and nothing else does."""
    wanted: Counter[tuple[int, str, str, str, int]] = Counter()
    for month in facts.months:
        for row in facts.promises(month):
            item = facts.lines[row.line].item
            kind = "stock" if row.customer in facts.members else "customer"
            if row.units:
                wanted[month, item, f"line:{row.line}", f"{kind}:{row.customer}", row.units] += 1
            if row.contract and row.units:
                due, met = f"due:{row.customer}:{row.line}", f"met:{row.contract}"
                wanted[month, f"claim:{item}", due, met, row.units] += 1
    said: Counter[tuple[int, str, str, str, int]] = Counter()
    for entry in plan.entries:
        for t in entry.transfers if entry.kind == "promise" else ():
            said[facts.when(entry.month, 0), t.unit, t.source, t.target, t.quantity] += 1
    for key in (wanted - said) + (said - wanted):
        yield f"promise {key}: wanted {wanted[key]} times, in the plan {said[key]} times"


def _decisions(facts: Facts, plan: Plan, found: Quantities) -> Iterator[str]:
    for line in plan.decisions.lines_opened:
        if line not in facts.lines or facts.lines[line].already_open:
            yield f"{line} cannot be opened"
    said = {(b.contract, b.item): b for b in plan.decisions.bands}
    for (contract, item), band in selected_bands(facts, found).items():
        one = said.pop((contract, item), None)
        if band is None:
            continue
        if one is None:
            yield f"{contract} {item}: no band is named"
        elif (Fraction(one.unit_price), one.currency) != (band.price, band.currency):
            yield f"{contract} {item}: price {one.unit_price}, not {float(band.price)}"
        elif one.from_units != band.start and (one.from_units, band.start) != (1, 0):
            yield f"{contract} {item}: band from {one.from_units}, not {band.start}"
    for key in said:
        yield f"{key} has no bands"


def _results(facts: Facts, plan: Plan, found: Quantities) -> Iterator[str]:
    """Shortfalls, use not served and demand not called off are as the entries say."""
    short = {}
    for member in facts.members:
        for item in facts.items:
            stock = found.stock(facts, member, item)
            borne = found.borne(facts, member, item)
            for month in facts.months:
                lacks = facts.floor(member, item, month) - stock[month] - borne[month]
                if lacks > 0:
                    short[member, item, month] = (lacks, borne[month])
    said = {
        (s.member, s.item, facts.when(s.month, 0)): (s.units, s.borne)
        for s in plan.shortfalls
        if s.units
    }
    if said != short:
        yield f"shortfalls: {set(said.items()) ^ set(short.items())}"
    served = {(n.member, n.item, facts.when(n.month, 0)): n.units for n in plan.not_served}
    if Counter(served) != +found.not_served:
        yield f"not served: {served}, not {+found.not_served}"
    missed = {(n.member, n.contract, n.item): n.units for n in plan.not_called_off}
    if +Counter(missed) != +Counter(not_called_off(facts, found)):
        yield f"not called off: {missed}, not {not_called_off(facts, found)}"
    waits = {(one.member, one.contract, one.item): one.unit_months for one in plan.late}
    if waits != +Counter(late(facts, found)):
        yield f"late: {waits}, not {late(facts, found)}"


def _goals(
    facts: Facts, plan: Plan, found: Quantities, values: dict[str, Fraction | float]
) -> Iterator[str]:
    """The values stated are those of the plan; a gap is what value and bound make it."""
    if [goal.goal for goal in plan.goals] != list(values):
        yield f"goals: {[goal.goal for goal in plan.goals]}, not {list(values)}"
    for goal in plan.goals:
        real = float(values.get(goal.goal, goal.value))
        # Money of the ledger is rounded for each transfer, the goal may be the sum before.
        loose = len(plan.entries) if goal.goal == "cost" else 0
        if abs(goal.value - real) > 1e-6 * max(1.0, abs(real)) + loose:
            yield f"goal {goal.goal}: says {goal.value}, has {real}"
        gap = abs(goal.value - goal.bound) / max(abs(goal.value), 1)
        if abs(gap - goal.gap) > 1e-9:
            yield f"goal {goal.goal}: gap {goal.gap}, not {gap}"
        if goal.goal == "floors":
            below = [float(part) for part in missing_below(facts, found)]
            close = len(below) == len(goal.missing_below) and all(
                abs(a - b) < 1e-6 for a, b in zip(below, goal.missing_below, strict=True)
            )
            if not close:
                yield f"floors missing below each step: {goal.missing_below}, not {below}"
