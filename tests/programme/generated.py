"""Programmes of any content, as a strategy: for what must hold whatever is written."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from jointstock.programme.cells import LARGEST
from jointstock.programme.letters import is_formula, unseen
from jointstock.programme.parts import Parts
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOTMENTS, GOALS, PlanSettings, ShareSettings
from jointstock.programme.tables import TABLES, dictionary, key_of
from jointstock.words.codes import MINOR_DIGITS, NATIONS
from jointstock.words.fields import Field, Kind
from jointstock.words.months import Month
from jointstock.words.shares import METHODS, OUTSIDE, SLOTS

MONTHS = st.builds(Month.of, st.integers(1900, 2200), st.integers(1, 12))
# Texts that a cell may hold: nothing unseen in them, and no formula.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Zl", "Zp")), max_size=8)
TEXTS = st.one_of(TEXTS, TEXTS.map("a\tb\r\nc".__add__)).filter(
    lambda text: not unseen(text) and not is_formula(text)
)
DECIMALS = st.decimals(0, LARGEST, allow_nan=False, allow_infinity=False, places=4)


def values_of(one: Field) -> st.SearchStrategy[object]:
    """Every value that a cell of the column may hold."""
    low, high = one.low or 0, LARGEST if one.high is None else one.high
    found: st.SearchStrategy[object] = {
        Kind.TEXT: TEXTS,
        Kind.CODE: st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True),
        Kind.NATION: st.sampled_from(sorted(NATIONS)),
        Kind.CURRENCY: st.sampled_from(sorted(MINOR_DIGITS)),
        Kind.CHOICE: st.sampled_from(one.choices or ("",)),
        Kind.MONTH: MONTHS,
        Kind.DAY: st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(str),
        Kind.WHOLE: st.integers(low, high),
        Kind.DECIMAL: st.decimals(low, high, allow_nan=False, allow_infinity=False, places=3),
        Kind.FLAG: st.booleans(),
    }[one.kind]
    if one.kind is Kind.TEXT and (one.required or one.default != ""):
        found = found.filter(bool)
    return found if one.required else st.one_of(st.just(one.default), found)


def rows_of(table: str) -> st.SearchStrategy[tuple[object, ...]]:
    row = st.builds(TABLES[table], **{one.attribute: values_of(one) for one in dictionary(table)})
    key = key_of(table)
    return st.lists(
        row, max_size=3, unique_by=lambda row: tuple(getattr(row, name) for name in key)
    ).map(tuple)


SCALARS = {
    "id": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True),
    "title": TEXTS,
    "as_of": MONTHS.map(str),
    "start": MONTHS,
    "months": st.integers(1, 1200),
    "currency": st.sampled_from(sorted(MINOR_DIGITS)),
    "price_year": st.integers(1900, 2200),
    "discount_rate": st.decimals(0, Decimal("0.99"), places=3),
}
PLANS = st.builds(
    PlanSettings,
    borne=st.sampled_from(("donor", "all")),
    goals=st.one_of(st.just(()), st.permutations(GOALS[:-1]).map(lambda order: (*order, "steady"))),
    steps=st.integers(1, 20),
    severity=st.decimals(1, 9, places=2),
    allotment=st.sampled_from(ALLOTMENTS),
    exact=st.booleans(),
    gap=st.decimals(0, Decimal("0.9"), places=4),
    nodes=st.integers(1, 10**6),
    monthly_until=st.one_of(st.none(), st.integers(0, 1200)),
    quarterly_until=st.one_of(st.none(), st.integers(0, 1200)),
)
SHARES = st.builds(
    ShareSettings,
    rule=st.sampled_from(SLOTS),
    outside=st.sampled_from(OUTSIDE),
    late=st.decimals(0, 100, places=3),
    method=st.sampled_from(sorted(METHODS)),
    key=st.sampled_from(("", "DE=24,NL=6.5")),
    subsidy=st.decimals(0, 10**9, places=2),
)
# Programmes of any content: their references and rules need not hold, since writing asks for
# neither. What is compared is what is read of the folder before the rules look at it.
PROGRAMMES = st.builds(
    Programme, plan=PLANS, share=SHARES, **SCALARS, **{table: rows_of(table) for table in TABLES}
)


def read_back(parts: Parts) -> Programme:
    """The programme that was read, before the rules look at it; no fault among its parts."""
    assert parts.faults() == []
    return Programme(
        **parts.scalars.values,
        plan=parts.scalars.settings(),
        share=parts.scalars.share_settings(),
        **{table: tuple(grid.rows) for table, grid in parts.grids.items()},
    )
