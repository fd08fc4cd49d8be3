"""What a plan spends beside the shared cost, and who pays it: nothing of it hides in a share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from jointstock.plan.fixed import fixed_payments
from jointstock.plan.game.game import PlanGame
from jointstock.plan.measure import present_cost, spent
from jointstock.plan.tariff import Tariff
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Price
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import minor_units
from jointstock.words.months import Month
from jointstock.words.results import Plan
from jointstock.words.shares import Beside, Bills, Shares

Key = tuple[str, str]


def cost_of(programme: Programme, plan: Plan) -> int:
    """The plan's present cost, in minor units of the programme's currency."""
    scale = minor_units(programme.currency)
    return round(present_cost(programme, Terms(programme), plan.entries) * scale)


def beside(game: PlanGame, plan: Plan, bills: Bills, shares: Shares) -> tuple[Beside, ...]:
    """What leads from the shares to the plan's present cost, in minor units of the currency.

    The shares and these lines add up to the plan's cost, to the last minor unit. For members, each
    its own: promises from before the start; backfill of its gifts beyond what others pay for;
    units beyond firm demand, at the mean price of its units; and firm demand itself, which the
    plan buys at other dates, and perhaps at other prices, than the cheapest joint purchase does.
    Then what is paid in common beyond the shared cost, by quantity; backfill that third nations pay
    for, as pledged; and what is in the shares and is no cost of the plan: the charge for lateness,
    and a subsidy, which is off them.
    """
    minor = minor_units(game.programme.currency)
    paid = _Paid(game, plan)
    before = _promised(game, paid)
    promised, options = _by_member(before), _options(game, plan, paid, before)
    members = [row.member for row in game.programme.members]
    under = _by_member(paid.under)
    own = {m: under[m] - promised[m] - options[m] - bills.own.get(m, 0.0) for m in members}
    whole = sum(bills.units.values())
    beyond = paid.common - bills.common
    common = {m: beyond * units / whole for m, units in bills.units.items()}
    apart = "other dates" if _same_prices(game, plan) else "other dates and prices"
    alone = "each its own"
    lines = (
        ("what was promised before the start", alone, promised),
        ("backfill of own gifts, beyond what others pay for", alone, paid.backfill),
        ("units beyond firm demand, at the mean price of own units", alone, options),
        (f"firm demand, bought at {apart} than at the least cost", alone, own),
        ("what the plan pays in common beyond the shared cost", "by quantity", common),
        ("backfill that third nations pay for", "as pledged", paid.funded),
    )
    found = [_line(what, key, amounts, minor) for what, key, amounts in lines]
    late = {one.member: -one.late for one in shares.members if one.late}
    found.append(Beside("the charge for units that come late, which is no money", alone, late))
    outside = {"outside": shares.subsidy} if shares.subsidy else {}
    found.append(Beside("the subsidy, which is off the shares", "from outside", outside))
    told = [line for line in found if any(abs(a) > minor for a in line.amounts.values())]
    left = cost_of(game.programme, plan) - shares.total - sum(line.total for line in told)
    return _rounded(told, left, members[0])


def _line(what: str, key: str, amounts: Mapping[str, float], minor: int) -> Beside:
    """A line in minor units, without those whom nothing falls on."""
    whole = {who: round(amount * minor) for who, amount in amounts.items()}
    return Beside(what, key, {who: amount for who, amount in whole.items() if amount})


def _rounded(lines: list[Beside], left: int, first: str) -> tuple[Beside, ...]:
    """The lines with what rounding left, which falls where most is paid."""
    if not left:
        return tuple(lines)
    if not lines:
        return (Beside("rounding", "none", {first: left}),)
    most = max(lines, key=lambda line: max(map(abs, line.amounts.values())))
    who = max(most.amounts, key=lambda name: abs(most.amounts[name]))
    mended = replace(most, amounts={**most.amounts, who: most.amounts[who] + left})
    return tuple(mended if line is most else line for line in lines)


class _Paid:
    """What a plan pays, as of today and in units of the currency."""

    def __init__(self, game: PlanGame, plan: Plan) -> None:
        """Count the entries that move money to suppliers and agencies, and from third nations.

        ``under`` is what members pay under a contract but for backfill, ``backfill`` what they
        pay for that themselves, ``funded`` what each payer pays of it.
        """
        self.programme, self.terms = game.programme, game.case.terms
        self.tariff = Tariff(game.case, _prices(self.terms, plan))
        self.under: dict[Key, float] = defaultdict(float)
        self.backfill: dict[str, float] = defaultdict(float)
        self.funded: dict[str, float] = defaultdict(float)
        self.common = 0.0
        for entry in plan.entries:
            if entry.kind in ("payment", "fee", "common", "funding"):
                for one in entry.transfers:
                    self._take(entry, one)

    def _take(self, entry: Entry, one: Transfer) -> None:
        if one.unit.startswith("commitment:"):
            return
        amount = self.today(one.quantity, one.unit, entry.month)
        sign = spent(one.source, one.target)
        if entry.kind == "common":
            self.common += sign * amount
        elif entry.kind == "funding":
            if one.source.startswith("funder:"):
                self.funded[one.source.partition(":")[2]] += amount
                self.backfill[entry.member] -= amount
        elif entry.backfill:
            self.backfill[entry.member] += sign * amount
        else:
            self.under[entry.member, entry.contract] += sign * amount

    def today(self, quantity: float, currency: str, month: Month) -> float:
        """Minor units of a currency in a month as of today, in units of the programme's."""
        programme = self.programme
        rate = float(self.terms.rate(currency, programme.currency, month))
        worth = (1.0 + float(programme.discount_rate)) ** (-(month - programme.start) / 12.0)
        return float(quantity / minor_units(currency) * rate * worth)


def _prices(terms: Terms, plan: Plan) -> Mapping[Key, Price]:
    """The band that a plan reaches of each contract and item."""
    return {
        (band.contract, band.item): row
        for band in plan.decisions.bands
        for row in terms.bands(band.contract, band.item)
        if row.from_units == band.from_units
    }


def _by_member(amounts: Mapping[Key, float]) -> dict[str, float]:
    """Amounts by member and contract added up by member."""
    found: dict[str, float] = defaultdict(float)
    for (member, _), amount in amounts.items():
        found[member] += amount
    return found


def _promised(game: PlanGame, paid: _Paid) -> dict[Key, float]:
    """What members pay for promises from before the start, fee included, by member and contract."""
    found: dict[Key, float] = defaultdict(float)
    for member in game.case.members:
        for one in fixed_payments(game.case, paid.tariff, member):
            contract = one.row.contract
            amount = float(one.amount * (1 + game.case.fee_rate(contract)))
            currency = paid.tariff.prices[contract, one.item].currency
            found[member, contract] += paid.today(amount, currency, game.programme.start + one.t)
    return found


def _options(
    game: PlanGame, plan: Plan, paid: _Paid, before: Mapping[Key, float]
) -> dict[str, float]:
    """What units beyond a member's firm demand cost, at the mean of what it pays, by list price."""
    called: dict[tuple[str, str, str], int] = defaultdict(int)
    firm: dict[tuple[str, str, str], int] = defaultdict(int)
    for entry in plan.entries:
        if entry.kind == "call_off" and not entry.backfill:
            called[entry.member, entry.contract, entry.item] += entry.transfers[0].quantity
    for row in game.programme.demand:
        firm[row.member, row.contract, row.item] += row.firm
    listed: dict[Key, float] = defaultdict(float)
    extra: dict[Key, float] = defaultdict(float)
    for (member, contract, item), units in called.items():
        price = paid.tariff.prices.get((contract, item))
        if price is not None:
            key = member, contract
            listed[key] += units * float(price.unit_price)
            extra[key] += max(units - firm[member, contract, item], 0) * float(price.unit_price)
    found: dict[str, float] = defaultdict(float)
    for key, worth in extra.items():
        if worth:
            paid_for = paid.under[key] - before.get(key, 0.0)
            found[key[0]] += worth / listed[key] * paid_for
    return found


def _same_prices(game: PlanGame, plan: Plan) -> bool:
    """Whether the cheapest joint purchase reaches the plan's bands, and buys nothing outside."""
    reached = {(one.contract, one.item): one.from_units for one in plan.decisions.bands}
    for lot, one in game.cheapest(game.players) or ():
        wants = zip(lot.wants, lot.built.blocks, lot.choices[one.way], strict=True)
        for want, at, choice in wants:
            band, _, _ = want.bands[choice.band]
            if band is not None and reached.get((want.contract, want.item)) != band.from_units:
                return False
            if float(one.x[at.bought].sum()) > 0.5:
                return False
    return True
