"""A plan, and how a programme is known, as tables on a terminal or in a text file."""

from __future__ import annotations

import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from jointstock.programme.basis import BasisCount, by_basis, total
from jointstock.programme.programme import Programme
from jointstock.programme.row import BASES
from jointstock.publish import outlasted
from jointstock.publish.proof import loose_bounds

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from jointstock.words.entries import Entry
    from jointstock.words.results import Goal, Plan, Shortfall

# Off a terminal nothing is cut to a window's width; a row that is longer is folded.
WIDTH = 160

COUNTS = {
    "serve": "own use not served",
    "firm": "firm demand not called off",
    "floors": "penalty below floors",
    "leximin": "floor-months missing, the lowest first",
    "pro-rata": "parts of firm demand waited for, in months",
    "equal": "units of firm demand waited for, in months",
    "priority": "units of firm demand waited for, in months",
    "unmet": "expected unmet demand of campaigns, in units",
    "late": "unit-months late",
    "give": "weighted units given",
    "give_early": "the same, by months left",
    "cost": "present cost, {currency}",
    "steady": "deliveries, by months left",
}
MOVED = "units moved"


def print_out(*shown: RenderableType) -> None:
    """Print to standard output, in colour where a terminal takes it and NO_COLOR is not set."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False, markup=False, emoji=False).print(*shown, sep="\n")
        return
    file = io.TextIOWrapper(io.BytesIO(), encoding=sys.stdout.encoding)  # rules it can show
    out = Console(file=file, width=WIDTH, highlight=False, markup=False, emoji=False)
    with out.capture() as text:
        out.print(*shown, sep="\n")
    typer.echo("\n".join(line.rstrip() for line in text.get().splitlines()))


def show_plan(programme: Programme, plan: Plan, *, moved: bool, remarks: int) -> None:
    """Print goals, decisions, deliveries and gifts of a plan; ``moved``: one was in force."""
    span = f"{programme.start} to {programme.end}"
    head = f"{programme.id}, {span}, facts as of {programme.as_of}: {_status(plan)}"
    shown: list[RenderableType] = [programme.title, head, ""]
    shown.append(_goals(programme, plan.goals, moved=moved))
    shown += [loose] if (loose := loose_bounds(plan)) else []
    shown += ["", *_decisions(plan), *_unmet(plan), *outlasted.told(plan), ""]
    for title, kind in (("Deliveries", "delivery"), ("Gifts", "donation")):
        entries = [one for one in plan.entries if one.kind == kind]
        if entries:
            shown += [_by_year(title, programme, entries), ""]
    shown.append(_known(programme))
    if remarks:
        said = "1 remark" if remarks == 1 else f"{remarks} remarks"
        shown.append(f"{said} on the programme: see jointstock check")
    print_out(*shown)


def show_bases(programme: Programme) -> None:
    """Print how many rows and figures of each table are reported, estimated, assumed."""
    counts = by_basis(programme)
    table = table_of("", ("table", "rows", *BASES, "figures", *BASES, "with source"))
    for one in (*counts, total(counts)):
        if one.table == "total":
            table.add_section()
        table.add_row(one.table, *map(str, _cells(one)))
    print_out(table)


def _cells(one: BasisCount) -> list[int]:
    rows, figures = ([part[basis] for basis in BASES] for part in (one.rows, one.figures))
    return [one.all_rows, *rows, one.all_figures, *figures, one.sourced]


def _status(plan: Plan) -> str:
    within = f"within the tolerance of {plan.settings.get('gap', 0)}"
    within += ", as its grid of periods counts" if plan.on_grid else ""
    if plan.status == "optimal":
        return f"optimal, every gap is {within}"
    return f"limit, a search stopped before every gap was {within}"


def _goals(programme: Programme, goals: Sequence[Goal], *, moved: bool) -> Table:
    table = table_of("Goals, in order", ("goal", "value", "bound", "gap", "what it counts"))
    for one in goals:
        counts = COUNTS.get(one.goal, "").format(currency=programme.currency)
        if one.goal == "steady" and moved:
            counts = MOVED
        gap = "proven" if one.gap == 0 else percent_of(one.gap)
        table.add_row(one.goal, number(one.value), number(one.bound), gap, counts)
    return table


def percent_of(gap: float) -> str:
    """A gap in percent, as far as it tells anything."""
    return f"{100 * gap:,.0f} %" if gap >= 0.1 else f"{100 * gap:.2g} %"


def number(value: float) -> str:
    """Thousands apart, two digits at most; the end of no bound is told in a word."""
    if value in (float("inf"), float("-inf")):
        return "none"
    text = f"{value:,.2f}".removesuffix(".00")
    return "0" if text == "-0" else text


def _decisions(plan: Plan) -> Iterable[str]:
    made = plan.decisions
    yield f"Lines opened: {', '.join(made.lines_opened) or 'none'}"
    if made.ramps:
        steps = (f"{one.line} step {one.step} in {one.month}" for one in made.ramps)
        yield f"Ramps: {', '.join(steps)}"
    for band in made.bands:
        price = f"{band.unit_price} {band.currency} a unit"
        yield f"Price of {band.item} under {band.contract}: {price}, from {band.from_units} units"


def _unmet(plan: Plan) -> Iterable[str]:
    for one in plan.not_called_off:
        yield f"Not called off: {one.member} {one.units} {one.item} under {one.contract}"
    unserved = Counter[tuple[str, str]]()
    for row in plan.not_served:
        unserved[row.member, row.item] += row.units
    for (member, item), units in unserved.items():
        yield f"Own use not served: {member} {units} {item}"
    below: dict[tuple[str, str], list[Shortfall]] = defaultdict(list)
    for short in plan.shortfalls:
        below[short.member, short.item].append(short)
    for (member, item), rows in below.items():
        span = "1 month" if len(rows) == 1 else f"{len(rows)} months"
        worst = max(row.units for row in rows)
        beside = ", beside what it bears for its own gifts" if any(r.borne for r in rows) else ""
        yield f"Below its floor: {member} {item} in {span}, by {worst} at most{beside}"


def _by_year(title: str, programme: Programme, entries: Sequence[Entry]) -> Table:
    """Units by member and item, a column for each calendar year of the horizon."""
    years = range(programme.start.year, programme.end.year + 1)
    table = table_of(f"{title}, in units", ("member", "item", *map(str, years), "all"), text=2)
    units = Counter[tuple[str, str, int]]()
    members = [row.member for row in programme.members]
    items = [row.item for row in programme.items]
    for one in entries:
        for moved in one.transfers:
            if moved.unit in items:
                units[one.member, moved.unit, one.month.year] += moved.quantity
    found = {(member, item) for member, item, _ in units}
    for member, item in sorted(found, key=lambda one: (members.index(one[0]), items.index(one[1]))):
        cells = [units[member, item, year] for year in years]
        table.add_row(member, item, *(f"{n:,}" if n else "" for n in cells), f"{sum(cells):,}")
    sums = [sum(n for key, n in units.items() if key[2] == year) for year in years]
    table.add_section()
    table.add_row("all", "", *(f"{n:,}" if n else "" for n in sums), f"{sum(sums):,}")
    return table


def _known(programme: Programme) -> str:
    figures = total(by_basis(programme)).figures
    parts = ", ".join(f"{figures[basis]} {basis}" for basis in BASES)
    return f"Figures of the programme: {parts}"


def table_of(title: str, columns: Sequence[str], text: int = 1) -> Table:
    """An empty table; from column ``text`` on figures, set to the right."""
    from rich import box
    from rich.table import Table

    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    for number, name in enumerate(columns):
        right = number >= text and not name.startswith("what")
        table.add_column(name, justify="right" if right else "left", no_wrap=number < text)
    return table
