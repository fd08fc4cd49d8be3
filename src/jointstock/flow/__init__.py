"""The road the data takes: read, need, plan, share, study, publish; and what is asked on it."""

from jointstock.flow.asking import accession, allotments, helpful, questions, why
from jointstock.flow.progress import Progress
from jointstock.flow.publishing import CERTIFICATE, RESULTS, publish
from jointstock.flow.reading import read, with_settings
from jointstock.flow.sharing import audit, certificate, floors_stated_higher, share
from jointstock.flow.studying import study
from jointstock.ledger.compare import compare
from jointstock.need import (
    chance_constrained,
    fit_as_data,
    fits_of,
    floor_rows,
    requirement,
    risk,
)
from jointstock.plan import Planner, Questions, conflicts, plan, reasons_of
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
    "compare",
    "conflicts",
    "fit_as_data",
    "fits_of",
    "floor_rows",
    "floors_stated_higher",
    "helpful",
    "plan",
    "publish",
    "questions",
    "read",
    "reasons_of",
    "requirement",
    "risk",
    "share",
    "study",
    "verify",
    "why",
    "with_settings",
]
