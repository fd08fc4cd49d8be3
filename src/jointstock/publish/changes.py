"""Changes of limits and rules in sentences, what each moves, and the list of those that help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jointstock.publish.brief import Brief
from jointstock.publish.wording import count, listed, money, month, number, sentence
from jointstock.words.money import minor_units
from jointstock.words.why import Change, Help

# What a goal counts, where it betters and where it worsens.
# ``{n}`` is how much, ``{s}`` the ending of what is counted.
GOALS = {
    "serve": ("{n} more unit{s} of own use served", "{n} unit{s} fewer of own use served"),
    "firm": (
        "{n} more unit{s} of firm demand called off",
        "{n} unit{s} fewer of firm demand called off",
    ),
    "floors": ("the penalty below floors falls by {n}", "the penalty below floors rises by {n}"),
    "unmet": (
        "expected unmet demand falls by {n} unit{s}",
        "expected unmet demand rises by {n} unit{s}",
    ),
    "late": ("{n} unit-month{s} fewer late", "{n} unit-month{s} more late"),
    "give": ("{n} more weighted unit{s} given", "{n} weighted unit{s} fewer given"),
    "give_early": ("gifts {n} unit-month{s} earlier", "gifts {n} unit-month{s} later"),
    "cost": ("the present cost falls by {n}", "the present cost rises by {n}"),
    "steady": ("deliveries {n} unit-month{s} earlier", "deliveries {n} unit-month{s} later"),
}
# The same of *steady* where the plan stays close to one in force.
MOVED = (
    "{n} unit{s} fewer moved from the plan in force",
    "{n} unit{s} more moved from the plan in force",
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A figure in a sentence, and the sentences that say what holds it."""

    head: str
    points: tuple[str, ...]


def asked(brief: Brief, change: Change) -> str:
    """A change as the subject of a sentence: ``one more a month on line US from ...``."""
    return _ASKED[change.kind](brief, change)


def _more(change: Change) -> str:
    return f"{count(change.units, 'unit')} more"


def _capacity(brief: Brief, change: Change) -> str:
    assert change.month is not None
    more = count(change.units, "unit").split()[0]
    return f"{more} more a month on line {brief.line(change.line)} from {month(change.month)} on"


def _promised(brief: Brief, change: Change) -> str:
    assert change.month is not None
    fewer = count(change.units, "unit")
    return f"{fewer} less owed to others by line {brief.line(change.line)} in {month(change.month)}"


def _lead(brief: Brief, change: Change) -> str:
    return f"a lead of line {brief.line(change.line)} {count(change.units, 'month')} shorter"


def _opening(brief: Brief, change: Change) -> str:
    line = next(row for row in brief.programme.lines if row.line == change.line)
    least = number(line.minimum_order - change.units)
    return f"a minimum order of line {brief.line(change.line)} of {least}, which could be reached,"


def _minimum(brief: Brief, change: Change) -> str:
    fewer = count(change.units, "unit")
    return f"a minimum order of line {brief.line(change.line)} {fewer} lower"


def _ramp(brief: Brief, change: Change) -> str:
    return f"the ramp of line {brief.line(change.line)} {count(change.units, 'month')} earlier"


def _untaken(brief: Brief, change: Change) -> str:
    by = count(change.units, "month")
    return f"a ramp of line {brief.line(change.line)} that is not taken, {by} earlier,"


def _ceiling(brief: Brief, change: Change) -> str:
    return f"a ceiling of contract {change.contract} {count(change.units, 'unit')} higher"


def _window(brief: Brief, change: Change) -> str:
    wider = count(change.units, "month")
    return f"{wider} more for call-offs under contract {change.contract}"


def _joining(brief: Brief, change: Change) -> str:
    earlier = count(change.units, "month")
    return f"{brief.name(change.member)} in contract {change.contract} {earlier} earlier"


def _demand(brief: Brief, change: Change) -> str:
    who = brief.cell(change.member, change.item)
    return f"an option of {who} on {_more(change)} under {change.contract}"


def _budget(brief: Brief, change: Change) -> str:
    price = money(change.amount, change.currency)
    verb = "to sign for" if change.budget == "commitment" else "for"
    return (
        f"{price} more {verb} {count(change.units, 'unit')} in the {change.year} budget of "
        f"{brief.name(change.member)}"
    )


def _ready(brief: Brief, change: Change) -> str:
    if change.month is not None:
        return f"gifts of {change.donation} {count(change.units, 'month')} earlier"
    return f"{count(change.units, 'unit')} more that {change.donation} may give"


def _keep(brief: Brief, change: Change) -> str:
    fewer = count(change.units, "unit")
    return f"{fewer} less that {brief.name(change.member)} keeps beside {change.donation}"


def _together(brief: Brief, change: Change) -> str:
    fewer = count(change.units, "unit")
    return f"{fewer} fewer in {change.donation}, which its group gives in full or not at all,"


def _funding(brief: Brief, change: Change) -> str:
    price = money(change.amount, change.currency)
    who = brief.name(change.payer)
    return f"{price} more from {who} to backfill {count(change.units, 'unit')} of {change.donation}"


def _use(brief: Brief, change: Change) -> str:
    assert change.month is not None
    fewer, who = count(change.units, "unit"), brief.cell(change.member, change.item)
    return f"own use of {who} {fewer} lower in {month(change.month)}"


def _floor(brief: Brief, change: Change) -> str:
    assert change.month is not None
    lower, who = count(change.units, "unit"), brief.cell(change.member, change.item)
    return f"the floor of {who} {lower} lower from {month(change.month)} on"


def _deadline(brief: Brief, change: Change) -> str:
    return f"{count(change.units, 'month')} more to backfill {change.donation}"


_ASKED: dict[str, Callable[[Brief, Change], str]] = {
    "capacity": _capacity,
    "promised": _promised,
    "lead": _lead,
    "opening": _opening,
    "minimum": _minimum,
    "ramp": _ramp,
    "untaken": _untaken,
    "ceiling": _ceiling,
    "window": _window,
    "joining": _joining,
    "demand": _demand,
    "budget": _budget,
    "ready": _ready,
    "keep": _keep,
    "deadline": _deadline,
    "together": _together,
    "funding": _funding,
    "use": _use,
    "floor": _floor,
}


_HOW = {
    "linear": "in parts of units, not planned anew",
    "price": "by price, not planned anew: the most that it can bring",
    "whole units": "planned anew, in whole units",
}
_MEASURED = ": no price tells of it, so what it brings was measured by that plan"
_LOWER = (
    "Floors that are lower better the goals as well, since they count against them; they ask less:"
)


def helps(brief: Brief, found: tuple[Help, ...]) -> list[Paragraph]:
    """Changes that would help, each with what it moves, how that is known, and how to ask for it.

    Lower floors come last, under a sentence of their own.
    """
    told = []
    for one in found:
        if one.change.kind == "floor" and Paragraph(_LOWER, ()) not in told:
            told.append(Paragraph(_LOWER, ()))
        moved = [goal_moved(brief, m.goal, m.better_by) for m in one.moved]
        text = f"{asked(brief, one.change)}{refs(one.change.rows)}: {listed(moved) or 'nothing'}"
        lines = ["; ".join(f"--set {quoted(part)}" for part in one.change.sets)]
        anew = one.by == "whole units" and one.estimated is None
        lines.append(_HOW[one.by] + (_MEASURED if anew else ""))
        if one.estimated is not None and one.moved:
            guess, true = one.estimated, one.moved[0]
            if guess.goal != true.goal or abs(guess.after - true.after) > 1e-6 * abs(true.after):
                lines.append(f"estimated before: {goal_moved(brief, guess.goal, guess.better_by)}")
        if one.by_way_of is not None:
            lines.append(
                f"{by_way_of(brief, one.by_way_of)}: without that order it would better nothing"
            )
        told.append(Paragraph(sentence(text), tuple(lines)))
    return told


def by_way_of(brief: Brief, order: Change) -> str:
    """The minimum order by way of which a change helps."""
    return f"by way of the minimum order of line {brief.line(order.line)}{refs(order.rows)}"


def quoted(part: str) -> str:
    """What stands behind ``--set``, as it is typed."""
    return f'"{part}"' if " " in part else part


def goal_moved(brief: Brief, goal: str, better: float) -> str:
    """How a goal moves, in what it counts; blank where none does."""
    if goal not in GOALS or not better:
        return ""
    words = MOVED if goal == "steady" and brief.stays_close else GOALS[goal]
    form, size = words[0 if better > 0 else 1], abs(better)
    currency = brief.programme.currency
    minor = round(size * minor_units(currency))
    told = money(minor, currency) if goal == "cost" else figured(size)
    text = form.format(n=told, s="" if told == "1" else "s")
    now = [one.value for one in brief.plan.goals if one.goal == "floors"]
    return f"{text} of {figured(now[0])}" if goal == "floors" and now else text


def figured(value: float) -> str:
    """A figure in parts of units, two digits at most."""
    return number(round(value, 6), 2)


def refs(rows: tuple[str, ...]) -> str:
    """Input rows in brackets, the first few of them."""
    if not rows:
        return ""
    more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
    return f" ({', '.join(rows[:3])}{more})"
