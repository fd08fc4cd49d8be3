"""How a workbook looks: colours with a meaning, and the formats of cells, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jointstock.words.fields import Field, Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Light enough to read on, told apart also by those who see few colours.
BASIS_COLOURS = {"reported": "#CFE3F3", "estimated": "#FFF3C4", "assumed": "#FBE0D3"}
TABS = {"own": "#0072B2", "agency": "#7F7F7F", "record": "#CC79A7", "beside": "#009E73"}
NEEDED, OPTIONAL, SHOWN = "#1F4E79", "#DCE6F1", "#D9D9D9"


class Look:
    """The cell formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        """Add every format to the book."""

        def made(**settings: Any) -> Any:
            return book.add_format({"valign": "top", **settings})

        head = {"bold": True, "text_wrap": True, "border": 1, "border_color": "#FFFFFF"}
        self.title = made(bold=True, font_size=18, font_color=NEEDED)
        self.section = made(bold=True, font_size=13, font_color=NEEDED)
        self.label = made(bold=True)
        self.text = made(text_wrap=True)
        self.plain = made()
        self.link = made(font_color="#0072B2", underline=1)
        self.needed = made(**head, bg_color=NEEDED, font_color="#FFFFFF")
        self.optional = made(**head, bg_color=OPTIONAL, font_color="#000000")
        self.shown_head = made(**head, bg_color=SHOWN, font_color="#595959")
        self.unit_on_dark = made(font_color="#BDD7EE", font_size=9)
        self.unit_on_light = made(font_color="#595959", font_size=9)
        self.fill = made(align="left", text_wrap=True, border=1, border_color="#7F7F7F")
        self.basis = {name: made(bg_color=colour) for name, colour in BASIS_COLOURS.items()}
        self._columns = {
            (form, shown): made(
                num_format=form,
                # Text would else stand against the number to its left.
                **({"align": "left", "indent": 1} if form == "@" else {}),
                **({"font_color": "#7F7F7F"} if shown else {}),
            )
            for form in ("@", "#,##0", "0", "#,##0.00", "General")
            for shown in (False, True)
        }

    def column(self, one: Field, *, shown: bool) -> Any:
        """The format of a column's cells; grey where they are shown and not to be changed."""
        return self._columns[_number_format(one), shown]


def _number_format(one: Field) -> str:
    """Money with cents, counts with thousands apart, years and rates as they are, the rest text."""
    if one.kind is Kind.DECIMAL:
        return "#,##0.00" if one.unit == "units of currency" else "General"
    if one.kind is Kind.WHOLE:
        return "#,##0" if one.unit else "0"
    return "@"
