"""What members need by the raids they plan for, and the risk that the plan leaves."""

from __future__ import annotations

from jointstock.publish.brief import Brief
from jointstock.publish.charts.fits import fit_panels
from jointstock.publish.charts.risk import risk_panels
from jointstock.publish.outlasted import told as told_outlasted
from jointstock.publish.page import Block, Grid, Points, Section, Text, panelled
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import ESTIMATED, MARKS, NONE, month, number
from jointstock.words.needs import Estimate, Need, Needs


def needed(brief: Brief) -> Section | None:
    """Floors by three methods beside each other, each with how sure it is."""
    found = brief.findings.needs
    if found is None:
        return None
    level = f"{100 * found.service:g} %"
    text = (
        f"What {found.days} days of raids ask of each member, worked out from the public record, "
        "the share of it that the member plans for, and what is known of a shot's success. The "
        "level of effort is the expected use; the floor by risk is the smallest stock that lasts "
        f"the days with a chance of {level}. In brackets stands the middle 90 % of what other "
        f"records of the same length would give. {_followed(brief)}"
    )
    blocks: list[Block] = [Text(text), Grid(_floors(brief, found)), Grid(_shares(brief, found))]
    if found.fitted:
        caption = "Share of recorded days with more than so many threats, and by laws fitted to it."
        blocks.append(panelled("fits", caption, fit_panels(brief.programme, brief.findings)))
        blocks.append(
            Points([f"{brief.name(f.class_)}: {'; '.join(f.reasons)}." for f in found.fitted])
        )
    if found.untold:
        blocks.append(Points([f"Not told: {one}." for one in found.untold]))
    return Section("needed", "What members need by the raids they plan for", blocks)


def _followed(brief: Brief) -> str:
    """Which floors the plan was made for."""
    risk = brief.plan.settings.get("risk")
    if risk is None:
        return "The plan follows the stated floors; these stand beside them and replace nothing."
    days = brief.plan.settings["campaign_days"]
    return (
        f"The plan was asked to hold a risk of {risk} % over {days} days: its floors are the "
        "stated ones where they are high enough, and those by risk where they are not."
    )


def _mark(brief: Brief, one: Need) -> str:
    """How the weakest of the rows behind a need is known; a computed figure is estimated."""
    return MARKS[brief.basis(one.rests_on)] or ESTIMATED


def told(one: Estimate | None, mark: str = "", digits: int = 0) -> str:
    """A figure with the ends of its interval, where it has one."""
    if one is None:
        return NONE
    value = f"{number(round(one.value, digits), digits)}{mark}"
    if one.low == one.high:
        return value
    low, high = (number(round(end, digits), digits) for end in (one.low, one.high))
    return f"{value} ({low} to {high})"


def chance(one: Estimate | None, mark: str = "") -> str:
    """A probability with the ends of its interval, in percent; never certain."""
    if one is None:
        return NONE
    value, low, high = (_percent(end) for end in (one.value, one.low, one.high))
    return f"{value}{mark}" if low == high else f"{value}{mark} ({low} to {high})"


def _percent(value: float) -> str:
    if value < 0.005:
        return "<1"
    return ">99" if value > 0.995 else number(round(100 * value))


def _floors(brief: Brief, needs: Needs) -> Table:
    rows: list[tuple[Value, ...]] = []
    for one in needs.needs:
        mark = _mark(brief, one)
        stated = brief.mark(*brief.floor_rows(one.member, one.item))
        rows.append(
            (
                brief.cell(one.member, one.item),
                NONE if one.stated is None else f"{number(one.stated)}{stated}",
                told(one.by_days, mark),
                told(one.by_risk, mark),
                told(one.lasts, mark),
                chance(one.runs_out, mark),
            )
        )
    columns = (
        *(Column("member"), Column("stated", Shape.WHOLE)),
        *(Column("by level of effort", Shape.WHOLE), Column("by risk", Shape.WHOLE)),
        Column("days the opening stock lasts", Shape.WHOLE),
        Column("chance that it does not last, %", Shape.WHOLE),
    )
    title = f"Floors by three methods, in units, for {needs.days} days"
    return Table("needs", title, columns, tuple(rows))


def _shares(brief: Brief, needs: Needs) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            brief.cell(one.member, one.item),
            one.reference,
            *(number(round(100 * share)) for share in (one.rate, one.success, one.chance)),
        )
        for one in needs.needs
    ]
    columns = (
        *(Column("member"), Column("reference")),
        *(Column(f"{name}, %", Shape.WHOLE) for name in ("rate of raids", "success of a shot")),
        Column("chance, %", Shape.WHOLE),
    )
    title = "Where the uncertainty of a need comes from, in percent of its variance"
    return Table("need_shares", title, columns, tuple(rows))


def at_risk(brief: Brief) -> Section | None:
    """The risk of the plan: a campaign that begins in any month, with the chart."""
    found = brief.findings.risk
    if found is None or not found.risks:
        return None
    text = (
        f"If {found.days} days of raids as planned for began at the end of a month, and nothing "
        "were delivered meanwhile: the chance that the stock of the plan does not last, and what "
        "would then be missing and not be stopped. The chances are computed, not simulated; what "
        "they rest on is assumed where the report says so."
    )
    head, *cells = told_outlasted(brief.plan) or [""]
    held: list[Block] = [Text(f"{head}.".replace(":.", ":"))] if head else []
    held += [Points([one.strip() for one in cells])] if cells else []
    caption = f"Chance that the stock does not last {found.days} days, by month of the beginning."
    panels = risk_panels(brief.programme, brief.findings)
    return Section(
        "risk",
        "The risk that the plan leaves",
        [Text(text), *held, panelled("risk", caption, panels), Grid(_risks(brief))],
    )


def _risks(brief: Brief) -> Table:
    found, needs = brief.findings.risk, brief.findings.needs
    assert found is not None
    rows: list[tuple[Value, ...]] = []
    for risk in found.risks:
        need = needs.of(risk.member, risk.item) if needs else None
        mark = _mark(brief, need) if need else ESTIMATED
        shown = dict.fromkeys((0, len(risk.begun) // 2, len(risk.begun) - 1))
        for number_, at in enumerate(shown):
            one = risk.begun[at]
            rows.append(
                (
                    "" if number_ else brief.cell(risk.member, risk.item),
                    *(month(one.month), number(one.stock), chance(one.runs_out, mark)),
                    *(f"{number(round(n, 1), 1)}{mark}" for n in (one.unmet, one.threats)),
                    f"{number(round(one.missed, 1), 1)}{mark}",
                )
            )
    columns = (
        *(Column("member"), Column("begun after", Shape.MONTH), Column("stock", Shape.WHOLE)),
        *(Column("does not last, %", Shape.WHOLE), Column("units missing", Shape.NUMBER)),
        *(Column("threats", Shape.NUMBER), Column("not stopped", Shape.NUMBER)),
    )
    title = "What a campaign would do at the start, in the middle and at the end"
    return Table("risks", title, columns, tuple(rows))


def gift_effects(brief: Brief) -> Table | None:
    """What each gift does for its recipient, in days of raids and threats stopped."""
    found = brief.findings.risk
    if found is None or not found.gifts:
        return None
    rows: list[tuple[Value, ...]] = []
    for row in brief.programme.donations:
        one = found.gift(row.donation)
        if one is None:
            continue
        against = [d for d in brief.programme.defences if d.item == row.item]
        mark = brief.mark(row, *against)
        rows.append(
            (
                *(brief.donor(row), brief.name(row.recipient), number(one.units)),
                told(one.days, mark, 1),
                told(one.stopped, mark, 1),
                one.reference,
            )
        )
    columns = (
        *(Column("donor"), Column("to"), Column("given", Shape.WHOLE)),
        Column("days of the raids it covers", Shape.NUMBER),
        *(Column("threats it stops", Shape.NUMBER), Column("raids")),
    )
    title = "What each gift does, by the raids on its recipient (middle 90 % in brackets)"
    return Table("gift_effects", title, columns, tuple(rows))
