"""What a plan decides, in whole units and month numbers, without its money."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from oracle.facts import Facts


@dataclass
class Quantities:
    """The decisions of a plan. A key that is absent means 0.

    ``call_offs`` and ``deliveries`` are by member, line and month; ``backfill_call_offs`` and
    ``backfill_deliveries`` by donation, line and month; ``gifts`` by donation and month;
    ``not_served`` by member, item and month. ``ramps`` has the month in which a line's step is
    decided. ``funding`` and ``commitment_funding`` are minor units of the donor's budget, by row
    of the funding table and month; ``None`` means that nobody has said, and as little as will do
    is taken.
    """

    call_offs: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    deliveries: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    backfill_call_offs: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    backfill_deliveries: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    gifts: Counter[tuple[str, int]] = field(default_factory=Counter)
    not_served: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    opened: frozenset[str] = frozenset()
    ramps: dict[tuple[str, int], int] = field(default_factory=dict)
    funding: dict[tuple[int, int], float] | None = None
    commitment_funding: dict[tuple[int, int], float] | None = None

    def own_called_off(self, facts: Facts, member: str, contract: str, item: str) -> int:
        """Units that the member calls off for itself."""
        lines = facts.lines_of(contract, item)
        return sum(n for (m, line, _), n in self.call_offs.items() if m == member and line in lines)

    def called_off(self, facts: Facts, contract: str, item: str) -> int:
        """Units of the item called off under the contract in the plan, backfill included."""
        lines = facts.lines_of(contract, item)
        every = [*self.call_offs.items(), *self.backfill_call_offs.items()]
        return sum(units for (_, line, _), units in every if line in lines)

    def delivered_by(self, line: str, month: int) -> int:
        """Units the line delivers in the month, backfill included, promises not."""
        every = [*self.deliveries.items(), *self.backfill_deliveries.items()]
        return sum(units for (_, at, when), units in every if (at, when) == (line, month))

    def stock(self, facts: Facts, member: str, item: str) -> list[int]:
        """The member's units at the end of each month."""
        held = facts.opening(member, item)
        levels = []
        for month in facts.months:
            held += facts.promised_to(member, item, month)
            held -= facts.use(member, item, month) - self.not_served[member, item, month]
            held += self.received(facts, member, item, month)
            held += self.backfilled(facts, member, item, month)
            held -= self.given(facts, member, item, month)
            levels.append(held)
        return levels

    def borne(self, facts: Facts, member: str, item: str) -> list[int]:
        """The member's gifts to date less its backfill to date, by month; 0 where all bear."""
        if facts.programme.plan.borne == "all":
            return [0] * facts.horizon
        total = 0
        levels = []
        for month in facts.months:
            total += self.given(facts, member, item, month)
            total -= self.backfilled(facts, member, item, month)
            levels.append(total)
        return levels

    def received(self, facts: Facts, member: str, item: str, month: int) -> int:
        """Own deliveries of the month."""
        return sum(
            units
            for (m, line, when), units in self.deliveries.items()
            if (m, facts.lines[line].item, when) == (member, item, month)
        )

    def backfilled(self, facts: Facts, member: str, item: str, month: int) -> int:
        """Backfill delivered to the member in the month."""
        rows = facts.donations
        return sum(
            units
            for (name, _, when), units in self.backfill_deliveries.items()
            if (rows[name].donor, rows[name].item, when) == (member, item, month)
        )

    def given(self, facts: Facts, member: str, item: str, month: int) -> int:
        """Units the member gives in the month."""
        rows = facts.donations
        return sum(
            units
            for (name, when), units in self.gifts.items()
            if (rows[name].donor, rows[name].item, when) == (member, item, month)
        )


def idle(facts: Facts) -> Quantities:
    """The plan that calls off, gives and ramps nothing, and serves use as long as stock lasts."""
    nothing = Quantities(opened=frozenset(line for line in facts.lines if facts.forced_open(line)))
    for member in facts.members:
        for item in facts.items:
            held = facts.opening(member, item)
            for month in facts.months:
                held += facts.promised_to(member, item, month)
                served = min(held, facts.use(member, item, month))
                held -= served
                nothing.not_served[member, item, month] = facts.use(member, item, month) - served
    return nothing
