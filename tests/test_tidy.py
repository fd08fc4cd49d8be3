"""Style as a test: the rules of CONTRIBUTING.md, each with the place and the repair.

A check takes sources and gives back its complaints, so that ``test_tidy_checks.py`` can show on
small made-up sources that it complains when it should.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import jointstock

ROOT = Path(__file__).parents[1]
PACKAGE = "jointstock"

LOWER = {"words", "ledger", "solve", "programme"}
STAGES = {"need", "plan", "share", "publish", "store"}
MAY_IMPORT = {
    "__main__": {"app"},
    "words": set(),
    "ledger": {"words"},
    "solve": {"words"},
    "programme": {"words", "ledger"},
    **dict.fromkeys(STAGES, LOWER),
    "flow": LOWER | STAGES,
    "app": LOWER | {PACKAGE, "flow", "store", "publish"},
    PACKAGE: LOWER | STAGES | {"flow"},
}

FUNCTION_LINES = 70
MODULE_LINES = 400

# What is said instead stands beside it. Case does not matter, but for the markers.
BANNED = {
    r"(?i:hand[-_]?over)": "donation",
    r"(?i:coalition(?!al))": "group",
    r"(?i:nation_id)": "member",
    r"(?i:tranche)": "call-off",
    r"\b(?:TODO|FIXME)\b": "an issue",
}
# Files in which a banned word is right, as (path, word as in BANNED).
BANNED_BUT: frozenset[tuple[str, str]] = frozenset()
DRAWERS = {"common", "helpers", "utils"}

# Put together from halves, so that this file passes its own check.
PLACES = (
    r"(?<![\w.:/-])/(?:home|opt|root|work)" + "/",
    "file:" + "//",
    "index" + "-url",
    "find" + "-links",
    "files.python" + "hosted",
    r"pypi\." + "org",
)


@dataclass(frozen=True)
class Source:
    """A text of the project: its path from the root, with slashes, and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def name(self) -> str:
        """The module's dotted name."""
        parts = self.path.removeprefix("src/").removesuffix(".py").split("/")
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def layer(self) -> str:
        return layer_of(self.name)

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.path}:{node.lineno}"


def layer_of(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def imports(body: list[ast.stmt], *, lazy: bool) -> Iterator[tuple[ast.stmt, str, list[str]]]:
    """Every import: its statement, the module named, and the names taken from it.

    With ``lazy``, also those inside functions and those for type checking alone.
    """
    for node in body:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield node, module, [alias.name for alias in node.names]
        elif isinstance(node, ast.If) and not lazy and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from imports(node.orelse, lazy=lazy)
        elif lazy or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in ("body", "orelse", "finalbody", "handlers", "cases"):
                for inner in getattr(node, part, []):
                    within = [inner] if isinstance(inner, ast.stmt) else inner.body
                    yield from imports(within, lazy=lazy)


def check_layers(source: Source) -> Iterator[str]:
    if source.layer not in MAY_IMPORT:
        yield f"{source.path}: no layer is called {source.layer}; MAY_IMPORT says which there are"
        return
    allowed = MAY_IMPORT[source.layer]
    for node, module, names in imports(source.tree.body, lazy=True):
        if module.startswith("."):
            yield f"{source.at(node)}: import {PACKAGE} modules by their full name"
        if module.split(".")[0] == "highspy" and source.layer != "solve":
            yield f"{source.at(node)}: highspy belongs to solve alone; ask solve for what it does"
        if module.split(".")[0] != PACKAGE:
            continue
        from_top = [name if name in MAY_IMPORT else PACKAGE for name in names] or [PACKAGE]
        for target in from_top if module == PACKAGE else [layer_of(module)]:
            if target != source.layer and target not in allowed:
                yield (
                    f"{source.at(node)}: {source.layer} may not import {target}, only "
                    f"{', '.join(sorted(allowed)) or 'nothing of ours'}; move what both need lower"
                )


def check_cycles(sources: list[Source]) -> Iterator[str]:
    known = {source.name for source in sources}
    graph: dict[str, set[str]] = {}
    for source in sources:
        graph[source.name] = needs = set()
        for _, module, names in imports(source.tree.body, lazy=False):
            inner = {f"{module}.{name}" for name in names} & known
            needs |= inner
            if module in known and (not names or len(inner) < len(names)):
                needs.add(module)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"a cycle of imports, {' <- '.join(error.args[1])}; move what they share lower"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def check_function_lines(source: Source) -> Iterator[str]:
    for node in functions(source.tree):
        lines = last_line(node) - node.lineno + 1
        if ast.get_docstring(node) is not None:
            lines -= last_line(node.body[0]) - node.body[0].lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{source.at(node)}: {node.name} has {lines} lines; split it at {FUNCTION_LINES}"


def last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def check_module_lines(source: Source) -> Iterator[str]:
    if len(source.lines) > MODULE_LINES:
        yield f"{source.path}: {len(source.lines)} lines; split the module at {MODULE_LINES}"


def check_public(source: Source) -> Iterator[str]:
    """What has a public name says what it is and is fully typed."""
    if not any(part.startswith("_") for part in source.name.split(".")):
        yield from check_public_in(source, source.tree.body, in_class=False)


def check_public_in(source: Source, body: list[ast.stmt], *, in_class: bool) -> Iterator[str]:
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        silent = any(re.search(r"\boverload$|\.setter$|\.deleter$", one) for one in decorators)
        if node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not silent:
            yield f"{source.at(node)}: {node.name} has no docstring; say what it is, in what units"
        if isinstance(node, ast.ClassDef):
            yield from check_public_in(source, node.body, in_class=True)
        elif missing := untyped(node, in_class and "staticmethod" not in decorators):
            yield f"{source.at(node)}: {node.name} does not say the type of {', '.join(missing)}"


def untyped(node: ast.FunctionDef | ast.AsyncFunctionDef, bound: bool) -> list[str]:
    """The arguments without a type, and the return; the first one of a bound method needs none."""
    spec = node.args
    named = (spec.posonlyargs + spec.args)[bound:] + spec.kwonlyargs
    named += [one for one in (spec.vararg, spec.kwarg) if one is not None]
    missing = [one.arg for one in named if one.annotation is None]
    return missing + (["what it returns"] if node.returns is None else [])


def check_whole_numbers(source: Source) -> Iterator[str]:
    if source.layer != "ledger":
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Constant(value=float() | complex()):
                what = f"the number {ast.unparse(node)}"
            case ast.Call(func=ast.Name(id="float")):
                what = "float()"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                what = "a true division"
            case _:
                continue
        yield f"{source.at(node)}: {what} in ledger, which counts in whole numbers; use int and //"


def check_words(source: Source) -> Iterator[str]:
    for word, instead in BANNED.items():
        if (source.path, word) in BANNED_BUT:
            continue
        for number, line in enumerate(source.lines, start=1):
            if found := re.search(word, line):
                yield f"{source.path}:{number}: {found[0]!r} is not a word of ours; use {instead}"


def check_module_name(source: Source) -> Iterator[str]:
    if drawers := DRAWERS.intersection(source.name.split(".")):
        yield f"{source.path}: {drawers.pop()} is a drawer; name the module after what it holds"


def check_places(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.lines, start=1):
        for place in PLACES:
            if found := re.search(place, line):
                yield f"{source.path}:{number}: {found[0]!r} holds on one machine; leave it out"


def check_pins(source: Source) -> Iterator[str]:
    """A compiled file holds exact versions and hashes, and nothing that says where they are."""
    for number, line in enumerate(source.lines, start=1):
        if not re.match(r"[\w.-]+==\S+ .*\\$|    --hash=sha256:[0-9a-f]{64}( \\)?$", line):
            yield f"{source.path}:{number}: not a pin with hashes; compile as CONTRIBUTING.md says"


def check_names(actual: list[str], pinned: list[str]) -> Iterator[str]:
    for name in sorted(set(actual) ^ set(pinned)):
        where = "jointstock.__all__" if name in pinned else "tests/public_names.txt"
        yield f"{name} is missing in {where}; public names change on purpose, in both"


def read(paths: list[Path]) -> list[Source]:
    """Those of the files that are text."""
    sources = []
    for path in sorted(paths):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        sources.append(Source(path.relative_to(ROOT).as_posix(), text))
    return sources


def project_files() -> list[Path]:
    """What git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = {ROOT / name for name in listed.split("\0") if name}
    return [path for path in paths if path.is_file() and not path.is_symlink()]


MODULES = read(list((ROOT / "src").rglob("*.py")))
EACH_MODULE = [
    check_layers,
    check_function_lines,
    check_module_lines,
    check_public,
    check_whole_numbers,
    check_module_name,
]


def hold(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.mark.parametrize("check", EACH_MODULE, ids=lambda check: check.__name__)
def test_modules(check) -> None:
    hold([problem for module in MODULES for problem in check(module)])


def test_no_cycle() -> None:
    hold(list(check_cycles(MODULES)))


def test_module_sizes() -> None:
    sizes = [len(module.lines) for module in MODULES if module.lines]
    print(f"{len(sizes)} modules, median {statistics.median(sizes):.0f} lines")


def test_words() -> None:
    texts = [path for path in project_files() if path.relative_to(ROOT).parts[0] in {"src", "docs"}]
    hold([problem for source in read(texts) for problem in check_words(source)])


def test_places() -> None:
    hold([problem for source in read(project_files()) for problem in check_places(source)])


def test_pins() -> None:
    pinned = read(list((ROOT / "requirements").glob("*.txt")))
    assert len(pinned) == 3
    hold([problem for source in pinned for problem in check_pins(source)])


def test_declared_is_pinned() -> None:
    """What pyproject.toml asks for is what requirements/runtime.in pins, and nothing more."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = settings["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["report"]
    declared += settings["build-system"]["requires"]
    wanted = (ROOT / "requirements" / "runtime.in").read_text().splitlines()
    assert sorted(re.split(r"[^\w.-]", one)[0] for one in declared) == sorted(
        line for line in wanted if line and not line.startswith("#")
    )


def test_public_names() -> None:
    pinned = (ROOT / "tests" / "public_names.txt").read_text().split()
    hold(list(check_names(jointstock.__all__, pinned)))
    hold([f"{name} does not exist" for name in pinned if not hasattr(jointstock, name)])


@pytest.mark.slow
def test_wheel(tmp_path: Path) -> None:
    """A wheel carries the package, its typing mark, its templates, and the examples."""
    command = [sys.executable, "-m", "pip", "-qq", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        carried = set(wheel.namelist())
    shipped = {path.relative_to(ROOT).as_posix() for path in project_files()}
    package = {path.removeprefix("src/") for path in shipped if path.startswith("src/")}
    examples = {f"{PACKAGE}/{path}" for path in shipped if path.startswith("examples/")}
    assert f"{PACKAGE}/py.typed" in package
    assert package | examples <= carried
