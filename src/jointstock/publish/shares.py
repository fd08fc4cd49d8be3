"""Shares in sentences and tables, for a terminal and for the report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jointstock.publish.amounts import exact_money, figures, signed
from jointstock.publish.incentives import asked_less, floors_by_rule, higher_floors
from jointstock.publish.reconciled import beside, from_shares_to_plan, reconciled
from jointstock.publish.table import Column, Table
from jointstock.publish.wording import NONE, listed, millions, money, number, units
from jointstock.words.money import from_minor, minor_units
from jointstock.words.shares import METHODS, Audited, Joining, Shares, WorstGroup

Names = Mapping[str, str]

__all__ = ["Audited", "audited", "proof", "summary", "tables"]


def summary(found: Shares, names: Names) -> list[str]:
    """What a reader must know first: cost, saving, proof, rule."""
    currency = found.currency
    wanted = units(sum(one.units for one in found.members))
    lines = [
        f"Together: {exact_money(found.total, currency)} of today for {wanted} ({found.decisions})."
    ]
    if found.left_out:
        lines.append(not_bought(found, names))
    late = sum(one.late for one in found.members)
    if late:
        lines.append(
            f"{money(late, currency)} of it is no money, but the charge for units that come late; "
            "each bears its own."
        )
    lines.append(from_shares_to_plan(found))
    if found.saving is not None:
        said = "saves" if found.saving >= 0 else "costs more, by"
        lines.append(
            f"Buying together {said} {money(abs(found.saving), currency)} against each buying "
            "alone."
        )
    if found.subsidy:
        lines.append(
            f"A subsidy of {money(found.subsidy, currency)} from outside, which any group of three "
            "or more would get, is taken off."
        )
    lines.append(f"Shares: {METHODS[found.method]}.")
    lines += proof(found.worst, names, currency)
    if found.joined is not None:
        lines.append(joined_line(found.joined, names, currency))
    return [*lines, f"Rule: {found.rule.words}"]


def not_bought(found: Shares, names: Names) -> str:
    """The firm demand that the plan does not call off, and that is not shared for that reason."""
    parts = [
        f"{number(one.units)} {one.item} of {names.get(one.member, one.member)}"
        for one in found.left_out
    ]
    return (
        f"Not bought, and so not shared: {listed(parts)}. The plan does not call them off, since "
        "budgets, lines, ceilings or dates do not let it; `jointstock explain` tells which."
    )


def marked(text: str, currency: str, mark: str) -> str:
    """A sentence whose every amount bears the mark; but not how exactly it is known."""
    amount = rf"(?<!within )(?<![\d.,])([\d.,]+(?:(?: [mb]illion)? {currency}| floor-months?))"
    return re.sub(amount, rf"\g<1>{mark}", text)


def proof(worst: WorstGroup, names: Names, currency: str) -> list[str]:
    """Whether a group would do better alone, by how much, and how that is proven."""
    how = (
        "every group was looked at by itself"
        if worst.listed
        else "a search bounds what any of them could gain"
    )
    if not worst.group:
        return ["Stable: no group but that of all can have what it wants, so none can leave."]
    who = listed([names.get(m, m) for m in worst.group])
    exact = f"to within {money(worst.tolerance, currency)}"
    gains, bound = money(worst.gain, currency), money(worst.bound, currency)
    if not worst.closed:
        said = (
            f"{who} would gain {gains} by leaving. What other groups could gain is bounded by "
            f"{bound} alone: the search is not closed, so the shares are not called stable."
        )
    elif worst.stable:
        keeps = money(max(-worst.gain, 0), currency)
        said = (
            "Stable: no group of members would do better alone. The one nearest to leaving is "
            f"{who}, which keeps {keeps} by staying. Proven over all groups: {how}, {exact}."
        )
    else:
        said = (
            f"Not stable: {who} would gain {gains} by leaving, and no group could gain more. "
            f"Proven over all groups: {how}, {exact}."
        )
    return [said]


def joined_line(joined: Joining, names: Names, currency: str) -> str:
    """What an accession changes, in a sentence."""
    who = listed([names.get(m, m) for m in joined.joining])
    if joined.monotone:
        saved = sum(joined.before.values()) - sum(joined.after[m] for m in joined.before)
        said = f"pay {money(saved, currency)} less in all"
        if saved <= len(joined.after):  # what rounding to minor units moves is no saving
            said = "pay as much as before"
        return f"With {who} nobody pays more than without: the earlier members {said}."
    return (
        f"With {who} no shares keep every group and leave every earlier member at its share: an "
        f"entry payment of {money(joined.entry, currency)} to them would."
    )


def audited(found: Audited) -> list[str]:
    """An audit of shares that were given, in sentences."""
    gap = found.given - found.total
    lines = []
    if gap:
        said = "more" if gap > 0 else "less"
        lines.append(
            f"The shares add up to {money(abs(gap), found.currency)} {said} than the cost of all."
        )
    return [*lines, *proof(found.worst, {}, found.currency), f"Rule: {found.rule.words}"]


def tables(found: Shares, names: Names) -> list[Table]:
    """Every table of shares that has something to tell."""
    made = (
        members(found, names),
        prices(found),
        accession(found, names),
        methods(found, names),
        needed(found, names),
        asked_less(found, names),
        higher_floors(found, names),
        floors_by_rule(found, names),
        beside(found, names),
        reconciled(found),
        settled(found, names),
    )
    return [one for one in made if one is not None]


def members(found: Shares, names: Names) -> Table:
    """What each pays, alone and together."""
    cur = found.currency
    rows = tuple(
        (
            names.get(one.member, one.member),
            number(one.units),
            signed(one.share, cur),
            signed(one.alone, cur),
            signed(one.saves, cur),
            listed([names.get(m, m) for m in one.tightest]) or NONE,
            signed(one.keeps, cur) if one.tightest else NONE,
        )
        for one in found.members
    )
    heads = figures("units", "pays", "alone", "saves")
    title = f"Shares, in million {cur} of today"
    columns = (Column("member"), *heads, Column("tightest group"), *figures("it keeps"))
    whole = sum(one.units for one in found.members)
    alone = None if found.saving is None else found.total + found.saving
    amounts = (signed(one, cur) for one in (found.total, alone, found.saving))
    return Table("shares", title, columns, rows, ("all", number(whole), *amounts, "", ""))


def price(amount: int, currency: str) -> str:
    """A price of a unit in millions, with three digits behind the point."""
    return f"{from_minor(amount, currency) / 10**6:,.3f}"


def prices(found: Shares) -> Table | None:
    """Owen's prices: a unit by date, the opening, the order, the band, and slots by line."""
    if not found.prices:
        return None
    minor = minor_units(found.currency)
    rows = []
    slots: dict[str, list[float]] = {}
    for one in found.prices:
        if one.kind == "slot":
            slots.setdefault(one.name, []).append(one.price)
            continue
        what = _PRICED[one.kind].format(name=one.name, at=one.at)
        row = (what, listed(one.players), price(round(one.price * minor), found.currency))
        if row not in rows:
            rows.append(row)
    for line, rents in slots.items():
        most = price(round(max(rents) * minor), found.currency)
        mean = price(round(sum(rents) / len(rents) * minor), found.currency)
        what = f"a slot of {line}, mean of {len(rents)} periods that are full (most: {most})"
        rows.append((what, "", mean))
    columns = (Column("what"), Column("for"), *figures("price"))
    title = f"What things are worth (Owen's prices), in million {found.currency} of today"
    return Table("prices", title, columns, tuple(rows))


_PRICED = {
    "unit": "a unit of {name} wanted by {at}",
    "opening": "the opening of {name}, on each unit it makes",
    "order": "a unit towards the minimum order of {name}",
    "band": "a unit towards the price band of {name}",
}


def accession(found: Shares, names: Names) -> Table | None:
    """Everybody before and after nations join."""
    joined = found.joined
    if joined is None:
        return None
    cur = found.currency
    rows = []
    for member, after in joined.after.items():
        before = joined.before.get(member)
        change = None if before is None else after - before
        row = (signed(before, cur), signed(after, cur), signed(change, cur))
        rows.append((names.get(member, member), *row))
    was, now = sum(joined.before.values()), sum(joined.after[m] for m in joined.before)
    title = f"Before and after {listed([names.get(m, m) for m in joined.joining])} joins"
    return Table(
        "accession",
        f"{title}, in million {cur} of today",
        (Column("member"), *figures("before", "after", "change")),
        tuple(rows),
        ("the earlier members", *(signed(one, cur) for one in (was, now, now - was))),
    )


def methods(found: Shares, names: Names) -> Table | None:
    """Shares by every method, and how far each is from being stable."""
    if not found.compared:
        return None
    cur = found.currency
    order = [one.member for one in found.members]
    head = found.worst
    rows = [_method(_short(found.method), [o.share for o in found.members], head, cur)]
    for one in found.compared:
        if one.worst is not None:
            name = _short(one.method)
            if one.error:
                name += f" (sampled, error {100 * one.error:.1f} %)"
            rows.append(_method(name, [one.shares[m] for m in order], one.worst, cur))
        else:
            rows.append((_short(one.method), *(NONE for _ in order), one.why, NONE))
    return Table(
        "methods",
        f"Shares by other methods, in million {cur} of today",
        (
            Column("method"),
            *figures(*order),
            Column("stable"),
            *figures("worst group gains"),
        ),
        tuple(rows),
    )


def _short(method: str) -> str:
    """A method as a column names it."""
    return "the usual rule" if method == "agreed" else METHODS[method]


def _method(name: str, amounts: Sequence[int], worst: WorstGroup, cur: str) -> tuple[str, ...]:
    said = "yes" if worst.stable else "no" if worst.closed else "not proven"
    return (name, *(signed(amount, cur) for amount in amounts), said, signed(worst.gain, cur))


def needed(found: Shares, names: Names) -> Table | None:
    """What each member's being there is worth to each other."""
    if not found.needed:
        return None
    cur = found.currency
    order = [one.member for one in found.members]
    rows = tuple(
        (
            names.get(one.member, one.member),
            f"{', '.join(one.opened)} not opened" if one.opened else "as with it",
            *(signed(one.worth.get(m), cur) if m != one.member else "" for m in order),
        )
        for one in found.needed
    )
    title = f"What a member is worth to each other, in million {cur} of today"
    columns = (Column("without"), Column("what happens"), *figures(*order))
    return Table("needed", title, columns, rows)


def settled(found: Shares, names: Names) -> Table | None:
    """The planned transfers between members."""
    if not found.settlement:
        return None
    cur = found.currency
    rows = []
    for entry in found.settlement:
        for one in entry.transfers:
            payer, payee = (end.partition(":")[2] for end in (one.source, one.target))
            ends = (names.get(payer, payer), names.get(payee, payee))
            rows.append((*ends, str(entry.month), millions(one.quantity, cur)))
    columns = (Column("from"), Column("to"), Column("month"), *figures("amount"))
    title = f"Planned transfers between members, in million {cur}"
    return Table("settlement", title, columns, tuple(rows))
