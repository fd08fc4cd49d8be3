"""The guide with ten questions: commands say what the page says, answers are checked anew."""

import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from app.console import EXAMPLES, call
from app.test_guide import GUIDES, commands
from jointstock import flow
from jointstock.plan.measure import measure
from jointstock.words.errors import ContradictionError
from jointstock.words.months import Month
from jointstock.words.results import Plan

FLAGSHIP = EXAMPLES / "nspa-gemt-2024"
PAGE = GUIDES / "ten-questions.md"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def joint() -> Plan:
    """The plan of the example."""
    return planned()


def planned(*sets: str, borne: str | None = None) -> Plan:
    """The example planned anew with some figures changed."""
    programme = flow.with_settings(flow.read(FLAGSHIP, sets=sets), borne=borne)
    return flow.plan(programme, bounds=False)


def got(plan: Plan, member: str) -> int:
    """Units delivered to a member."""
    return sum(
        entry.transfers[0].quantity
        for entry in plan.entries
        if entry.kind == "delivery" and entry.member == member
    )


def missing(plan: Plan, member: str, month: str) -> int:
    """What a member lacks of its floor in a month."""
    at = Month.parse(month)
    return sum(one.units for one in plan.shortfalls if (one.member, one.month) == (member, at))


def test_every_command_says_what_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command, wanted in commands(PAGE.read_text(encoding="utf-8")):
        program, verb, *words = shlex.split(command)
        assert program == "jointstock"
        said = call(verb, *words).output
        assert OutputChecker().check_output(wanted, said, ELLIPSIS), f"{command}\n{said}"


def test_no_plan_that_is_made_otherwise_passes_the_bounds() -> None:
    """Question 1: plans by every other rule are as good in the goals before, and none goes below.

    What the cost's gap leaves open is less than a hundred euro.
    """
    programme = flow.read(FLAGSHIP)
    goals = {one.goal: one for one in flow.plan(programme).goals}
    for rule in ("leximin", "equal", "priority"):
        values = measure(programme, planned(f"plan.allotment={rule}").entries).values
        assert (values["serve"], values["firm"]) == (0, 0)
        assert values["floors"] > goals["floors"].bound
    assert goals["floors"].gap < 0.00032
    assert 0 <= goals["cost"].value - goals["cost"].bound < 100


def test_rows_are_known_as_the_page_counts_them() -> None:
    """Question 2: of 239 rows 134 are assumed."""
    found = [row.basis for _, row in flow.read(FLAGSHIP).rows()]
    assert (len(found), found.count("assumed")) == (239, 134)


def test_one_more_a_month_lifts_romania_by_three(joint: Plan) -> None:
    """Questions 3 and 4: both changes, planned anew, do what the page says of them."""
    assert missing(joint, "RO", "2026-03") == 120 - 64
    below = {one.month for one in joint.shortfalls if one.member == "RO"}
    assert not {m for m in below if Month.of(2027, 10) < m < Month.of(2028, 1)}
    assert max(below) == Month.of(2028, 10)
    more = planned("add US 1 2026-01")
    lifted = [120 - missing(planned(f"add US {n} 2026-01"), "RO", "2026-03") for n in (1, 2, 4)]
    assert lifted[:2] == [64 + 3, 64 + 6]
    assert lifted[2] < 64 + 12
    slots = planned("promised.US.outside.2026-01.units=10")
    fall = joint.goal("floors").value - slots.goal("floors").value
    assert fall == pytest.approx(52.95, abs=0.01)
    assert fall > joint.goal("floors").value - more.goal("floors").value


def test_a_slip_keeps_romania_below_for_longer(joint: Plan) -> None:
    """Question 5: planned anew without the plan in force, the floors goal is as high."""
    slipped = planned("slip SOB 6")
    below = sum(one.member == "RO" for one in joint.shortfalls)
    later = sum(one.member == "RO" for one in slipped.shortfalls)
    assert (below, later) == (56, 64)


def test_a_cut_costs_spain_one_missile_and_nobody_else(joint: Plan) -> None:
    """Question 6: 36 million pay for 6 at 5.45 million, with what is carried over for 72 in all."""
    cut = planned("budgets.ES.2030.payment.amount=36000000")
    assert (got(joint, "ES"), got(cut, "ES")) == (73, 72)
    for member in ("DE", "NL", "RO"):
        assert got(joint, member) == got(cut, member)


def test_without_spain_the_line_stays_closed(joint: Plan) -> None:
    """Question 7: the others without Spain, planned from a programme in which it has not signed."""
    programme = flow.read(FLAGSHIP)
    rest = flow.plan(
        programme.replace(
            signatories=tuple(row for row in programme.signatories if row.member != "ES"),
            demand=tuple(row for row in programme.demand if row.member != "ES"),
            donations=tuple(row for row in programme.donations if row.donor != "ES"),
        ),
        bounds=False,
    )
    assert joint.decisions.lines_opened == ("SOB",)
    assert rest.decisions.lines_opened == ()
    assert (got(rest, "DE"), got(joint, "DE")) == (298, 500)
    for member in ("DE", "NL", "RO"):
        assert rest.floor_months_missing(member) > joint.floor_months_missing(member)


def test_pro_rata_takes_from_the_small(joint: Plan) -> None:
    """Question 8: floor-months missing, from a plan under the other rule."""
    rata = planned("plan.allotment=pro-rata")
    more = {
        member: round(
            float(rata.floor_months_missing(member) - joint.floor_months_missing(member)), 1
        )
        for member in ("DE", "NL", "RO", "ES")
    }
    assert more == {"DE": -3.2, "NL": 2.9, "RO": 4.7, "ES": 4.3}


def test_a_gift_is_the_donors_own(joint: Plan) -> None:
    """Question 9: without Germany's gifts nobody gets anything earlier, or pays less."""
    kept = planned("donations.DE-UA.up_to=0", "donations.DE-JOINT.up_to=0")
    moved = flow.compare(joint, kept)
    assert {one.kind for one in moved.moved} == {"donation"}
    assert moved.money == ()
    shared = planned(borne="all")
    assert shared.goal("floors").value > 4 * joint.goal("floors").value
    assert min(1 - s.units / s.floor for s in shared.shortfalls if s.member == "RO") == 0.4


def test_what_resolves_a_conflict_resolves_it() -> None:
    """Question 10: 24 can be promised, and not one more."""
    assert planned("promised.US.outside.2026-02.units=24").entries
    with pytest.raises(ContradictionError):
        planned("promised.US.outside.2026-02.units=25")
