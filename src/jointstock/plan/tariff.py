"""What a unit costs: price, index, advance, fee and exchange, exactly, before any rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from jointstock.plan.case import Case, Stream
from jointstock.programme.tables import Price
from jointstock.words.money import minor_units

Prices = Mapping[tuple[str, str], Price]


@dataclass(frozen=True)
class Schedule:
    """What is paid for a unit by month (T,): the price's part and the fee, in minor units."""

    price: tuple[Fraction, ...]
    fee: tuple[Fraction, ...]

    @cached_property
    def total(self) -> NDArray[np.float64]:
        """Price and fee together, for the solver."""
        return np.array([float(p + f) for p, f in zip(self.price, self.fee, strict=True)])

    @cached_property
    def inexact(self) -> NDArray[np.int64]:
        """How many of each month's two amounts are no whole minor units, and so are rounded."""
        both = zip(self.price, self.fee, strict=True)
        return np.array([(p.denominator != 1) + (f.denominator != 1) for p, f in both], np.int64)


class Tariff:
    """Amounts in minor units as exact fractions, under one choice of price bands.

    ``prices`` gives the band of each contract and item that has prices; what has none costs
    nothing that is known, and no money is planned for it.
    """

    def __init__(self, case: Case, prices: Prices) -> None:
        """Keep the case and the bands."""
        self.case = case
        self.prices = prices
        self.rate = cache(self._rate)
        self.schedule = cache(self._schedule)
        self._items: dict[tuple[str, str], str] = {}
        for (contract, item), price in prices.items():
            self._items.setdefault((contract, price.currency), item)
        self._budget_currency: dict[str, str] = {}
        for row in case.programme.budgets:
            self._budget_currency.setdefault(row.member, row.currency)

    def currency(self, contract: str, item: str) -> str | None:
        """The currency of the price, ``None`` where there is no price."""
        price = self.prices.get((contract, item))
        return None if price is None else price.currency

    def item_of(self, contract: str, currency: str) -> str:
        """Some item of the contract that is priced in the currency."""
        return self._items[contract, currency]

    def pays_in(self, member: str, contract: str, item: str) -> str | None:
        """The currency the member pays in: its budget's, or the price's where it has none."""
        currency = self.currency(contract, item)
        return currency and self._budget_currency.get(member, currency)

    def _rate(self, from_: str, to: str, t: int) -> Fraction:
        """Minor units of ``to`` for one minor unit of ``from_`` in month t."""
        if from_ == to:
            return Fraction(1)
        rate = self.case.terms.rate(from_, to, self.case.programme.start + t)
        return rate * minor_units(to) / minor_units(from_)

    def _schedule(self, contract: str, item: str, part: Fraction, to: str) -> Schedule:
        """A part of the indexed price, and the fee on it, by month, in minor units of ``to``."""
        row = self.prices[contract, item]
        price = Fraction(row.unit_price) * minor_units(row.currency) * part
        fee = self.case.fee_rate(contract)
        start, terms = self.case.programme.start, self.case.terms
        paid = tuple(
            price * terms.index(start + t) * self.rate(row.currency, to, t)
            for t in range(self.case.months)
        )
        return Schedule(paid, tuple(amount * fee for amount in paid))

    def advance(self, stream: Stream, to: str) -> Schedule:
        """Paid for a unit called off, by month of call-off."""
        part = self.case.share_at(stream)
        return self.schedule(stream.line.contract, stream.line.item, part, to)

    def balance(self, stream: Stream, to: str) -> Schedule:
        """Paid for a unit delivered, by month of delivery."""
        part = 1 - self.case.share_at(stream)
        return self.schedule(stream.line.contract, stream.line.item, part, to)

    def whole(self, stream: Stream, to: str) -> Schedule:
        """Signed for with a unit called off, by month of call-off."""
        return self.schedule(stream.line.contract, stream.line.item, Fraction(1), to)
