from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from kanwu import registry
from kanwu.registry import Rules

_cache = tempfile.TemporaryDirectory(prefix="kanwu-cache-")
os.environ["KANWU_CACHE_DIR"] = _cache.name  # packs are compiled once, and nobody's own are touched

settings.register_profile("kanwu", deadline=None)  # no test is a stopwatch
settings.load_profile("kanwu")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def rules() -> Rules:
    return registry.load()


@pytest.fixture(scope="session")
def _few_terms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("few_terms") / "rules"
    shutil.copytree(registry.builtin_root(), root)
    for path in (root / registry.PACKS).glob("*.toml"):
        if path.stem != "electric_cars":
            path.unlink()
    return root


@pytest.fixture
def few_terms(_few_terms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All rules, and one pack of those that are built in.

    For what packs of one's own do: beside three thousand terms they are compiled in a moment,
    beside fifty thousand in a second.
    """
    monkeypatch.setattr(registry, "builtin_root", lambda: _few_terms)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with no configuration above it that could be found."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def kanwu(project: Path) -> Run:
    """Runs the command as its users do, in a process of its own, in the working folder."""

    def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "kanwu", *map(str, arguments)]
        return subprocess.run(command, cwd=project, input=stdin, capture_output=True, check=False)

    return run
