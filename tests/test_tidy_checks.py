"""Each tidy check complains about a made-up source that breaks its rule, and about no other."""

from __future__ import annotations

from textwrap import dedent

import pytest

import test_tidy as tidy
from test_tidy import Source

DIGEST = "0" * 64


def module(text: str, path: str = "src/jointstock/ledger/made_up.py") -> Source:
    return Source(path, dedent(text))


def in_layer(layer: str, text: str) -> Source:
    return module(text, f"src/jointstock/{layer}/made_up.py")


@pytest.mark.parametrize(
    ("layer", "line", "complaint"),
    [
        ("words", "from jointstock.ledger import limits", "nothing of ours"),
        ("ledger", "import jointstock.programme.tables", "may not import programme"),
        ("solve", "from jointstock import ledger", "may not import ledger"),
        ("programme", "from jointstock.solve.model import Model", "may not import solve"),
        ("share", "from jointstock.plan.case import Case", "may not import plan"),
        ("plan", "from jointstock import __version__", "may not import jointstock"),
        ("app", "from jointstock.plan.case import Case", "may not import plan"),
        ("app", "def go():\n    from jointstock.need import risk", "may not import need"),
        ("need", "if TYPE_CHECKING:\n    from jointstock.flow import run", "may not import flow"),
        ("need", "try:\n    pass\nexcept OSError:\n    import jointstock.app", "not import app"),
        ("plan", "import highspy", "solve alone"),
        ("plan", "from highspy import Highs", "solve alone"),
        ("plan", "from .case import Case", "full name"),
        ("odds", "x = 1", "no layer is called odds"),
    ],
)
def test_layers_broken(layer: str, line: str, complaint: str) -> None:
    (problem,) = tidy.check_layers(in_layer(layer, line))
    assert complaint in problem
    assert f"src/jointstock/{layer}/made_up.py" in problem


@pytest.mark.parametrize(
    ("layer", "line"),
    [
        ("words", "import json"),
        ("ledger", "from jointstock.ledger.balances import Book"),
        ("plan", "from jointstock import words, ledger, solve, programme"),
        ("solve", "import highspy"),
        ("app", "from jointstock import __version__, flow, publish, store"),
        ("app", "import jointstock"),
    ],
)
def test_layers_kept(layer: str, line: str) -> None:
    assert not list(tidy.check_layers(in_layer(layer, line)))


def test_layers_of_single_files() -> None:
    assert not list(tidy.check_layers(module("import jointstock.plan", "src/jointstock/flow.py")))
    assert list(tidy.check_layers(module("import jointstock.app", "src/jointstock/flow.py")))
    assert list(tidy.check_layers(module("import jointstock.app", "src/jointstock/__init__.py")))


def test_cycles() -> None:
    """Only what is imported as a module loads can make a cycle."""
    first = module("from jointstock.ledger import second", "src/jointstock/ledger/first.py")

    def second(text: str) -> list[str]:
        path = "src/jointstock/ledger/second.py"
        return list(tidy.check_cycles([first, module(text, path)]))

    (problem,) = second("from jointstock.ledger.first import X")
    assert "jointstock.ledger.first" in problem
    assert "jointstock.ledger.second" in problem
    assert second("class A:\n    import jointstock.ledger.first")
    assert not second("def late():\n    import jointstock.ledger.first")
    assert not second("if TYPE_CHECKING:\n    import jointstock.ledger.first")


def test_cycle_through_a_package() -> None:
    package = module("from jointstock.plan.case import X", "src/jointstock/plan/__init__.py")
    case = module("from jointstock.plan import Y", "src/jointstock/plan/case.py")
    assert list(tidy.check_cycles([package, case]))


@pytest.mark.parametrize(("lines", "complaints"), [(69, 0), (70, 1)])
def test_function_lines(lines: int, complaints: int) -> None:
    """The line of ``def`` counts, the docstring does not."""
    body = '    """One.\n\n    Two.\n    """\n' + "    x = 1\n" * lines
    assert len(list(tidy.check_function_lines(module(f"def f():\n{body}")))) == complaints


@pytest.mark.parametrize(("lines", "complaints"), [(400, 0), (401, 1)])
def test_module_lines(lines: int, complaints: int) -> None:
    assert len(list(tidy.check_module_lines(module("x = 1\n" * lines)))) == complaints


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def f() -> None: ...", "f has no docstring"),
        ("async def f() -> None: ...", "f has no docstring"),
        ("class A: ...", "A has no docstring"),
        ('class A:\n    "A."\n    def f(self) -> None: ...', "f has no docstring"),
        ('def f(x) -> None:\n    "F."', "type of x"),
        ('def f(*x, y: int) -> None:\n    "F."', "type of x"),
        ('def f(*, y, **z: int) -> None:\n    "F."', "type of y"),
        ('def f(x: int):\n    "F."', "what it returns"),
        ('class A:\n    "A."\n    @staticmethod\n    def f(x) -> None:\n        "F."', "type of x"),
        ('class A:\n    "A."\n    def f(self, x) -> None:\n        "F."', "type of x"),
    ],
)
def test_public_broken(text: str, complaint: str) -> None:
    (problem,) = tidy.check_public(module(text))
    assert complaint in problem


def test_public_kept() -> None:
    text = """
        def f(x: int, *, y: str) -> None:
            "F."
            def inner(z): ...
        def _g(x): ...
        class _B:
            def f(self, x): ...
        class A:
            "A."
            def __init__(self, x): ...
            @property
            def x(self) -> int:
                "X."
            @x.setter
            def x(self, to: int) -> None: ...
            @classmethod
            def of(cls, x: int) -> "A":
                "Of."
    """
    assert not list(tidy.check_public(module(text)))
    assert not list(tidy.check_public(module("def f(x): ...", "src/jointstock/plan/_inner.py")))


@pytest.mark.parametrize("text", ["x = 1.0", "x = float(y)", "x = a / b", "x /= 2", "x = 1e3"])
def test_whole_numbers(text: str) -> None:
    assert len(list(tidy.check_whole_numbers(module(text)))) == 1
    assert not list(tidy.check_whole_numbers(in_layer("plan", text)))


def test_whole_numbers_kept() -> None:
    assert not list(tidy.check_whole_numbers(module("x = 7 // 2  # not 7 / 2 = 3.5")))


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("a hand" + "over of ten units", "donation"),
        ("plan_hand" + "_over = 1", "donation"),
        ("class Worst" + "Coalition:", "group"),
        ("nation" + "_id = 'DE'", "member"),
        ("the first Tranche", "call-off"),
        ("# TO" + "DO: later", "an issue"),
    ],
)
def test_words_broken(line: str, instead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("docs/made_up.md", f"fine\n{line}\n")
    (problem,) = tidy.check_words(source)
    assert problem.startswith("docs/made_up.md:2: ")
    assert problem.endswith(f"use {instead}")
    allowed = frozenset((source.path, word) for word in tidy.BANNED)
    monkeypatch.setattr(tidy, "BANNED_BUT", allowed)
    assert not list(tidy.check_words(source))


@pytest.mark.parametrize("line", ["hand over the plan", "a coalitional game", "todos", "nation"])
def test_words_kept(line: str) -> None:
    assert not list(tidy.check_words(Source("docs/made_up.md", line)))


def test_module_names() -> None:
    assert list(tidy.check_module_name(Source("src/jointstock/plan/utils.py", "")))
    assert list(tidy.check_module_name(Source("src/jointstock/common/__init__.py", "")))
    assert not list(tidy.check_module_name(Source("src/jointstock/plan/commonly.py", "")))


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "work/main",
        "'/" + "home/someone/x'",
        "file:/" + "/x",
        "pip --index" + "-url x",
        "find" + "-links = x",
        "https://files.python" + "hosted.org/x",
        "https://pypi." + "org/simple",
    ],
)
def test_places_broken(line: str) -> None:
    assert list(tidy.check_places(Source("README.md", line)))


@pytest.mark.parametrize(
    "line", ["#!/usr/bin/env bash", "https://example.com/home/page.html", "docs/work/plan"]
)
def test_places_kept(line: str) -> None:
    assert not list(tidy.check_places(Source("README.md", line)))


def test_pins() -> None:
    good = f"a-b==1.0 ; python_version < '3.12' \\\n    --hash=sha256:{DIGEST}\n"
    assert not list(tidy.check_pins(Source("x.txt", good)))
    for bad in ("a==1.0", "a>=1.0 \\", "# made by x", "--no-binary a", "    # via b", "a @ b \\"):
        assert list(tidy.check_pins(Source("x.txt", bad)))


def test_names() -> None:
    (missing,) = tidy.check_names(["a"], ["a", "b"])
    assert "b is missing in jointstock.__all__" in missing
    (unpinned,) = tidy.check_names(["a", "b"], ["a"])
    assert "b is missing in tests/public_names.txt" in unpinned
