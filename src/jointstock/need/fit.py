"""Fitting a law to the days of a record: candidates, how each does, and a choice with reasons."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from jointstock.need import goodness
from jointstock.need.bootstrap import block_days, resampled
from jointstock.need.laws import Law, NegativeBinomialDays, OccupiedDays, recorded
from jointstock.need.record import Record
from jointstock.programme.programme import Programme
from jointstock.words.errors import SettingError
from jointstock.words.needs import Fitted

Counts = NDArray[np.int64]

RECORDED, NEGATIVE_BINOMIAL, OCCUPIED = "recorded days", "negative binomial", "occupancy and size"
# What is asked of a law before it may stand for a record.
LEAST_PIT = 0.05
LEAST_COVERED = 0.8
LEAST_DAYS = 30
LEAST_RAIDS = 5
# From so much correlation on the same day on, classes are told to go together.
COMPANION = 0.3
HORIZONS = (30, 90)
_DRAWN = 20_000
LEVEL = 0.95


@dataclass(frozen=True)
class Candidate:
    """A law fitted to the days, or ``None`` and why there is none.

    ``fitted`` counts parameters; ``aic`` is Akaike's criterion; ``pit`` the probability of a fit
    as bad as this by chance; ``no_threats`` the share of days without any, by the law.
    ``covered`` gives for each horizon the share of past origins whose sum stayed within the
    forecast's 95 percent quantile, and how many origins there were.
    """

    name: str
    law: Law | None
    said: str = ""
    fitted: int = 0
    aic: float = math.inf
    pit: float = 0.0
    no_threats: float = 0.0
    covered: Mapping[int, tuple[float, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """What a class's days look like, the candidates, and the one chosen, with reasons in words.

    ``rate_cv`` is the coefficient of variation of the rate over ``horizon`` days ahead: of its
    estimate from this record, and of its drift between stretches of that length. ``together`` is
    the correlation with each other class on the same day.
    """

    class_: str
    days: int
    mean: float
    dispersion: float
    no_threats: float
    clustering: float
    dependence: float
    candidates: tuple[Candidate, ...]
    choice: str
    reasons: tuple[str, ...]
    rate_cv: float
    horizon: int
    together: Mapping[str, float]

    @property
    def law(self) -> Law:
        """The law that was chosen."""
        return next(one.law for one in self.candidates if one.name == self.choice and one.law)


def fit(record: Record, class_: str, *, coverage: bool = True, horizon: int = 90) -> Fit:
    """Fit every candidate to a class of a record, and choose.

    ``coverage`` replays the record with forecasts from each past month, which takes a second.
    Raises ``SettingError`` for a class that the record has not.
    """
    counts = record.of(class_)
    candidates = [
        _judged(name, make, counts, coverage=coverage) for name, make in CANDIDATES.items()
    ]
    choice, reasons = _choice(counts, candidates)
    reasons += _forecasts(choice, candidates)
    cv, why = rate_variation(counts, horizon)
    together = _together(record, class_)
    return Fit(
        class_,
        counts.size,
        float(counts.mean()),
        goodness.dispersion(counts),
        float((counts == 0).mean()),
        goodness.clustering(counts),
        goodness.ljung_box(counts.astype(float)),
        tuple(candidates),
        choice,
        (*reasons, *_warnings(counts), *_companions(together), why),
        cv,
        horizon,
        together,
    )


def _together(record: Record, class_: str) -> dict[str, float]:
    """How a class goes with each other one on the same day, as a correlation."""
    found = goodness.same_day(np.stack([record.of(one) for one in record.classes], axis=1))
    own = record.classes.index(class_)
    return {one: float(found[own, k]) for k, one in enumerate(record.classes) if one != class_}


def _companions(together: Mapping[str, float]) -> Iterator[str]:
    """Classes that come on the same days, in words; a raid of several is then drawn as one."""
    named = [f"{one} ({value:.2f})" for one, value in together.items() if abs(value) >= COMPANION]
    if named:
        yield f"goes with {', '.join(named)} on the same days (correlation)"


def _judged(
    name: str, make: Callable[[Counts], tuple[Law | None, str, int]], counts: Counts, *,
    coverage: bool,
) -> Candidate:  # fmt: skip
    law, said, fitted = make(counts)
    if law is None:
        return Candidate(name, None, said)
    day = goodness.launched(law, 1)
    with np.errstate(divide="ignore"):
        seen = np.log(day.pmf[np.minimum(counts, day.pmf.size - 1)])
    return Candidate(
        name,
        law,
        said,
        fitted,
        2.0 * fitted - 2.0 * float(seen.sum()) if name != RECORDED else math.inf,
        goodness.pit(counts, law, fitted=fitted),
        float(day.pmf[0]),
        covered(counts, make) if coverage else {},
    )


def _recorded(counts: Counts) -> tuple[Law | None, str, int]:
    return recorded(counts[:, None]), "draws the days themselves", 0


def _negative_binomial(counts: Counts) -> tuple[Law | None, str, int]:
    """The shape of greatest likelihood; the mean of the days is that of the mean."""
    mean = float(counts.mean())
    shape, why = shape_of(counts)
    return (None, why, 0) if shape is None else (NegativeBinomialDays(mean, shape), why, 2)


def _occupied(counts: Counts) -> tuple[Law | None, str, int]:
    """Occupancy by counting; of the sizes less one, mean and shape of greatest likelihood."""
    some = counts[counts > 0]
    if some.size < LEAST_RAIDS:
        return None, f"only {some.size} days have a threat, too few for a law of sizes", 0
    occupancy, size = some.size / counts.size, float(some.mean())
    shape, why = shape_of(some - 1)
    if shape is None:
        if some.max() > 1:
            return None, f"sizes: {why}", 0
        shape, why = math.inf, "every day with a threat has one"
    return OccupiedDays(occupancy, size, shape), why, 3


CANDIDATES: dict[str, Callable[[Counts], tuple[Law | None, str, int]]] = {
    RECORDED: _recorded,
    NEGATIVE_BINOMIAL: _negative_binomial,
    OCCUPIED: _occupied,
}


def shape_of(counts: Counts) -> tuple[float | None, str]:
    """The shape of a negative binomial of greatest likelihood, from a start by moments.

    ``None``, and why, where there is none: no threat at all, counts that vary no more than
    Poisson's, or a likelihood that still rises at the end of what was searched.
    """
    mean = float(counts.mean()) if counts.size else 0.0
    if not mean:
        return None, "nothing was counted, so that there is no shape to find"
    variance = float(counts.var())
    if variance <= mean:
        return None, "counts vary no more than Poisson's, so that no shape is the best"
    start = math.log(mean**2 / (variance - mean))
    values, times = np.unique(counts, return_counts=True)

    def missing(log_shape: float) -> float:
        shape = math.exp(log_shape)
        terms = gammaln(values + shape) - gammaln(shape) - gammaln(values + 1.0)
        terms += shape * math.log(shape / (shape + mean)) + values * math.log(mean / (shape + mean))
        return -float(times @ terms)

    low, high = start - 6.0, start + 6.0
    found = minimize_scalar(missing, bounds=(low, high), method="bounded")
    if not found.success or not low + 0.01 < found.x < high - 0.01:
        return None, "the likelihood has no top near the moments: the fit did not converge"
    return math.exp(float(found.x)), "greatest likelihood, from a start by moments"


def covered(
    counts: Counts, make: Callable[[Counts], tuple[Law | None, str, int]]
) -> dict[int, tuple[float, int]]:
    """How often a forecast's 95 percent quantile held, from origins a month apart.

    Each law is fitted to at most the 365 days before an origin, at least 120, and forecasts with
    the variation of the rate that those days show, as a requirement does.
    """
    held: dict[int, list[bool]] = {days: [] for days in HORIZONS}
    for origin in range(120, counts.size - min(HORIZONS) + 1, 30):
        past = counts[max(0, origin - 365) : origin]
        law = make(past)[0]
        if law is None:
            continue
        cv = rate_variation(past)[0]
        for days in HORIZONS:
            if origin + days <= counts.size:
                total = counts[origin : origin + days].sum()
                held[days].append(bool(total <= goodness.launched(law, days, cv).quantile(LEVEL)))
    return {days: (sum(one) / len(one), len(one)) for days, one in held.items() if one}


def _choice(counts: Counts, candidates: list[Candidate]) -> tuple[str, list[str]]:
    """The name of the candidate to use, and why, in sentences."""
    raids = int((counts > 0).sum())
    reasons = [f"{one.name} is left out: {one.said}" for one in candidates if one.law is None]
    if counts.size < LEAST_DAYS or raids < LEAST_RAIDS:
        some = f"{counts.size} days with raids on {raids} of them"
        reasons.append(f"{RECORDED}: {some} are too few to judge a law by")
        return RECORDED, reasons
    fair = []
    for one in candidates:
        if one.name == RECORDED or one.law is None:
            continue
        short = [
            f"{share:.0%} of {origins} forecasts over {days} days held at 95 %"
            for days, (share, origins) in one.covered.items()
            if share < LEAST_COVERED and origins >= LEAST_RAIDS
        ]
        if one.pit < LEAST_PIT:
            reasons.append(f"{one.name} is left out: days as recorded are unlikely under it "
                           f"(p {one.pit:.2g})")  # fmt: skip
        elif short:
            reasons.append(f"{one.name} is left out: {'; '.join(short)}")
        else:
            fair.append(one)
    if not fair:
        reasons.append(f"{RECORDED}: no law with few parameters describes these days")
        return RECORDED, reasons
    best = min(fair, key=lambda one: one.aic)
    beside = "; its criterion is the lowest of those that fit" if len(fair) > 1 else ""
    reasons.append(f"{best.name}: days as recorded are likely under it (p {best.pit:.2g}){beside}")
    return best.name, reasons


def _forecasts(choice: str, candidates: list[Candidate]) -> Iterator[str]:
    """How the forecasts of the law that was chosen did, in sentences."""
    for one in candidates:
        for days, (share, origins) in one.covered.items() if one.name == choice else ():
            few = ", far too few" if share < LEAST_COVERED else ""
            yield f"{share:.0%} of its {origins} forecasts over {days} days held at 95 %{few}"


def _warnings(counts: Counts) -> Iterator[str]:
    """What holds of the record whatever is chosen, in sentences."""
    over = goodness.dispersion(counts)
    if over > 2.0:
        yield f"a day varies {over:.0f} times as much as Poisson's, so Poisson days are ruled out"
    if goodness.ljung_box(counts.astype(float)) < 0.01:
        yield (
            "days depend on those before them; sums over a month vary "
            f"{goodness.clustering(counts):.1f} times as much as of independent days, which the "
            "variation of the rate has to carry"
        )


def rate_variation(counts: Counts, horizon: int = 90) -> tuple[float, str]:
    """The coefficient of variation of the rate ahead, and where it comes from, eq. (11).

    Its estimate's (block bootstrap of the mean), and its drift. Never 0 where anything was
    counted.
    """
    mean = float(counts.mean())
    if not mean:
        return 0.0, "nothing was counted: the rate is 0, and how sure that is cannot be told"
    estimate = float((resampled(counts.size) @ counts).std() / mean)
    drift, stretches = drift_of(counts, horizon), counts.size // horizon
    known = f"{estimate:.2f} from its estimate (blocks of {block_days(counts.size)} days)"
    if stretches < 2:
        more = f"its drift cannot be seen in {counts.size} days"
    else:
        more = f"{drift:.2f} from its drift over {stretches} stretches of {horizon} days"
    return math.hypot(estimate, drift), f"the rate's coefficient of variation: {known}; {more}"


def drift_of(counts: Counts, horizon: int = 90) -> float:
    """How much the means of stretches of days differ beyond chance, over the mean; else 0."""
    stretches = counts.size // horizon
    if stretches < 2 or not counts.any():
        return 0.0
    means = counts[-stretches * horizon :].reshape(stretches, horizon).mean(axis=1)
    between = float(means.var(ddof=1)) - float(counts.var()) / horizon
    return math.sqrt(max(0.0, between)) / float(counts.mean())


def fits(record: Record, *, coverage: bool = True) -> tuple[Fit, ...]:
    """A fit of every class of a record; ``SettingError`` where it has none."""
    if not record.classes:
        raise SettingError("the record has no class")
    return tuple(fit(record, class_, coverage=coverage) for class_ in record.classes)


def fits_of(programme: Programme) -> tuple[Fit, ...]:
    """A fit of every class of a programme's daily record; none where it has no raids."""
    return fits(Record.of_rows(programme.raids)) if programme.raids else ()


def pictured(record: Record) -> tuple[Fitted, ...]:
    """Fits of a record as they travel: reasons, and the curves of days with more than n threats.

    A class of which more came on a day than any record has is left out.
    """
    found = []
    for class_ in record.classes:
        counts = record.of(class_)
        if counts.max(initial=0) > _DRAWN:
            continue
        one = fit(record, class_)
        at = np.unique(np.linspace(0, max(int(counts.max()), 1), 40).astype(int))
        laws = [
            (known.name, goodness.launched(known.law, 1))
            for known in one.candidates
            if known.law is not None and known.name != RECORDED
        ]
        found.append(
            Fitted(
                one.class_,
                one.days,
                one.choice,
                one.reasons,
                tuple(int(n) for n in at),
                tuple(float((counts > n).mean()) for n in at),
                tuple((name, tuple(day.survival(int(n)) for n in at)) for name, day in laws),
            )
        )
    return tuple(found)


def fit_as_data(one: Fit) -> dict[str, Any]:
    """A fit as JSON has it."""
    return {
        "class": one.class_,
        "days": one.days,
        "mean": one.mean,
        "dispersion": one.dispersion,
        "no_threats": one.no_threats,
        "clustering": one.clustering,
        "dependence": one.dependence,
        "together": dict(one.together),
        "rate_cv": one.rate_cv,
        "choice": one.choice,
        "reasons": list(one.reasons),
        "candidates": [
            {
                "name": found.name,
                "said": found.said,
                "aic": found.aic if math.isfinite(found.aic) else None,
                "pit": found.pit,
                "no_threats": found.no_threats,
                "covered": {str(days): share for days, (share, _) in found.covered.items()},
            }
            for found in one.candidates
        ],
    }
