"""Need: exact floors and risk, beside `aggregate`, SimPy and the bare generator of random numbers.

The scene is invented in round numbers: 32 members, 3 classes with an item each, a year; raids of
member i at 0.1 (0.5 + i/31) a day, negative binomial in size, half of which arrives. Ratios are of
processor time in one process, the faster of several runs of each.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import numpy as np

from benchmarks.timing import show
from jointstock.need.compound import Drawing, Steps, circle, consumptions, total
from jointstock.need.xoshiro import raw
from jointstock.need.events import Scene, simulate, stream
from jointstock.need.laws import Raids, nb
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy
from jointstock.need.recursion import follow

MEMBERS, DAYS = 32, 365
SIZES = ((2.0, 2.0), (6.0, 2.0), (2.0, 1.0))
POLICIES = (FiringPolicy([2, 1], 8, 4), FiringPolicy([1, 1], 16, 4), FiringPolicy([1, 1], 18, 2))
RATES = [0.1 * (0.5 + i / 31) for i in range(MEMBERS)]
NODES = 8


def drawings(policies: tuple[FiringPolicy, ...] = POLICIES) -> list[Drawing]:
    """The 96 cells."""
    return [
        Drawing(RaidModel.negative_binomial(rate, mean, shape, 0.5), (policy,))
        for rate in RATES
        for (mean, shape), policy in zip(SIZES, policies, strict=True)
    ]


def best(run: Callable[[], object], times: int = 7) -> float:
    """The least processor time of a call, in seconds."""
    taken = []
    for _ in range(times):
        start = process_time()
        run()
        taken.append(process_time() - start)
    return min(taken)


def floors(cells: list[Drawing]) -> list[int]:
    """A 95 percent floor for each cell."""
    return [one.quantile(0.95) for one in consumptions(cells, DAYS, nodes=NODES)]


def plan_risk(cells: list[Drawing]) -> Callable[[], object]:
    """Twelve months with a delivery each, from the pieces of one month up."""
    uses = consumptions(cells, DAYS, nodes=NODES)
    opening = np.array([one.quantile(0.5) // 2 for one in uses])
    arriving = np.repeat(np.maximum(opening // 12, 1)[:, None], 12, axis=1)
    floor = np.repeat(opening[:, None] // 2, 12, axis=1)

    def run() -> object:
        steps = Steps(NODES)
        length = 256
        function = np.array([steps.at(one, length) for one in cells])
        count = np.array([DAYS / 12 * one.model.pace for one in cells])[:, None, None]
        used = np.fft.irfft(total(function, count, 0.0), length, axis=2)
        weights = np.array([steps.nodes(one)[1] for one in cells])
        return follow(opening, arriving, floor, [used] * 12, weights, first=False)

    assert int((opening + arriving.sum(axis=1)).max()) < 256
    return run


def scene() -> Scene:
    """The same for the simulation, with opening stocks at the median of what is used."""
    uses = consumptions(drawings(), DAYS, nodes=NODES)
    opening = np.array([one.quantile(0.5) for one in uses]).reshape(MEMBERS, 3)
    return Scene(
        np.repeat(np.array(RATES)[:, None], 3, axis=1),
        [Raids(mean, shape) for mean, shape in SIZES],
        [0.5] * 3,
        [[(class_, policy)] for class_, policy in enumerate(POLICIES)],
        opening,
        [DAYS],
        np.zeros((1, MEMBERS, 3), dtype=np.int64),
    )


def aggregate_seconds() -> float:
    """One build of one cell with a known success, warm, as `aggregate` is told of it."""
    from aggregate import build

    size = np.fft.irfft(nb(0.5 + 0.5 * (0.8 * circle(256) + 0.2 * circle(256) ** 2), 6.0, 2.0), 256)
    sizes = " ".join(map(str, range(size.size)))
    chances = " ".join(repr(max(0.0, float(one))) for one in size)
    text = f"agg cell {0.15 * DAYS} claims dsev [{sizes}] [{chances}] poisson"
    build(text, bs=1, log2=11)
    return best(lambda: build(text, bs=1, log2=11), 5)


def simpy_seconds(stock: np.ndarray) -> float:
    """One campaign as processes of SimPy: a container and a process for each cell."""
    import simpy

    rng = np.random.default_rng(0)

    def cell(env: simpy.Environment, member: int, class_: int, store: simpy.Container):  # type: ignore[no-untyped-def]
        (mean, shape), policy = SIZES[class_], POLICIES[class_]
        p = rng.beta(policy.successes, policy.failures)
        missed = 0
        while True:
            yield env.timeout(rng.exponential(1.0 / RATES[member]))
            threats = rng.binomial(rng.poisson(rng.gamma(shape, mean / shape)), 0.5)
            for _ in range(threats):
                hit = False
                for salvo in policy.looks:
                    shots = min(salvo, int(store.level))
                    if hit or not shots:
                        break
                    yield store.get(shots)
                    hit = bool(rng.random() < 1.0 - (1.0 - p) ** shots)
                missed += not hit

    def campaign() -> None:
        env = simpy.Environment()
        for member in range(MEMBERS):
            for class_ in range(3):
                have = int(stock[member, class_])
                store = simpy.Container(env, capacity=max(have, 1), init=have)
                env.process(cell(env, member, class_, store))
        env.run(until=DAYS)

    return best(campaign, 5)


def main() -> None:
    """Measure all, and tell ratios."""
    cells = drawings()
    known = drawings(tuple(FiringPolicy.known(one.looks, one.mean) for one in POLICIES))
    uncertain_seconds, known_seconds = best(lambda: floors(cells)), best(lambda: floors(known))
    risk_seconds = best(plan_risk(cells))
    one_build = aggregate_seconds()
    what = scene()
    simulate(what, 10)
    campaigns = 4000
    engine = best(lambda: simulate(what, campaigns), 3) / campaigns
    state, draws = stream(0), 50_000_000
    raw(state, 10)
    generator = best(lambda: raw(state, draws), 3) / draws
    found = simulate(what, campaigns)
    drawn = _draws(found.raids / campaigns)
    show(
        "need",
        ("what", "seconds", "beside", "ratio"),
        [
            ("96 floors, uncertain success", uncertain_seconds, "aggregate, 8 nodes",
             96 * NODES * one_build / uncertain_seconds),
            ("96 floors, known success", known_seconds, "aggregate",
             96 * one_build / known_seconds),
            ("risk of a plan, 96 cells, 12 deliveries", risk_seconds, "", ""),
            ("one campaign by events", engine, "SimPy", simpy_seconds(what.opening) / engine),
            ("one draw by events", engine / drawn, "bare generator",
             generator / (engine / drawn)),
        ],
    )  # fmt: skip


def _draws(raids: float) -> float:
    """Random numbers of a campaign: whose and how large for each raid, one for each threat.

    ``raids`` leave out those of which nothing arrives; beside them stand a success for each cell,
    a rate and a number of raids.
    """
    threats = sum(RATES) * DAYS * sum(0.5 * mean for mean, _ in SIZES)
    return 2.0 * raids + threats + 3 * MEMBERS + 2.0
