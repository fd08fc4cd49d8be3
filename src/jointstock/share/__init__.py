"""Who pays what: shares of a joint cost, and proof that no group would do better alone."""

from jointstock.share.audit import Audit, audit
from jointstock.share.core import Core, least_core
from jointstock.share.kohlberg import is_nucleolus
from jointstock.share.nearest import nearest
from jointstock.share.nucleolus import Nucleolus, nucleolus
from jointstock.share.quantity import QuantityGame
from jointstock.share.shapley import Shapley, shapley
from jointstock.share.table import FunctionGame, TableGame

__all__ = [
    "Audit",
    "Core",
    "FunctionGame",
    "Nucleolus",
    "QuantityGame",
    "Shapley",
    "TableGame",
    "audit",
    "is_nucleolus",
    "least_core",
    "nearest",
    "nucleolus",
    "shapley",
]
