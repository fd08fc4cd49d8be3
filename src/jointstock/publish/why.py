"""Why a figure is what it is, in sentences that name the input rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from jointstock.programme.programme import Programme
from jointstock.publish.brief import Brief
from jointstock.publish.changes import Paragraph, asked, figured, goal_moved, refs
from jointstock.publish.wording import (
    count,
    in_short,
    listed,
    month,
    number,
    percent,
    sentence,
)
from jointstock.words.months import Month
from jointstock.words.results import Findings, Plan
from jointstock.words.why import Answer, Change, Explanation, Figure, Reason, Wall

_MOST_SPELLS = 4


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
    who, rows = brief.cell(figure.member, figure.item), refs(figure.rows)
    have, of = number(figure.value), number(figure.of)
    if figure.kind == "level":
        assert figure.month is not None
        when = month(figure.month)
        borne = _borne(figure)
        if not figure.of:
            return sentence(f"{who} has {have} in {when}, where no floor is asked of it{borne}")
        if not figure.short:
            text = f"{who} is at its floor or above in {when}: {have} of {of}{rows}{borne}"
            return sentence(text)
        part = percent(figure.value, figure.of)
        text = f"{who} is at {part} of its floor in {when}: {have} of {of}{rows}{borne}"
        return sentence(f"{text}; it is below it {_spells(figure)}")
    if figure.kind == "use":
        assert figure.month is not None
        text = f"{who} cannot serve {have} of its own use of {of} in {month(figure.month)}{rows}"
        return sentence(text)
    if figure.kind == "firm":
        text = f"{who} does not call off {have} of its firm demand of {of} under {figure.contract}"
        return sentence(text + rows)
    if figure.kind == "late":
        text = f"{who} gets firm demand late under {figure.contract}: "
        months = f"{have} unit-month{'' if figure.value == 1 else 's'}"
        return sentence(f"{text}{months}, {_spells(figure)}{rows}")
    if figure.value >= figure.of:
        return sentence(f"{who} gives all the {of} it is ready to give ({figure.donation}){rows}")
    return sentence(f"{who} gives {have} of up to {of} ({figure.donation}){rows}")


def _borne(figure: Figure) -> str:
    """What of a level is in stock, where its gifts count as well."""
    if not figure.borne:
        return ""
    stock, borne = number(figure.value - figure.borne), number(figure.borne)
    return f", which is {stock} in stock and {borne} given and not got back"


def _spells(figure: Figure) -> str:
    """Every stretch of months in which a figure falls short; of many, how many months."""
    if len(figure.spells) > _MOST_SPELLS:
        return f"in {in_short(figure.spells)}"
    return listed([_span(*one) for one in figure.spells])


def _span(first: Month, last: Month) -> str:
    return f"in {month(first)}" if first == last else f"from {month(first)} to {month(last)}"


def points(brief: Brief, answer: Answer) -> Iterator[str]:
    """What holds a figure, one sentence for each limit or rule."""
    yield from _walls(brief, answer)
    apart = abs(answer.linear - answer.figure.value)
    if apart >= 0.005 and any(one.gain is not None for one in answer.reasons):
        yield sentence(
            f"in parts of units, as what follows, the figure is {figured(answer.linear)}"
        )
    for one in answer.reasons:
        yield _reason(brief, answer, one)
    if answer.others:
        parts = [f"{number(units)} to {brief.name(who)}" for who, units in answer.others]
        yield sentence(f"by then the same lines deliver {listed(parts)}")
    for goal, level in answer.before:
        text = f"the goal {goal} comes before floors; without it this would be {figured(level)}"
        yield sentence(text)
    for change, names in answer.elsewhere:
        who = listed([brief.name(name) for name in names[:3]])
        goes = "go first to" if change.kind in ("capacity", "promised") else "bring units first to"
        yield sentence(f"{_subject(brief, change)} would {goes} {who}")
    if not (answer.walls or answer.reasons or answer.elsewhere):
        yield "One unit more of no single limit is known to change this."


def _walls(brief: Brief, answer: Answer) -> Iterator[str]:
    """Lines that can have delivered nothing by then."""
    for wall in answer.walls:
        yield _wall(brief, wall)


def _wall(brief: Brief, wall: Wall) -> str:
    why = (
        f"its lead is {wall.lead} months from the first call-off in {month(wall.opens)}"
        f"{refs(wall.rows)}"
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
    subject, goal = _subject(brief, one.change), goal_moved(brief, one.goal, one.price)
    if one.gain is None and one.whole is None:
        return sentence(f"{subject}: by price {goal}, at the most")
    if one.gain is None:
        done = _in_whole(answer.figure.kind, one.whole or 0)
        return sentence(f"{subject} would {done} (in whole units, planned anew); {goal}")
    text = f"{subject} would "
    if one.change.kind == "floor" and answer.figure.kind == "level":
        of = answer.figure.of - one.change.units
        level = of - (answer.figure.of - answer.linear - one.gain)
        text += f"leave {figured(one.gain)} less missing: {figured(level)} of {number(of)}"
    else:
        text += _EFFECTS[answer.figure.kind](one.gain)
    if answer.figure.kind == "level":
        if one.change.kind != "floor":
            level = answer.linear + one.gain
            text += f", to {figured(level)} or {percent(Decimal(str(level)), answer.figure.of)}"
        if one.months > 0:
            text += f", and take {count(one.months, 'month')} off the time below it"
    text += _how_far(one)
    if one.whole is not None:
        same = abs(one.whole - one.gain) <= 1e-6
        as_much = "as much" if same else _in_whole(answer.figure.kind, one.whole)
        text += f" (in whole units, planned anew: {as_much})"
    return sentence(f"{text}; {goal}" if goal else text)


def _how_far(one: Reason) -> str:
    """How many units together do so many times as much, before another limit takes over."""
    if one.until is None:
        return ""
    if one.until == 1:
        return "; a second does less"
    far = f"; {_so_many(one.until)} do {_times(one.until)} as much"
    if one.tried is None or one.tried == one.until:
        return f"{far}, and more were not tried"
    return f"{far}, {_so_many(one.tried)} less than {_times(one.tried)} as much"


def _so_many(units: int) -> str:
    return count(units, "unit").split()[0]


def _times(units: int) -> str:
    return "twice" if units == 2 else f"{_so_many(units)} times"


_EFFECTS: dict[str, Callable[[float], str]] = {
    "level": lambda gain: f"lift it by {figured(gain)}",
    "use": lambda gain: f"serve {figured(gain)} more",
    "firm": lambda gain: f"let it call off {figured(gain)} more",
    "late": lambda gain: f"save {figured(gain)} unit-months",
    "gift": lambda gain: f"let it give {figured(gain)} more",
}


def _in_whole(kind: str, gain: int) -> str:
    """What a unit more of a limit does in a new plan; that may be nothing, or the opposite."""
    if not gain:
        return "nothing"
    return _EFFECTS[kind](gain) if gain > 0 else f"{number(-gain)} the other way"


def _subject(brief: Brief, change: Change) -> str:
    """A change as the subject of a sentence, with its rows, and for a line how it stands."""
    if change.kind != "capacity" or change.month is None:
        return f"{asked(brief, change)}{refs(change.rows)}"
    load = next(one for one in brief.loads if one.line == change.line)
    t = change.month - brief.programme.start
    text = f"line {brief.line(change.line)} "
    if load.capacity[t]:
        text += f"is full in {month(change.month)}, when it can make {number(load.capacity[t])}"
    else:
        text += f"can make nothing in {month(change.month)}"
    text += refs(change.rows)
    owed = [r for r in brief.programme.promised if (r.line, r.due) == (change.line, change.month)]
    if load.promised[t]:
        owners = listed(list(dict.fromkeys(brief.name(row.customer) for row in owed)))
        due = refs(tuple(row.ref for row in owed))
        text += f" and owes {number(load.promised[t])} to {owners}{due}"
    return f"{text}; {_so_many(change.units)} more a month from then on"
