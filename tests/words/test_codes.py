"""Codes of nations and currencies, against two other records of the standards."""

import re

from babel import Locale
from babel.core import get_global
from iso4217 import Currency

from jointstock.words.codes import MINOR_DIGITS, NATIONS
from jointstock.words.money import minor_units
from jointstock.words.near_codes import currency_like, nation_like

# Codes of CLDR that are no countries of ISO 3166-1: reserved ones, parts, unions, and no place.
NOT_NATIONS = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
# Codes of ISO 4217 in which nobody is paid: funds, metals, units of account, tests.
NOT_MONEY = set("BOV CHE CHW CLF COU MXV USN UYI UYW XDR XSU XUA XAD".split())


def test_nations_are_those_of_the_standard() -> None:
    """The 249 codes of ISO 3166-1 and Kosovo's common one, as CLDR has them."""
    listed = {code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", code)}
    assert listed - NOT_NATIONS == NATIONS
    assert len(NATIONS) == 250


def test_what_is_no_nation() -> None:
    """Reserved codes and blocs are no nations."""
    assert not {"UK", "EU", "SU", "YU", "AN", "XX"} & NATIONS


def test_currencies_are_those_of_the_standard() -> None:
    """Every active code that money is paid in; and the lev, which sums of before 2026 are in."""
    listed = {one.code for one in Currency if not re.match("XA[GU]|XB|XP[DT]|XTS|XXX", one.code)}
    assert listed - NOT_MONEY == MINOR_DIGITS.keys() - {"BGN"}


def test_minor_units_are_those_of_the_standard() -> None:
    exponents = {one.code: one.exponent for one in Currency}
    for code, digits in MINOR_DIGITS.items():
        assert exponents.get(code, 2) == digits, code
        assert minor_units(code) == 10**digits


def test_a_code_of_three_letters_is_taken_for_its_nation() -> None:
    """Each alpha-3 code that CLDR knows for one nation alone is led to that nation."""
    for code, meant in get_global("territory_aliases").items():
        if re.fullmatch("[A-Z]{3}", code) and nation_like(code):
            assert [nation_like(code)] == meant or code in ("XKX", "KOS", "ROM"), code
    unknown = [
        nation for nation in NATIONS if nation not in {nation_like(one) for one in three_letters()}
    ]
    assert unknown == []


def three_letters() -> list[str]:
    return [code for code in get_global("territory_aliases") if re.fullmatch("[A-Z]{3}", code)]


def test_a_near_miss_names_a_right_code() -> None:
    assert [
        nation_like(one) for one in ("UK", "EL", "de", "USA", " fr ")
    ] == "GB GR DE US FR".split()
    assert [
        currency_like(one) for one in ("EURO", "usd", "\u20ac", "US$")
    ] == "EUR USD EUR USD".split()
    assert nation_like("NATO") == currency_like("money") == ""
    from jointstock.words import near_codes

    assert set(near_codes._NATIONS.values()) == NATIONS
    assert set(near_codes._OTHER_CURRENCIES.values()) <= MINOR_DIGITS.keys()
    assert not near_codes._OTHER_CURRENCIES.keys() & MINOR_DIGITS.keys()
    assert not near_codes._NATIONS.keys() & NATIONS
