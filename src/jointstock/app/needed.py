"""The verbs ``need`` and ``risk``: figures with their intervals, as tables or as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jointstock import flow
from jointstock.app.inputs import plan_in_force, programme_in
from jointstock.app.shown import print_out, table_of
from jointstock.programme.programme import Programme
from jointstock.programme.write import columns_of, table_to_csv
from jointstock.words.errors import SettingError
from jointstock.words.months import Month
from jointstock.words.needs import Estimate, Needs, PlanRisk, Risk, as_data

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

TABLE = "floors.csv"
_NUMBERS = re.compile(r"\[[-+0-9.e,\s]+\]")


@dataclass(frozen=True, slots=True)
class Asked:
    """The programme that is asked about, and the length of a campaign in days."""

    folder: Path
    overlays: tuple[str, ...]
    sets: tuple[str, ...]
    days: int

    def read(self) -> Programme:
        """The programme; ``ProgrammeError`` if it is none."""
        return programme_in(self.folder, self.overlays, self.sets)[0]


def need_of(
    asked: Asked,
    service: float,
    attrition: float,
    method: str,
    out: Path | None,
    *,
    fits: bool,
    as_json: bool,
) -> None:
    """Print what each member must hold, and write floors by a method where that is asked for."""
    programme = asked.read()
    needs = flow.requirement(
        programme, days=asked.days, service=service, attrition=attrition, fitted=as_json
    )
    found = flow.fits_of(programme) if fits else ()
    target = None if out is None else out / TABLE
    if target is not None:
        if target.exists():
            raise SettingError(f"{target} is there already; name another folder")
        rows = flow.floor_rows(programme, needs, method)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(table_to_csv(columns_of("floors", rows), rows))
    if as_json:
        data: dict[str, Any] = as_data(needs)
        if fits:
            data["fits"] = [flow.fit_as_data(one) for one in found]
        data["file"] = None if target is None else str(target)
        typer.echo(_json(data))
        return
    shown: list[RenderableType] = [*_head(programme, needs), _needs(needs)]
    shown += [f"not told: {one}" for one in needs.untold]
    for one in found:
        shown += ["", f"{one.class_}: {one.choice}", *(f"  {reason}" for reason in one.reasons)]
    if target is not None:
        shown.append(f"floors by {method}: {target}")
    print_out(*shown)


def _head(programme: Programme, needs: Needs) -> Iterable[str]:
    yield programme.title
    yield (
        f"Needs of a campaign of {needs.days} days; by risk: enough with a chance of "
        f"{100 * needs.service:g} %. In brackets: the middle 90 % of other records"
    )
    yield "Last three columns: what chance, success and rate have of all that is uncertain"
    yield ""


def _needs(needs: Needs) -> Table:
    table = table_of(
        "Needs, in units",
        (
            *("member", "item", "held", "stated", "used", "floor by days", "floor by risk"),
            *("stock lasts, days", "runs out", "chance", "success", "rate"),
        ),
        text=2,
    )
    for one in needs.needs:
        table.add_row(
            one.member,
            one.item,
            *("" if units is None else f"{units:,}" for units in (one.held, one.stated)),
            *(_units(found) for found in (one.used, one.by_days, one.by_risk, one.lasts)),
            _percent(one.runs_out),
            *(f"{share:.0%}" for share in (one.chance, one.success, one.rate)),
        )
    return table


def _units(one: Estimate | None) -> str:
    return "" if one is None else f"{one.value:,.0f} ({one.low:,.0f} to {one.high:,.0f})"


def _percent(one: Estimate | None) -> str:
    return "" if one is None else f"{one.value:.0%} ({one.low:.0%} to {one.high:.0%})"


def risk_of(
    asked: Asked,
    plan: Path | None,
    from_: str,
    months: int,
    delays: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Print the risk of a plan, which is made where none is given."""
    programme = asked.read()
    begins = _month(from_)
    late = _delays(delays)
    way = plan_in_force(plan, programme) or flow.plan(programme)
    found = flow.risk(programme, way, days=asked.days, from_=begins, months=months, delays=late)
    if as_json:
        typer.echo(_json(as_data(found)))
        return
    shown: list[RenderableType] = [programme.title, ""]
    if not found.risks:
        shown.append("No member plans for raids that a stated defence stops: no risk is known")
    for one in found.risks:
        shown += [_begun(found, one), "", _campaign(found, one), ""]
    shown += [
        f"{one.donation}: {one.units:,} {one.item} cover {_days(one.days)} days of the raids of "
        f"{one.reference}, and stop {_days(one.stopped)} threats"
        for one in found.gifts
    ]
    shown += [f"not told: {one}" for one in found.untold]
    print_out(*shown)


def _json(data: object) -> str:
    """Data as text, with lists of numbers on one line each: a distribution has hundreds."""
    return _NUMBERS.sub(lambda found: " ".join(found[0].split()), json.dumps(data, indent=1))


def _days(one: Estimate) -> str:
    return f"{one.value:,.1f} ({one.low:,.1f} to {one.high:,.1f})"


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except ValueError as error:
        raise SettingError(str(error)) from None


def _delays(texts: Sequence[str]) -> dict[int, float]:
    """Chances by months late; what is left comes on time."""
    found: dict[int, float] = {}
    for text in texts:
        months, _, percent = text.partition("=")
        try:
            found[int(months)] = float(percent) / 100
        except ValueError:
            raise SettingError(f"--delay {text!r} is not MONTHS=PERCENT, as 6=30") from None
    if 0 not in found:
        found[0] = max(0.0, 1.0 - sum(found.values()))
    return found


def _begun(found: PlanRisk, risk: Risk) -> Table:
    """A campaign begun at the end of each year, and of the first month."""
    title = f"{risk.member}, {risk.item}: if {found.days} days of raids began after"
    table = table_of(
        title, ("month", "stock", "runs out", "units missing", "threats", "not stopped")
    )
    for at, one in enumerate(risk.begun):
        if not at or one.month.number == 12:
            table.add_row(
                *(str(one.month), f"{one.stock:,}", _percent(one.runs_out)),
                *(f"{units:,.1f}" for units in (one.unmet, one.threats, one.missed)),
            )
    return table


def _campaign(found: PlanRisk, risk: Risk) -> Table:
    title = f"{risk.member}, {risk.item}: raids from {found.from_} on, {found.months} months"
    head = ("month", "below zero", "first time", "below floor", "units missing", "threats")
    table = table_of(title, (*head, "not stopped", "stock at end"))
    for one in risk.months:
        chances = (one.below_zero, one.first, one.below_floor)
        units = (one.unmet, one.threats, one.missed, one.stock)
        table.add_row(str(one.month), *(f"{c:.1%}" for c in chances), *(f"{u:,.1f}" for u in units))
    return table
