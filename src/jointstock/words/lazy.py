"""Names of a package that are imported when they are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def asked_for(package: str, at: Mapping[str, str]) -> Callable[[str], object]:
    """A ``__getattr__`` for a package: import a name from the module that has it, and keep it.

    ``at`` gives the module of each name; a name that is its own module's is that module. Raises
    ``AttributeError`` for any other name.
    """

    def get(name: str) -> object:
        if name not in at:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(at[name])
        found = module if at[name] == f"{package}.{name}" else getattr(module, name)
        setattr(sys.modules[package], name, found)
        return found

    return get
