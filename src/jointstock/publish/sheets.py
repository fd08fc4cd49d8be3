"""A plan as tidy tables: one row one fact, ready for a pivot. The workbook prints these.

Money is in units of the currency named beside it; months are ``YYYY-MM``. ``basis`` tells how the
weakest input row is known that a figure rests on; ``rests_on`` names those rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jointstock.publish import allotting, series, share_sheets
from jointstock.publish.brief import Brief
from jointstock.publish.provenance import assumptions, sources
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.words.entries import Entry
from jointstock.words.money import from_minor

MEMBER = Column("member", meaning="code of the nation")
ITEM = Column("item", meaning="code of the item")
LINE = Column("line", meaning="code of the production line")
CONTRACT = Column("contract", meaning="code of the framework agreement")
MONTH = Column("month", Shape.MONTH, "month of effect")
UNITS = Column("units", Shape.WHOLE, "how many")
AMOUNT = Column("amount", Shape.MONEY, "in units of the currency beside it")
CURRENCY = Column("currency", meaning="ISO 4217 code")
BACKFILL = Column("backfill", meaning="the donation it replaces units of; blank: none")
DONATION = Column("donation", meaning="code of the donation row")
YEAR = Column("fiscal_year", Shape.YEAR, "calendar year in which the fiscal year starts")
BASIS = Column("basis", meaning="how the weakest input row is known: reported, estimated, assumed")
RESTS_ON = Column("rests_on", meaning="input rows, as table:row (row 1 is the header)")


def tables(brief: Brief) -> list[Table]:
    """Every table of the workbook, in its order."""
    return [
        call_offs(brief),
        deliveries(brief),
        donations(brief),
        backfill(brief),
        payments(brief),
        fees(brief),
        funding(brief),
        common(brief),
        stock(brief),
        shortfalls(brief),
        budgets(brief),
        goals(brief),
        goal_costs(brief),
        allotting.table(brief.programme, brief.findings.allotments),
        decisions(brief),
        not_met(brief),
        freed(brief),
        pivotal(brief),
        *share_sheets.tables(brief),
        assumptions(brief),
        sources(brief),
    ]


def _known(brief: Brief, entry: Entry) -> tuple[str, str]:
    return brief.basis(entry.rests_on), ", ".join(entry.rests_on)


def call_offs(brief: Brief) -> Table:
    """Call-offs."""
    rows = tuple(
        (
            *(one.member, one.contract, one.line, one.item, one.month),
            *(series.units_of(one), one.backfill, *_known(brief, one)),
        )
        for one in series.of_kind(brief.plan, "call_off")
    )
    columns = (MEMBER, CONTRACT, LINE, ITEM, MONTH, UNITS, BACKFILL, BASIS, RESTS_ON)
    title = "one row is a call-off by a member on a line in a month"
    return Table("call_offs", title, columns, rows)


def deliveries(brief: Brief) -> Table:
    """Deliveries, standing promises among them."""
    title = "one row is a delivery to a member, or to a customer outside by an earlier promise"
    columns = (
        Column("to", meaning="member, or customer outside"),
        *(CONTRACT, LINE, ITEM, MONTH, UNITS, BACKFILL),
        Column("promised_before", Shape.FLAG, "whether it was promised before the start"),
        *(BASIS, RESTS_ON),
    )
    rows = tuple(
        (
            *(one.member or _customer(one), one.contract, one.line, one.item, one.month),
            *(series.units_of(one), one.backfill, one.kind == "promise", *_known(brief, one)),
        )
        for one in series.of_kind(brief.plan, "delivery", "promise")
    )
    return Table("deliveries", title, columns, rows)


def _customer(entry: Entry) -> str:
    return entry.transfers[0].target.split(":", 1)[1]


def donations(brief: Brief) -> Table:
    """Gifts."""
    recipient = {row.donation: row.recipient for row in brief.programme.donations}
    donor = Column("donor", meaning="code of the member that gives")
    to = Column("recipient", meaning="code of the party that gets it")
    rows = tuple(
        (
            *(one.donation, one.member, one.item, recipient.get(one.donation, "")),
            *(one.month, series.units_of(one), *_known(brief, one)),
        )
        for one in series.of_kind(brief.plan, "donation")
    )
    columns = (DONATION, donor, ITEM, to, MONTH, UNITS, BASIS, RESTS_ON)
    return Table("donations", "one row is a gift in a month", columns, rows)


def backfill(brief: Brief) -> Table:
    """What replaces gifts: called off and delivered, by donation and month."""
    what = Column("what", meaning="call_off or delivery")
    rows = tuple(
        (one.backfill, one.member, one.item, one.line, one.kind, one.month, series.units_of(one))
        for one in series.of_kind(brief.plan, "call_off", "delivery")
        if one.backfill
    )
    columns = (DONATION, MEMBER, ITEM, LINE, what, MONTH, UNITS)
    title = "one row is a call-off or delivery that replaces what a donation gave"
    return Table("backfill", title, columns, rows)


def _money(brief: Brief, name: str, title: str, kind: str) -> Table:
    payer_amount = Column("payer_amount", Shape.MONEY, "what the member pays, in its own currency")
    payer_currency = Column("payer_currency", meaning="currency of the member's budget")
    payee = Column("payee", meaning="who is paid: supplier or agency")
    cause = Column("cause", meaning="advance, balance or adjustment")
    rows = tuple(
        (
            *(one.entry.member, one.entry.contract, one.payee.split(":", 1)[1], one.entry.month),
            *(one.entry.cause, from_minor(one.amount, one.currency), one.currency),
            *(from_minor(one.payer_amount, one.payer_currency), one.payer_currency),
            *(one.entry.backfill, *_known(brief, one.entry)),
        )
        for one in series.payments(brief.plan, kind)
    )
    columns = (
        *(MEMBER, CONTRACT, payee, MONTH, cause, AMOUNT, CURRENCY, payer_amount, payer_currency),
        *(BACKFILL, BASIS, RESTS_ON),
    )
    return Table(name, title, columns, rows)


def payments(brief: Brief) -> Table:
    """Payments to suppliers."""
    title = "one row is a payment of a member to a supplier; below zero: it comes back"
    return _money(brief, "payments", title, "payment")


def fees(brief: Brief) -> Table:
    """Fees to the agency."""
    return _money(brief, "fees", "one row is the agency's fee on a payment", "fee")


def funding(brief: Brief) -> Table:
    """What third nations pay for backfill."""
    rows = tuple(
        (
            *(one.payer, one.entry.donation, one.entry.member, kind, one.entry.month),
            *(from_minor(one.amount, one.currency), one.currency, *_known(brief, one.entry)),
        )
        for kind in ("payment", "commitment")
        for one in series.fundings(brief.plan, kind)
    )
    columns = (
        Column("payer", meaning="who pays"),
        *(DONATION, MEMBER),
        Column("kind", meaning="payment: money; commitment: leave to sign"),
        *(MONTH, AMOUNT, CURRENCY, BASIS, RESTS_ON),
    )
    title = "one row is what a third nation puts into a donor's budget for backfill"
    return Table("funding", title, columns, rows)


def common(brief: Brief) -> Table:
    """What the programme pays in common."""
    cause = Column("cause", meaning="opening, ramp or cost")
    rows = tuple(
        (
            *(one.entry.contract, one.entry.line, one.entry.cause, one.entry.month),
            *(from_minor(one.amount, one.currency), one.currency, *_known(brief, one.entry)),
        )
        for one in series.payments(brief.plan, "common")
    )
    columns = (CONTRACT, LINE, cause, MONTH, AMOUNT, CURRENCY, BASIS, RESTS_ON)
    return Table("common_costs", "one row is a cost paid in common", columns, rows)


def stock(brief: Brief) -> Table:
    """Stock against floor, by member, item and month."""
    borne = series.borne(brief.programme, brief.plan)
    short = series.shortfalls(brief.programme, brief.plan)
    rows = []
    for cell, held in brief.stocks.items():
        floors = brief.terms.floor(*cell)
        basis = brief.basis(row.ref for row in (*brief.floor_rows(*cell), *brief.stock_rows(*cell)))
        for t, at in enumerate(brief.months):
            own = borne[cell][t] if brief.donor_bears else 0
            rows.append(
                (*cell, at, held[t], floors[t], held[t] - floors[t], own, short[cell][t], basis)
            )
    columns = (
        *(MEMBER, ITEM, MONTH),
        Column("stock", Shape.WHOLE, "units at the end of the month"),
        Column("floor", Shape.WHOLE, "units to hold"),
        Column("above_floor", Shape.WHOLE, "stock less floor; below zero: missing"),
        Column("borne", Shape.WHOLE, "own gifts to date less backfill, where donors bear"),
        Column("shortfall", Shape.WHOLE, "floor less stock and borne, where above zero"),
        BASIS,
    )
    title = "one row is a member's stock of an item at the end of a month"
    return Table("stock_and_floor", title, columns, tuple(rows))


def shortfalls(brief: Brief) -> Table:
    """Shortfalls as the plan states them."""
    rows = tuple((s.member, s.item, s.month, s.units, s.borne) for s in brief.plan.shortfalls)
    borne = Column("borne", Shape.WHOLE, "own gifts to date less their backfill")
    title = "one row is what a member lacks of its floor at the end of a month"
    return Table("shortfalls", title, (MEMBER, ITEM, MONTH, UNITS, borne), rows)


def budgets(brief: Brief) -> Table:
    """Budgets by fiscal year."""
    rows: list[tuple[Value, ...]] = []
    for kind in ("payment", "commitment"):
        for one in series.budget_years(brief.programme, brief.plan, kind):
            amounts: list[Value] = [
                from_minor(amount, one.currency) if one.limited else None
                for amount in (one.carried_in, one.granted)
            ]
            amounts += [from_minor(amount, one.currency) for amount in (one.funded, one.spent)]
            left = from_minor(one.left, one.currency) if one.limited else None
            rows.append((one.member, kind, one.fiscal_year, *amounts, left, one.currency))
    columns = (
        MEMBER,
        Column("kind", meaning="payment: to pay; commitment: to sign for"),
        YEAR,
        Column("carried_in", Shape.MONEY, "left of the year before; blank: no limit"),
        Column("granted", Shape.MONEY, "granted for the year; blank: no limit"),
        Column("funded", Shape.MONEY, "paid in by third nations"),
        Column("spent", Shape.MONEY, "paid or signed for in the year, fee included"),
        Column("left", Shape.MONEY, "not spent at the end of the year; blank: no limit"),
        CURRENCY,
    )
    title = "one row is a member's fiscal year"
    return Table("budgets", title, columns, tuple(rows))


def goals(brief: Brief) -> Table:
    """What each goal got, in the order of the goals."""
    rows = tuple((g.goal, g.value, g.bound, g.gap) for g in brief.plan.goals)
    columns = (
        Column("goal", meaning="one step of the plan's ordered objectives"),
        Column("value", Shape.NUMBER, "what the plan has"),
        Column("bound", Shape.NUMBER, "what no plan can pass that holds the goals before"),
        Column("gap", Shape.SHARE, "distance of the two over the value"),
    )
    return Table("goals", "one row is a goal, in the order in which they are held", columns, rows)


def goal_costs(brief: Brief) -> Table:
    """What each goal cost the next."""
    rows = tuple(
        (one.held, one.goal, one.planned.value, one.alone.value, one.cost, one.least, one.most)
        for one in brief.findings.goal_costs
    )
    columns = (
        Column("held", meaning="the goal that comes first"),
        Column("goal", meaning="the goal that comes next"),
        Column("value", Shape.NUMBER, "what the plan has of the goal that comes next"),
        Column("value_without", Shape.NUMBER, "the same with the goal that comes first left out"),
        Column("cost", Shape.NUMBER, "how much worse the first of the two is for the goal"),
        Column("least", Shape.NUMBER, "what is proven of the cost; 0: it may be nothing"),
        Column("most", Shape.NUMBER, "what the cost cannot pass; inf: not known"),
    )
    title = "one row is what holding a goal cost the next"
    return Table("goal_costs", title, columns, rows)


def decisions(brief: Brief) -> Table:
    """Lines opened, ramps taken, price bands reached."""
    columns = (
        Column("decision", meaning="line_opened, ramp or band"),
        *(LINE, CONTRACT, ITEM),
        Column("step", Shape.WHOLE, "step of the ramp"),
        MONTH,
        Column("from_units", Shape.WHOLE, "total from which the band holds"),
        Column("unit_price", Shape.MONEY, "price of a unit in the band"),
        CURRENCY,
    )
    rows = tuple(_decisions(brief))
    return Table("decisions", "one row is what is decided once", columns, rows)


def _decisions(brief: Brief) -> Iterator[tuple[Value, ...]]:
    contracts = {row.line: row.contract for row in brief.programme.lines}
    items = {row.line: row.item for row in brief.programme.lines}
    found = brief.plan.decisions
    for line in found.lines_opened:
        yield "line_opened", line, contracts[line], items[line], *([None] * 4), ""
    for r in found.ramps:
        where = (r.line, contracts[r.line], items[r.line])
        yield "ramp", *where, r.step, r.month, None, None, ""
    for b in found.bands:
        price = Decimal(b.unit_price)
        yield "band", "", b.contract, b.item, None, None, b.from_units, price, b.currency


def not_met(brief: Brief) -> Table:
    """Own use not served and firm demand not called off."""
    what = Column("what", meaning="not_served: own use; not_called_off: firm demand")
    rows: list[tuple[Value, ...]] = [
        ("not_served", one.member, "", one.item, one.month, one.units)
        for one in brief.plan.not_served
    ]
    rows += [
        ("not_called_off", one.member, one.contract, one.item, None, one.units)
        for one in brief.plan.not_called_off
    ]
    columns = (what, MEMBER, CONTRACT, ITEM, MONTH, UNITS)
    return Table("not_met", "one row is what the plan cannot meet", columns, tuple(rows))


def freed(brief: Brief) -> Table:
    """What the buy frees."""
    rows = tuple(
        (
            one.donation,
            one.with_buy,
            one.without_buy,
            one.with_buy - one.without_buy,
            one.months_earlier,
        )
        for one in brief.findings.freed
    )
    columns = (
        DONATION,
        Column("with_buy", Shape.WHOLE, "units given in the plan"),
        Column("without_buy", Shape.WHOLE, "units given where nothing is called off"),
        Column("freed", Shape.WHOLE, "the difference"),
        Column(
            "months_earlier",
            Shape.NUMBER,
            "mean over units given in both; below zero: later; blank: none",
        ),
    )
    title = "one row is a donation, with the joint buy and without it"
    return Table("freed", title, columns, rows)


def pivotal(brief: Brief) -> Table:
    """Who is pivotal for opening a line."""
    rows = tuple(
        (
            *(line.line, line.minimum_order, line.called_off, one.member, one.wanted, one.backfill),
            *(one.opened, not one.opened, other, before, after),
        )
        for line in brief.findings.pivotal
        for one in line.without
        for other, (before, after) in one.worse.items()
    )
    columns = (
        LINE,
        Column("minimum_order", Shape.WHOLE, "call-offs it needs to be opened"),
        Column("called_off", Shape.WHOLE, "call-offs on it in the plan"),
        Column("without", meaning="the member that asks for nothing"),
        Column("wanted", Shape.WHOLE, "what the others want from its contract, options included"),
        Column("backfill", Shape.WHOLE, "what they might call off besides to replace gifts"),
        Column("opened", Shape.FLAG, "whether the others' own plan opens it"),
        Column("pivotal", Shape.FLAG, "whether it is not opened without the member"),
        Column("other", meaning="another member"),
        Column("missing_with", Shape.NUMBER, "its floor-months missing in the plan"),
        Column("missing_without", Shape.NUMBER, "its floor-months missing without the member"),
    )
    title = "one row is what one member's absence does to another, for each line opened"
    return Table("pivotal", title, columns, rows)
