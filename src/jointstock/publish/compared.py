"""Two plans compared, in sentences: what moves, who is better and worse off, who pays more."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import floor

from jointstock.ledger.compare import (
    KINDS,
    Comparison,
    LateChange,
    MemberChange,
    MoneyChange,
    Moved,
    Stood,
)
from jointstock.publish.wording import count, listed, money, number

_NAMES = {"delivery": "Deliveries", "call_off": "Call-offs", "donation": "Gifts"}


def lines(found: Comparison) -> list[str]:
    """What differs, the units first; one sentence where nothing does."""
    if found.same:
        return ["Both plans do the same."]
    told = []
    for verb, names in (("opens", found.lines_opened), ("does not open", found.lines_closed)):
        if names:
            told.append(f"The second plan {verb} {listed(names)}.")
    told += units(found)
    if not (found.decided_alike or found.lines_opened or found.lines_closed):
        told.append("Ramps or price bands are others.")
    told += map(_member, found.members)
    told += map(_late, found.late)
    told += map(_money, found.money)
    return told


def units(found: Comparison) -> list[str]:
    """What moves, comes and goes, a sentence for each kind of entry."""
    by_kind = {kind: [one for one in found.moved if one.kind == kind] for kind in KINDS}
    return [f"{_NAMES[kind]}: {_flow(ways)}." for kind, ways in by_kind.items() if ways]


def _flow(ways: list[Moved]) -> str:
    return "; ".join(_parts(ways))


def _parts(ways: list[Moved]) -> Iterator[str]:
    """How many units move and how far, go another way, and are more or fewer in all, by who."""
    moved = sum(one.moved for one in ways)
    if moved:
        later, earlier = (max(getattr(one, name) for one in ways) for name in ("later", "earlier"))
        sides = ((later, "later"), (earlier, "earlier"))
        most = [f"{count(months, 'month')} {side}" for months, side in sides if months]
        move = "unit moves" if moved == 1 else "units move"
        yield f"{moved:,} {move}, by {listed(most, 'or')} at most"
    gained: dict[tuple[str, str], int] = {}
    by_member: dict[tuple[str, str], int] = {}
    for one in ways:
        key, more = (one.member, one.item), one.after - one.before
        gained[key] = gained.get(key, 0) + max(more, 0)
        by_member[key] = by_member.get(key, 0) + more
    other = sum(units - max(by_member[key], 0) for key, units in gained.items())
    if other:
        yield f"{other:,} by another line or for another donation"
    for sign, word in ((1, "more"), (-1, "fewer")):
        changed = {key: sign * units for key, units in by_member.items() if sign * units > 0}
        if changed:
            who = [f"{units:,} {item} of {member}" for (member, item), units in changed.items()]
            yield f"{sum(changed.values()):,} {word} in all ({listed(who)})"


def _member(one: MemberChange) -> str:
    """How a stock stands to its floor now, and how it stood."""
    name, before, after = f"{one.member} {one.item}", one.before, one.after
    if not after.below:
        was = f"it was below in {count(before.below, 'month')}, at {level(before)} at the lowest"
        return f"{name} is at or above its floor in every month; {was}."
    if not before.below:
        now = f"below its floor in {count(after.below, 'month')}, at {level(after)} at the lowest"
        return f"{name} is {now}; it was never below."
    was, now = level(before), level(after)
    way = "falls" if after.level < before.level else "rises"
    levels = f"stays at {now}" if was == now else f"{way} from {was} to {now}"
    lowest = f"{levels} of its floor in its lowest month"
    months = f"{after.below:,}"
    if after.below != before.below:
        months += f" ({before.below:,} before)"
    return f"{name} {lowest}; months below: {months}."


def level(one: Stood) -> str:
    """The lowest level in percent, rounded down, so that what is missing never reads as there."""
    return f"{number(floor(one.level * 1000) / Decimal(10), 1)} %"


def _late(one: LateChange) -> str:
    name, before, after = f"{one.member} {one.item}", one.before, one.after
    if not after:
        return f"{name} comes in time; it was {before:,} unit-months late."
    was = f"{before:,} before" if before else "in time before"
    return f"{name} is {after:,} unit-months late ({was})."


def _money(one: MoneyChange) -> str:
    more = one.after - one.before
    word = "more" if more > 0 else "less"
    return f"{one.member} pays {money(abs(more), one.currency)} {word} in all."
