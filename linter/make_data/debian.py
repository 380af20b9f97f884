"""Files of Debian packages."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def unpacked(package: str, version: str) -> Iterator[Path]:
    """A folder with the files of the package, fetched from the machine's Debian archive."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["apt-get", "download", "-q", f"{package}={version}"], cwd=folder, check=True
        )
        (archive,) = Path(folder).glob("*.deb")
        files = Path(folder) / "files"
        subprocess.run(["dpkg", "-x", archive, files], check=True)
        yield files
