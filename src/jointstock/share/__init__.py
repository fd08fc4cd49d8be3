"""Who pays what: shares of a joint cost, and proof that no group would do better alone.

::

    from jointstock import share

    game = share.TableGame("ab", {frozenset("a"): 5, frozenset("b"): 7, frozenset("ab"): 9})
    share.nucleolus(game).shares
    share.audit(game, {"a": 4.0, "b": 5.0}).stable
"""

from jointstock.share.accession import Accession, accession, entry_payment
from jointstock.share.agreed import Agreed, agreed
from jointstock.share.audit import Audit, audit, tightest
from jointstock.share.cents import settlement, whole
from jointstock.share.core import Core, least_core
from jointstock.share.fees import SubsidisedGame, most_that_holds
from jointstock.share.keys import by_cost_alone, by_key, equal, separable
from jointstock.share.kohlberg import is_nucleolus
from jointstock.share.linear import LinearGame
from jointstock.share.listed import listed
from jointstock.share.methods import shares_by
from jointstock.share.nearest import nearest
from jointstock.share.nucleolus import Nucleolus, nucleolus
from jointstock.share.owen import Owen, owen
from jointstock.share.quantity import QuantityGame
from jointstock.share.shapley import Shapley, shapley
from jointstock.share.table import FunctionGame, TableGame
from jointstock.words.shares import METHODS

__all__ = [
    "METHODS",
    "Accession",
    "Agreed",
    "Audit",
    "Core",
    "FunctionGame",
    "LinearGame",
    "Nucleolus",
    "Owen",
    "QuantityGame",
    "Shapley",
    "SubsidisedGame",
    "TableGame",
    "accession",
    "agreed",
    "audit",
    "by_cost_alone",
    "by_key",
    "entry_payment",
    "equal",
    "is_nucleolus",
    "least_core",
    "listed",
    "most_that_holds",
    "nearest",
    "nucleolus",
    "owen",
    "separable",
    "settlement",
    "shapley",
    "shares_by",
    "tightest",
    "whole",
]
