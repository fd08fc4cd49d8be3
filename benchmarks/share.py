"""Shares: games on tables against coopgame-py, and games on plans of up to 32 members.

Plan games are as large as the design's: one item, six yearly delivery periods, three price bands,
a line in production and one to open. Everything is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median

import numpy as np

from benchmarks.generated import FIRST_NATIONS, placed
from benchmarks.timing import seconds, show
from jointstock import flow
from jointstock.plan.game import PlanGame
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.share import TableGame, audit, by_key, least_core, nucleolus, owen, shapley
from jointstock.share.verify import verify
from jointstock.solve.subsets import sums
from jointstock.words.months import Month
from jointstock.words.shares import SLOTS, Rule

START = Month.of(2027, 1)
YEARS = 6

# So many random games are compared.
ORACLE = 500

# A late unit costs 5 percent of its price a year.
LATE = 0.42


def buy(members: int, seed: int = 1) -> Programme:
    """A buy of so many members over six years; it is worth opening the second line."""
    dice = Random(f"{seed}/{members}")
    nations = FIRST_NATIONS[:members]
    sizes = {n: dice.lognormvariate(0.0, 0.9) for n in nations}
    whole = sum(sizes.values())
    total = 800 + 30 * members
    rows: dict[tuple[str, int], int] = {}
    for nation in nations:
        units = max(5, round(total * sizes[nation] / whole))
        parts = [dice.random() for _ in range(YEARS - 2)]
        for k, part in enumerate(parts):
            wanted = round(units * part / sum(parts))
            if wanted:
                rows[nation, k + 2] = wanted
    bands = ((0, "6.6"), (250, "6.2"), (800, "4.9"))
    return placed(
        Programme(
            id=f"share-{members}",
            title="a buy",
            as_of="2027-01",
            start=START,
            months=12 * YEARS,
            currency="EUR",
            price_year=2027,
            members=tuple(t.Member(member=nation) for nation in nations),
            items=(t.Item(item="M1"),),
            contracts=(t.Contract(contract="C1"),),
            signatories=tuple(t.Signatory(contract="C1", member=nation) for nation in nations),
            demand=tuple(
                t.Demand(
                    member=nation, contract="C1", item="M1", by=START + (12 * year - 1), firm=units
                )
                for (nation, year), units in rows.items()
            ),
            prices=tuple(
                t.Price(
                    contract="C1",
                    item="M1",
                    from_units=units,
                    unit_price=Decimal(price) * 10**6,
                    currency="EUR",
                )
                for units, price in bands
            ),
            lines=(
                t.Line(line="OLD", contract="C1", item="M1", already_open=True),
                t.Line(
                    line="NEW",
                    contract="C1",
                    item="M1",
                    lead_months=24,
                    minimum_order=400,
                    opening_cost=Decimal(450_000_000),
                    currency="EUR",
                ),
            ),
            capacity=(
                t.Capacity(line="OLD", from_=START, units_per_month=12),
                t.Capacity(line="NEW", from_=START + 24, units_per_month=33),
            ),
            outside_offers=(
                t.OutsideOffer(
                    item="M1", unit_price=Decimal(7_500_000), currency="EUR", lead_months=12
                ),
            ),
        )
    )


def tables() -> None:
    """Games on tables of up to 20 players, against coopgame-py in the same run.

    It takes gains: what a group saves against each of its players alone.
    """

    rows = [row for n in (12, 16, 20) for row in _against(n)]
    show("games on tables", ("players", "what", "seconds", "coopgame-py", "apart by"), rows)


def _against(n: int) -> list[tuple[object, ...]]:
    import coopgame

    costs = _bulk(n)
    game = TableGame.of([f"p{i}" for i in range(n)], costs)
    alone = costs[[1 << i for i in range(n)]]
    other = coopgame.Game((sums(alone) - costs)[1:].tolist())
    rows: list[tuple[object, ...]] = []
    for what, own, theirs in (
        ("nucleolus", nucleolus, coopgame.nucleolus),
        ("Shapley value", shapley, coopgame.shapley),
    ):
        taken = seconds(lambda run=own: run(game))
        longer = seconds(lambda run=theirs: run(other), 1)
        gains = theirs(other)
        gains = gains["allocation"] if isinstance(gains, dict) else gains
        off = _apart(alone - np.asarray(gains), own(game).shares)
        rows.append((n, what, taken, f"{longer / taken:.3g} times as long", f"{off:.1e}"))
    return rows


def oracle() -> None:
    """Random games, ties among them, against coopgame-py: how far apart results are at most."""
    import coopgame

    dice = np.random.default_rng(1)
    apart = {"nucleolus": 0.0, "Shapley value": 0.0}
    for _ in range(ORACLE):
        n = int(dice.integers(2, 8))
        steps = int(dice.integers(2, 20))
        costs = dice.integers(0, steps, 1 << n).astype(float)
        costs[0] = 0.0
        game = TableGame.of([f"p{i}" for i in range(n)], costs)
        other = coopgame.Game((-costs)[1:].tolist())
        found = coopgame.prenucleolus(other)
        found = found["allocation"] if isinstance(found, dict) else found
        for what, theirs, ours in (
            ("nucleolus", found, nucleolus(game)),
            ("Shapley value", coopgame.shapley(other), shapley(game)),
        ):
            apart[what] = max(apart[what], _apart(-np.asarray(theirs), ours.shares))
    show(f"{ORACLE} random games", ("what", "apart by at most"), list(apart.items()))


def plans() -> None:
    """Games on plans of 16 and 32 members, by what a group alone has of the lines."""
    rows = [row for n in (16, 32) for slots in SLOTS[:2] for row in _on_a_plan(n, slots)]
    show("games on plans", ("members", "slots", "what", "seconds", "result"), rows)


def _on_a_plan(n: int, slots: str) -> list[tuple[object, ...]]:
    programme, rule = buy(n), Rule(slots=slots, late_percent=LATE, every=12)

    def fresh() -> PlanGame:
        """A game of which nothing but the joint cost is known."""
        game = PlanGame(programme, rule)
        game.cost(game.players)
        return game

    game = fresh()
    shares = by_key(game.cost(game.players), _units(programme))
    found, core, value = audit(game, shares), least_core(fresh()), shapley(fresh())
    told = (
        ("audit of shares by quantity", lambda g: audit(g, shares), _said(found.closed)),
        ("Owen's prices", owen, ""),
        ("least core", least_core, f"{_said(core.closed)}, {core.rounds} rounds"),
        ("Shapley value", shapley, f"error {100 * value.error:.2g} %"),
    )
    return [(n, slots, what, _timed(fresh, run), result) for what, run, result in told]


def _said(closed: bool) -> str:
    return f"bound {'closed' if closed else 'open'}"


def certificates() -> None:
    """Certificates of members that are too many to list all groups, checked without a solver."""
    rows = []
    for n in (9, 16, 19):
        programme, rule = buy(n), Rule(slots="whole", late_percent=LATE, every=12)
        found = flow.share(programme, rule=rule, studies=False)
        made = flow.certificate(programme, found)
        open_ = [one.what for one in verify(made) if not one.holds]
        told = (
            seconds(lambda p=programme, s=found: flow.certificate(p, s)),
            seconds(lambda data=made: verify(data)),
        )
        rows.append((n, f"{2**n - 1:,}", *told, "; ".join(open_)))
    heads = ("members", "groups", "certificate, seconds", "verify, seconds", "not checked")
    show("certificates", heads, rows)


def flagship() -> None:
    """Everything that is told of the flagship's shares, certificate included."""
    folder = Path(__file__).parents[1] / "examples" / "nspa-gemt-2024"
    programme = flow.read(folder, [folder / "overlays" / "2024-11"])
    found = flow.share(programme)
    rows = [
        ("shares with all that is told beside", seconds(lambda: flow.share(programme))),
        ("certificate", seconds(lambda: flow.certificate(programme, found))),
        ("verify", seconds(lambda: verify(flow.certificate(programme, found)))),
    ]
    show("the flagship with Sweden", ("what", "seconds"), rows)


def main() -> None:
    """Tables, plans, certificates, and the flagship."""
    tables()
    oracle()
    plans()
    certificates()
    flagship()


def _bulk(n: int) -> np.ndarray:
    """Costs of a purchase with three bands and a line that opens from 800 units on, (2**n,)."""
    units = np.random.default_rng(n).integers(20, 200, n)
    total = sums(units)
    bands = [total * 6.6, np.maximum(total, 250) * 6.2, np.maximum(total, 500) * 5.9]
    costs = np.minimum.reduce([*bands, 450 + 4.9 * np.maximum(total, 800)])
    costs[0] = 0.0
    return costs


def _timed(fresh: Callable[[], PlanGame], run: Callable[[PlanGame], object]) -> float:
    """The median time of a run on a game of which nothing but the joint cost is known."""
    taken = []
    for _ in range(3):
        game = fresh()
        taken.append(seconds(lambda game=game: run(game), 1))
    return median(taken)


def _units(programme: Programme) -> dict[str, float]:
    units: dict[str, float] = {}
    for row in programme.demand:
        units[row.member] = units.get(row.member, 0.0) + row.firm
    return units


def _apart(other: np.ndarray, shares: Mapping[str, float]) -> float:
    """How far apart two results are at most."""
    return float(np.abs(other - np.array(list(shares.values()))).max())
