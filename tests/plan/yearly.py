"""Budgets by year, as the tests of money need them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jointstock.programme import tables as t


def grants(amounts: Mapping[int, int | str], *, carry_over: bool) -> tuple[t.Budget, ...]:
    """What Germany may pay in each fiscal year, in euro."""
    return tuple(
        t.Budget(
            member="DE",
            fiscal_year=year,
            amount=Decimal(amount),
            currency="EUR",
            carry_over=carry_over,
        )
        for year, amount in amounts.items()
    )
