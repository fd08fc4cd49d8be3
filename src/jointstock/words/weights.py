"""Amounts by member in one text, as a person writes them: ``DE=24,NL=6``."""

from __future__ import annotations

import math
import re

from jointstock.words.errors import SettingError

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


def parts_of(text: str) -> list[tuple[str, float | None]]:
    """Each member with its amount, in the order written; ``None`` where that is no number."""
    found: list[tuple[str, float | None]] = []
    for part in text.split(","):
        member, _, written = (one.strip() for one in part.partition("="))
        amount = float(written) if _NUMBER.fullmatch(written) else math.inf
        found.append((member, amount if math.isfinite(amount) else None))
    return found


def weights_of(option: str, text: str) -> dict[str, float]:
    """Amounts by member; ``SettingError`` with everything that is wrong if it is none.

    ``option`` is what they are called where they are written.
    """
    parts = parts_of(text)
    names = [member for member, _ in parts]
    wrong = [
        f"{option} gives {member} no number" if member else f"{option} has an amount of nobody"
        for member, amount in parts
        if not member or amount is None
    ]
    wrong += [
        f"{option} has {member} twice; give each member one amount"
        for member in dict.fromkeys(names)
        if member and names.count(member) > 1
    ]
    if wrong:
        raise SettingError("; ".join([*wrong, f"{option} is written as DE=24,NL=6"]))
    return {member: amount for member, amount in parts if amount is not None}
