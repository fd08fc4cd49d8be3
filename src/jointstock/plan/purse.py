"""A member's budget as a row of yearly accounts, drawn on oldest year first."""

from __future__ import annotations

from jointstock.ledger.accounts import account
from jointstock.plan.case import Case


class Purse:
    """What is left of each year's grant, as money is spent month by month.

    ``name`` is the kind of account (``budget`` or ``committed``), ``kind`` the kind of budget. A
    member without a limit of that kind draws on the account of the year, without end.
    """

    def __init__(self, case: Case, member: str, name: str, kind: str) -> None:
        """Fill the accounts of every year that counts in the horizon."""
        self.case, self.member, self.name = case, member, name
        self.blocks = case.terms.grants(member, kind)
        self.left = {
            grant.fiscal_year: grant.amount for block in self.blocks for grant in block.grants
        }
        self._names: dict[int, str] = {}
        starts_in = case.members[member].fiscal_year_start
        self._first = case.programme.start.ordinal + 1 - starts_in
        # years that may pay, for the year and the number of years last asked for
        self._years: tuple[tuple[int, int], list[int]] = ((0, 0), [])

    def year(self, t: int) -> int:
        """The fiscal year of month t."""
        return (self._first + t) // 12

    def account(self, year: int) -> str:
        """The account of a fiscal year."""
        if year not in self._names:
            self._names[year] = account(self.name, self.member, str(year))
        return self._names[year]

    def put(self, t: int, amount: int) -> str:
        """Put money into the account of the month's year; returns the account."""
        year = self.year(t)
        self.left[year] = self.left.get(year, 0) + amount
        return self.account(year)

    def draw(self, t: int, amount: int) -> list[tuple[str, int]]:
        """Take money for month t: accounts and amounts, oldest year first.

        What the budget cannot give is taken from the month's own year all the same, below zero:
        the plan's check will refuse it.
        """
        this = self.year(t)
        if self._years[0] != (this, len(self.left)):
            self._years = (this, len(self.left)), self._at(t, this)
        taken: list[tuple[str, int]] = []
        for year in self._years[1]:
            left = self.left.get(year, 0)
            if left > 0 and year != this:
                part = min(left, amount)
                taken.append((self.account(year), part))
                self.left[year] -= part
                amount -= part
                if not amount:
                    break
        if amount:
            taken.append((self.account(this), amount))
            self.left[this] = self.left.get(this, 0) - amount
        return taken

    def _at(self, t: int, this: int) -> list[int]:
        """The years whose accounts may pay in month t, oldest first."""
        month = self.case.programme.start + t
        block = next((b for b in self.blocks if b.first <= month <= b.last), None)
        if block is None:
            return []
        years = {grant.fiscal_year for grant in block.grants if grant.available <= month}
        first = block.first.fiscal_year(self.case.members[self.member].fiscal_year_start)
        return sorted(years | {year for year in self.left if first <= year <= this})
