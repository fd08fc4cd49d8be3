"""The road the data takes: read, need, plan, share, study, publish; and what is asked on it.

A name is imported when it is first asked for, so that no verb waits for stages it does not use.
"""

from typing import TYPE_CHECKING

from jointstock.words.lazy import asked_for

if TYPE_CHECKING:
    from jointstock.flow.asking import (
        accession,
        allotments,
        conflicts_at_once,
        helpful,
        questions,
        why,
    )
    from jointstock.flow.planning import plan, with_needs
    from jointstock.flow.progress import Progress
    from jointstock.flow.publishing import CERTIFICATE, RESULTS, publish
    from jointstock.flow.reading import read, with_settings
    from jointstock.flow.sharing import (
        audit,
        certificate,
        chosen_rule,
        floors_stated_higher,
        plan_to_share,
        share,
        shares_of_accession,
    )
    from jointstock.flow.studying import study
    from jointstock.ledger.compare import compare
    from jointstock.need import (
        chance_constrained,
        fit_as_data,
        fits_of,
        floor_rows,
        requirement,
        risk,
        unmet_curves,
    )
    from jointstock.plan import Planner, Questions, conflicts, reasons_of
    from jointstock.share.verify import verify

__all__ = [
    "CERTIFICATE",
    "RESULTS",
    "Planner",
    "Progress",
    "Questions",
    "accession",
    "allotments",
    "audit",
    "certificate",
    "chance_constrained",
    "chosen_rule",
    "compare",
    "conflicts",
    "conflicts_at_once",
    "fit_as_data",
    "fits_of",
    "floor_rows",
    "floors_stated_higher",
    "helpful",
    "plan",
    "plan_to_share",
    "publish",
    "questions",
    "read",
    "reasons_of",
    "requirement",
    "risk",
    "share",
    "shares_of_accession",
    "study",
    "unmet_curves",
    "verify",
    "why",
    "with_needs",
    "with_settings",
]

_IN = {
    "jointstock.flow.asking": "accession allotments conflicts_at_once helpful questions why",
    "jointstock.flow.planning": "plan with_needs",
    "jointstock.flow.progress": "Progress",
    "jointstock.flow.publishing": "CERTIFICATE RESULTS publish",
    "jointstock.flow.reading": "read with_settings",
    "jointstock.flow.sharing": (
        "audit certificate chosen_rule floors_stated_higher plan_to_share share shares_of_accession"
    ),
    "jointstock.flow.studying": "study",
    "jointstock.ledger.compare": "compare",
    "jointstock.need": (
        "chance_constrained fit_as_data fits_of floor_rows requirement risk unmet_curves"
    ),
    "jointstock.plan": "Planner Questions conflicts reasons_of",
    "jointstock.share.verify": "verify",
}

__getattr__ = asked_for(
    __name__, {name: module for module, names in _IN.items() for name in names.split()}
)
