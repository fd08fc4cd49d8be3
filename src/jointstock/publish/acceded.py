"""A nation joins: before and after for everybody, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from jointstock.ledger.compare import compare
from jointstock.ledger.fared import Fared, fared
from jointstock.programme.programme import Programme
from jointstock.publish import compared, series
from jointstock.publish.wording import listed, money, number, sentence, units
from jointstock.words.results import BandReached, Plan

HEAD = (
    *("member", "lowest of its floor", "floor-months missing", "unit-months late"),
    *("not called off", "units got", "given", "paid"),
)

_LACKS = {
    "not_served": "own use not served",
    "not_called_off": "firm demand not called off",
    "missing": "floor-months missing",
    "late": "unit-months late",
}


def lines(programme: Programme, member: str, before: Plan, after: Plan) -> list[str]:
    """What the accession of a member changes, for the others first."""
    names = {row.member: row.name or row.member for row in programme.members}
    called = [series.total(series.of_kind(plan, "call_off")) for plan in (before, after)]
    told = [
        f"With {names[member]} {units(called[1])} are called off, without it {number(called[0])}.",
        *_worse(names, member, before, after),
    ]
    old = {(one.contract, one.item): one for one in before.decisions.bands}
    for band in after.decisions.bands:
        was = old.get((band.contract, band.item))
        if was is not None and was.unit_price != band.unit_price:
            told.append(
                f"A unit of {band.item} under {band.contract} costs {_price(band)}, "
                f"{_price(was)} before."
            )
    found = compare(before, after)
    return told + compared.units(found)


def _price(band: BandReached) -> str:
    return f"{float(band.unit_price):,.2f}".removesuffix(".00") + f" {band.currency}"


def _worse(names: dict[str, str], member: str, before: Plan, after: Plan) -> Iterator[str]:
    """Who of the others fares worse in what, and who fares better and in nothing worse."""
    better = []
    found = False
    for other, name in names.items():
        if other == member:
            continue
        was, now = fared(before, other), fared(after, other)
        worse = now.worse_than(was)
        if worse:
            found = True
            parts = [f"{_LACKS[one]} {_more(was, now, one)}" for one in worse]
            yield sentence(f"{name} fares worse: {listed(parts)}")
        elif was.worse_than(now):
            better.append(name)
    if not found:
        yield "Nobody who was there before fares worse."
    if better:
        yield sentence(f"{listed(better)} {'fares' if len(better) == 1 else 'fare'} better")


def _more(was: Fared, now: Fared, name: str) -> str:
    after, before = (number(float(getattr(one, name)), 2) for one in (now, was))
    return f"{after} ({before} before)"


def rows(programme: Programme, before: Plan, after: Plan) -> Iterator[tuple[str, ...]]:
    """A row for each member, under `HEAD`: one figure, or two where joining changes it."""
    for row in programme.members:
        was, now = (_cells(fared(plan, row.member)) for plan in (before, after))
        pairs = zip(was, now, strict=True)
        yield (row.name or row.member, *(b if a == b else f"{a} → {b}" for a, b in pairs))


def _cells(one: Fared) -> tuple[str, ...]:
    lowest = one.lowest
    return (
        f"{compared.level(lowest)} in {lowest.month}" if lowest.month else "100 %",
        number(float(one.missing), 1),
        number(one.late),
        number(one.not_called_off),
        number(one.got),
        number(one.given),
        listed([money(amount, currency) for currency, amount in one.paid]) or "0",
    )
