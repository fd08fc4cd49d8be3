"""Charts from code: each a function ``(programme, findings)``, to SVG or PNG with `export`."""

from jointstock.publish.charts.allotments import gains_and_losses
from jointstock.publish.charts.deliveries import deliveries_by_member, line_loads
from jointstock.publish.charts.fits import fits_by_class
from jointstock.publish.charts.gifts import cost_of_a_gift, freed_by_the_buy, gifts_and_backfill
from jointstock.publish.charts.look import export
from jointstock.publish.charts.record import raids_by_day
from jointstock.publish.charts.risk import risk_by_month
from jointstock.publish.charts.stock import shortfalls_by_member, stock_against_floor
from jointstock.publish.charts.sums import announced_sums, money_by_year

CHARTS = (
    deliveries_by_member,
    stock_against_floor,
    shortfalls_by_member,
    line_loads,
    gifts_and_backfill,
    freed_by_the_buy,
    cost_of_a_gift,
    money_by_year,
    announced_sums,
    raids_by_day,
    gains_and_losses,
    risk_by_month,
    fits_by_class,
)

__all__ = [
    "CHARTS",
    "announced_sums",
    "cost_of_a_gift",
    "deliveries_by_member",
    "export",
    "fits_by_class",
    "freed_by_the_buy",
    "gains_and_losses",
    "gifts_and_backfill",
    "line_loads",
    "money_by_year",
    "raids_by_day",
    "risk_by_month",
    "shortfalls_by_member",
    "stock_against_floor",
]
