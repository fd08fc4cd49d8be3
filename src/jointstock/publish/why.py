"""Why a figure is what it is, in sentences that name the input rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme.programme import Programme
from jointstock.publish.brief import Brief
from jointstock.publish.wording import count, listed, money, month, number, percent, sentence
from jointstock.words.money import minor_units
from jointstock.words.months import Month
from jointstock.words.results import Findings, Plan
from jointstock.words.why import Answer, Change, Explanation, Figure, Help, Reason, Wall

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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A figure in a sentence, and the sentences that say what holds it."""

    head: str
    points: tuple[str, ...]


def brief_of(programme: Programme, plan: Plan) -> Brief:
    """What sentences about a plan are told from."""
    return Brief(programme, Findings(plan, plan, plan, (), ()))


def paragraphs(brief: Brief, found: Explanation) -> list[Paragraph]:
    """An explanation as paragraphs, one for each figure."""
    told = [Paragraph(head(brief, one.figure), tuple(points(brief, one))) for one in found.answers]
    told += [Paragraph(head(brief, one), ()) for one in found.met if _worth_telling(found, one)]
    if found.next is not None:
        asked = found.month or brief.programme.start
        later = found.next.month is not None and found.next.month > asked
        lead = "What comes next" if later else "The lowest it comes to"
        told.append(Paragraph(f"{lead}: {head(brief, found.next)}", ()))
    return told


def _worth_telling(found: Explanation, met: Figure) -> bool:
    """What is met is told where nothing else is, or where it is a gift in full."""
    return not found.answers or met.kind == "gift"


def head(brief: Brief, figure: Figure) -> str:
    """The figure itself: what there is, of what, when."""
    who, rows = brief.cell(figure.member, figure.item), _rows(figure.rows)
    have, of = number(figure.value), number(figure.of)
    if figure.kind == "level":
        assert figure.month is not None
        when = month(figure.month)
        if not figure.of:
            return sentence(f"{who} has {have} in {when}, where no floor is asked of it")
        if not figure.short:
            return sentence(f"{who} is at its floor or above in {when}: {have} of {of}{rows}")
        part = percent(figure.value, figure.of)
        text = f"{who} is at {part} of its floor in {when}: {have} of {of}{rows}"
        if figure.first is not None and figure.last is not None:
            text += f"; it is below it {_span(figure.first, figure.last)}"
        return sentence(text)
    if figure.kind == "use":
        assert figure.month is not None
        text = f"{who} cannot serve {have} of its own use of {of} in {month(figure.month)}{rows}"
        return sentence(text)
    if figure.kind == "firm":
        text = f"{who} does not call off {have} of its firm demand of {of} under {figure.contract}"
        return sentence(text + rows)
    if figure.kind == "late":
        assert figure.first is not None
        assert figure.last is not None
        text = f"{who} gets firm demand late under {figure.contract}: "
        months = f"{have} unit-month{'' if figure.value == 1 else 's'}"
        return sentence(f"{text}{months}, {_span(figure.first, figure.last)}{rows}")
    if figure.value >= figure.of:
        return sentence(f"{who} gives all the {of} it is ready to give ({figure.donation}){rows}")
    return sentence(f"{who} gives {have} of up to {of} ({figure.donation}){rows}")


def _span(first: Month, last: Month) -> str:
    return f"in {month(first)}" if first == last else f"from {month(first)} to {month(last)}"


def points(brief: Brief, answer: Answer) -> Iterator[str]:
    """What holds a figure, one sentence for each limit or rule."""
    yield from _walls(brief, answer)
    apart = abs(answer.linear - answer.figure.value)
    if apart >= 0.005 and any(one.gain is not None for one in answer.reasons):
        yield sentence(
            f"in parts of units, as what follows, the figure is {_figure(answer.linear)}"
        )
    for one in answer.reasons:
        yield _reason(brief, answer, one)
    if answer.others:
        parts = [f"{number(units)} to {brief.name(who)}" for who, units in answer.others]
        yield sentence(f"by then the same lines deliver {listed(parts)}")
    for goal, level in answer.before:
        text = f"the goal {goal} comes before floors; without it this would be {_figure(level)}"
        yield sentence(text)
    for change, names in answer.elsewhere:
        who = listed([brief.name(name) for name in names[:3]])
        goes = "bring units first to" if change.kind == "lead" else "go first to"
        yield sentence(f"{_subject(brief, change)} would {goes} {who}")
    if not (answer.walls or answer.reasons or answer.elsewhere):
        yield "One unit more of no single limit would change this."


def _walls(brief: Brief, answer: Answer) -> Iterator[str]:
    """Lines that can have delivered nothing by then."""
    for wall in answer.walls:
        yield _wall(brief, wall)


def _wall(brief: Brief, wall: Wall) -> str:
    why = (
        f"its lead is {wall.lead} months from the first call-off in {month(wall.opens)}"
        f"{_rows(wall.rows)}"
    )
    if wall.first is None:
        text = f"nothing called off on line {brief.line(wall.line)} can ever come"
        return sentence(f"{text}: it has no capacity to spare, and {why}")
    if wall.first - wall.opens > wall.lead:
        why += ", and it has no capacity to spare before"
    text = f"nothing called off on line {brief.line(wall.line)} can come before "
    return sentence(f"{text}{month(wall.first)}: {why}")


def _reason(brief: Brief, answer: Answer, one: Reason) -> str:
    """A limit, what a unit more of it does for the figure, how far, and for which goal."""
    if one.gain is None:
        goal = goal_moved(brief, one.goal, one.price)
        return sentence(f"{_subject(brief, one.change)}: at the prices of the plan {goal}")
    text = f"{_subject(brief, one.change)} would "
    text += _EFFECTS[answer.figure.kind](one.gain)
    if answer.figure.kind == "level":
        level = answer.linear + one.gain
        text += f", to {_figure(level)} or {percent(Decimal(str(level)), answer.figure.of)}"
        if one.months > 0:
            text += f", and take {count(one.months, 'month')} off the time below it"
    if one.until is not None and one.until > 1:
        text += f"; each of the first {number(one.until)} does as much"
    if one.whole is not None:
        same = abs(one.whole - one.gain) <= 1e-6
        as_much = "as much" if same else _in_whole(answer.figure.kind, one.whole)
        text += f" (in whole units, planned anew: {as_much})"
    goal = goal_moved(brief, one.goal, one.price)
    return sentence(f"{text}; {goal}" if goal else text)


_EFFECTS: dict[str, Callable[[float], str]] = {
    "level": lambda gain: f"lift it by {_figure(gain)}",
    "use": lambda gain: f"serve {_figure(gain)} more",
    "firm": lambda gain: f"let it call off {_figure(gain)} more",
    "late": lambda gain: f"save {_figure(gain)} unit-months",
    "gift": lambda gain: f"let it give {_figure(gain)} more",
}


def _in_whole(kind: str, gain: int) -> str:
    """What a unit more of a limit does in a new plan; that may be nothing, or the opposite."""
    if not gain:
        return "nothing"
    return _EFFECTS[kind](gain) if gain > 0 else f"{number(-gain)} the other way"


def goal_moved(brief: Brief, goal: str, better: float) -> str:
    """How a goal moves, in what it counts; blank where none does."""
    if goal not in GOALS or not better:
        return ""
    form, size = GOALS[goal][0 if better > 0 else 1], abs(better)
    currency = brief.programme.currency
    minor = round(size * minor_units(currency))
    told = money(minor, currency) if goal == "cost" else _figure(size)
    return form.format(n=told, s="" if told == "1" else "s")


def _subject(brief: Brief, change: Change) -> str:
    """A change as the subject of a sentence, with its rows, and for a line how it stands."""
    if change.kind != "capacity" or change.month is None:
        return f"{asked(brief, change)}{_rows(change.rows)}"
    load = next(one for one in brief.loads if one.line == change.line)
    t = change.month - brief.programme.start
    text = f"line {brief.line(change.line)} is full from {month(change.month)} on, when it can "
    text += f"make {number(load.capacity[t])} a month{_rows(change.rows)}"
    owed = [r for r in brief.programme.promised if (r.line, r.due) == (change.line, change.month)]
    if load.promised[t]:
        owners = listed(list(dict.fromkeys(brief.name(row.customer) for row in owed)))
        refs = _rows(tuple(row.ref for row in owed))
        text += f" and owes {number(load.promised[t])} to {owners}{refs}"
    return f"{text}; {count(change.units, 'unit').split()[0]} more a month from then on"


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


def _deadline(brief: Brief, change: Change) -> str:
    return f"{count(change.units, 'month')} more to backfill {change.donation}"


_ASKED: dict[str, Callable[[Brief, Change], str]] = {
    "capacity": _capacity,
    "promised": _promised,
    "lead": _lead,
    "opening": _opening,
    "minimum": _minimum,
    "ramp": _ramp,
    "ceiling": _ceiling,
    "window": _window,
    "joining": _joining,
    "demand": _demand,
    "budget": _budget,
    "ready": _ready,
    "keep": _keep,
    "deadline": _deadline,
}


_HOW = {
    "linear": "found on the linear relaxation alone",
    "price": "at the prices of the plan: the most that it can bring",
}


def helps(brief: Brief, found: tuple[Help, ...]) -> list[Paragraph]:
    """Changes that would help, each with what it moves, and how to ask for it."""
    told = []
    for one in found:
        moved = [
            goal_moved(brief, m.goal, abs(m.after - m.before) * (1 if m.better else -1))
            for m in one.moved
        ]
        text = f"{asked(brief, one.change)}{_rows(one.change.rows)}: {listed(moved) or 'nothing'}"
        lines = ["; ".join(f"--set {_quoted(part)}" for part in one.change.sets)]
        if one.estimated is not None and one.moved:
            guess, true = one.estimated, one.moved[0]
            if guess.goal != true.goal or abs(guess.after - true.after) > 1e-6 * abs(true.after):
                better = abs(guess.after - guess.before) * (1 if guess.better else -1)
                lines.append(f"estimated before: {goal_moved(brief, guess.goal, better)}")
        if one.by in _HOW:
            lines.append(_HOW[one.by])
        told.append(Paragraph(sentence(text), tuple(lines)))
    return told


def _quoted(part: str) -> str:
    return f'"{part}"' if " " in part else part


def _figure(value: float) -> str:
    """A figure in parts of units, two digits at most."""
    return number(round(value, 6), 2)


def _rows(refs: tuple[str, ...]) -> str:
    """Input rows in brackets, the first few of them."""
    if not refs:
        return ""
    more = f" and {len(refs) - 3} more" if len(refs) > 3 else ""
    return f" ({', '.join(refs[:3])}{more})"
