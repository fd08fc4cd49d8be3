"""The compiled part of the simulation: campaigns, raid by raid; needs numba (the extra ``fast``).

A raid is put off for as long as it cannot matter when its threats are met: while what is put off
leaves the stock that it draws on above its level, even if each threat takes all the shots that it
may. Then all are met, and the last raid in its turn. The level is where somebody looks: where a
transfer is made for which a giver has units; else 0 where another class draws on the stock or
another item stands in for it; else there is none, and threats wait until the span ends. That
changes no figure's distribution, since threats for which a stock surely suffices may be met in any
order, and it saves most branches.

Arrays are those of `jointstock.need.meeting`, handed on one by one. Functions return the random
words that they drew.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from jointstock.need.meeting import (
    BASE,
    BELOW,
    BELOW_IT,
    CLASS,
    END,
    FAR,
    FIRST,
    FULL,
    GIVER,
    GIVES,
    HELD,
    KEEP,
    LOOKED,
    LOT,
    MOST,
    NOW,
    ROOM,
    SENDS,
    SHORT,
    SOLE,
    THROUGH,
    TO,
    compiled,
    meet,
)  # fmt: skip
from jointstock.need.xoshiro import Array, below, bits, draw, pick


@compiled
def take(cells: Array, looks: Array, cell: Any, at: Any) -> None:
    """Let a cell take from a stock, with no threat put off."""
    item = at - cells[cell, BASE]
    cells[cell, NOW] = at
    cells[cell, MOST] = looks[cells[cell, CLASS], item, looks.shape[2] - 1]
    cells[cell, ROOM], cells[cell, FULL] = -1, -1


@compiled
def settle(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    start: Any, end: Any, only: Any,
) -> Any:  # fmt: skip
    """Meet what is put off in some cells: all, or what draws on one stock ``only`` (-1: all)."""
    drawn, nothing = 0, stocks.shape[0] - 1
    for cell in range(start, end):
        pending, at = cells[cell, FULL] - cells[cell, ROOM], cells[cell, NOW]
        if pending > 0 and (only < 0 or only == at):
            cells[cell, FULL] = cells[cell, ROOM]
            if at != nothing:
                pending, words = meet(s, cells, stocks, success, stops, looks, cell, at, pending)
                drawn += words
            if pending > 0:
                stocks[at, SHORT] = 1
                cells[cell, THROUGH] += pending
    return drawn


@compiled
def settle_stock(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array, at: Any
) -> Any:
    """Meet what is put off and draws on a stock."""
    first, end = stocks[at, FIRST], stocks[at, END]
    return settle(s, cells, stocks, success, stops, looks, first, end, at)


@compiled
def at_least(cells: Array, stocks: Array, at: Any) -> Any:
    """What is left of a stock if all that is put off takes the most."""
    held = stocks[at, HELD]
    for cell in range(stocks[at, FIRST], stocks[at, END]):
        if cells[cell, NOW] == at:
            held -= (cells[cell, FULL] - cells[cell, ROOM]) * cells[cell, MOST]
    return held


@compiled
def make_room(cells: Array, stocks: Array, at: Any) -> None:
    """Say how many threats may be put off, of each cell that takes from a stock."""
    level, first, end = stocks[at, LOOKED], stocks[at, FIRST], stocks[at, END]
    spare = FAR if level == 0 and stocks[at, SOLE] else stocks[at, HELD] - level
    taking = 1
    if end > first + 1:
        taking = 0
        for cell in range(first, end):
            taking += cells[cell, NOW] == at
    for cell in range(first, end):
        if cells[cell, NOW] == at:
            room = np.int64(spare / (1.0 * taking * cells[cell, MOST])) if spare >= 0 else -1
            cells[cell, ROOM] = room
            cells[cell, FULL] = room


@compiled
def level_of(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    transfers: Array, at: Any,
) -> Any:  # fmt: skip
    """The level below which somebody still sends units to a stock, 0 for none; words drawn."""
    drawn, level, r = 0, 0, stocks[at, SENDS]
    while r < transfers.shape[0] and transfers[r, TO] == at:
        giver, keep = transfers[r, GIVER], transfers[r, KEEP]
        if transfers[r, BELOW] > level and stocks[giver, HELD] > keep:
            if at_least(cells, stocks, giver) <= keep:
                drawn += settle_stock(s, cells, stocks, success, stops, looks, giver)
            if stocks[giver, HELD] > keep:
                level = transfers[r, BELOW]
        r += 1
    return level, drawn


@compiled
def renew(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    transfers: Array, at: Any,
) -> Any:  # fmt: skip
    """Find the level of a stock for which nothing is put off, and how much may be."""
    level, drawn = level_of(s, cells, stocks, success, stops, looks, transfers, at)
    stocks[at, LOOKED] = level
    make_room(cells, stocks, at)
    return drawn


@compiled
def look_anew(cells: Array, stocks: Array, at: Any) -> None:
    """Let the next raids that may want a stock be met in turn, also those that found it empty."""
    for cell in range(stocks[at, FIRST], stocks[at, END]):
        cells[cell, FULL] -= cells[cell, ROOM] + 1  # what is put off stays so
        cells[cell, ROOM] = -1


@compiled
def come_back(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    prefers: Array, at: Any,
) -> Any:  # fmt: skip
    """Let cells take again from a stock that was empty."""
    drawn = 0
    for cell in range(stocks[at, FIRST], stocks[at, END]):
        for k in range(looks.shape[1]):
            item = prefers[cells[cell, CLASS], k]
            if item < 0 or cells[cell, BASE] + item == cells[cell, NOW]:
                break
            if cells[cell, BASE] + item == at:
                drawn += settle(
                    s, cells, stocks, success, stops, looks, cell, cell + 1, np.int64(-1)
                )
                take(cells, looks, cell, at)
                break
    return drawn


@compiled
def send(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array, to: Any,
) -> Any:  # fmt: skip
    """Make the transfers that a stock calls for."""
    drawn, r = 0, stocks[to, SENDS]
    while r < transfers.shape[0] and transfers[r, TO] == to:
        giver, keep = transfers[r, GIVER], transfers[r, KEEP]
        # what is put off takes from a giver, and never adds
        if stocks[giver, HELD] > keep and stocks[to, HELD] < transfers[r, BELOW]:
            drawn += settle_stock(s, cells, stocks, success, stops, looks, giver)
            given = min(transfers[r, LOT], stocks[giver, HELD] - keep)
            if given > 0:
                if stocks[to, HELD] == 0:
                    drawn += come_back(s, cells, stocks, success, stops, looks, prefers, to)
                stocks[giver, HELD] -= given
                stocks[to, HELD] += given
                make_room(cells, stocks, giver)
                if stocks[to, GIVES]:
                    for other in range(transfers.shape[0]):
                        if transfers[other, GIVER] == to:
                            look_anew(cells, stocks, transfers[other, TO])
        r += 1
    return drawn


@compiled
def attend(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array, cell: Any, count: Any,
) -> Any:  # fmt: skip
    """A raid in its turn: item after item until all is met, then the transfers called for."""
    drawn, used, class_, base = 0, 0, cells[cell, CLASS], cells[cell, BASE]
    at = cells[cell, NOW]
    if at == stocks.shape[0] - 1:
        cells[cell, THROUGH] += cells[cell, FULL] - cells[cell, ROOM]
    if stocks[at, LOOKED] > 0 and stocks[at, SOLE]:
        level, words = level_of(s, cells, stocks, success, stops, looks, transfers, at)
        drawn += words
        if level == 0:  # nobody has anything to send any more: it need not be looked at
            stocks[at, LOOKED] = 0
            cells[cell, FULL] += FAR
            cells[cell, ROOM] += FAR - count
            return drawn
    for k in range(looks.shape[1]):
        item = prefers[class_, k]
        if item < 0:
            break
        at, used = base + item, k + 1
        if cells[cell, NOW] == at:
            count += cells[cell, FULL] - cells[cell, ROOM]
            cells[cell, FULL] = cells[cell, ROOM]
        if stocks[at, END] - stocks[at, FIRST] > 1:
            drawn += settle_stock(s, cells, stocks, success, stops, looks, at)
        count, words = meet(s, cells, stocks, success, stops, looks, cell, at, count)
        drawn += words
        if count == 0:
            take(cells, looks, cell, at)
            break
        stocks[at, SHORT] = 1
    if count > 0:
        cells[cell, THROUGH] += count
        cells[cell, NOW] = stocks.shape[0] - 1
        cells[cell, ROOM], cells[cell, FULL] = FAR, FAR
    for k in range(used):
        at = base + prefers[class_, k]
        if stocks[at, HELD] < stocks[at, BELOW_IT]:
            drawn += send(s, cells, stocks, success, stops, looks, prefers, transfers, at)
        drawn += renew(s, cells, stocks, success, stops, looks, transfers, at)
    return drawn


@compiled
def raids_of(
    s: Array, events: Any, whose: Array, sizes: Array,
    cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array,
) -> Any:  # fmt: skip
    """So many raids in turn: whose, of which class, of how many threats."""
    drawn = events
    a, b, c, d = s[0], s[1], s[2], s[3]
    for _event in range(events):
        x, a, b, c, d = bits(a, b, c, d)
        cell = pick(x >> np.uint64(32), whose, np.uint64(0))
        class_ = np.uint64(cells[cell, CLASS])
        count = np.int64(pick(x & np.uint64(0xFFFFFFFF), sizes, class_))
        room = cells[cell, ROOM] - count
        if room >= 0:
            cells[cell, ROOM] = room
            continue
        s[0], s[1], s[2], s[3] = a, b, c, d
        drawn += attend(
            s, cells, stocks, success, stops, looks, prefers, transfers, np.int64(cell), count
        )
        a, b, c, d = s[0], s[1], s[2], s[3]
    s[0], s[1], s[2], s[3] = a, b, c, d
    return drawn


@compiled
def anew(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array,
) -> None:  # fmt: skip
    """Begin a span, with nothing put off: cells take from their first stock; levels are found."""
    for cell in range(cells.shape[0]):
        take(cells, looks, cell, cells[cell, BASE] + prefers[cells[cell, CLASS], 0])
    for at in range(stocks.shape[0] - 1):
        renew(s, cells, stocks, success, stops, looks, transfers, at)


@compiled
def copy(from_: Array, to: Array) -> None:
    """Copy an array (n, m), without the checks of a slice."""
    for row in range(from_.shape[0]):
        for column in range(from_.shape[1]):
            to[row, column] = from_[row, column]


@compiled
def add(sums: Array, found: Array, field: int) -> None:
    """Add a field of a campaign's cells or stocks to sums (n, 2), and its squares."""
    for at in range(sums.shape[0]):
        one = 1.0 * found[at, field]
        sums[at, 0] += one
        sums[at, 1] += one * one


@njit(cache=True)
def campaigns(
    s: Array, count: int, raids: Array, interval_of: Array, whose: Array, sizes: Array,
    opening: Array, arriving: Array, cells: Array, stocks: Array, stops: Array, looks: Array,
    prefers: Array, transfers: Array, short: Array, missed: Array, left: Array,
) -> Any:  # fmt: skip
    """Run campaigns and add up, as `jointstock.need.events` says; returns random words drawn.

    ``raids`` (rates x spans, n), ``whose`` and ``sizes`` are tables to pick by; ``opening`` (M I,),
    ``arriving`` (T, M I). The sums ``short``, ``left`` (M I, 2) and ``missed`` (M C, 2) have a last
    axis for the sum and that of squares.
    """
    undrawn = np.full((cells.shape[0], looks.shape[1]), -1)
    success = undrawn.copy()
    spans = interval_of.max() + 1
    drawn = count * (1 + interval_of.size)
    stocks[:-1, HELD] = opening
    anew(s, cells, stocks, success, stops, looks, prefers, transfers)
    first_cells, first_stocks = cells.copy(), stocks.copy()
    for _ in range(count):
        copy(first_cells, cells)
        copy(first_stocks, stocks)
        copy(undrawn, success)
        rate = below(s, raids.shape[0] // spans)
        for t in range(interval_of.size):
            if t > 0:
                anew(s, cells, stocks, success, stops, looks, prefers, transfers)
            row = np.uint64(rate * spans + interval_of[t])
            events = np.int64(pick(draw(s) >> np.uint64(32), raids, row))
            drawn += raids_of(
                s, events, whose, sizes, cells, stocks, success, stops, looks, prefers, transfers
            )
            drawn += settle(
                s, cells, stocks, success, stops, looks, 0, cells.shape[0], np.int64(-1)
            )
            for at in range(opening.size):
                stocks[at, HELD] = max(stocks[at, HELD] + arriving[t, at], 0)
        add(short, stocks, SHORT)
        add(missed, cells, THROUGH)
        add(left, stocks, HELD)
    return int(drawn)
