"""Small programmes at random, that cover every table and rule the planner knows.

Each can be met by doing nothing: its promises fit its lines, and what it owes it can pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from benchmarks.generated import placed
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.settings import PlanSettings
from jointstock.words.unmet import Unmet
from oracle.facts import Facts
from oracle.generate_money import budgets, exchange, fundings
from oracle.generate_supply import Supply, supply
from oracle.quantities import idle
from oracle.rules import breaches
from oracle.sizes import SIZES, Dice

NATIONS = ("NL", "DE", "RO", "ES", "PL")
PARTIES = (
    t.Party(party="AGENCY", role="agency"),
    t.Party(party="MAKER", role="supplier"),
    t.Party(party="OTHER", role="supplier"),
    t.Party(party="UA", role="recipient"),
    t.Party(party="FRIEND", role="payer"),
    t.Party(party="ALLY", role="customer"),
)


def programme(seed: int, size: str = "small") -> Programme:
    """The programme of a seed, ``tiny``, ``small`` or ``wild``; the same one each time."""
    for attempt in range(1000):
        found = placed(drawn(Dice(f"{seed}/{size}/{attempt}", SIZES[size]), f"{size}-{seed}"))
        facts = Facts(found)
        nothing = idle(facts)
        if not breaches(facts, nothing) and not breaches(facts, nothing, tightened=True):
            return found
    raise AssertionError(f"no programme was found that can be met: {size} {seed}")


def programmes(size: str = "small") -> st.SearchStrategy[Programme]:
    """Programmes of a size, for property tests."""
    return st.integers(0, 10**6).map(lambda seed: programme(seed, size))


def drawn(dice: Dice, name: str) -> Programme:
    """A programme as the dice fall, which may be one that cannot be met."""
    members = dice.random.sample(NATIONS, dice.within(dice.size.members))
    items = [f"ITEM-{n}" for n in range(dice.within(dice.size.items))]
    made = supply(dice, members, items)
    demand = _demand(dice, members, made)
    donations = _donations(dice, members, items)
    home = "EUR"
    return Programme(
        id=name,
        title=name,
        as_of=str(dice.start),
        start=dice.start,
        months=dice.months,
        currency=home,
        price_year=dice.start.year,
        discount_rate=Decimal(dice.pick(("0", "0.03", "0.12"))),
        plan=_settings(dice),
        members=tuple(
            t.Member(
                member=member,
                weight=Decimal(dice.pick(("1", "1", "1", "2", "0.5"))),
                fiscal_year_start=dice.pick((1, 1, dice.start.number, 4, 7, 10)),
            )
            for member in members
        ),
        parties=PARTIES,
        items=tuple(t.Item(item=item, lethal=dice.chance(0.5)) for item in items),
        stocks=_stocks(dice, members, items),
        use=_use(dice, members, items),
        floors=_floors(dice, members, items),
        contracts=made.contracts,
        signatories=made.signatories,
        demand=demand,
        prices=made.prices,
        lines=made.lines,
        capacity=made.capacity,
        ramps=made.ramps,
        promised=made.promised,
        costs=made.costs,
        budgets=budgets(dice, members, demand, donations, made, home),
        donations=donations,
        funding=fundings(dice, donations, made),
        escalation=_escalation(dice),
        exchange=exchange(dice),
    )


def with_unmet(made: Programme, seed: int) -> Programme:
    """The programme with expected unmet demand as a goal somewhere after *firm*."""
    random = Random(seed)
    curves = []
    for member in made.members:
        for item in made.items:
            if not curves or random.random() < 0.8:
                at = [0, *sorted(random.sample(range(1, 13), random.randint(1, 5)))]
                falls = sorted((random.random() for _ in at[1:]), reverse=True)
                units = [random.choice((0.0, 0.01))]
                for k in range(len(falls) - 1, -1, -1):
                    units.insert(0, units[0] + falls[k] * (at[k + 1] - at[k]))
                curves.append(Unmet(member.member, item.item, 30, tuple(at), tuple(units)))
    goals = list(made.plan.order)
    goals.insert(random.randint(2, len(goals) - 1), "unmet")
    return made.replace(unmet=tuple(curves), plan=replace(made.plan, goals=tuple(goals)))


def _settings(dice: Dice) -> PlanSettings:
    steps, severity = dice.pick(((10, "3"), (10, "3"), (4, "2"), (5, "1.5"), (3, "1")))
    borne = dice.pick(("donor", "donor", "all"))
    goals = PlanSettings(borne=borne).order if dice.chance(0.85) else _swapped(dice, borne)
    return PlanSettings(borne=borne, goals=goals, steps=steps, severity=Decimal(severity))


def _swapped(dice: Dice, borne: str) -> tuple[str, ...]:
    """Another order of the goals after *firm*; *steady* stays last."""
    goals = list(PlanSettings(borne=borne).order)
    middle = goals[2:-1]
    dice.random.shuffle(middle)
    return (*goals[:2], *middle, goals[-1])


def _stocks(dice: Dice, members: Sequence[str], items: Sequence[str]) -> tuple[t.Stock, ...]:
    return tuple(
        t.Stock(member=member, item=item, units=dice.within((0, dice.size.held)))
        for member in members
        for item in items
        if dice.chance(0.85)
    )


def _use(dice: Dice, members: Sequence[str], items: Sequence[str]) -> tuple[t.Use, ...]:
    return tuple(
        t.Use(member=member, item=item, month=dice.start + month, units=dice.within((1, 2)))
        for member in members
        for item in items
        for month in range(dice.months)
        if dice.chance(0.15)
    )


def _floors(dice: Dice, members: Sequence[str], items: Sequence[str]) -> tuple[t.Floor, ...]:
    rows = []
    for member in members:
        for item in items:
            if dice.chance(0.15):
                continue
            months = {dice.month(-2), dice.month(0), dice.month(0)}
            keep = sorted(months)[: dice.within((1, 3))]
            rows += [
                t.Floor(
                    member=member, item=item, from_=month, units=dice.within((0, dice.size.held))
                )
                for month in keep
            ]
    return tuple(rows)


def _demand(dice: Dice, members: Sequence[str], made: Supply) -> tuple[t.Demand, ...]:
    rows = []
    for member in members:
        for contract, item in dict.fromkeys((row.contract, row.item) for row in made.lines):
            if dice.chance(0.15):
                continue
            dates = [None, dice.month(-2, -1), dice.month(0), dice.month(0), dice.month(0)]
            many = 1 + dice.feature(0.6) + dice.feature(0.3)
            rows += [
                t.Demand(
                    member=member,
                    contract=contract,
                    item=item,
                    by=by if not dice.feature(0.05) else dice.month(dice.months, dice.months),
                    firm=0 if dice.chance(0.1) else dice.within((1, dice.size.firm)),
                    optional=dice.within((0, 2)) if dice.feature(0.6) else 0,
                )
                for by in dict.fromkeys(dice.random.sample(dates, many))
            ]
    unique = {(row.member, row.contract, row.item, row.by): row for row in rows}
    return tuple(unique.values())


def _donations(dice: Dice, members: Sequence[str], items: Sequence[str]) -> tuple[t.Donation, ...]:
    """None to three rows; two of them may be a group."""
    many = sum(dice.feature(p) for p in (0.8, 0.6, 0.3))
    grouped = many > 1 and dice.chance(0.5)
    return tuple(
        t.Donation(
            donation=f"GIFT-{number}",
            donor=dice.pick(members),
            item=dice.pick(items),
            recipient="UA",
            up_to=dice.within((1, 1 + dice.size.held // 3)),
            not_before=dice.month(-1) if dice.chance(0.4) else None,
            weight=Decimal(dice.pick(("1", "1", "2", "0.5"))),
            keep_units=dice.within((0, dice.size.held // 2)) if dice.chance(0.5) else 0,
            backfill_within_months=dice.within((0, dice.months - 1)) if dice.chance(0.5) else None,
            group="GROUP" if grouped and number < 2 else "",
        )
        for number in range(many)
    )


def _escalation(dice: Dice) -> tuple[t.Escalation, ...]:
    if not dice.feature(0.4):
        return ()
    later = ("1.02", "1.1", "0.98") if dice.whole_money else ("1.037", "1.0213", "0.9871")
    year = dice.start.year
    rows = [t.Escalation(year=year, index=Decimal(1))]
    if dice.chance(0.7):
        rows.append(t.Escalation(year=year + 1, index=Decimal(dice.pick(later))))
    return tuple(rows)
