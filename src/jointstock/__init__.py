"""Joint procurement and stock planning for nations that buy together.

::

    from jointstock import flow, need

    programme = flow.read("examples/first-steps")
    findings = flow.study(programme)
    flow.publish(programme, findings, "out")

A name is imported when it is first asked for, so that ``import jointstock`` costs nothing.
"""

from typing import TYPE_CHECKING

from jointstock.words.lazy import asked_for

if TYPE_CHECKING:
    from jointstock import flow, need, share
    from jointstock.flow import read, study
    from jointstock.plan.replan import Planner
    from jointstock.programme.diff import diff
    from jointstock.programme.merge import merge
    from jointstock.programme.programme import Programme
    from jointstock.programme.save import save
    from jointstock.programme.split import split
    from jointstock.words.errors import (
        CheckError,
        ContradictionError,
        JointstockError,
        ProgrammeError,
        SettingError,
        SolverError,
    )
    from jointstock.words.plan_json import from_json, to_json
    from jointstock.words.results import Findings, Plan

__version__ = "0.1.0"

__all__ = [
    "CheckError",
    "ContradictionError",
    "Findings",
    "JointstockError",
    "Plan",
    "Planner",
    "Programme",
    "ProgrammeError",
    "SettingError",
    "SolverError",
    "__version__",
    "diff",
    "flow",
    "from_json",
    "merge",
    "need",
    "read",
    "save",
    "share",
    "split",
    "study",
    "to_json",
]

_AT = {
    **{name: f"jointstock.{name}" for name in ("flow", "need", "share")},
    **dict.fromkeys(
        (
            "CheckError",
            "ContradictionError",
            "JointstockError",
            "ProgrammeError",
            "SettingError",
            "SolverError",
        ),
        "jointstock.words.errors",
    ),
    **dict.fromkeys(("Findings", "Plan"), "jointstock.words.results"),
    **dict.fromkeys(("from_json", "to_json"), "jointstock.words.plan_json"),
    **dict.fromkeys(("read", "study"), "jointstock.flow"),
    "Planner": "jointstock.plan.replan",
    "Programme": "jointstock.programme.programme",
    "diff": "jointstock.programme.diff",
    "merge": "jointstock.programme.merge",
    "save": "jointstock.programme.save",
    "split": "jointstock.programme.split",
}


__getattr__ = asked_for(__name__, _AT)


def __dir__() -> list[str]:
    """The public names, whether asked for or not."""
    return sorted({*globals(), *__all__})
