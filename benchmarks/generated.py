"""The programmes that are timed: one family, any size, the same for the same seed.

Size A is ``sized(4, 2, 60)``, size B is ``sized(32, 6, 120)``. Members differ as nations do (their
sizes are log-normal), floors rise from 75 to 100 percent over five years, and the lines can make
far less than is wanted unless they are opened and ramped up. Everything is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.codes import NATIONS
from jointstock.words.errors import Place
from jointstock.words.months import Month

START = Month.of(2027, 1)
CURRENCY = "EUR"
FIRST_NATIONS = (
    "DE NL RO ES BE BG CA CZ DK EE FI FR GB GR HR HU IS IT LT LU LV ME MK NO PL PT SE SI SK TR "
    "US AL"
).split()
_FLOOR_PERCENT = ("75", "81.25", "87.5", "93.75", "100")
_REBATES = (0, 4, 7, 10)
_BAND_PERCENT = (0, 40, 60, 80)
_ADVANCE_PERCENT = 30
_TYPICAL_FLOOR = 200


@dataclass(frozen=True)
class Want:
    """What one member has and wants of one item, in units over the whole horizon."""

    member: str
    item: str
    final_floor: int
    opening: int
    use: tuple[tuple[int, int], ...]
    wanted: int


def sized(members: int, items: int, months: int, seed: int = 0) -> Programme:
    """A valid programme with so many members, items and months.

    Raises ``ValueError`` for no member or item, fewer than 3 months, or more members than there
    are nations.
    """
    if min(members, items, months // 3) < 1 or members >= len(NATIONS):
        raise ValueError(f"no programme has {members} members, {items} items, {months} months")
    draw = Random(f"{seed}/{members}/{items}/{months}")
    nations = (FIRST_NATIONS + sorted(NATIONS - set(FIRST_NATIONS) - {"UA"}))[:members]
    goods = [f"ITEM-{number}" for number in range(1, items + 1)]
    sizes = [draw.lognormvariate(0, 0.9) for _ in nations]
    wants = [
        _want(draw, nation, item, size, months)
        for nation, size in zip(nations, sizes, strict=True)
        for item in goods
    ]
    prices = {item: draw.randrange(10, 50) * 100_000 for item in goods}
    starts = {nation: draw.choice((1, 1, 1, 4, 7, 10)) for nation in nations}
    lines, capacity, ramps, promised = _production(draw, goods, nations, wants, months)
    donations, funding = _donations(draw, wants, prices)
    programme = Programme(
        id=f"generated-{members}x{items}x{months}-{seed}",
        title=f"{members} members, {items} items, {months} months, all invented",
        as_of=str(START),
        start=START,
        months=months,
        currency=CURRENCY,
        price_year=START.year,
        discount_rate=Decimal("0.03"),
        members=tuple(t.Member(member=one, fiscal_year_start=starts[one]) for one in nations),
        parties=_parties(),
        items=tuple(t.Item(item=item, kind="interceptor", lethal=True) for item in goods),
        stocks=tuple(t.Stock(member=w.member, item=w.item, units=w.opening) for w in wants),
        use=tuple(
            t.Use(member=w.member, item=w.item, month=START + month, units=units)
            for w in wants
            for month, units in w.use
        ),
        floors=_floors(wants, months),
        contracts=tuple(_contract(item, wants, promised) for item in goods),
        signatories=tuple(
            t.Signatory(contract=_framework(item), member=nation)
            for item in goods
            for nation in nations
        ),
        demand=_demand(wants, months),
        prices=_prices(prices, wants),
        lines=lines,
        capacity=capacity,
        ramps=ramps,
        promised=promised,
        budgets=_budgets(draw, nations, starts, wants, prices, months),
        donations=donations,
        funding=funding,
    )
    return placed(programme)


def placed(programme: Programme) -> Programme:
    """The same programme, each row with the place it would have in its file."""
    stamped = {
        name: tuple(
            replace(row, at=Place(f"{name}.csv", number))
            for number, row in enumerate(getattr(programme, name), start=2)
        )
        for name in t.TABLES
    }
    return programme.replace(**stamped)


def _framework(item: str) -> str:
    return f"FRAME-{item.removeprefix('ITEM-')}"


def _parties() -> tuple[t.Party, ...]:
    return (
        t.Party(party="AGENCY", role="agency"),
        t.Party(party="MAKER", role="supplier"),
        t.Party(party="UA", role="recipient"),
        t.Party(party="FRIEND", role="payer"),
    )


def _want(draw: Random, nation: str, item: str, size: float, months: int) -> Want:
    """Stock of 20 to 65 percent of the final floor, and use of some 4 percent of it a year."""
    final = max(8, round(_TYPICAL_FLOOR * size * draw.uniform(0.7, 1.3)))
    opening = round(final * draw.uniform(0.20, 0.65))
    yearly = final * draw.uniform(0.02, 0.06)
    use = []
    used = 0
    for month in range(5, months, 6):
        until_now = int(yearly * (month + 1) / 12)
        if until_now > used:
            use.append((month, until_now - used))
        used = until_now
    return Want(nation, item, final, opening, tuple(use), max(1, final + used - opening))


def _floors(wants: Sequence[Want], months: int) -> tuple[t.Floor, ...]:
    rows = []
    for want in wants:
        for year, percent in enumerate(_FLOOR_PERCENT):
            if 12 * year < months:
                units = int(want.final_floor * Decimal(percent) / 100)
                rows.append(
                    t.Floor(
                        member=want.member, item=want.item, from_=START + 12 * year, units=units
                    )
                )
    return tuple(rows)


def _wanted(wants: Sequence[Want], item: str) -> int:
    return sum(want.wanted for want in wants if want.item == item)


def _contract(item: str, wants: Sequence[Want], promised: Sequence[t.Promised]) -> t.Contract:
    """A framework whose ceiling leaves a tenth above what is wanted and promised."""
    name = _framework(item)
    past = sum(row.units for row in promised if row.contract == name)
    return t.Contract(
        contract=name,
        agency="AGENCY",
        ceiling=past + _wanted(wants, item) * 11 // 10,
        fee_percent=Decimal(1),
        advance_percent=Decimal(_ADVANCE_PERCENT),
    )


def _demand(wants: Sequence[Want], months: int) -> tuple[t.Demand, ...]:
    """Nine tenths firm, in three parts with a date each; the rest optional."""
    rows = []
    for want in wants:
        firm = want.wanted * 9 // 10
        done = 0
        for part in (1, 2, 3):
            until_now = firm * part // 3
            last = part == 3
            rows.append(
                t.Demand(
                    member=want.member,
                    contract=_framework(want.item),
                    item=want.item,
                    by=START + (months * part // 3 - 1),
                    firm=until_now - done,
                    optional=want.wanted - firm if last else 0,
                )
            )
            done = until_now
    return tuple(rows)


def _prices(prices: dict[str, int], wants: Sequence[Want]) -> tuple[t.Price, ...]:
    return tuple(
        t.Price(
            contract=_framework(item),
            item=item,
            from_units=_wanted(wants, item) * percent // 100,
            unit_price=Decimal(price * (100 - rebate) // 100),
            currency=CURRENCY,
        )
        for item, price in prices.items()
        for percent, rebate in zip(_BAND_PERCENT, _REBATES, strict=True)
    )


def _production(
    draw: Random, goods: Sequence[str], nations: Sequence[str], wants: Sequence[Want], months: int
) -> tuple[tuple[t.Line, ...], tuple[t.Capacity, ...], tuple[t.Ramp, ...], tuple[t.Promised, ...]]:
    """One to three lines an item, that make 40 percent of the average wanted rate together."""
    lines: list[t.Line] = []
    capacity: list[t.Capacity] = []
    ramps: list[t.Ramp] = []
    promised: list[t.Promised] = []
    for place, item in enumerate(goods):
        count = 1 + (place + 1) % 3
        rate = 0.4 * _wanted(wants, item) / months / count
        for number in range(count):
            line = f"{item}-L{number + 1}"
            monthly = max(1, round(rate * draw.uniform(0.8, 1.2)))
            lines.append(_line(draw, line, item, number == 0, monthly, months))
            capacity.append(t.Capacity(line=line, from_=START, units_per_month=monthly))
            ramps.extend(_ramps(draw, line, monthly, months))
            if number == 0:
                promised.extend(_promised(draw, line, item, nations, monthly, months))
    return tuple(lines), tuple(capacity), tuple(ramps), tuple(promised)


def _line(draw: Random, line: str, item: str, is_open: bool, monthly: int, months: int) -> t.Line:
    """The first line of an item is open; each further one needs a minimum order and money."""
    return t.Line(
        line=line,
        supplier="MAKER",
        contract=_framework(item),
        item=item,
        lead_months=min(draw.choice((12, 18, 24)), max(0, months // 3)),
        already_open=is_open,
        minimum_order=0 if is_open else max(1, monthly * months // 5),
        opening_cost=Decimal(0 if is_open else draw.randrange(20, 80) * 1_000_000),
        currency=CURRENCY,
    )


def _ramps(draw: Random, line: str, monthly: int, months: int) -> list[t.Ramp]:
    """Two steps: 40 percent more after a year, another 80 percent after two."""
    return [
        t.Ramp(
            line=line,
            step=step,
            decide_from=START,
            decide_to=START + max(0, months // 2 - 1),
            extra_per_month=max(1, round(monthly * share)),
            lead_months=lead,
            cost=Decimal(draw.randrange(5, 40) * 1_000_000),
            currency=CURRENCY,
        )
        for step, share, lead in ((1, 0.4, 12), (2, 0.8, 24))
    ]


def _promised(
    draw: Random, line: str, item: str, nations: Sequence[str], monthly: int, months: int
) -> list[t.Promised]:
    """Half the line's output in most months of the first year."""
    units = (monthly + 1) // 2
    rows = [
        t.Promised(line=line, customer="outside", due=START + month, units=units)
        for month in range(0, min(12, months), 2)
    ]
    rows += [
        t.Promised(
            line=line,
            customer=draw.choice(nations),
            due=START + month,
            units=units,
            contract=_framework(item),
            paid=True,
        )
        for month in range(1, min(12, months), 4)
    ]
    return rows


def _budgets(
    draw: Random,
    nations: Sequence[str],
    starts: dict[str, int],
    wants: Sequence[Want],
    prices: dict[str, int],
    months: int,
) -> tuple[t.Budget, ...]:
    """Yearly grants with carry-over, 0.9 to 1.7 times the average yearly need."""
    rows = []
    for nation in nations:
        need = sum(want.wanted * prices[want.item] for want in wants if want.member == nation)
        years = range(
            START.fiscal_year(starts[nation]),
            (START + (months - 1)).fiscal_year(starts[nation]) + 1,
        )
        for year in years:
            begun = max(0, START - Month.of(year, starts[nation]))
            grant = need * 12 / months * draw.uniform(0.9, 1.7) * (12 - begun) / 12
            rows.append(
                t.Budget(
                    member=nation,
                    fiscal_year=year,
                    amount=Decimal(round(grant / 1000) * 1000),
                    currency=CURRENCY,
                    carry_over=True,
                )
            )
    return tuple(rows)


def _donations(
    draw: Random, wants: Sequence[Want], prices: dict[str, int]
) -> tuple[tuple[t.Donation, ...], tuple[t.Funding, ...]]:
    """Every fourth holding gives up to a fifth of its stock; every other gift is funded."""
    rows: list[t.Donation] = []
    funds: list[t.Funding] = []
    for want in wants[::4]:
        up_to = want.opening // 5
        if up_to == 0:
            continue
        name = f"GIFT-{len(rows) + 1}"
        rows.append(
            t.Donation(
                donation=name,
                donor=want.member,
                item=want.item,
                recipient="UA",
                up_to=up_to,
                not_before=START + draw.choice((0, 6, 12)),
                keep_units=want.opening // 2,
                backfill_within_months=draw.choice((None, 24, 36)),
            )
        )
        if len(rows) % 2 == 0:
            amount = Decimal(up_to * prices[want.item] // 2)
            funds.append(t.Funding(payer="FRIEND", donation=name, amount=amount, currency=CURRENCY))
    return tuple(rows), tuple(funds)
