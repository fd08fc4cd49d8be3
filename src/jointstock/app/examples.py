"""The example programmes that come with the package: which there are, and a copy of one."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import jointstock
from jointstock.programme.read import load
from jointstock.programme.save import Form, form_of, save
from jointstock.words.errors import SettingError


@dataclass(frozen=True, slots=True)
class Example:
    """An example programme: its name, its title, and the folder it stands in."""

    name: str
    title: str
    folder: Path


def examples() -> list[Example]:
    """Every example, by name; none where the package came without them."""
    return [
        Example(file.parent.name, _title(file), file.parent)
        for file in sorted(_home().glob("*/programme.toml"))
    ]


def copy(name: str, folder: Path) -> list[str]:
    """Copy an example into a folder that is not there or empty; return the files, sorted.

    Where the name ends in .xlsx, the example is written as a workbook; its overlays are not in it.
    Raises ``SettingError`` if no example has the name, or if something stands there already.
    """
    known = {one.name: one for one in examples()}
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise SettingError(f"no example is called {name!r}{meant} (jointstock init lists them)")
    source = known[name].folder
    if form_of(folder) is Form.WORKBOOK:
        return save(load(source), folder)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise SettingError(f"{folder} is not empty; name a folder that is, or a new one")
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _home() -> Path:
    """Where the examples stand: inside an installed package, or beside the source."""
    package = Path(jointstock.__file__).resolve()
    inside = package.parent / "examples"
    return inside if inside.is_dir() else package.parents[2] / "examples"


def _title(file: Path) -> str:
    return str(tomllib.loads(file.read_text(encoding="utf-8")).get("title", ""))
