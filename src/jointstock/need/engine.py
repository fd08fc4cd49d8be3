"""The compiled part of the simulation: campaigns, raid by raid; needs numba (the extra ``fast``).

A raid must be met in its turn only where the turn matters: where a stock may run out that others
draw on as well, or fall to a level at which a transfer is made. Elsewhere its threats are pending:
those of a stock that concerns nobody else are met when a span ends, the others when somebody must
know the stock. That changes no figure's distribution, and saves most branches.

Arrays that all functions share, for M members, C classes, I items and K looks; a cell is a member
and a class, a stock a member and an item:

- ``cells`` (M C, 6): by `MEMBER`, `CLASS`; `FIRST`, the stock taken first, or -1; `ITEM`, its item;
  `MOST`, shots at a threat from it; `APART`, whether that stock concerns nobody else;
- ``threats`` (M C, 2): by `PENDING` and `THROUGH`, those that are met later, and not stopped;
- ``stocks`` (M I, 4): by `HELD`, units there before pending threats are met; `LEVEL`, below which a
  transfer is made; `ROOM`, what pending threats leave above that at worst; `SHORT`, whether a shot
  was wanted that was not there;
- ``success`` (M C, I): the success of a shot of this campaign, as its place in a grid; -1 before it
  is drawn; ``stops`` (C, I, G, K + 1): for each of the grid, the chances that a threat is stopped
  up to each look, and by one shot, out of `ONE`;
- ``prefers`` (C, I): items in the order in which a class takes them, -1 after the last; ``looks``
  (C, I, K): shots, 0 after the last;
- ``transfers`` (R, 6): as in `jointstock.need.events.Transfer`.

They are handed on one by one, since the references in a tuple of them would be counted at each
call; what is put in place of its call takes numbers alone, for the same reason. Functions return
the random words that they drew.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from jointstock.need.xoshiro import ONE, Array, below, bits, draw, part, pick

MEMBER, CLASS, FIRST, ITEM, MOST, APART = range(6)
PENDING, THROUGH = range(2)
HELD, LEVEL, ROOM, SHORT = range(4)


@njit(cache=True, inline="always")
def meet_by_two(
    a: Any, b: Any, c: Any, d: Any, count: int, held: int, least: int,
    first: int, again: int, stops_first: int, stops_both: int,
) -> Any:  # fmt: skip
    """Meet threats with two salvos while ``least`` units are there: the next state of the stream,
    threats left, units left, threats not stopped.
    """  # fmt: skip
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
    s: Array, threats: Array, stocks: Array, stops: Array, looks: Array,
    cell: int, at: int, least: int,
) -> None:  # fmt: skip
    """The same with any number of salvos; ``looks`` (K,) and ``stops`` (K + 1,) are the cell's."""
    while threats[cell, PENDING] > 0 and stocks[at, HELD] >= least:
        u = part(draw(s))
        for k in range(looks.size):
            stocks[at, HELD] -= looks[k]
            if u < stops[k]:
                break
        else:
            threats[cell, THROUGH] += 1
        threats[cell, PENDING] -= 1


@njit(cache=True)
def fire(s: Array, stocks: Array, stops: Array, looks: Array, at: int) -> bool:
    """Fire at one threat from a stock that is not empty; whether it was stopped.

    A salvo takes what is left where that is fewer.
    """
    have, used = stocks[at, HELD], 0
    u = part(draw(s))
    for k in range(looks.size):
        if looks[k] == 0:
            break
        if used + looks[k] > have:
            stocks[at, SHORT] = 1
            stocks[at, HELD] = 0
            miss, left = 1.0 - stops[looks.size] * 2.0**-53, 1.0
            for _shot in range(have):
                left *= miss
            return bool(u < (1.0 - left) * ONE)
        used += looks[k]
        if u < stops[k]:
            stocks[at, HELD] = have - used
            return True
    stocks[at, HELD] = have - used
    return False


@njit(cache=True)
def last_rounds(
    s: Array, threats: Array, stocks: Array, stops: Array, looks: Array, cell: int, at: int
) -> int:
    """Meet a cell's pending threats one by one until the stock is empty, and let the rest through.

    ``looks`` (K,) and ``stops`` (K + 1,) are the cell's.
    """
    drawn = 0
    while threats[cell, PENDING] and stocks[at, HELD]:
        threats[cell, THROUGH] += not fire(s, stocks, stops, looks, at)
        threats[cell, PENDING] -= 1
        drawn += 1
    if threats[cell, PENDING]:
        stocks[at, SHORT] = 1
        threats[cell, THROUGH] += threats[cell, PENDING]
        threats[cell, PENDING] = 0
    return drawn


@njit(cache=True)
def meet_pending(
    s: Array, cells: Array, threats: Array, stocks: Array, success: Array, stops: Array,
    looks: Array, start: int, end: int,
) -> int:  # fmt: skip
    """Meet what is pending in some cells: one by one as soon as the stock may not suffice."""
    drawn, grid, salvos = 0, stops.shape[2], looks.shape[2]
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
        if salvos == 2:
            a, b, c, d, left, held, through = meet_by_two(
                s[0], s[1], s[2], s[3], pending, stocks[at, HELD], cells[cell, MOST],
                looks[class_, item, 0], looks[class_, item, 1],
                stops[class_, item, g, 0], stops[class_, item, g, 1],
            )  # fmt: skip
            s[0], s[1], s[2], s[3] = a, b, c, d
            threats[cell, PENDING] = left
            threats[cell, THROUGH] += through
            stocks[at, HELD] = held
        else:
            own = looks[class_, item], stops[class_, item, g]
            meet_by_many(s, threats, stocks, own[1], own[0], cell, at, cells[cell, MOST])
        drawn += pending - threats[cell, PENDING]
        if threats[cell, PENDING]:
            drawn += last_rounds(
                s, threats, stocks, stops[class_, item, g], looks[class_, item], cell, at
            )
    return drawn


@njit(cache=True)
def settle(
    s: Array, cells: Array, threats: Array, stocks: Array, success: Array, stops: Array,
    looks: Array, at: int,
) -> int:  # fmt: skip
    """Meet the threats that are pending for a stock, which suffices for them whatever happens."""
    classes, items = looks.shape[:2]
    start, drawn = at // items * classes, 0
    for cell in range(start, start + classes):
        if cells[cell, FIRST] == at and threats[cell, PENDING]:
            drawn += meet_pending(
                s, cells, threats, stocks, success, stops, looks, cell, cell + 1
            )
    stocks[at, ROOM] = stocks[at, HELD] - stocks[at, LEVEL]
    return drawn


@njit(cache=True)
def send(
    s: Array, cells: Array, threats: Array, stocks: Array, success: Array, stops: Array,
    looks: Array, transfers: Array, touched: Array, member: int,
) -> int:  # fmt: skip
    """Make the transfers that the stocks call for to which a member's raid turned."""
    drawn, items = 0, looks.shape[1]
    for r in range(transfers.shape[0]):
        item, level = transfers[r, 0], transfers[r, 2]
        to, giver = transfers[r, 1] * items + item, transfers[r, 3] * items + item
        if transfers[r, 1] == member and touched[item] and stocks[to, HELD] < level:
            drawn += settle(s, cells, threats, stocks, success, stops, looks, giver)
            given = min(transfers[r, 5], stocks[giver, HELD] - transfers[r, 4])
            if given > 0:
                stocks[giver, HELD] -= given
                stocks[giver, ROOM] -= given
                stocks[to, HELD] += given
    return drawn


@njit(cache=True)
def in_turn(
    s: Array, cells: Array, threats: Array, stocks: Array, success: Array, stops: Array,
    looks: Array, prefers: Array, transfers: Array, touched: Array, cell: int, count: int,
) -> int:  # fmt: skip
    """A raid for which what is known to be left may not suffice: its threats one by one."""
    drawn, items = 0, looks.shape[1]
    member, class_, first = cells[cell, MEMBER], cells[cell, CLASS], cells[cell, FIRST]
    for at in range(items):
        touched[at] = False
        if prefers[class_, at] >= 0:
            stock = member * items + prefers[class_, at]
            drawn += settle(s, cells, threats, stocks, success, stops, looks, stock)
    worst = count * cells[cell, MOST]
    if first >= 0 and stocks[first, ROOM] >= worst:
        stocks[first, ROOM] -= worst
        threats[cell, PENDING] += count
        return drawn
    for _threat in range(count):
        hit = False
        for at in range(items):
            item = prefers[class_, at]
            if item < 0:
                break
            stock = member * items + item
            touched[item] = True
            if stocks[stock, HELD] == 0:
                stocks[stock, SHORT] = 1
                continue
            g = success[cell, item]
            if g < 0:
                g = below(s, stops.shape[2])
                success[cell, item] = g
                drawn += 1
            hit = fire(s, stocks, stops[class_, item, g], looks[class_, item], stock)
            drawn += 1
            break
        threats[cell, THROUGH] += not hit
    if transfers.shape[0]:
        drawn += send(
            s, cells, threats, stocks, success, stops, looks, transfers, touched, member
        )
    for item in range(items):
        if touched[item]:
            stock = member * items + item
            stocks[stock, ROOM] = stocks[stock, HELD] - stocks[stock, LEVEL]
    return drawn


@njit(cache=True)
def raids_of(
    s: Array, events: int, whose: Array, sizes: Array,
    cells: Array, threats: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array, touched: Array,
) -> int:  # fmt: skip
    """So many raids in turn: whose, of which class, of how many threats."""
    drawn = events
    a, b, c, d = s[0], s[1], s[2], s[3]
    for _event in range(events):
        x, a, b, c, d = bits(a, b, c, d)
        cell = pick(x >> np.uint64(32), whose, 0)
        count = pick(x & np.uint64(0xFFFFFFFF), sizes, cells[cell, CLASS])
        if cells[cell, APART]:
            threats[cell, PENDING] += count
            continue
        first, worst = cells[cell, FIRST], count * cells[cell, MOST]
        if first >= 0 and stocks[first, ROOM] >= worst:
            stocks[first, ROOM] -= worst
            threats[cell, PENDING] += count
            continue
        s[0], s[1], s[2], s[3] = a, b, c, d
        drawn += in_turn(
            s, cells, threats, stocks, success, stops, looks, prefers, transfers, touched,
            cell, count,
        )  # fmt: skip
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
    opening: Array, arriving: Array, levels: Array, cells: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array, short: Array, missed: Array, left: Array,
) -> int:  # fmt: skip
    """Run campaigns and add up, as `jointstock.need.events` says; returns random words drawn.

    ``raids`` (rates x spans, n, 2), ``whose`` and ``sizes`` are tables to pick by; ``opening`` and
    ``levels`` (M I,), ``arriving`` (T, M I). The sums ``short``, ``left`` (M I, 2) and ``missed``
    (M C, 2) have a last axis for the sum and that of squares.
    """
    items = looks.shape[1]
    threats = np.zeros((cells.shape[0], 2), np.int64)
    stocks = np.zeros((opening.size, 4), np.int64)
    stocks[:, LEVEL] = levels
    success = np.empty((cells.shape[0], items), np.int64)
    touched = np.zeros(items, np.bool_)
    spans = interval_of.max() + 1
    drawn = count * (1 + interval_of.size)
    for _ in range(count):
        threats[:] = 0
        stocks[:, HELD], stocks[:, ROOM], stocks[:, SHORT] = opening, opening - levels, 0
        success[:] = -1
        rate = below(s, raids.shape[0] // spans)
        for t in range(interval_of.size):
            events = pick(draw(s) >> np.uint64(32), raids, rate * spans + interval_of[t])
            drawn += raids_of(
                s, events, whose, sizes, cells, threats, stocks, success, stops, looks, prefers,
                transfers, touched,
            )  # fmt: skip
            drawn += meet_pending(
                s, cells, threats, stocks, success, stops, looks, 0, cells.shape[0]
            )
            for at in range(opening.size):
                stocks[at, HELD] = max(stocks[at, HELD] + arriving[t, at], 0)
                stocks[at, ROOM] = stocks[at, HELD] - levels[at]
        add(short, stocks, SHORT)
        add(missed, threats, THROUGH)
        add(left, stocks, HELD)
    return int(drawn)
