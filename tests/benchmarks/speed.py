"""Whole processes, in pairs with a reference, so that figures hold on any machine.

Start: `kanwu check` on one page of the text, as a multiple of importing click and numpy.
Throughput: `kanwu check` on ten megabytes of it, beside OpenCC's conversion of the same text.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_PAGE, _MUCH, _RUNS = 15_000, 10_000_000, 9
_CONVERT = (
    "import sys, opencc; opencc.OpenCC('t2s').convert(open(sys.argv[1], encoding='utf-8').read())"
)


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def ratio(command: list[str], reference: list[str], runs: int) -> float:
    """The median of time over reference time, pair by pair."""
    return statistics.median(seconds(command) / seconds(reference) for _ in range(runs))


def main(path: str) -> None:
    data = Path(path).read_bytes()
    kanwu = [sys.executable, "-m", "kanwu", "check", "--isolated", "--statistics"]
    with tempfile.TemporaryDirectory() as folder:
        page, much = Path(folder) / "page.txt", Path(folder) / "much.txt"
        page.write_text(data[:_PAGE].decode("utf-8", "ignore"), "utf-8")
        repeated = data * (_MUCH // len(data) + 1)
        much.write_text(repeated[:_MUCH].decode("utf-8", "ignore"), "utf-8")
        imports = [sys.executable, "-c", "import click, numpy"]
        convert = [sys.executable, "-c", _CONVERT, str(much)]
        print(f"start: {ratio([*kanwu, str(page)], imports, _RUNS):.2f} x import click, numpy")
        print(f"10 MB: {ratio([*kanwu, str(much)], convert, 3):.2f} x OpenCC t2s")
        print(f"       {_MUCH / 1e6 / seconds([*kanwu, str(much)]):.2f} MB/s here and now")


if __name__ == "__main__":
    main(sys.argv[1])
