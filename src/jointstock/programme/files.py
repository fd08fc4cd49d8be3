"""Files of a folder, opened with care: plain files inside it, no larger than a limit."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from jointstock.programme.faults import fault
from jointstock.words.errors import Place, Problem

# Opening a pipe that nobody writes to would wait for ever.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, file: str, most: int, *, inside: Path | None = None) -> bytes | Problem:
    """The bytes of a plain file, or why they are not read.

    Parameters
    ----------
    path
        The file.
    file
        Its name in the place of a problem.
    most
        Bytes that it may have; no more than these are ever taken in.
    inside
        The folder that it must lie in, links followed; ``None`` where a person named the file.

    Raises ``FileNotFoundError`` where there is nothing at the path, not even a link.
    """
    place = Place(file)
    if inside is not None and not _inside(path, inside):
        return fault("file-outside", place, "", "is a link that leads out of the folder")
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if not stat.S_ISREG(mode):
                return fault("file-unreadable", place, "", f"is no file but {_what(mode)}")
            content = opened.read(most + 1)
    except FileNotFoundError:
        if path.is_symlink():
            return fault("file-unreadable", place, "", "is a link to nothing")
        raise
    except OSError as error:
        return fault("file-unreadable", place, "", f"cannot be read ({error.strerror})")
    if len(content) > most:
        return fault("file-large", place, "", f"has more than {most:,} bytes")
    return content


def _inside(path: Path, folder: Path) -> bool:
    real, root = (Path(os.path.realpath(one)) for one in (path, folder))
    return real.is_relative_to(root)


def _what(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for holds, name in kinds if holds(mode)), "a device")
