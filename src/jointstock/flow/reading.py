"""Reading a programme, and the same programme planned otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from os import PathLike
from pathlib import Path

from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.words.errors import SettingError


def read(
    folder: str | PathLike[str],
    overlays: Iterable[str | PathLike[str]] = (),
    sets: Iterable[str] = (),
) -> Programme:
    """Read a programme folder, with later facts laid over it, and single figures over both.

    A figure is set as on the command line: ``lines.SOB.lead_months=20``. Raises
    ``ProgrammeError`` with every problem if it is not a programme, ``SettingError`` if an
    assignment names nothing.
    """
    return load(Path(folder), [Path(overlay) for overlay in overlays], sets=tuple(sets))


def with_settings(
    programme: Programme,
    *,
    borne: str | None = None,
    exact: bool | None = None,
    risk: float | None = None,
) -> Programme:
    """The same programme planned otherwise: who bears its gifts, whether every goal is proven.

    ``risk`` is the most percent with which a campaign may outlast a member's stock. ``None``
    leaves a setting as it is. Where ``borne`` (``donor`` or ``all``) is a change, the goals take
    the order that is usual then. Raises ``SettingError`` for another bearer, or no risk.
    """
    if borne not in (None, "donor", "all"):
        raise SettingError(f"gifts are borne by donor or by all, not by {borne!r}")
    settings = programme.plan
    if borne is not None and borne != settings.borne:
        settings = dataclasses.replace(settings, borne=borne, goals=())
    if exact is not None:
        settings = dataclasses.replace(settings, exact=exact)
    if risk is not None:
        if not 0.0 < risk < 100.0:
            raise SettingError(f"a risk of {risk:g} percent is none; give more than 0, below 100")
        settings = dataclasses.replace(settings, risk=Decimal(f"{risk:.12g}"))
    if settings == programme.plan:
        return programme
    return programme.replace(plan=settings)
