"""The goal *unmet*: expected unmet demand of campaigns that begin at the end of each month.

It looks at the level that *floors* looks at: the stock with what is borne of gifts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.missing import Run
from jointstock.plan.periods import Counts
from jointstock.programme.programme import Programme
from jointstock.words.errors import SettingError
from jointstock.words.unmet import Unmet


def curves_of(programme: Programme) -> Mapping[tuple[str, str], Unmet]:
    """The curves by member and item that the goal adds up; none where it is not in the order.

    Raises ``SettingError`` where it is, and need has added nothing.
    """
    if "unmet" not in programme.plan.order:
        return {}
    if not programme.unmet:
        raise SettingError(
            "the goal unmet asks for the need of members, which was not worked out: plan by "
            "flow.plan, and give raids, threats, defences and exposure"
        )
    return {(one.member, one.item): one for one in programme.unmet}


def tops(case: Case) -> Counts:
    """For each cell the level beyond which a unit is worth nothing to the goal, shape (C,)."""
    curves = curves_of(case.programme)
    return np.array([curves[c].top if c in curves else 0 for c in case.cells], np.int64)


@cache
def runs(curve: Unmet, weight: float) -> tuple[Run, ...]:
    """The units below the top from the first one missing on, with what each weighs.

    They weigh more and more, so that a linear model takes them in their order.
    """
    ends = zip(curve.at[:-1], curve.at[1:], curve.slopes, strict=True)
    pieces = [(end - start, (("unmet", slope * weight),)) for start, end, slope in ends]
    return tuple(reversed(pieces))
