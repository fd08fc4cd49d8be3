"""From raids to what each member must hold, and the risk that a plan leaves.

The pieces stand alone: a `RaidModel` and a `FiringPolicy` make a `Distribution` by `consumption`.
"""

from jointstock.need.compound import consumption
from jointstock.need.distribution import Distribution
from jointstock.need.exposed import not_known
from jointstock.need.fit import Fit, fit, fit_as_data, fits, fits_of
from jointstock.need.floors import chance_constrained, floor_rows
from jointstock.need.held import outlasted, stock_risks
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy
from jointstock.need.record import Record
from jointstock.need.requirement import requirement
from jointstock.need.risk import risk
from jointstock.need.unmet import unmet_curves

__all__ = [
    "Distribution",
    "FiringPolicy",
    "Fit",
    "RaidModel",
    "Record",
    "chance_constrained",
    "consumption",
    "fit",
    "fit_as_data",
    "fits",
    "fits_of",
    "floor_rows",
    "not_known",
    "outlasted",
    "requirement",
    "risk",
    "stock_risks",
    "unmet_curves",
]
