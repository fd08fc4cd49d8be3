"""Rules of allotment side by side, in sentences and as a table: who gains and who loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jointstock.programme.programme import Programme
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import (
    MINUS,
    NONE,
    count,
    listed,
    money,
    number,
    percent,
    sentence,
    short_month,
)
from jointstock.words.allotments import Allotment, Allotments, Allotted
from jointstock.words.money import minor_units

# The rules as a conference would call them.
RULES = {
    "penalty": "steps of the floors",
    "leximin": "lowest stock first",
    "pro-rata": "pro rata to demand",
    "equal": "equal parts",
    "priority": "priority, then date",
}
_NAMED = 3  # so many members by name in a sentence; the others are counted


def lines(programme: Programme, found: Allotments) -> list[str]:
    """One sentence for each other rule: who gains and who loses against the chosen one, and how."""
    return [_sentence(programme, found, rule) for rule in found.rules[1:]]


def as_set() -> str:
    """How the rules are called where one is chosen."""
    names = listed([f"{rule} ({words})" for rule, words in RULES.items()])
    return f"The setting allotment in programme.toml calls them {names}."


def _sentence(programme: Programme, found: Allotments, rule: Allotment) -> str:
    names = {row.member: row.name or row.member for row in programme.members}
    parts = [
        f"{_who(found, rule, names, who)} {verb}"
        for who, verb in ((found.gain(rule), "less"), (found.lose(rule), "more"))
        if who
    ]
    head = sentence(RULES[rule.rule]).rstrip(".")
    if not parts:
        return f"{head}: nobody lacks more or less than by {RULES[found.chosen.rule]}."
    return f"{head}: {', and '.join(parts)}; {listed(list(_together(programme, found, rule)))}."


def _who(
    found: Allotments, rule: Allotment, names: Mapping[str, str], members: Sequence[str]
) -> str:
    """Members, those with the greatest change first, with how much they lack more or less."""
    by_size = sorted(members, key=lambda one: -abs(found.change(one, rule)))
    named = [f"{names[one]} ({signed(found.change(one, rule))})" for one in by_size[:_NAMED]]
    if rest := by_size[_NAMED:]:
        named.append(count(len(rest), "other"))
    verb = "lacks" if len(members) == 1 else "lack"
    return f"{listed(named)} {verb}"


def _together(programme: Programme, found: Allotments, rule: Allotment) -> Iterator[str]:
    """What changes for all members together."""
    missing = rule.total("missing") - found.chosen.total("missing")
    yield f"{signed(missing)} floor-months in all"
    if more := rule.total("given") - found.chosen.total("given"):
        yield f"{count(round(abs(more)), 'unit')} {'more' if more > 0 else 'fewer'} given"
    cost = round((rule.cost - found.chosen.cost) * minor_units(programme.currency))
    if cost:
        sign = "+" if cost > 0 else MINUS
        yield f"{sign}{money(abs(cost), programme.currency)} of present cost"


def signed(value: float) -> str:
    """A change with its sign, one digit after the point; no sign on none."""
    text = f"{abs(value):,.1f}"
    return "0" if text == "0.0" else f"{'+' if value > 0 else MINUS}{text}"


def table(programme: Programme, found: Allotments | None) -> Table:
    """What each member has under each rule, the chosen one first: one row a member and rule."""
    rows: list[tuple[Value, ...]] = []
    for member in programme.members if found else ():
        for rule in found.rules if found else ():
            one = rule.of(member.member)
            change = found.change(member.member, rule) if found else 0.0
            rows.append(
                (
                    *(member.member, rule.rule, one.lowest, one.missing, change, one.late),
                    *(one.given, one.firm, one.met, one.met_by, one.waited, one.cost),
                )
            )
    columns = (
        Column("member", meaning="code of the nation"),
        Column("rule", meaning="how scarce units are allotted; the programme's own rule first"),
        Column("lowest", Shape.SHARE, "least part of its floor held, once deliveries can come"),
        Column("missing", Shape.NUMBER, "floor-months missing over the horizon"),
        Column(
            "change",
            Shape.NUMBER,
            "how much more it lacks than under the programme's rule, in months",
        ),
        Column("late", Shape.WHOLE, "unit-months behind the dates of firm demand"),
        Column("given", Shape.WHOLE, "units given"),
        Column("firm", Shape.WHOLE, "units of firm demand"),
        Column("met", Shape.WHOLE, "units of it delivered within the horizon"),
        Column("met_by", Shape.MONTH, "month of the last of them"),
        Column("waited", Shape.WHOLE, "unit-months until units of firm demand were there"),
        Column("cost", Shape.NUMBER, "present cost of what it pays, in the programme's currency"),
    )
    title = "one row is what a member has under a rule of allotment"
    return Table("allotments", title, columns, tuple(rows))


def side_by_side(programme: Programme, found: Allotments) -> Table:
    """The figures of all members as they are read on a page."""
    rows = []
    for member in programme.members:
        for rule in found.rules:
            change = None if rule is found.chosen else found.change(member.member, rule)
            name = member.name or member.member
            rows.append(_row(name, rule.of(member.member), change, rule.rule))
    names = (
        *("floor-months missing", "change", "unit-months late", "given", "firm demand met"),
        *("unit-months waited", f"pays, million {programme.currency}"),
    )
    columns = (
        *(Column("member"), Column("allotted by", Shape.CODE)),
        Column("lowest part of its floor", Shape.WHOLE),
        *(Column(name, Shape.NUMBER) for name in names[:5]),
        Column("by", Shape.MONTH),
        *(Column(name, Shape.NUMBER) for name in names[5:]),
    )
    title = "What each member has by each rule; its lowest part is that once deliveries can come"
    return Table("allotments", title, columns, tuple(rows))


def _row(name: str, one: Allotted, change: float | None, rule: str) -> tuple[Value, ...]:
    """What a member has under a rule; ``change`` is ``None`` for the rule that is chosen."""
    return (
        name if change is None else "",
        RULES[rule],
        NONE if one.lowest is None else percent(one.lowest, 1),
        f"{one.missing:,.1f}",
        NONE if change is None else signed(change),
        *(number(one.late), number(one.given), f"{number(one.met)} of {number(one.firm)}"),
        NONE if one.met_by is None else short_month(one.met_by),
        *(number(one.waited), f"{one.cost / 1e6:,.1f}"),
    )
