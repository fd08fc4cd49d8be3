"""Answers to *why*: what holds a figure of a plan, and which changes would help most."""

from __future__ import annotations

from dataclasses import dataclass

from jointstock.words.months import Month

# A limit is moved by one unit, and then by so many, as long as each does as much as the first and
# so many there are.
TRIED = (2, 4, 8)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a plan that can be asked about.

    ``kind`` is ``level`` (stock with what is borne for gifts, in a month), ``use`` (own use not
    served), ``firm`` (firm demand not called off), ``late`` (unit-months of firm demand late) or
    ``gift`` (units given). ``value`` is what the plan has, ``of`` what it is told against: the
    floor, the use, the firm demand, what may be given; for *late* the firm demand too. ``borne`` is
    what of a level is not stock, but given and not got back. ``spells`` are the first and last
    months of each stretch in which it falls short: of a level all of them, whatever its month.
    ``rows`` name the input rows of ``of``.
    """

    kind: str
    member: str
    item: str
    value: int
    of: int
    month: Month | None = None
    spells: tuple[tuple[Month, Month], ...] = ()
    contract: str = ""
    donation: str = ""
    rows: tuple[str, ...] = ()
    borne: int = 0

    @property
    def short(self) -> int:
        """What the figure lacks; above zero where there is something to explain."""
        return max(self.of - self.value, 0) if self.kind in ("level", "gift") else self.value


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a limit or rule, as a person could ask for it.

    ``kind`` is one of ``capacity``, ``promised``, ``lead``, ``opening``, ``ramp``, ``untaken`` (a
    ramp that the plan leaves out), ``minimum``, ``ceiling``, ``window``, ``joining``, ``demand``,
    ``budget``, ``ready``, ``keep``, ``together`` (what a group gives in full or not at all),
    ``deadline``, ``funding``, ``use`` and ``floor``; the names say whose it is, ``month`` from when
    (a budget: ``year``). ``units`` is by how much: units, units a month or months; of money, the
    units it pays for, which cost ``amount`` in ``currency``. ``sets`` are what ``--set`` takes,
    ``rows`` the input rows of the limit.
    """

    kind: str
    units: int
    sets: tuple[str, ...]
    rows: tuple[str, ...]
    member: str = ""
    item: str = ""
    line: str = ""
    contract: str = ""
    donation: str = ""
    payer: str = ""
    month: Month | None = None
    year: int = 0
    budget: str = ""
    amount: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A limit or rule that holds a figure, and what one unit more of it would do.

    ``gain`` is by how much the figure betters, in parts of units: all goals in their order, whole
    numbers as planned (openings, bands, ramps, beginnings of gifts). What a level gains is what it
    lacks less of its floor. ``goal`` is the first goal that changes with it, and ``price`` how much
    that one betters. In a large plan, where ``gain`` is ``None``, the price is the rate at the plan
    in the goal that counts the figure. ``until`` is the most units tried that together do so many
    times as much as one; ``tried``, where it is more, did less. ``None``: that was not sought.
    ``whole`` is the gain of the change in a plan made anew in whole units, ``None`` where none was
    made; with ``gain`` ``None`` and ``whole`` told only that plan can tell, since something is
    decided otherwise in it. ``months`` is how many months fewer the member is below its floor.
    """

    change: Change
    gain: float | None
    goal: str
    price: float
    until: int | None = None
    tried: int | None = None
    whole: int | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Wall:
    """Why nothing called off can be there before ``first``: the line's lead and its window.

    ``first`` is ``None`` where nothing can ever come. ``rows`` are those of line and contract.
    """

    line: str
    lead: int
    opens: Month
    first: Month | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a figure is what it is: the chain of what holds it, strongest first.

    ``linear`` is the figure in parts of units; ``walls`` are told where no delivery is possible
    by then. ``others`` gives what the same lines deliver to other members by then. ``before`` are
    goals that come first and cost this figure something: the goal, and the figure without it.
    ``elsewhere`` names, for limits that are reached and do not better this figure, who gets the
    next unit.
    """

    figure: Figure
    linear: float
    walls: tuple[Wall, ...] = ()
    reasons: tuple[Reason, ...] = ()
    others: tuple[tuple[str, int], ...] = ()
    before: tuple[tuple[str, float], ...] = ()
    elsewhere: tuple[tuple[Change, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was asked, and the answers that matter; without answers nothing falls short.

    ``next`` is what comes next where the figure that was asked about does not fall short.
    """

    member: str
    item: str
    month: Month | None
    answers: tuple[Answer, ...]
    met: tuple[Figure, ...] = ()
    next: Figure | None = None


@dataclass(frozen=True, slots=True)
class GoalMove:
    """One goal before and after a change; ``better`` says in which sense it moved."""

    goal: str
    before: float
    after: float
    better: bool

    @property
    def better_by(self) -> float:
        """By how much it moved, below zero where it is the worse."""
        return abs(self.after - self.before) * (1.0 if self.better else -1.0)


@dataclass(frozen=True, slots=True)
class Help:
    """A change that helps, with the goals that it moves: as estimated, and as verified.

    ``estimated`` is the linear estimate of the first goal that moves, ``None`` where only a new
    plan can tell. ``by`` is ``whole units`` for a plan made anew, ``linear`` for the relaxation
    solved again, and ``price`` for the most it can bring at the prices of a large plan.
    ``by_way_of`` is a minimum order without which it would not better its first goal, if the model
    knows of one.
    """

    change: Change
    estimated: GoalMove | None
    moved: tuple[GoalMove, ...]
    by: str
    by_way_of: Change | None = None
