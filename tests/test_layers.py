"""Imports go one way: a module imports only from layers below its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from kanwu import registry

PACKAGE = Path(__file__).parent.parent / "linter" / "kanwu"
LAYERS = (
    {"errors", "version"},
    {"data", "diagnostic", "history", "schema", "search"},
    {"hanzi", "outline", "reading"},
    {"formats"},
    {"language"},
    {"analysis"},
    {"document"},
    {"baseline", "labels", "marks", "rule"},
    {"glossary"},
    {"ignored", "kinds", "suppress"},
    {"registry", "engine"},
    {"fix"},
    {"cache"},
    {"evaluation", "proof", "settings"},
    {"files"},
    {"run"},
    {"report"},
    {"cli"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if not layer(path).startswith("__")]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = layer(path)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "absolute imports only"
            tail = [f"kanwu.{alias.name}" for alias in node.names] if node.module == "kanwu" else []
            names = tail or [node.module]
        for name in names:
            if name.startswith("kanwu."):
                other = name.split(".")[1]
                assert other == own or LEVEL[other] < LEVEL[own], f"{own} imports {name}"


def test_every_module_has_a_layer() -> None:
    assert {layer(path) for path in modules()} == set(LEVEL)


def test_nothing_heavy_is_imported_at_start() -> None:
    registry.load()  # compiles the packs, which is done once
    heavy = ["charset_normalizer", "jinja2", "libcst", "opencc", "pypinyin", "python_calamine"]
    heavy += ["rapidfuzz", "rich", "tomlkit"]
    code = (
        "import sys, kanwu.cli.check, kanwu.cli.fix, kanwu.registry;"
        "kanwu.registry.load();"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
