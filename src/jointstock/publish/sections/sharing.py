"""Who pays what: one section for all, and a page for each member's finance ministry."""

from __future__ import annotations

from dataclasses import replace

from jointstock.publish import incentives
from jointstock.publish import shares as told
from jointstock.publish.amounts import exact_money, signed
from jointstock.publish.brief import Brief
from jointstock.publish.page import Block, Grid, Points, Section, Text
from jointstock.publish.share_sheets import rows_behind
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import count, listed, money, month, number, percent, short_month
from jointstock.words.months import Month
from jointstock.words.shares import NO_DATE, MemberShare, Shares

_PRICES = (
    "Owen's prices are what things are worth in the cheapest joint purchase: a unit by a date, a "
    "slot of a line, a unit that helps to reach a minimum order or a price band. A member pays for "
    "its units at these prices, less its part of the slots of open lines; what the prices leave is "
    "spread by what each one's demand is worth. Then the shares are moved as little as can be "
    "until no group would rather leave."
)


def shared(brief: Brief) -> Section | None:
    """Each member's share with its proof, and everything it is compared with."""
    found = brief.findings.shares
    if found is None:
        why = brief.findings.not_shared
        return Section("shares", "Who pays what", [Text(f"Not told here: {why}.")]) if why else None
    names, mark = _names(brief), _mark(brief)
    lines = told.summary(found, names)
    lines = [told.marked(line, found.currency, mark) for line in lines]
    blocks: list[Block] = [Text(lines[0]), Points(lines[1:]), Text(_today(brief)), Text(_PRICES)]
    shown = {one.name: one for one in told.tables(found, names)}
    notes = {
        "methods": "The same cost by other methods. A method is stable if no group of members "
        "would do better alone; the last column says what the worst group gains by leaving, below "
        "zero what it keeps by staying.",
        "needed": "What each column's member would pay more if the row's member were not there: "
        "what the two are worth to each other, one way. The others are then a group of their own, "
        "under the same rule.",
        "asked_less": incentives.less_in_words(found),
        "higher_floors": incentives.more_in_words(found, names),
        "beside": "What the plan spends beyond the shared cost stands apart and hides in no share. "
        "The plan fills floors, gives and keeps to budgets before it looks at cost: so it buys "
        "the same demand at other dates than the cheapest joint purchase, mostly sooner, and what "
        "is paid sooner is worth more today.",
        "floors_by_rule": "The same, planned anew by each rule of allotment, for whoever has to "
        "choose one.",
        "settlement": "Without shares each would pay for its own units, and common costs by "
        "quantity. These transfers take everybody from there to its share; they add up to nothing.",
    }
    for name, table in shown.items():
        if name in notes:
            blocks.append(Text(told.marked(notes[name], found.currency, mark)))
        blocks.append(Grid(_marked(brief, table)))
    if not found.higher_floors and brief.programme.floors:
        ask = f"jointstock share {brief.programme.id} --floors"
        blocks.append(Text(f"What stating a higher floor would bring is planned by `{ask}`."))
    blocks += [Text(told.marked(line, found.currency, mark)) for line in _fee(found)]
    return Section("shares", "Who pays what", blocks)


def member_pages(brief: Brief) -> list[Section]:
    """A page for each member, for who has to sign it off."""
    found = brief.findings.shares
    if found is None:
        return []
    return [_page(brief, found, one) for one in found.members]


def _today(brief: Brief) -> str:
    """What an amount of today is."""
    rate = brief.programme.discount_rate * 100
    return (
        f"Amounts are of today: each payment counts as what it is worth in "
        f"{month(brief.programme.start)}, at {number(rate, 2)} % a year."
    )


def _names(brief: Brief) -> dict[str, str]:
    rows = brief.programme
    codes = [*(m.member for m in rows.members), *(p.party for p in rows.parties)]
    return {code: brief.name(code) for code in codes}


def _mark(brief: Brief) -> str:
    """The mark behind an amount of a share: it rests on demand, prices, lines and offers."""
    return brief.mark(*rows_behind(brief))


def _marked(brief: Brief, table: Table) -> Table:
    """A table of shares whose every figure bears the mark of the rows it rests on."""
    marks = [
        ""
        if column.shape is not Shape.NUMBER or column.name in _STATED
        else brief.mark(*brief.programme.demand)
        if column.name == "units"
        else _mark(brief)
        for column in table.columns
    ]

    def row(cells: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(
            f"{cell}{mark}" if any(map(str.isdigit, str(cell))) else cell
            for cell, mark in zip(cells, marks, strict=True)
        )

    rows = tuple(map(row, table.rows))
    return replace(table, rows=rows, total=row(table.total) if table.total else ())


# Columns that say what is asked, and no figure of the programme.
_STATED = ("asks for less", "states more")


def _fee(found: Shares) -> list[str]:
    fee, currency = found.fee, found.currency
    if fee is None or fee.saving <= 0:
        return []
    room = "There is no limit to the fee that the group could bear."
    if fee.most is not None and fee.most >= 0:
        most = money(fee.most, currency)
        room = f"The group would hold together under a fee of up to {most} in all."
    elif fee.most is not None:
        room = "No fee is small enough to hold every group."
    if not fee.amount:
        return [f"No fee of the agency is in the cost. {room}"]
    eaten = percent(fee.amount, fee.saving)
    taken = f"The agency's fee is {money(fee.amount, currency)} of today, {eaten} of what buying"
    return [f"{taken} together would save without it. {room}"]


def _page(brief: Brief, found: Shares, one: MemberShare) -> Section:
    """What a member pays, why, and what would change it."""
    names, currency, mark = _names(brief), found.currency, _mark(brief)
    name = brief.name(one.member)
    text = f"{name} pays {exact_money(one.share, currency)} of today for {_units(brief, one)}."
    if one.alone is None:
        text += " Alone it could not have them."
    else:
        saves = one.alone - one.share
        text += f" Alone it would pay {exact_money(one.alone, currency)}; it "
        part = percent(abs(saves), one.alone)
        text += (
            f"saves {money(saves, currency)} ({part})."
            if saves >= 0
            else f"pays {money(-saves, currency)} ({part}) more than alone."
        )
    points = [*told.proof(found.worst, names, currency), *_tightest(brief, found, one)]
    points += _in_all(brief, found, one)
    points += _one_more(brief, found, one)
    points += _joined(brief, found, one)
    points += _asks_less(found, one)
    points += _settles(brief, found, one)
    points = [told.marked(point, currency, mark) for point in points]
    blocks: list[Block] = [Text(told.marked(text, currency, mark)), Points(points)]
    if one.prices:
        blocks.append(Grid(_marked(brief, _derived(found, one))))
    blocks.append(Text(f"{_today(brief)} {found.rule.words}"))
    return Section(f"share-{one.member}", f"{name}: what it pays", blocks)


def _units(brief: Brief, one: MemberShare) -> str:
    return f"{number(one.units)} {brief.units}"


def _tightest(brief: Brief, found: Shares, one: MemberShare) -> list[str]:
    if not one.tightest:
        return []
    amount = money(abs(one.keeps), found.currency)
    does = f"keeps {amount} by staying" if one.keeps >= 0 else f"would gain {amount} by leaving"
    if one.tightest == (one.member,):
        return [f"Its tightest group is {brief.name(one.member)} alone, which {does}."]
    who = listed([brief.name(m) for m in one.tightest])
    return [f"Its tightest group is {who}, which {does}."]


def _in_all(brief: Brief, found: Shares, one: MemberShare) -> list[str]:
    """What it pays in all under the plan: its share, and what stands beside it."""
    if found.plan_cost is None:
        return []
    lines = [(line.what, line.amounts.get(one.member, 0), line.key) for line in found.beside]
    own = [(what, amount) for what, amount, key in lines if amount and key != "as pledged"]
    pledged = sum(amount for _, amount, key in lines if key == "as pledged")
    currency = found.currency
    name = brief.name(one.member)
    points = []
    if own:
        in_all = one.share + sum(amount for _, amount in own)
        parts = [
            f"{money(abs(amount), currency)} {'more' if amount > 0 else 'less'} for {what}"
            for what, amount in own
        ]
        points.append(
            f"Under the plan {name} pays {exact_money(in_all, currency)} of today in all: its "
            f"share, and beside it {listed(parts)}."
        )
    if pledged:
        points.append(
            f"As a third nation it pays {money(pledged, currency)} of today for backfill of "
            "others' gifts, which is in no share."
        )
    return points


def _one_more(brief: Brief, found: Shares, one: MemberShare) -> list[str]:
    more = found.one_more
    if more is None or one.member not in more.after:
        return []
    change = more.after[one.member] - more.before[one.member]
    said = f"{money(abs(change), found.currency)} {'more' if change > 0 else 'less'}"
    if abs(change) <= 2 * found.worst.tolerance:  # both shares are known to within it
        said = "as much"
    text = (
        "If one more joined that wants what the smallest member wants (no more than the ceiling "
        f"leaves), {brief.name(one.member)} would pay {said}"
    )
    if more.entry and not more.monotone:
        text += (
            f"; an entry payment of {money(more.entry, found.currency)} in all would make up for "
            "what the others lose"
        )
    return [f"{text}."]


def _joined(brief: Brief, found: Shares, one: MemberShare) -> list[str]:
    joined = found.joined
    if joined is None or one.member not in joined.before:
        return []
    who = listed([brief.name(m) for m in joined.joining])
    before, after = joined.before[one.member], joined.after[one.member]
    said = f"{money(abs(after - before), found.currency)} {'more' if after > before else 'less'}"
    return [f"Since {who} joined it pays {said}: {exact_money(before, found.currency)} before."]


def _asks_less(found: Shares, one: MemberShare) -> list[str]:
    own = [less for less in found.asked_less if less.member == one.member]
    best = incentives.best_rule(found)
    if not own or best is None:
        return []
    most = max(own, key=lambda less: max(less.gains.values()))
    rule = max(most.gains, key=lambda name: most.gains[name])
    gains = most.gains[rule]
    if gains <= 0:
        return ["Asking for less and topping up later would bring it nothing under any rule told."]
    under = most.gains[best[0]]
    told_under = f"{'gain' if under > 0 else 'lose'} {money(abs(under), found.currency)}"
    text = (
        f"By asking for {most.percent} percent less and topping up {rule} it would gain "
        f"{money(gains, found.currency)}; topping up {best[0]} it would {told_under}."
    )
    return [text]


def _settles(brief: Brief, found: Shares, one: MemberShare) -> list[str]:
    texts = []
    for entry in found.settlement:
        for part in entry.transfers:
            payer, payee = (end.partition(":")[2] for end in (part.source, part.target))
            amount = money(part.quantity, found.currency)
            if payer == one.member:
                texts.append(f"pays {amount} to {brief.name(payee)}")
            elif payee == one.member:
                texts.append(f"gets {amount} from {brief.name(payer)}")
    if not texts:
        return []
    text = (
        "Beside what it pays for its own units and its part by quantity of common costs, it "
        f"{listed(texts)} ({count(len(texts), 'planned transfer')})."
    )
    return [text]


def _derived(found: Shares, one: MemberShare) -> Table:
    """How the share comes about: units by date at their price, slots, rest, repair."""
    currency = found.currency
    rows: list[tuple[Value, ...]] = [
        (
            f"wanted by {_when(price.month)}",
            number(price.units),
            told.price(price.price, currency),
            signed(price.price * price.units, currency),
        )
        for price in one.prices
    ]
    rest = (
        ("less the worth of the slots of open lines that it brings", -one.slots),
        ("its part of what these prices leave, by what its demand is worth", one.rest),
        ("what keeps every group together", one.repair),
    )
    rows += [(what, "", "", signed(amount, currency)) for what, amount in rest if abs(amount) > 100]
    figures = (Column(head, Shape.NUMBER) for head in ("units", "price of a unit", "amount"))
    return Table(
        f"share_{one.member.replace(' ', '_')}",
        f"How the share comes about, in million {currency} of today",
        (Column("what"), *figures),
        tuple(rows),
        ("share", number(one.units), "", signed(one.share, currency)),
    )


def _when(month: str) -> str:
    return "any month" if month == NO_DATE else short_month(Month.parse(month))
