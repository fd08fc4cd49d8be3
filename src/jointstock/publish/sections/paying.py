"""Money by fiscal year against budgets, and the announced sum against its reported parts."""

from __future__ import annotations

from decimal import Decimal

from jointstock.publish import series
from jointstock.publish.announced import Part, Reconciled, reconcile
from jointstock.publish.brief import Brief
from jointstock.publish.charts.sums import announced_sums, money_panels
from jointstock.publish.page import Block, Grid, Section, Text, drawn, panelled
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import NONE, millions, number, short_month
from jointstock.publish.wording import money as told
from jointstock.words.money import to_minor


def money(brief: Brief) -> Section | None:
    """What it costs: totals by member, and each fiscal year against the budget."""
    if not any(series.payments(brief.plan)):
        return None
    panels = money_panels(brief.programme, brief.findings)
    blocks: list[Block] = [Grid(_totals(brief))]
    if panels.charts:
        caption = "Money paid in each fiscal year, fee included, and what could be paid by then."
        blocks.append(panelled("money", caption, panels))
    for kind, title in (("payment", "to pay"), ("commitment", "to sign for")):
        years = series.budget_years(brief.programme, brief.plan, kind)
        if years:
            blocks.append(Grid(_years(brief, years, kind, title), folded=True))
    return Section("money", "What it costs, by year and member", blocks)


def _totals(brief: Brief) -> Table:
    currency = brief.programme.currency
    rows: list[tuple[Value, ...]] = []
    for member in brief.programme.members:
        own = [e for e in series.of_kind(brief.plan, "payment", "fee") if e.member == member.member]
        if own:
            supplier, fee = (
                brief.told_or(NONE, brief.spent(kind, member=member.member))
                for kind in ("payment", "fee")
            )
            all_ = f"{brief.told(brief.spent('payment', 'fee', member=member.member))}"
            rows.append(
                (brief.name(member.member), supplier, fee, NONE, f"{all_}{brief.mark_of(own)}")
            )
    common = series.of_kind(brief.plan, "common")
    if common:
        sum_ = brief.told(brief.spent("common"))
        rows.append(("In common", NONE, NONE, sum_, f"{sum_}{brief.mark_of(common)}"))
    total = (
        "All",
        *(brief.told_or(NONE, brief.spent(kind)) for kind in ("payment", "fee", "common")),
        brief.told(brief.spent()),
    )
    columns = (
        Column("member"),
        *(
            Column(name, Shape.MONEY)
            for name in ("to suppliers", "fee of the agency", "opening, ramps, costs", "all")
        ),
    )
    title = f"What is paid over the horizon, in {currency} at each month's rate"
    return Table("totals", title, columns, tuple(rows), total)


def _years(brief: Brief, years: list[series.BudgetYear], kind: str, title: str) -> Table:
    rows: list[tuple[Value, ...]] = []
    for one in years:
        if not (one.granted or one.spent or one.funded):
            continue
        granted = [
            row
            for row in brief.programme.budgets
            if (row.member, row.kind, row.fiscal_year) == (one.member, kind, one.fiscal_year)
        ]
        rows.append(
            (
                *(brief.name(one.member), str(one.fiscal_year), one.currency),
                _amount(one.carried_in, one) if one.limited else "no limit",
                f"{_amount(one.granted, one)}{brief.mark(*granted)}" if one.limited else "no limit",
                *(_amount(one.funded, one), _amount(one.spent, one)),
                millions(one.left, one.currency) if one.limited else "no limit",
            )
        )
    names = ("carried in", "granted", "from others", "spent", "left")
    columns = (
        *(Column("member"), Column("fiscal year"), Column("currency")),
        *(Column(name, Shape.MONEY) for name in names),
    )
    text = f"Budgets {title} by fiscal year, in millions of the member's currency"
    return Table(f"years_{kind}", text, columns, tuple(rows))


def _amount(amount: int, year: series.BudgetYear) -> str:
    return millions(amount, year.currency) if amount else NONE


def announced(brief: Brief) -> Section | None:
    """Reported sums against the announced total, with the rest that nobody has explained."""
    if not brief.programme.announcements:
        return None
    found = reconcile(brief)
    blocks: list[Block] = [Text(_compared(brief, found))]
    if found.parts:
        chart = announced_sums(brief.programme, brief.findings)
        words = "Reported parts of the announced sum, and the rest that no part explains."
        blocks += [drawn("announced", words, chart, words), Grid(_parts(brief, found))]
    if found.others:
        rows = tuple(_told(brief, part) for part in found.others)
        table = Table("also_told", "What else was told, counted in no sum", _COLUMNS, rows)
        blocks.append(Grid(table))
    return Section("announced", "The announcement, reconciled", blocks)


def _compared(brief: Brief, found: Reconciled) -> str:
    silent = [part.who for part in found.parts if part.amount is None]
    text = "Sums that were reported one by one, added up and held against the announced total"
    if found.total is None or found.rest is None or found.total.amount is None:
        return f"{text}: no total is known that they could be held against."
    text += (
        f" of {told(found.total.amount, found.currency)}: the parts come to "
        f"{told(found.reported, found.currency)}, and "
    )
    if found.rest >= 0:
        text += f"{told(found.rest, found.currency)} are left that no reported part explains"
    else:
        text += f"they pass the total by {told(-found.rest, found.currency)}"
    if silent:
        text += f". No sum is told for {', '.join(silent)}: its part is unknown, not zero"
    if found.units_rest is not None:
        text += (
            f". Of the units, {number(found.units_reported)} are told by member and "
            f"{number(found.units_rest)} are not"
        )
    return (
        f"{text}. Nothing is planned from these sums. Amounts in other currencies are converted "
        "at the programme's rate of the month they were told, or of its start if that is later."
    )


_COLUMNS = (
    *(
        Column("who"),
        Column("what"),
        Column("units", Shape.WHOLE),
        Column("sum as told", Shape.MONEY),
    ),
    *(Column("converted", Shape.MONEY), Column("told in", Shape.MONTH), Column("note")),
)


def _told(brief: Brief, part: Part) -> tuple[Value, ...]:
    row = part.row
    mark = brief.mark(row)
    amount = "not told"
    if row.amount is not None:
        amount = told(to_minor(Decimal(row.amount), row.currency), row.currency) + mark
    converted = NONE if part.amount is None else told(part.amount, brief.programme.currency)
    units = "not told" if row.units is None else f"{number(row.units)}{mark}"
    when = short_month(row.date) if row.date else NONE
    return part.who, row.what.replace("-", " "), units, amount, converted, when, row.note


def _parts(brief: Brief, found: Reconciled) -> Table:
    rows = [_told(brief, part) for part in found.parts]
    sum_ = told(found.reported, found.currency)
    rows.append(("All parts", "", number(found.units_reported), "", sum_, "", ""))
    if found.total is not None:
        rows.append(_told(brief, found.total))
    units = NONE if found.units_rest is None else number(found.units_rest)
    rest = NONE if found.rest is None else told(found.rest, found.currency)
    total = ("Not explained", "", units, "", rest, "", "")
    title = f"Reported parts and the announced total, in {found.currency}"
    return Table("parts", title, _COLUMNS, tuple(rows), total)
