"""Characters: those that a text may not hold, those that deceive, and what they stand for."""

from __future__ import annotations

import re
import unicodedata

# Controls, marks that turn the direction of writing or cannot be seen, and the mark of a
# character that was lost when the file was saved.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\uffff\U000e0000-\U000e007f]"
)
# What a spreadsheet takes for the beginning of a formula, in either width.
# A sign with nothing but a number behind it, or nothing at all, does no harm.
_FORMULA = re.compile(r"[=@\uff1d\uff20\t\r]|[-+\uff0b\uff0d](?![0-9.,]*\Z)")

# Letters of other scripts that look like Latin ones, and dashes that look like a hyphen: Cyrillic
# capitals, Cyrillic small letters, Greek letters, dashes.
_LOOKS = (
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422"
    "\u0425\u0423"
    "\u0430\u0441\u0435\u0456\u0458\u043e\u0440\u0455\u0445\u0443\u0501\u051b\u051d"
    "\u0475"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5"
    "\u03a7\u03bf"
    "\u2010\u2011\u2012\u2013\u2014\u2212"
)
_ALIKE = str.maketrans(_LOOKS, "ABESIJKMHOPCTXYaceijopsxydqwvABEZHIKMNOPTYXo------")


def unseen(text: str) -> str:
    """What is wrong with a text that holds a character nobody can see; blank for any other."""
    found = _UNSEEN.search(text)
    return f"holds {name_of(found[0])}, which cannot be shown" if found else ""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute the text rather than show it."""
    return _FORMULA.match(text) is not None


def foreign(text: str) -> str:
    """Names the first character that is no plain ASCII one, or a blank at an end; else blank."""
    for one in text:
        if not "\x20" <= one <= "\x7e":
            return f"holds {name_of(one)}"
    if text != text.strip():
        return "begins or ends with a blank"
    return ""


def name_of(character: str) -> str:
    """A character by its number and name, as ``U+0415 CYRILLIC CAPITAL LETTER IE``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def plain_text(text: str) -> str:
    """What is meant by a text in look-alikes: plain letters, plain digits, nothing unseen."""
    seen = "".join(
        one
        for one in unicodedata.normalize("NFKC", text).translate(_ALIKE)
        if unicodedata.category(one) != "Cf"
    )
    digits = ((one, unicodedata.decimal(one, None)) for one in seen)
    return "".join(one if digit is None else str(digit) for one, digit in digits).strip()
