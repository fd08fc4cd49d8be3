"""The compiled part of the simulation: campaigns, raid by raid; needs numba (the extra ``fast``).

A raid is met in its turn where the turn matters: where another class draws on the stock as well,
or it may fall to a level at which transfers are made. Up to there its threats are pending, to be
met one by one when somebody must know the stock; those to a stock that concerns nobody else wait
until a span ends. That changes no figure's distribution, and saves most branches.

Arrays that all functions share, for M members, C classes, I items and K looks; a cell is a member
and a class, a stock a member and an item:

- ``cells`` (M C, 8): by `MEMBER`, `CLASS`; `FIRST`, the stock taken first; `ITEM`, its item;
  `MOST`, shots at a threat from it; `ONLY`, whether no other item is taken after it; `WAITS`,
  whether no other class draws on that stock; `APART`, whether it concerns nobody else at all;
- ``threats`` (M C, 2): by `PENDING` and `THROUGH`, those that are met later, and not stopped;
- ``stocks`` (M I, 5): by `HELD`, units there before what is pending is met; `LEVEL`, below which
  transfers are made; `SENDS`, the first of them; `CELL`, whose threats may be pending for it, or
  -1; `SHORT`, whether a shot was wanted that was not there;
- ``success`` (M C, I): the success of a shot of this campaign, as its place in a grid; -1 before it
  is drawn; ``stops`` (C, I, G, K + 1): for each of the grid, the chances that a threat is stopped
  up to each look, and by one shot, out of `ONE`;
- ``prefers`` (C, I): items in the order in which a class takes them, -1 after the last; ``looks``
  (C, I, K): shots, 0 after the last;
- ``transfers`` (R, 5): stock to, below, stock from, kept, lot, those to one stock together.

They are handed on one by one, since the references in a tuple of them would be counted at each
call; what is put in place of its call takes numbers alone, for the same reason. Functions return
the random words that they drew.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from jointstock.need.xoshiro import ONE, Array, below, bits, draw, part, pick

MEMBER, CLASS, FIRST, ITEM, MOST, ONLY, WAITS, APART = range(8)
PENDING, THROUGH = range(2)
HELD, LEVEL, SENDS, CELL, SHORT = range(5)
TO, BELOW, GIVER, KEEP, LOT = range(5)


@njit(cache=True, inline="always")
def meet_by_two(
    a: Any, b: Any, c: Any, d: Any, count: int, held: int, least: int,
    first: int, again: int, stops_first: int, stops_both: int,
) -> Any:  # fmt: skip
    """Meet threats with two salvos while ``least`` units are there.

    Returns the next state of the stream, threats left, units left, and threats not stopped.
    """
    through = 0
    while count > 0 and held >= least:
        x, a, b, c, d = bits(a, b, c, d)
        u = part(x)
        # all ones where the salvo missed, by the sign: no branch to be guessed wrong
        held -= first + (((stops_first - 1 - u) >> 63) & again)
        through -= (stops_both - 1 - u) >> 63
        count -= 1
    return a, b, c, d, count, held, through


@njit(cache=True)
def meet_by_many(
    s: Array, stocks: Array, stops: Array, looks: Array,
    at: int, class_: int, item: int, g: int, count: int, least: int,
) -> Any:  # fmt: skip
    """The same with any number of salvos: threats left, threats not stopped."""
    through = 0
    while count > 0 and stocks[at, HELD] >= least:
        u, hit = part(draw(s)), False
        for k in range(looks.shape[2]):
            stocks[at, HELD] -= looks[class_, item, k]
            hit = u < stops[class_, item, g, k]
            if hit:
                break
        through += not hit
        count -= 1
    return count, through


@njit(cache=True)
def fire(
    s: Array, stocks: Array, stops: Array, looks: Array,
    at: int, class_: int, item: int, g: int, count: int,
) -> Any:  # fmt: skip
    """Fire at threats one by one until a stock is empty: how many are met, and not stopped.

    A salvo takes what is left where that is fewer.
    """
    have, met, through, salvos = stocks[at, HELD], 0, 0, looks.shape[2]
    while met < count and have > 0:
        u, hit, left = part(draw(s)), False, have
        for k in range(salvos):
            shots = looks[class_, item, k]
            if shots == 0 or hit:
                break
            if shots > left:
                stocks[at, SHORT] = 1
                miss, all_miss = 1.0 - stops[class_, item, g, salvos] * 2.0**-53, 1.0
                for _shot in range(have):
                    all_miss *= miss
                hit, left = u < (1.0 - all_miss) * ONE, 0
                break
            hit, left = u < stops[class_, item, g, k], left - shots
        met += 1
        through += not hit
        have = left
    stocks[at, HELD] = have
    return met, through


@njit(cache=True)
def meet_pending(
    s: Array, cells: Array, threats: Array, stocks: Array, success: Array, stops: Array,
    looks: Array, start: int, end: int,
) -> int:  # fmt: skip
    """Meet what is pending in some cells: with care as soon as the stock may not suffice."""
    drawn, grid = 0, stops.shape[2]
    for cell in range(start, end):
        pending = threats[cell, PENDING]
        if pending == 0:
            continue
        class_, item, at = cells[cell, CLASS], cells[cell, ITEM], cells[cell, FIRST]
        g = success[cell, item]
        if g < 0:
            g = below(s, grid)
            success[cell, item] = g
            drawn += 1
        if looks.shape[2] == 2:
            a, b, c, d, left, held, through = meet_by_two(
                s[0], s[1], s[2], s[3], pending, stocks[at, HELD], cells[cell, MOST],
                looks[class_, item, 0], looks[class_, item, 1],
                stops[class_, item, g, 0], stops[class_, item, g, 1],
            )  # fmt: skip
            s[0], s[1], s[2], s[3] = a, b, c, d
            stocks[at, HELD] = held
        else:
            left, through = meet_by_many(
                s, stocks, stops, looks, at, class_, item, g, pending, cells[cell, MOST]
            )
        if left > 0:
            met, more = fire(s, stocks, stops, looks, at, class_, item, g, left)
            through += more + left - met
            drawn -= left - met
            if met < left:
                stocks[at, SHORT] = 1
        drawn += pending
        threats[cell, PENDING] = 0
        threats[cell, THROUGH] += through
    return drawn


@njit(cache=True)
def send(
    s: Array, cells: Array, threats: Array, stocks: Array, success: Array, stops: Array,
    looks: Array, transfers: Array, to: Any,
) -> int:  # fmt: skip
    """Make the transfers that a stock calls for."""
    drawn = 0
    for r in range(stocks[to, SENDS], transfers.shape[0]):
        if transfers[r, TO] != to:
            break
        giver, cell = transfers[r, GIVER], stocks[transfers[r, GIVER], CELL]
        may_give = stocks[giver, HELD] > transfers[r, KEEP]  # what is pending takes, and never adds
        if may_give and stocks[to, HELD] < transfers[r, BELOW]:
            if cell >= 0 and threats[cell, PENDING]:
                drawn += meet_pending(
                    s, cells, threats, stocks, success, stops, looks, cell, cell + 1
                )
            given = max(min(transfers[r, LOT], stocks[giver, HELD] - transfers[r, KEEP]), 0)
            stocks[giver, HELD] -= given
            stocks[to, HELD] += given
    return drawn


@njit(cache=True)
def in_turn(
    s: Array, cells: Array, threats: Array, stocks: Array, success: Array, stops: Array,
    looks: Array, prefers: Array, transfers: Array, cell: Any, count: Any,
) -> int:  # fmt: skip
    """The rest of a raid, for which the first stock may not suffice: item after item."""
    drawn, items, class_ = 0, looks.shape[1], cells[cell, CLASS]
    base = cells[cell, MEMBER] * items
    for at in range(items):
        item = prefers[class_, at]
        if item < 0 or count == 0:
            break
        if stocks[base + item, HELD] > 0:
            g = success[cell, item]
            if g < 0:
                g = below(s, stops.shape[2])
                success[cell, item] = g
                drawn += 1
            met, through = fire(s, stocks, stops, looks, base + item, class_, item, g, count)
            drawn += met
            count -= met
            threats[cell, THROUGH] += through
        if count > 0:
            stocks[base + item, SHORT] = 1
        if at > 0 and stocks[base + item, HELD] < stocks[base + item, LEVEL]:
            drawn += send(s, cells, threats, stocks, success, stops, looks, transfers, base + item)
    threats[cell, THROUGH] += count
    return drawn


@njit(cache=True)
def raids_of(
    s: Array, events: Any, whose: Array, sizes: Array,
    cells: Array, threats: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array,
) -> Any:  # fmt: skip
    """So many raids in turn: whose, of which class, of how many threats."""
    drawn, grid = events, stops.shape[2]
    a, b, c, d = s[0], s[1], s[2], s[3]
    for _event in range(events):
        x, a, b, c, d = bits(a, b, c, d)
        cell = pick(x >> np.uint64(32), whose, np.uint64(0))
        class_ = np.uint64(cells[cell, CLASS])
        count: Any = np.int64(pick(x & np.uint64(0xFFFFFFFF), sizes, class_))
        if cells[cell, APART]:
            threats[cell, PENDING] += count
            continue
        item, at = np.uint64(cells[cell, ITEM]), np.uint64(cells[cell, FIRST])
        if cells[cell, WAITS]:
            count += threats[cell, PENDING]
            threats[cell, PENDING] = count
            if count * cells[cell, MOST] <= stocks[at, HELD] - stocks[at, LEVEL]:
                continue
            threats[cell, PENDING] = 0
        if looks.shape[2] == 2 and stocks[at, HELD] >= cells[cell, MOST]:
            g = success[cell, item]
            if g < 0:
                x, a, b, c, d = bits(a, b, c, d)
                g = np.int64(float(part(x)) * (grid * 2.0**-53))
                success[cell, item] = g
                drawn += 1
            drawn += count
            a, b, c, d, count, held, through = meet_by_two(
                a, b, c, d, count, stocks[at, HELD], cells[cell, MOST],
                looks[class_, item, 0], looks[class_, item, 1],
                stops[class_, item, np.uint64(g), 0], stops[class_, item, np.uint64(g), 1],
            )  # fmt: skip
            drawn -= count
            stocks[at, HELD] = held
            threats[cell, THROUGH] += through
        if count > 0 and cells[cell, ONLY] and stocks[at, HELD] == 0:
            stocks[at, SHORT] = 1
            threats[cell, THROUGH] += count
        elif count > 0:
            s[0], s[1], s[2], s[3] = a, b, c, d
            drawn += in_turn(
                s, cells, threats, stocks, success, stops, looks, prefers, transfers,
                np.int64(cell), count,
            )  # fmt: skip
            a, b, c, d = s[0], s[1], s[2], s[3]
        if stocks[at, HELD] < stocks[at, LEVEL]:
            r, last = np.uint64(stocks[at, SENDS]), np.uint64(transfers.shape[0] - 1)
            while (
                r < last
                and transfers[r, TO] == np.int64(at)
                and (stocks[np.uint64(transfers[r, GIVER]), HELD] <= transfers[r, KEEP])
            ):
                r += np.uint64(1)  # a giver that has nothing to give is no reason for a call
            if stocks[np.uint64(transfers[r, GIVER]), HELD] <= transfers[r, KEEP]:
                continue
            s[0], s[1], s[2], s[3] = a, b, c, d
            drawn += send(s, cells, threats, stocks, success, stops, looks, transfers, np.int64(at))
            a, b, c, d = s[0], s[1], s[2], s[3]
    s[0], s[1], s[2], s[3] = a, b, c, d
    return drawn


@njit(cache=True)
def add(sums: Array, found: Array, field: int) -> None:
    """Add a field of a campaign's cells or stocks to sums (n, 2), and its squares."""
    for at in range(found.shape[0]):
        one = 1.0 * found[at, field]
        sums[at, 0] += one
        sums[at, 1] += one * one


@njit(cache=True)
def campaigns(
    s: Array, count: int, raids: Array, interval_of: Array, whose: Array, sizes: Array,
    opening: Array, arriving: Array, cells: Array, stocks: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array, short: Array, missed: Array, left: Array,
) -> int:  # fmt: skip
    """Run campaigns and add up, as `jointstock.need.events` says; returns random words drawn.

    ``raids`` (rates x spans, n), ``whose`` and ``sizes`` are tables to pick by; ``opening`` (M I,),
    ``arriving`` (T, M I). The sums ``short``, ``left`` (M I, 2) and ``missed`` (M C, 2) have a last
    axis for the sum and that of squares.
    """
    threats = np.zeros((cells.shape[0], 2), np.int64)
    success = np.empty((cells.shape[0], looks.shape[1]), np.int64)
    spans = interval_of.max() + 1
    drawn = count * (1 + interval_of.size)
    for _ in range(count):
        threats[:] = 0
        stocks[:, HELD], stocks[:, SHORT] = opening, 0
        success[:] = -1
        rate = below(s, raids.shape[0] // spans)
        for t in range(interval_of.size):
            row = np.uint64(rate * spans + interval_of[t])
            events = np.int64(pick(draw(s) >> np.uint64(32), raids, row))
            drawn += raids_of(
                s, events, whose, sizes, cells, threats, stocks, success, stops, looks, prefers,
                transfers,
            )  # fmt: skip
            drawn += meet_pending(
                s, cells, threats, stocks, success, stops, looks, 0, cells.shape[0]
            )
            for at in range(opening.size):
                stocks[at, HELD] = max(stocks[at, HELD] + arriving[t, at], 0)
        add(short, stocks, SHORT)
        add(missed, threats, THROUGH)
        add(left, stocks, HELD)
    return int(drawn)
