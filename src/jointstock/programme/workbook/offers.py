"""What a cell offers: lists of codes to choose from, bounds, and help where the cell is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jointstock.programme.programme import Programme
from jointstock.programme.tables import TABLES, dictionary
from jointstock.programme.workbook.help import blank_means, takes, told
from jointstock.programme.workbook.sheets import LISTS
from jointstock.words.codes import MINOR_DIGITS, NATIONS
from jointstock.words.fields import Field, Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Blank rows below the last one that are ready to be filled.
SPARE = 1000


class Offers:
    """The lists of a workbook, and the rule of each cell that draws on them."""

    def __init__(self, programme: Programme, sheets: dict[str, int]) -> None:
        """Know which tables the workbook has, with their number of rows, and the codes there are.

        Where a column may name a key of one table that is in the book, its list follows that
        sheet as it grows; any other list is written out in the sheet of lists.
        """
        self._sheets = sheets
        self._written: dict[str, list[str]] = {
            "nations": sorted(NATIONS),
            "currencies": sorted(MINOR_DIGITS),
        }
        for one in (one for table in sheets for one in dictionary(table) if one.refers):
            if not self._follows(one):
                self._written[self._name(one)] = [*_codes(programme, one), *one.words]

    def define(self, book: Workbook) -> None:
        """Name the keys of each sheet that another one draws on, so that a list can follow it."""
        wanted = {t for table in self._sheets for one in dictionary(table) for t in one.refers}
        for table in self._sheets:
            if table in wanted:
                last = self._sheets[table] + SPARE + 1
                keys = f"{table}!$A$2:$A${last}"
                end = f"INDEX({keys},MAX(1,COUNTA({keys})))"
                book.define_name(f"codes_{table}", f"={table}!$A$2:{end}")

    def write(self, book: Workbook, head: Any) -> None:
        """Write the sheet of lists, the last of the book."""
        sheet: Worksheet = book.add_worksheet(LISTS)
        sheet.set_column(0, len(self._written), 22)
        sheet.freeze_panes(1, 0)
        for at, (name, codes) in enumerate(self._written.items()):
            sheet.write_string(0, at, name, head)
            sheet.write_column(1, at, codes)
        sheet.protect()

    def rule(self, one: Field) -> dict[str, Any]:
        """The rule of a column's cells, as the writer of workbooks takes it."""
        unit = f" ({one.unit})" if one.unit else ""
        found: dict[str, Any] = {
            "input_title": f"{one.name}{unit}"[:32],
            "input_message": told(one),
            "error_title": one.name[:32],
            "error_message": f"Takes {takes(one)}; {blank_means(one)}."[:255],
            **self._bounds(one),
        }
        return found

    def currencies(self) -> str:
        """Where the list of currencies stands."""
        return self._range("currencies")

    def _bounds(self, one: Field) -> dict[str, Any]:
        if one.refers:
            # A code may be entered before the row that explains it, so this one only warns.
            return {"validate": "list", "source": self._source(one), "error_type": "warning"}
        match one.kind:
            case Kind.CHOICE:
                return {"validate": "list", "source": list(one.choices)}
            case Kind.FLAG:
                return {"validate": "list", "source": ["true", "false"]}
            case Kind.NATION:
                return {"validate": "list", "source": self._range("nations")}
            case Kind.CURRENCY:
                return {"validate": "list", "source": self._range("currencies")}
            case Kind.WHOLE | Kind.DECIMAL:
                whole = one.kind is Kind.WHOLE
                found: dict[str, Any] = {"validate": "integer" if whole else "decimal"}
                if one.high is not None:
                    return found | {"criteria": "between", "minimum": one.low, "maximum": one.high}
                return found | {"criteria": ">=", "value": one.low or 0}
        return {"validate": "any"}

    def _follows(self, one: Field) -> bool:
        return len(one.refers) == 1 and not one.words and one.refers[0] in self._sheets

    def _source(self, one: Field) -> str:
        return f"=codes_{one.refers[0]}" if self._follows(one) else self._range(self._name(one))

    def _name(self, one: Field) -> str:
        return " or ".join((*one.refers, *one.words))

    def _range(self, name: str) -> str:
        at = list(self._written).index(name)
        column = f"${chr(ord('A') + at)}$"
        return f"={LISTS}!{column}2:{column}{len(self._written[name]) + 1}"


def _codes(programme: Programme, one: Field) -> list[str]:
    """The keys of every table that the column refers to, each once, in their order."""
    found: dict[str, None] = {}
    for table in one.refers:
        key = next(declared.attribute for declared in dictionary(table) if declared.key)
        found |= dict.fromkeys(str(getattr(row, key)) for row in getattr(programme, table))
    return list(found)


def all_tables(programme: Programme) -> dict[str, int]:
    """Every table with its number of rows."""
    return {table: len(getattr(programme, table)) for table in TABLES}
