"""The picture on the front page: the flagship's stocks against their floors, drawn from its plan.

Run as a module to draw it anew.
"""

from __future__ import annotations

from example_tables import FLAGSHIP, ROOT
from jointstock.plan import plan
from jointstock.programme.read import load
from jointstock.publish.charts import stock_against_floor
from jointstock.publish.charts.look import to_svg
from jointstock.words.results import Findings, Plan

PICTURE = ROOT / "docs" / "images" / "flagship.svg"


def front_picture(found: Plan) -> str:
    """The picture as SVG; what else is found beside a plan is not in it."""
    alone = Findings(found, other_policy=found, no_buy=found, freed=(), pivotal=())
    return to_svg(stock_against_floor(load(FLAGSHIP), alone))


if __name__ == "__main__":
    PICTURE.write_text(front_picture(plan(load(FLAGSHIP))) + "\n", encoding="utf-8")
