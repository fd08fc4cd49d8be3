"""Shares as tidy tables: by member and method, their audit, incentives, and what is settled.

Money is in units of the currency named beside it, as of today; a sheet is empty without shares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jointstock.programme.row import Row
from jointstock.publish.brief import Brief
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.words.money import from_minor
from jointstock.words.shares import MemberShare, Shares, WorstGroup

_MEMBER = Column("member", meaning="code of the nation")
_METHOD = Column("method", meaning="how the cost is shared; chosen first, then the others")
_AMOUNT = Column("amount", Shape.MONEY, "in units of the currency beside it, as of today")
_CURRENCY = Column("currency", meaning="ISO 4217 code")
_KNOWN = (
    Column("basis", meaning="how the weakest input row is known: reported, estimated, assumed"),
    Column("rests_on", meaning="tables of input rows that the figure rests on"),
)
_TABLES = ("demand", "prices", "lines", "capacity", "ramps", "costs", "outside_offers")


def rows_behind(brief: Brief) -> tuple[Row, ...]:
    """The input rows that any amount of a share rests on: who shares with whom moves each of it."""
    return tuple(row for table in _TABLES for row in getattr(brief.programme, table))


def tables(brief: Brief) -> list[Table]:
    """Every table of shares, in the workbook's order."""
    return [
        members(brief),
        methods(brief),
        audits(brief),
        incentives(brief),
        beside(brief),
        settlement(brief),
    ]


def _known(brief: Brief) -> tuple[Value, ...]:
    rows = rows_behind(brief)
    named = [table for table in _TABLES if getattr(brief.programme, table)]
    return brief.basis(row.ref for row in rows) if rows else "", ", ".join(named)


def _table(
    name: str, title: str, columns: tuple[Column, ...], rows: Iterator[tuple[Value, ...]]
) -> Table:
    return Table(name, title, columns, tuple(rows))


def _money(found: Shares, amount: int | None) -> Value:
    return None if amount is None else from_minor(amount, found.currency)


def members(brief: Brief) -> Table:
    """What each member pays, and how that comes about."""
    money: tuple[tuple[str, str, Callable[[MemberShare], int | None]], ...] = (
        ("pays", "the share", lambda one: one.share),
        ("alone", "what it would pay alone; blank: it cannot have it", lambda one: one.alone),
        ("saves", "alone less share", lambda one: one.saves),
        ("keeps", "what its tightest group keeps by staying", lambda one: one.keeps),
        ("without_shares", "own units, and common costs by quantity", lambda one: one.bill),
        ("late", "the part that is no money, but own units that come late", lambda one: one.late),
        ("priced", "its demand at Owen's prices", lambda one: one.priced),
        ("slots", "worth of the slots it brings, taken off", lambda one: one.slots),
        ("rest", "its part of what prices leave", lambda one: one.rest),
        ("repair", "what keeps every group together", lambda one: one.repair),
    )
    columns = (
        _MEMBER,
        _METHOD,
        Column("units", Shape.WHOLE, "firm demand that is shared"),
        *(Column(name, Shape.MONEY, meaning) for name, meaning, _ in money),
        _CURRENCY,
        Column("tightest_group", meaning="the group with it that has most reason to leave"),
        *_KNOWN,
    )

    def row(found: Shares, one: MemberShare) -> tuple[Value, ...]:
        amounts = (_money(found, told(one)) for _, _, told in money)
        group = ", ".join(one.tightest)
        head = one.member, found.method, one.units
        return *head, *amounts, found.currency, group, *_known(brief)

    found = brief.findings.shares
    rows = () if found is None else (row(found, one) for one in found.members)
    title = "one row is what a member pays of the least cost of all firm demand"
    return _table("shares", title, columns, iter(rows))


def methods(brief: Brief) -> Table:
    """Each member's share by each method."""

    def rows() -> Iterator[tuple[Value, ...]]:
        found = brief.findings.shares
        if found is None:
            return
        chosen = {one.member: one.share for one in found.members}
        for method, shares in (
            (found.method, chosen),
            *((c.method, c.shares) for c in found.compared),
        ):
            for member, amount in shares.items():
                yield method, member, _money(found, amount), found.currency, *_known(brief)

    title = "one row is a member's share by a method"
    columns = (_METHOD, _MEMBER, _AMOUNT, _CURRENCY, *_KNOWN)
    return _table("share_methods", title, columns, rows())


def audits(brief: Brief) -> Table:
    """Which group would gain most by leaving under each method, and what bounds it."""
    columns = (
        _METHOD,
        Column("stable", Shape.FLAG, "whether no group gains by leaving, proven"),
        Column("closed", Shape.FLAG, "whether the bound proves the gain over all groups"),
        Column("group", meaning="the group that would gain most"),
        Column("gain", Shape.MONEY, "what it would gain; below zero: it keeps so much by staying"),
        Column("bound", Shape.MONEY, "what no group's gain passes"),
        Column("tolerance", Shape.MONEY, "to within so much"),
        _CURRENCY,
        Column("listed", Shape.FLAG, "whether every group was looked at by itself"),
        Column("why", meaning="why a method has no answer here; blank: it has"),
        *_KNOWN,
    )

    def row(found: Shares, method: str, worst: WorstGroup | None, why: str) -> tuple[Value, ...]:
        if worst is None:
            return method, None, None, "", None, None, None, "", None, why, "", ""
        amounts = (_money(found, a) for a in (worst.gain, worst.bound, worst.tolerance))
        head = method, worst.stable, worst.closed, ", ".join(worst.group)
        return *head, *amounts, found.currency, worst.listed, why, *_known(brief)

    def rows() -> Iterator[tuple[Value, ...]]:
        found = brief.findings.shares
        if found is not None:
            yield row(found, found.method, found.worst, "")
            for one in found.compared:
                yield row(found, one.method, one.worst, one.why)

    title = "one row is the audit of the shares by a method"
    return _table("share_audit", title, columns, rows())


def incentives(brief: Brief) -> Table:
    """What a member gains by telling something else than it is."""
    columns = (
        _MEMBER,
        Column("what", meaning="asks_less: for less now, topped up later; higher_floor: states it"),
        Column("percent", Shape.WHOLE, "by how much"),
        Column("rule", meaning="at what price it is topped up; for floors, the rule of allotment"),
        Column("gain", Shape.MONEY, "what it pays less in all; below zero it pays more"),
        _CURRENCY,
        Column("own_missing", Shape.NUMBER, "change of its floor-months missing, true floors"),
        Column("others_missing", Shape.NUMBER, "change of the others' floor-months missing"),
        *_KNOWN,
    )

    def rows() -> Iterator[tuple[Value, ...]]:
        found = brief.findings.shares
        if found is None:
            return
        for less in found.asked_less:
            for rule, gain in less.gains.items():
                head = less.member, "asks_less", less.percent, rule
                yield *head, _money(found, gain), found.currency, None, None, *_known(brief)
        for one in found.higher_floors:
            head = one.member, "higher_floor", one.percent, one.rule
            missing = round(one.own, 6), round(one.others, 6)
            yield *head, None, "", *missing, *_known(brief)

    title = "one row is what a member gains by asking for less, or by stating a higher floor"
    return _table("share_incentives", title, columns, rows())


def beside(brief: Brief) -> Table:
    """Money beside the shared cost."""

    def rows() -> Iterator[tuple[Value, ...]]:
        found = brief.findings.shares
        for line in () if found is None else found.beside:
            assert found is not None
            for who, amount in line.amounts.items():
                yield line.what, line.key, who, _money(found, amount), found.currency

    columns = (
        Column("what_for", meaning="what is paid beside the shared cost"),
        Column("key", meaning="by what it falls on whom"),
        Column("who", meaning="member or payer"),
        *(_AMOUNT, _CURRENCY),
    )
    return _table("share_beside", "one row is who pays what beside the shares", columns, rows())


def settlement(brief: Brief) -> Table:
    """Planned transfers between members."""

    def rows() -> Iterator[tuple[Value, ...]]:
        found = brief.findings.shares
        for entry in () if found is None else found.settlement:
            assert found is not None
            for one in entry.transfers:
                ends = (end.partition(":")[2] for end in (one.source, one.target))
                yield *ends, entry.month, _money(found, one.quantity), found.currency

    columns = (
        Column("from", meaning="who pays"),
        Column("to", meaning="who is paid"),
        Column("month", Shape.MONTH, "month of effect"),
        *(_AMOUNT, _CURRENCY),
    )
    title = "one row is a planned transfer that takes members to their shares"
    return _table("settlement", title, columns, rows())
