"""Building the model against solving it, and against building it in general modelling layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.generated import sized
from benchmarks.raw import solve_raw
from benchmarks.timing import seconds, show
from jointstock.plan.build import build
from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.programme.programme import Programme
from jointstock.solve.goals import scale_of
from jointstock.solve.highs import Solver
from jointstock.solve.model import Floats, Matrix

SIZES = {"A": (4, 2, 60), "B": (32, 6, 120)}
METHOD = {"A": "simplex", "B": "ipm"}
LIMIT = 60.0


def made(programme: Programme) -> tuple[Draft, Matrix]:
    """The model as a search begins with it: each item at its lowest price, any total."""
    case = Case(programme)
    keys = dict.fromkeys((row.contract, row.item) for row in programme.prices)
    prices = {key: min(case.terms.bands(*key), key=lambda band: band.unit_price) for key in keys}
    draft = build(case, prices, dict.fromkeys(keys, (0, None)))
    return draft, draft.model.finish()


@dataclass(frozen=True)
class Layer:
    """A way of writing the same model elsewhere: up to its own model, and into the solver."""

    name: str
    model: Callable[[], object]
    solver: Callable[[], object] | None


def layers(draft: Draft, matrix: Matrix) -> list[Layer]:
    """Other ways of writing the same model, as far as they are installed."""
    try:
        from benchmarks.layers import in_linopy, in_pyomo, linopy_to_solver
    except ModuleNotFoundError as missing:
        print(f"{missing.name} is not installed: run by make bench to compare with other layers")
        return []
    blocks = draft.model.row_blocks
    return [
        Layer("Pyomo", lambda: in_pyomo(matrix), None),
        Layer(
            "linopy", lambda: in_linopy(matrix, blocks), lambda: linopy_to_solver(matrix, blocks)
        ),
    ]


def floors_cost(draft: Draft) -> Floats:
    """The floors goal, scaled as the planner scales it."""
    cost = draft.cost("floors").dense(draft.model.n_columns)
    return cost / scale_of(cost)


def main() -> None:
    """Both sizes, one after the other."""
    for name, size in SIZES.items():
        programme = sized(*size)
        times = 5 if name == "A" else 3
        draft, matrix = made(programme)
        ours = seconds(lambda programme=programme: made(programme), times)
        terms = seconds(lambda draft=draft: draft.model.finish(), times)
        loaded = seconds(lambda draft=draft: Solver(draft.model.finish()).load(), times)
        rows: list[tuple[object, ...]] = [
            ("jointstock, from the programme to the matrix", ours, ours / ours),
            ("jointstock, from the terms to the matrix", terms, terms / terms),
            ("jointstock, from the terms to the solver", loaded, loaded / loaded),
        ]
        for layer in layers(draft, matrix):
            runs = 3 if name == "A" else 1
            taken = seconds(layer.model, runs)
            rows.append((f"{layer.name}, from the terms to its model", taken, taken / terms))
            if layer.solver is not None:
                taken = seconds(layer.solver, runs)
                rows.append((f"{layer.name}, from the terms to the solver", taken, taken / loaded))
        ended: list[str] = []
        cost = floors_cost(draft)
        method = METHOD[name]
        run = lambda: ended.append(solve_raw(matrix, cost, method, LIMIT))  # noqa: B023, E731
        taken = seconds(run, 3 if name == "A" else 1)
        rows.append((f"HiGHS {method}, {ended[-1].lower()}", taken, taken / ours))
        shape = f"{matrix.a.shape[1]:,} columns, {matrix.a.shape[0]:,} rows, {matrix.a.nnz:,} terms"
        head = ("what", "seconds", "times ours as far")
        show(f"build, size {name}: {shape}", head, rows)
