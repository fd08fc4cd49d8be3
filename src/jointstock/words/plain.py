"""Results as plain data, for JSON: every field by its name."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum

from jointstock.words.months import Month


def plain(value: object) -> object:
    """Dataclasses as objects, sequences as lists, months and choices as their text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Month):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    return value
