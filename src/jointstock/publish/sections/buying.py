"""What is bought, who gets what when, and stock against floor."""

from __future__ import annotations

from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.charts.deliveries import delivery_panels
from jointstock.publish.charts.stock import shortfalls_by_member, stock_panels
from jointstock.publish.page import Block, Grid, Points, Section, Text, drawn, panelled
from jointstock.publish.periods import Period, period_word, periods
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import NONE, listed, money, number, short_month
from jointstock.words.entries import Entry
from jointstock.words.money import exact, minor_units, round_half_up, to_minor

WIDTH = 11  # periods that a printed page has room for


def by_period(found: list[Period]) -> tuple[Column, ...]:
    """A column of units for each period."""
    return tuple(Column(one.label, Shape.WHOLE) for one in found)


def shown(value: int) -> str:
    """A count in a table: a dash for none, so that what is there stands out."""
    return number(value) if value else NONE


def bought(brief: Brief) -> Section:
    """What is bought: by member, what is decided, and the lines it comes from."""
    blocks: list[Block] = [Grid(_call_offs(brief))]
    decided = _decided(brief)
    if decided:
        blocks += [Text("Decided once, at the start or on the way:"), Points(decided)]
    blocks.append(Grid(_lines(brief)))
    return Section("bought", "What is bought", blocks)


def _call_offs(brief: Brief) -> Table:
    rows: list[tuple[Value, ...]] = []
    calls = series.of_kind(brief.plan, "call_off")
    wanted = {(r.member, r.contract, r.item): 0 for r in brief.programme.demand}
    wanted |= {(entry.member, entry.contract, entry.item): 0 for entry in calls}
    missing = {(o.member, o.contract, o.item): o.units for o in brief.plan.not_called_off}
    for member in brief.programme.members:
        for key in [key for key in wanted if key[0] == member.member]:
            own = [e for e in calls if (e.member, e.contract, e.item) == key]
            asked = [r for r in brief.programme.demand if (r.member, r.contract, r.item) == key]
            mark = brief.mark(*asked)
            firm, more = sum(r.firm for r in asked), sum(r.optional for r in asked)
            back = series.total(e for e in own if e.backfill)
            months = sorted(entry.month for entry in own)
            rows.append(
                (
                    *(brief.name(key[0]), key[1], key[2], f"{number(firm)}{mark}"),
                    f"{number(more)}{mark}" if more else NONE,
                    f"{number(series.total(own) - back)}{brief.mark_of(own)}",
                    *(shown(back), shown(missing.get(key, 0))),
                    short_month(months[0]) if months else NONE,
                    short_month(months[-1]) if months else NONE,
                )
            )
    backfill = series.total(e for e in calls if e.backfill)
    total = (
        *("All", "", "", number(sum(r.firm for r in brief.programme.demand))),
        shown(sum(r.optional for r in brief.programme.demand)),
        *(number(series.total(calls) - backfill), shown(backfill), shown(sum(missing.values()))),
        *("", ""),
    )
    whole = ("firm demand", "optional", "called off", "for backfill", "not called off")
    columns = (
        *(Column("member"), Column("contract", Shape.CODE), Column("item", Shape.CODE)),
        *(Column(name, Shape.WHOLE) for name in whole),
        *(Column("first", Shape.MONTH), Column("last", Shape.MONTH)),
    )
    title = "Call-offs by member, in units"
    return Table("call_offs", title, columns, tuple(rows), total)


def _decided(brief: Brief) -> list[str]:
    rows = {row.line: row for row in brief.programme.lines}
    found = []
    for line in brief.plan.decisions.lines_opened:
        row = rows[line]
        text = f"Line {brief.line(line)} is opened"
        if row.opening_cost:
            cost = money(to_minor(row.opening_cost, row.currency), row.currency)
            text += f" for {cost}{brief.mark(row)}"
        found.append(f"{text}.")
    for taken in brief.plan.decisions.ramps:
        ramp = next(
            r for r in brief.programme.ramps if (r.line, r.step) == (taken.line, taken.step)
        )
        text = (
            f"Step {taken.step} of line {brief.line(taken.line)}, {number(ramp.extra_per_month)}"
            f"{brief.mark(ramp)} more a month, is decided in {short_month(taken.month)}"
        )
        if ramp.cost:
            cost = money(to_minor(ramp.cost, ramp.currency), ramp.currency)
            text += f" for {cost}{brief.mark(ramp)}"
        found.append(f"{text}.")
    for band in brief.plan.decisions.bands:
        bands = brief.terms.bands(band.contract, band.item)
        row_ = next(one for one in bands if one.from_units == band.from_units)
        price = round_half_up(exact(row_.unit_price) * minor_units(row_.currency))
        told = f"{money(price, row_.currency)}{brief.mark(row_)}"
        which = f", the band from {number(row_.from_units)} units on" if len(bands) > 1 else ""
        found.append(f"{band.item} under {band.contract} costs {told} a unit{which}.")
    return found


def _lines(brief: Brief) -> Table:
    loads = {load.line: load for load in brief.loads}
    calls = series.of_kind(brief.plan, "call_off")
    rows: list[tuple[Value, ...]] = []
    for row in brief.programme.lines:
        load = loads.get(row.line)
        mark = brief.mark(row)
        state = "open before" if row.already_open else "opened" if load else "not opened"
        own = [entry for entry in calls if entry.line == row.line]
        delivered = sum(load.own) + sum(load.backfill) if load else 0
        rows.append(
            (
                *(brief.line(row.line), row.item, state, f"{row.lead_months}{mark}"),
                f"{number(row.minimum_order)}{mark}" if row.minimum_order else NONE,
                *(shown(series.total(own)), shown(delivered)),
                shown(sum(load.promised) if load else 0),
                *(_first(own, brief), f"{number(max(load.capacity))}" if load else NONE),
            )
        )
    columns = (
        *(Column("line"), Column("item", Shape.CODE), Column("state")),
        Column("lead, months", Shape.WHOLE),
        Column("least to open", Shape.WHOLE),
        Column("called off", Shape.WHOLE),
        Column("delivered", Shape.WHOLE),
        Column("promised before", Shape.WHOLE),
        Column("first delivery", Shape.MONTH),
        Column("most a month", Shape.WHOLE),
    )
    return Table("lines", "The lines it comes from, in units", columns, tuple(rows))


def _first(calls: list[Entry], brief: Brief) -> str:
    lines = {entry.line for entry in calls}
    came = [e.month for e in series.of_kind(brief.plan, "delivery") if e.line in lines]
    return short_month(min(came)) if came else NONE


def received(brief: Brief) -> Section | None:
    """Who gets what when, as a timeline by member."""
    if not series.of_kind(brief.plan, "delivery", "promise"):
        return None
    found = periods(brief.programme, WIDTH)
    rows: list[tuple[Value, ...]] = []
    sums = [0] * brief.programme.months
    for cell in series.cells(brief.programme, brief.plan):
        own = series.arrivals(brief.plan, *cell)
        if not own:
            continue
        units = series.monthly(brief.programme, own)
        sums = [a + b for a, b in zip(sums, units, strict=True)]
        total = f"{number(sum(units))}{brief.mark_of(own)}"
        rows.append((brief.cell(*cell), *(shown(one.sum(units)) for one in found), total))
    total_row = ("All", *(shown(one.sum(sums)) for one in found), number(sum(sums)))
    columns = (Column("member"), *by_period(found), Column("all", Shape.WHOLE))
    title = f"Units delivered by member and {period_word(found)}"
    panels = delivery_panels(brief.programme, brief.findings)
    caption = "Units delivered to each member. Each panel has its own vertical scale."
    return Section(
        "received",
        "Who gets what when",
        [
            panelled("received", caption, panels),
            Grid(Table("received", title, columns, tuple(rows), total_row)),
            Grid(_milestones(brief)),
        ],
    )


def _milestones(brief: Brief) -> Table:
    rows: list[tuple[Value, ...]] = []
    for cell in series.cells(brief.programme, brief.plan):
        own = [e for e in series.arrivals(brief.plan, *cell) if e.kind == "delivery"]
        if not own:
            continue
        mark, total = brief.mark_of(own), series.total(own)
        months = sorted(e.month for e in own for _ in range(series.units_of(e)))
        at = [months[0], months[(total - 1) // 2], months[(9 * total - 1) // 10], months[-1]]
        rows.append((brief.cell(*cell), f"{number(total)}{mark}", *map(short_month, at)))
    names = ("first unit", "half of them", "nine in ten", "the last")
    columns = (
        *(Column("member"), Column("called off and delivered", Shape.WHOLE)),
        *(Column(name, Shape.MONTH) for name in names),
    )
    return Table("milestones", "By when each member has what it called off", columns, tuple(rows))


def stocked(brief: Brief) -> Section | None:
    """Stock against floor for each member, as small charts, and what is missing when."""
    if not brief.stocks:
        return None
    panels = stock_panels(brief.programme, brief.findings)
    caption = "Stock at the end of each month against the floor. Each panel has its own scale."
    bears = listed([brief.name(donor) for donor in _bearing(brief)])
    if bears:
        caption += " What donors gave and bear themselves is shaded too."
    blocks: list[Block] = [panelled("stock", caption, panels), Grid(_levels(brief))]
    if brief.plan.shortfalls:
        chart = shortfalls_by_member(brief.programme, brief.findings)
        words = "How much of its floor each member lacks, in the worst month of each period."
        if bears:
            words += f" What is borne by {bears} for gifts of their own is not counted as missing."
        blocks += [drawn("missing", words, chart, words), Grid(_missing(brief))]
    else:
        blocks.append(Text("No member falls short of its floor in any month."))
    return Section("stock", "Stock against floor", blocks)


def _bearing(brief: Brief) -> list[str]:
    borne = series.borne(brief.programme, brief.plan)
    bears = [cell[0] for cell, units in borne.items() if brief.donor_bears and max(units) > 0]
    return list(dict.fromkeys(bears))


def _levels(brief: Brief) -> Table:
    found = periods(brief.programme, WIDTH)
    rows: list[tuple[Value, ...]] = []
    for cell, held in brief.stocks.items():
        floors = brief.terms.floor(*cell)
        levels = [f"{number(held[one.last])} / {number(floors[one.last])}" for one in found]
        opening = sum(row.units for row in brief.stock_rows(*cell))
        start = f"{number(opening)}{brief.mark(*brief.stock_rows(*cell))}"
        name = f"{brief.cell(*cell)}{brief.mark(*brief.floor_rows(*cell))}"
        rows.append((name, start, *levels))
    columns = (Column("member"), Column("at the start", Shape.WHOLE), *by_period(found))
    title = f"Stock / floor at the end of each {period_word(found)}, in units"
    return Table("levels", title, columns, tuple(rows))


def _missing(brief: Brief) -> Table:
    found = periods(brief.programme, WIDTH)
    rows: list[tuple[Value, ...]] = []
    for cell, short in series.shortfalls(brief.programme, brief.plan).items():
        months = sum(units > 0 for units in short)
        worst = [shown(one.most(short)) for one in found]
        mark = brief.stock_mark(*cell) if months else ""
        rows.append((f"{brief.cell(*cell)}{mark}", *worst, shown(months)))
    columns = (Column("member"), *by_period(found), Column("months short", Shape.WHOLE))
    title = f"Most units missing to the floor in each {period_word(found)}"
    return Table("missing", title, columns, tuple(rows))
