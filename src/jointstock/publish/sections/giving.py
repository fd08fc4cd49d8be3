"""What can be given and when, what the buy frees, and what a gift costs and whom."""

from __future__ import annotations

from jointstock.programme.tables import Donation
from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.charts.gifts import (
    ALL,
    DONOR,
    WITH,
    WITHOUT,
    cost_of_a_gift,
    freed_by_the_buy,
    gift_panels,
)
from jointstock.publish.page import Block, Grid, Section, Text, drawn, panelled
from jointstock.publish.periods import period_word, periods
from jointstock.publish.sections.buying import WIDTH, by_period, shown
from jointstock.publish.sections.needing import gift_effects
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import MINUS, NONE, listed, money, month, number, short_month
from jointstock.words.results import Freed, Plan


def donated(brief: Brief) -> Section | None:
    """What can be donated and when, and how it is backfilled."""
    if not brief.programme.donations:
        return None
    blocks: list[Block] = []
    panels = gift_panels(brief.programme, brief.findings)
    if panels.charts:
        caption = "Units given and replaced, added up over the months."
        blocks += [panelled("given", caption, panels)]
    else:
        blocks.append(Text("No gift can be made under the terms of the programme."))
    blocks.append(Grid(_donations(brief)))
    if (effects := gift_effects(brief)) is not None:
        blocks.append(Grid(effects))
    if panels.charts:
        blocks.append(Grid(_by_period(brief)))
    return Section("donated", "What can be given, and when", blocks)


def _donations(brief: Brief) -> Table:
    rows: list[tuple[Value, ...]] = []
    for row in brief.programme.donations:
        given, back = series.gift(brief.plan, row.donation)
        mark = brief.mark(row)
        months = sorted(entry.month for entry in given)
        replaced = sorted(entry.month for entry in back)
        rows.append(
            (
                *(brief.donor(row), brief.name(row.recipient), row.item),
                *(f"{number(row.up_to)}{mark}", f"{shown(series.total(given))}"),
                short_month(months[0]) if months else NONE,
                short_month(months[-1]) if months else NONE,
                shown(series.total(back)),
                short_month(replaced[-1]) if replaced else NONE,
                f"{number(row.keep_units)}{mark}" if row.keep_units else NONE,
                _funded(brief, row),
            )
        )
    columns = (
        *(Column("donor"), Column("to"), Column("item", Shape.CODE)),
        *(Column("up to", Shape.WHOLE), Column("given", Shape.WHOLE)),
        *(Column("first", Shape.MONTH), Column("last", Shape.MONTH)),
        *(Column("replaced", Shape.WHOLE), Column("by", Shape.MONTH)),
        *(Column("donor keeps", Shape.WHOLE), Column("paid by others")),
    )
    return Table("donations", "Donations, in units", columns, tuple(rows))


def _funded(brief: Brief, row: Donation) -> str:
    sums: dict[tuple[str, str], int] = {}
    for one in series.fundings(brief.plan):
        if one.entry.donation == row.donation:
            key = one.payer, one.currency
            sums[key] = sums.get(key, 0) + one.amount
    return (
        listed([f"{brief.name(p)} {money(amount, cur)}" for (p, cur), amount in sums.items()])
        or NONE
    )


def _by_period(brief: Brief) -> Table:
    found = periods(brief.programme, WIDTH)
    rows: list[tuple[Value, ...]] = []
    for row in brief.programme.donations:
        given, back = series.gift(brief.plan, row.donation)
        for what, entries in (("given", given), ("replaced", back)):
            if entries:
                units = series.monthly(brief.programme, entries)
                name = f"{brief.name(row.donor)} ({row.donation})"
                rows.append((name, what, *(shown(one.sum(units)) for one in found)))
    columns = (Column("donor"), Column("what"), *by_period(found))
    title = f"Units given and replaced by {period_word(found)}"
    return Table("gifts_by_period", title, columns, tuple(rows))


def _sooner(one: Freed) -> str:
    """By how many months gifts come sooner with the buy, or later."""
    if one.months_earlier is None:
        return NONE
    word = " earlier" if one.months_earlier > 0 else " later" if one.months_earlier else ""
    return f"{number(abs(one.months_earlier), 1)}{word}"


def freed(brief: Brief) -> Section | None:
    """What the buy frees: the same programme with and without call-offs."""
    if not brief.findings.freed:
        return None
    with_buy = sum(one.with_buy for one in brief.findings.freed)
    without = sum(one.without_buy for one in brief.findings.freed)
    donors = {row.donation: row for row in brief.programme.donations}
    text = (
        f"Planned without any call-off, the same programme lets members give {number(without)}; "
        f"with the joint buy they give {number(with_buy)}. The difference, "
        f"{number(with_buy - without)}, is what the buy frees."
    )
    rows: list[tuple[Value, ...]] = []
    for one in brief.findings.freed:
        row = donors[one.donation]
        rows.append(
            (
                *(brief.name(row.donor), brief.name(row.recipient), row.donation),
                *(f"{shown(one.with_buy)}{brief.mark(row)}", shown(one.without_buy)),
                *(shown(one.with_buy - one.without_buy), _sooner(one)),
            )
        )
    columns = (
        *(Column("donor"), Column("to"), Column("donation", Shape.CODE)),
        *(
            Column(name, Shape.WHOLE)
            for name in (WITH, WITHOUT, "freed", "earlier or later, months")
        ),
    )
    table = Table("freed", "Units given with and without the joint buy", columns, tuple(rows))
    chart = freed_by_the_buy(brief.programme, brief.findings)
    words = "Units that each donation comes to, with the joint buy and without it."
    return Section(
        "freed",
        "What the buy frees",
        [Text(text), drawn("freed", words, chart, words), Grid(table)],
    )


def gift_cost(brief: Brief) -> Section | None:
    """What a gift costs and whom: borne by the donor, and by all, side by side."""
    if not brief.programme.donations:
        return None
    donor, all_ = brief.findings.plan, brief.findings.other_policy
    if not brief.donor_bears:
        donor, all_ = all_, donor
    chosen = DONOR if brief.donor_bears else ALL
    text = (
        "A gift must be borne by somebody. Either the donor bears it alone: its own gift, until it "
        "is replaced, counts as if it still stood in its stock, and takes nothing from anyone. Or "
        "all bear it: giving comes before the floors, and the donor is refilled like any other "
        f"member. The plan of this report follows the first way where it says “{DONOR}” and the "
        f"second where it says “{ALL}”; here: {chosen}. A floor-month is one whole floor missing "
        "for one month."
    )
    blocks: list[Block] = [Text(text)]
    if brief.plan.shortfalls or brief.findings.other_policy.shortfalls:
        words = "Floor-months of stock missing by member, by who bears a gift."
        chart = cost_of_a_gift(brief.programme, brief.findings)
        blocks.append(drawn("gift-cost", words, chart, words))
    blocks += [Grid(_by_policy(brief, donor, all_)), Grid(_own_sacrifice(brief, donor, all_))]
    return Section("gift-cost", "What a gift costs, and whom", blocks)


def _by_policy(brief: Brief, donor: Plan, all_: Plan) -> Table:
    rows: list[tuple[Value, ...]] = []
    totals = [0.0, 0.0]
    for member in brief.programme.members:
        first, second = (float(plan.floor_months_missing(member.member)) for plan in (donor, all_))
        totals = [totals[0] + first, totals[1] + second]
        rows.append(
            (brief.name(member.member), _tenths(first), _tenths(second), _signed(second - first))
        )
    first, second = totals
    total = ("All", _tenths(first), _tenths(second), _signed(second - first))
    columns = (
        Column("member"),
        *(Column(name, Shape.NUMBER) for name in (DONOR, ALL, "difference")),
    )
    return Table(
        "by_policy", "Floor-months missing, by who bears a gift", columns, tuple(rows), total
    )


def _tenths(value: float) -> str:
    return number(round(value, 3), 1) if value else NONE


def _signed(value: float) -> str:
    told = number(abs(round(value, 3)), 1)
    return NONE if told == "0" else f"{'+' if value > 0 else MINUS}{told}"


def _own_sacrifice(brief: Brief, donor: Plan, all_: Plan) -> Table:
    rows: list[tuple[Value, ...]] = []
    for cell in dict.fromkeys((row.donor, row.item) for row in brief.programme.donations):
        for name, plan in ((DONOR, donor), (ALL, all_)):
            moved = [e for e in plan.entries if (e.member, e.item) == cell]
            given = [entry for entry in moved if entry.kind == "donation"]
            back = [entry for entry in moved if entry.kind == "delivery" and entry.backfill]
            below = series.below_floor(brief.programme, plan)[cell]
            worst = max(range(len(below)), key=lambda t: (below[t], -t))
            low = f"{number(below[worst])} in {month(brief.months[worst])}"
            rows.append(
                (
                    *(brief.cell(*cell), name, shown(series.total(given))),
                    *(shown(series.total(back)), low if below[worst] else NONE),
                    shown(sum(units > 0 for units in below)),
                )
            )
    columns = (
        *(Column("donor"), Column("who bears its gift")),
        *(Column("given", Shape.WHOLE), Column("replaced", Shape.WHOLE)),
        Column("most units its stock lies below its floor"),
        Column("months below", Shape.WHOLE),
    )
    title = "The donor's own stock, gifts really gone"
    return Table("own_sacrifice", title, columns, tuple(rows))
