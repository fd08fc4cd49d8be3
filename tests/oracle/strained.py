"""Programmes at random that ask for too much: most of them cannot be met, in many ways."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from benchmarks.generated import placed
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from oracle.generate import drawn
from oracle.sizes import SIZES, Dice


def strained(seed: int, size: str = "small") -> Programme:
    """A programme of the generator with more promises, closed lines and little money."""
    dice = Dice(f"strained/{seed}/{size}", SIZES[size])
    made = drawn(dice, f"strained-{size}-{seed}")
    return placed(
        made.replace(
            lines=tuple(_line(dice, row) for row in made.lines),
            promised=_promised(dice, made),
            budgets=tuple(_budget(dice, row) for row in made.budgets),
            contracts=tuple(_contract(dice, row) for row in made.contracts),
            signatories=tuple(
                replace(row, from_=dice.month(0)) if dice.chance(0.2) else row
                for row in made.signatories
            ),
        )
    )


def _line(dice: Dice, row: t.Line) -> t.Line:
    """More often closed than not, with a minimum order."""
    if dice.chance(0.5):
        return row
    return replace(row, already_open=False, minimum_order=dice.within((0, 2 * dice.size.firm)))


def _promised(dice: Dice, made: Programme) -> tuple[t.Promised, ...]:
    """The promises there are, and some more to members, not paid for as a rule."""
    rows = {(r.line, r.customer, r.due, r.contract): r for r in made.promised}
    for line in made.lines:
        for _ in range(dice.within((0, 2))):
            row = t.Promised(
                line=line.line,
                customer=dice.pick([*(one.member for one in made.members), "outside"]),
                due=dice.month(0),
                units=dice.within((1, 3)),
                contract=line.contract if dice.chance(0.8) else "",
                paid=dice.chance(0.3),
            )
            rows.setdefault((row.line, row.customer, row.due, row.contract), row)
    return tuple(rows.values())


def _budget(dice: Dice, row: t.Budget) -> t.Budget:
    share = Decimal(dice.pick(("0", "0.2", "0.5", "1", "1", "3")))
    return replace(row, amount=(row.amount * share).quantize(Decimal("0.01")))


def _contract(dice: Dice, row: t.Contract) -> t.Contract:
    """Sometimes a low ceiling, sometimes dates that leave little time."""
    ceiling = dice.within((0, 2 * dice.size.firm)) if dice.chance(0.4) else row.ceiling
    until = dice.month(0) if dice.chance(0.2) else row.call_off_to
    begins = row.call_off_from
    if until is not None and begins is not None and until < begins:
        begins = None
    return replace(row, ceiling=ceiling, call_off_to=until, call_off_from=begins)
