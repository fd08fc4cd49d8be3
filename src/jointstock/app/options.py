"""The arguments and settings that verbs share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Bearer(StrEnum):
    """Who bears a gift."""

    DONOR = "donor"
    ALL = "all"


class MonthlyRule(StrEnum):
    """How a month's daily rates make one."""

    AVERAGE = "average"
    LAST = "last"


Folder = Annotated[
    Path,
    typer.Argument(
        metavar="PROGRAMME",
        help="The programme: a folder, or a workbook (.xlsx).",
        show_default=False,
    ),
]
PlanFile = Annotated[
    Path,
    typer.Argument(
        metavar="PLAN", exists=True, dir_okay=False, help="A plan (plan.json).", show_default=False
    ),
]
Overlays = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="OVERLAY",
        help="Later facts to lay over the programme: a folder or workbook, or its name under "
        "PROGRAMME/overlays; may be given again.",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="WHAT-IF",
        help="A figure laid over the programme, as lines.SOB.lead_months=20 or "
        "capacity.SOB@2028-01=18, or a fact: 'slip LINE MONTHS', 'lose LINE PERCENT FROM TO', "
        "'add LINE UNITS FROM', 'join MEMBER MONTH', 'need MEMBER ITEM PERCENT', "
        "'cut MEMBER PERCENT'; may be given again.",
    ),
]
InForce = Annotated[
    Path | None,
    typer.Option(
        "--in-force",
        metavar="PLAN",
        exists=True,
        dir_okay=False,
        help="The plan in force (plan.json), to stay close to.",
    ),
]
Exact = Annotated[
    bool | None,
    typer.Option("--exact/--no-exact", help="Prove every goal, or do not; else as the programme."),
]
GoalCosts = Annotated[
    bool | None,
    typer.Option(
        "--goal-costs/--no-goal-costs",
        help="Find what each goal cost the next, or do not; else where it takes seconds.",
    ),
]
Rules = Annotated[
    bool | None,
    typer.Option(
        "--rules/--no-rules",
        help="Plan by every rule of allotment, or do not; else where it takes seconds.",
    ),
]
Borne = Annotated[Bearer | None, typer.Option(help="Who bears a gift; else as the programme says.")]
Risk = Annotated[
    float | None,
    typer.Option(
        metavar="PERCENT",
        help="Hold floors at which a campaign outlasts a stock with at most that chance, and tell "
        "where the plan does not; else as the programme says.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The folder to write to; else out/ and the programme's id."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
Replace = Annotated[
    bool, typer.Option("--replace", help="Exchange what is there; other files stay.")
]
