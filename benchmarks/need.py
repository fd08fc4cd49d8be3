"""Need: exact floors and risk, beside `aggregate`, SimPy and the bare generator of random numbers.

The scene is invented in round numbers: 32 members, 3 classes with an item each, a year; raids of
member i at 0.1 (0.5 + i/31) a day, negative binomial in size, half of which arrives. The simulation
is measured on that scene, in which no stock concerns another, and on one in which all are linked:
of two neighbours one sends the other units of each item when its stock is low. SimPy plays the same
scenes. Of a third, in which the next item stands in for an empty one, the rate alone is told.
Ratios are of processor time in one process, the faster of several runs of each.

The rate of the bare generator is what the same stream gives when its words are only added up; that
of the simulation counts each word of 64 bits that it drew, one for a raid, one for a threat that is
met, one for a success, over the time of all that it did, tables and sums included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import process_time

import numpy as np

from benchmarks.timing import show
from jointstock.need.compound import Drawing, Steps, circle, consumptions, total
from jointstock.need.events import Scene, Transfer, simulate, stream
from jointstock.need.laws import Raids, nb
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy
from jointstock.need.recursion import follow
from jointstock.need.xoshiro import raw

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
        return follow(opening, arriving, floor, [used] * 12, weights)

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


def linked(what: Scene) -> Scene:
    """Each second member is sent units by the one before it, of each item, when it holds little."""
    held = what.opening
    pairs = [(k, k + 1) for k in range(0, MEMBERS, 2)]
    return replace(
        what,
        transfers=[
            Transfer(item, to, int(held[to, item]) // 5, giver, int(held[giver, item]) // 2, 5)
            for giver, to in pairs
            for item in range(3)
        ],
    )


def standing_in(what: Scene) -> Scene:
    """The item of the next class is taken where a class has used up its own."""
    pairs = zip(POLICIES, (*POLICIES[1:], POLICIES[0]), strict=True)
    both = [[(k, own), ((k + 1) % 3, other)] for k, (own, other) in enumerate(pairs)]
    return replace(what, policies=both)


def aggregate_seconds() -> float:
    """One build of one cell with a known success, warm, as `aggregate` is told of it."""
    from aggregate import build

    size = np.fft.irfft(nb(0.5 + 0.5 * (0.8 * circle(256) + 0.2 * circle(256) ** 2), 6.0, 2.0), 256)
    sizes = " ".join(map(str, range(size.size)))
    chances = " ".join(repr(max(0.0, float(one))) for one in size)
    text = f"agg cell {0.15 * DAYS} claims dsev [{sizes}] [{chances}] poisson"
    build(text, bs=1, log2=11)
    return best(lambda: build(text, bs=1, log2=11), 5)


def simpy_seconds(what: Scene) -> float:
    """One campaign as processes of SimPy: a container and a process for each cell."""
    import simpy

    rng = np.random.default_rng(0)
    sent = {(one.to, one.item): one for one in what.transfers}
    room = int(what.opening.max()) * 2

    def cell(env: simpy.Environment, member: int, class_: int, stores):  # type: ignore[no-untyped-def]
        (mean, shape), policy, store = SIZES[class_], POLICIES[class_], stores[member, class_]
        move = sent.get((member, class_))
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
            if move and threats and store.level < move.below:
                giver = stores[move.giver, class_]
                given = min(move.lot, int(giver.level) - move.keep)
                if given > 0:
                    yield giver.get(given)
                    yield store.put(given)

    def campaign() -> None:
        env = simpy.Environment()
        stores = {
            (member, class_): simpy.Container(env, room, int(what.opening[member, class_]))
            for member in range(MEMBERS)
            for class_ in range(3)
        }
        for member, class_ in stores:
            env.process(cell(env, member, class_, stores))
        env.run(until=DAYS)

    return best(campaign, 5)


def simulated(what: Scene, campaigns: int = 20_000) -> tuple[float, float]:
    """Seconds of a campaign, and of each random word that it draws."""
    simulate(what, 10)
    taken = best(lambda: simulate(what, campaigns), 3)
    return taken / campaigns, taken / simulate(what, campaigns).drawn


def main() -> None:
    """Measure all, and tell ratios."""
    cells = drawings()
    known = drawings(tuple(FiringPolicy.known(one.looks, one.mean) for one in POLICIES))
    uncertain_seconds, known_seconds = best(lambda: floors(cells)), best(lambda: floors(known))
    risk_seconds = best(plan_risk(cells))
    one_build = aggregate_seconds()
    apart = scene()
    joined = linked(apart)
    (one_apart, word_apart), (one_joined, word_joined) = simulated(apart), simulated(joined)
    word_helped = simulated(standing_in(apart))[1]
    state, draws = stream(0), 50_000_000
    raw(state, 10)
    generator = best(lambda: raw(state, draws), 3) / draws
    show(
        "need",
        ("what", "seconds", "beside", "ratio"),
        [
            ("96 floors, uncertain success", uncertain_seconds, "aggregate, 8 nodes",
             96 * NODES * one_build / uncertain_seconds),
            ("96 floors, known success", known_seconds, "aggregate",
             96 * one_build / known_seconds),
            ("risk of a plan, 96 cells, 12 deliveries", risk_seconds, "", ""),
            ("one campaign by events", one_apart, "SimPy", simpy_seconds(apart) / one_apart),
            ("one campaign, all stocks linked", one_joined, "SimPy",
             simpy_seconds(joined) / one_joined),
            ("one random word by events", word_apart, "bare generator", generator / word_apart),
            ("one random word, all stocks linked", word_joined, "bare generator",
             generator / word_joined),
            ("one random word, items that stand in", word_helped, "bare generator",
             generator / word_helped),
        ],
    )  # fmt: skip
