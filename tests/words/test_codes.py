"""Codes of nations and currencies, against what is known of the two standards."""

import re

from jointstock.words.codes import MINOR_DIGITS, NATIONS


def test_nations_are_two_capital_letters() -> None:
    """ISO 3166-1 has 249 codes; Kosovo's common one is taken beside them."""
    assert len(NATIONS) == 250
    assert all(re.fullmatch("[A-Z]{2}", code) for code in NATIONS)
    assert {"DE", "NL", "RO", "ES", "UA", "GB", "US", "XK"} <= NATIONS


def test_what_is_no_nation() -> None:
    """Reserved codes and blocs are no nations."""
    assert not {"UK", "EU", "SU", "YU", "AN", "XX"} & NATIONS


def test_currencies_are_three_capital_letters() -> None:
    """Every member of the alliance finds its currency, and no gold is one."""
    assert all(re.fullmatch("[A-Z]{3}", code) for code in MINOR_DIGITS)
    used = "ALL CAD CZK DKK EUR GBP HUF ISK MKD NOK PLN RON SEK TRY UAH USD".split()
    assert set(used) <= MINOR_DIGITS.keys()
    assert not {"XAU", "XTS", "XXX", "DEM"} & MINOR_DIGITS.keys()


def test_digits_of_known_currencies() -> None:
    """Minor units have two digits, none, or three, each as the standard says."""
    known = {"EUR": 2, "USD": 2, "JPY": 0, "KRW": 0, "ISK": 0, "HUF": 2, "KWD": 3, "TND": 3}
    assert {code: MINOR_DIGITS[code] for code in known} == known
    assert set(MINOR_DIGITS.values()) == {0, 2, 3}
