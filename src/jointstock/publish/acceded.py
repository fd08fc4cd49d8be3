"""A nation joins: before and after for everybody, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jointstock.ledger.compare import compare
from jointstock.programme.programme import Programme
from jointstock.publish import compared, series
from jointstock.publish.amounts import exact_money
from jointstock.publish.shares import joined_line
from jointstock.publish.wording import NONE, listed, number, sentence, units
from jointstock.words.allotments import Allotted
from jointstock.words.money import minor_units
from jointstock.words.results import Accession, BandReached
from jointstock.words.shares import Joining

HEAD = (
    *("member", "lowest of its floor", "floor-months missing", "unit-months late"),
    *("firm demand met", "the last in", "given", "present cost", "share"),
)

_NEEDS = {
    "not_served": "own use not served",
    "unmet": "firm demand not met",
    "missing": "floor-months missing",
    "late": "unit-months late",
}


def lines(programme: Programme, found: Accession) -> list[str]:
    """What the accession changes, for the others first."""
    names = {row.member: row.name or row.member for row in programme.members}
    before, after = found.plans
    called = [series.total(series.of_kind(plan, "call_off")) for plan in found.plans]
    without = f"without it {number(called[0])}"
    told = [f"With {names[found.member]} {units(called[1])} are called off, {without}."]
    told += _others(names, found)
    old = {(one.contract, one.item): one for one in before.decisions.bands}
    for band in after.decisions.bands:
        was = old.get((band.contract, band.item))
        if was is not None and was.unit_price != band.unit_price:
            told.append(
                f"A unit of {band.item} under {band.contract} costs {_price(band)}, "
                f"{_price(was)} before."
            )
    return told + compared.units(compare(before, after))


def shared(programme: Programme, joined: Joining) -> str:
    """What the accession does to what is shared, and to whom."""
    names = {row.member: row.name or row.member for row in programme.members}
    currency = programme.currency
    before, after = (sum(side.values()) for side in (joined.before, joined.after))
    return (
        f"The least cost of the firm demand that is bought with it is "
        f"{exact_money(after, currency)} of today; {exact_money(before, currency)} of the same "
        "without its own. " + joined_line(joined, names, currency)
    )


def _price(band: BandReached) -> str:
    return f"{float(band.unit_price):,.2f}".removesuffix(".00") + f" {band.currency}"


def _others(names: dict[str, str], found: Accession) -> Iterator[str]:
    """Who of the others has it worse in what, and who has it better and in nothing worse."""
    better, worse = [], 0
    for was, now in found.members:
        name = names[now.member]
        if now.member == found.member:
            continue
        if needs := now.worse_than(was):
            worse += 1
            parts = [f"{_NEEDS[one]} {_more(was, now, one)}" for one in needs]
            yield sentence(f"{name} has it worse: {listed(parts)}")
        elif was.worse_than(now):
            better.append(name)
    if not worse:
        yield "Nobody who was there before has it worse."
    if better:
        yield sentence(f"{listed(better)} {'has' if len(better) == 1 else 'have'} it better")


def _more(was: Allotted, now: Allotted, name: str) -> str:
    after, before = (number(getattr(one, name), 2) for one in (now, was))
    return f"{after} ({before} before)"


def rows(
    programme: Programme, found: Accession, joined: Joining | None
) -> Iterator[tuple[str, ...]]:
    """A row for each member, under `HEAD`: one figure, or two where joining changes it."""
    names = {row.member: row.name or row.member for row in programme.members}
    shares = ({}, {}) if joined is None else (joined.before, joined.after)
    for pair in found.members:
        cells = zip(
            *(_cells(programme, one, side) for one, side in zip(pair, shares, strict=True)),
            strict=True,
        )
        yield (names[pair[1].member], *(b if a == b else f"{a} → {b}" for a, b in cells))


def _cells(programme: Programme, one: Allotted, shares: Mapping[str, int]) -> tuple[str, ...]:
    currency = programme.currency
    share = shares.get(one.member)
    return (
        NONE if one.lowest is None else f"{number(one.lowest * 100, 1)} %",
        number(one.missing, 1),
        number(one.late),
        f"{number(one.met)} of {number(one.firm)}" if one.firm else NONE,
        str(one.met_by or NONE),
        number(one.given),
        exact_money(round(one.cost * minor_units(currency)), currency),
        NONE if share is None else exact_money(share, currency),
    )
