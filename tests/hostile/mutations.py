"""Ways to spoil a file as people, programs and attackers do, drawn by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

# Pieces that have broken readers of tables and of TOML before, ours or others'.
PIECES = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\xb4", b"\xed\xa0\x80", b"\r", b"\n", b"\r\n",
    b'"', b'""', b'"\n', b",", b",,,,", b";", b"\t", b"|", b"=1+1", b"@A1", b"-", b"+", b"1e400",
    b"NaN", b"-inf", b"1_0", b"0x10", b"9" * 30, b"0." + b"0" * 30 + b"1", b"true", b"2024-13",
    b"0000-01", b"9999-12", b"2024-02-30", b"DE", b"UK", b"EUR", b"EURO", b"outside", b"all",
    b"M1", b"C1", b"L1", b"../..", b"[", b"]", b"[[", b"{", b"}", b"=", b".", b"#", b"'''",
    b'"""', b"[plan]\n", b"id = 1\n", b"months = 1200\n", b"inf", b"1979-05-27T07:32:00Z",
    b"\\u202e", "\u202e".encode(), "\u200b".encode(), "\u0415".encode(), "\u0664".encode(),
    "\uff11".encode(), "\U000e0041".encode(), b"x" * 200, b"[" * 200, b"a." * 200, b"<!DOCTYPE",
    b"PK\x03\x04",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(PIECES).map(lambda piece: piece.decode("utf-8", "replace")),
    st.text(max_size=12),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
    st.decimals().map(str),
    st.dates().map(str),
)


@st.composite
def spoiled(draw: st.DrawFn, content: bytes) -> bytes:
    """The content after one to four changes, of bytes, of cells or of rows."""
    for _ in range(draw(st.integers(1, 4))):
        change = draw(st.sampled_from([_byte, _piece, _cut, _copy, _cell, _cell, _cell, _row]))
        content = change(draw, content)
    return content


def _at(draw: st.DrawFn, content: bytes) -> int:
    return draw(st.integers(0, len(content)))


def _byte(draw: st.DrawFn, content: bytes) -> bytes:
    at = _at(draw, content)
    return content[:at] + draw(st.binary(min_size=1, max_size=3)) + content[at + 1 :]


def _piece(draw: st.DrawFn, content: bytes) -> bytes:
    at = _at(draw, content)
    return content[:at] + draw(st.sampled_from(PIECES)) + content[at:]


def _cut(draw: st.DrawFn, content: bytes) -> bytes:
    first, last = sorted((_at(draw, content), _at(draw, content)))
    return content[:first] + content[last:]


def _copy(draw: st.DrawFn, content: bytes) -> bytes:
    first, last = sorted((_at(draw, content), _at(draw, content)))
    at = _at(draw, content)
    return content[:at] + content[first:last] * draw(st.integers(1, 3)) + content[at:]


def _cell(draw: st.DrawFn, content: bytes) -> bytes:
    """Another text in one cell, quoted as a program would, or as nobody would."""
    lines = content.split(b"\n")
    row = draw(st.integers(0, len(lines) - 1))
    cells = lines[row].split(b",")
    text = draw(CELLS)
    if draw(st.booleans()):
        text = '"' + text.replace('"', '""') + '"'
    cells[draw(st.integers(0, len(cells) - 1))] = text.encode("utf-8", "replace")
    lines[row] = b",".join(cells)
    return b"\n".join(lines)


def _row(draw: st.DrawFn, content: bytes) -> bytes:
    """A row once more elsewhere, away, or in the other's place."""
    lines = content.split(b"\n")
    one, two = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    how = draw(st.sampled_from(["again", "away", "swapped"]))
    if how == "again":
        lines.insert(two, lines[one])
    elif how == "away":
        del lines[one]
    else:
        lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)
