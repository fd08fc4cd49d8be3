"""Which threat class a model of the public record belongs to: a map that a person can edit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jointstock.programme.cells import CODE
from jointstock.programme.csvtext import read_records
from jointstock.programme.faults import fault
from jointstock.words.errors import Place, Problem

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "attack_uav": "attack drones",
        "cruise": "cruise missiles",
        "ballistic": "ballistic missiles",
        "mixed_or_sam": "reports that mix classes, and air-defence missiles fired at the ground",
        "other_uav": "other drones",
        "other": "bombs and the rest",
    }
)
MIXED = "mixed_or_sam"

# By name as reported; a name of several joined by "and" has the class that all its parts share.
_NAMES = {
    "attack_uav": "Shahed-136/131",
    "cruise": "3M22 Zircon, Banderol, Iskander-K, Kalibr, P-800 Oniks, Unknown Missile, "
    "X-101/X-555, X-22, X-31, X-31P, X-31PD, X-32, X-35, X-59, X-59/X-69, X-59MK2, X-69",
    "ballistic": "Ballistic Missile, Intercontinental Ballistic Missile, Iskander-M, "
    "Iskander-M/KN-23, KN-23, X-47 Kinzhal",
    "mixed_or_sam": "C-300, C-300/C-400, C-400",
    "other_uav": "Eleron, Forpost, Granat-4, Kub, Lancet, Merlin-VR, Mohajer-6, Orion, Orlan-10, "
    "Orlan-30, Reconnaissance UAV, Supercam, Unknown UAV, ZALA, Молнія",
    "other": "GBU, Aerial Bomb",
}
USUAL: Mapping[str, str] = MappingProxyType(
    {name.strip(): code for code, names in _NAMES.items() for name in names.split(",")}
)
# The words of a published list of models, where a map has `category` in place of `class`.
_CATEGORIES = {
    "cruise missile": "cruise",
    "ballistic missile": "ballistic",
    "surface-to-air missile": MIXED,
    "surface-to-air and ballistic": MIXED,
    "guided bomb": "other",
    "UAV": "other_uav",
}


def class_of(model: str, classes: Mapping[str, str] = USUAL) -> str | None:
    """The class of a model, or of several joined by ``and``; ``None`` where one is unknown.

    Drones together are the attack drones where any of them is one; else classes that differ make
    the mixed class.
    """
    if model in classes:
        return classes[model] or None
    parts = {classes.get(part.strip()) for part in model.split(" and ")}
    if None in parts or "" in parts:
        return None
    if len(parts) == 1:
        return parts.pop()
    return "attack_uav" if parts == {"attack_uav", "other_uav"} else MIXED


def read_classes(file: str, content: bytes) -> tuple[dict[str, str], list[Problem]]:
    """A map of one's own, laid over the usual one: columns ``model`` and ``class``.

    A blank class leaves the model out. A published list of models with ``category`` in place of
    ``class`` is read by its words.
    """
    records = read_records(file, content)
    header = [name.strip() for name in records.header]
    named = "class" if "class" in header else "category"
    if records.problems:
        return {}, records.problems
    if "model" not in header or named not in header:
        message = "is no header of a class map"
        return {}, [fault("raids-classes", Place(file, 1), ",".join(header), message)]
    model, column = header.index("model"), header.index(named)
    found, problems = dict(USUAL), []
    for number, cells in enumerate(records.rows, start=2):
        if not any(cells) or len(cells) <= max(model, column):
            continue
        name, code = cells[model].strip(), cells[column].strip()
        if named == "category":
            code = USUAL.get(name) or _CATEGORIES.get(code, "")
        if code and not CODE.fullmatch(code):
            message = "is no code of a class"
            problems.append(fault("raids-classes", Place(file, number, named), code, message))
        found[name] = code
    return found, problems
