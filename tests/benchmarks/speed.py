"""Whole processes, in pairs with a reference, so that figures hold on any machine.

Start: `kanwu check` on one page of the text, as a multiple of importing click and numpy.
Throughput: `kanwu check` on megabytes of it, beside OpenCC's conversion of the same text; then on
texts made of it that are no language, where nearly every character is suspect.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PAGE, _MUCH, _HOSTILE, _RUNS = 15_000, 10_000_000, 1_000_000, 9
_CONVERT = (
    "import sys, opencc; opencc.OpenCC('t2s').convert(open(sys.argv[1], encoding='utf-8').read())"
)


class Used(NamedTuple):
    """Processor time, seconds, and the most memory, MiB, of a process."""

    seconds: float
    memory: float


def used(command: list[str]) -> Used:
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(started.pid, 0)
    return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def ratio(command: list[str], reference: list[str], runs: int) -> float:
    """The median of time over reference time, pair by pair."""
    return statistics.median(used(command)[0] / used(reference)[0] for _ in range(runs))


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    text = (data * (_MUCH // len(data) + 1))[:_MUCH].decode("utf-8", "ignore")
    yield "as it is", text
    some = text[: _HOSTILE // 3]
    hanzi = [char for char in some if "\u4e00" <= char <= "\u9fff"]
    yield "one line", text.replace("\n", "，")
    yield "no marks", "".join(hanzi)
    yield "shuffled", "".join(random.Random(1).sample(hanzi, len(hanzi)))
    yield "one character", hanzi[0] * len(hanzi)
    yield "ASCII", "The quick brown fox jumps over 12 lazy dogs.\n" * (_HOSTILE // 45)


def main(path: str) -> None:
    data = Path(path).read_bytes()
    kanwu = [sys.executable, "-m", "kanwu", "check", "--isolated", "--statistics"]
    with tempfile.TemporaryDirectory() as folder:
        page, much = Path(folder) / "page.txt", Path(folder) / "much.txt"
        page.write_text(data[:_PAGE].decode("utf-8", "ignore"), "utf-8")
        imports = [sys.executable, "-c", "import click, numpy"]
        print(f"start: {ratio([*kanwu, str(page)], imports, _RUNS):.2f} x import click, numpy")
        print(f"{'text':<14} {'MB/s':>6} {'x OpenCC t2s':>13} {'MiB':>5}")
        for name, text in texts(data):
            much.write_text(text, "utf-8")
            convert = [sys.executable, "-c", _CONVERT, str(much)]
            seconds, memory = used([*kanwu, str(much)])
            rate = len(text.encode()) / 1e6 / seconds
            times = seconds / used(convert).seconds
            print(f"{name:<14} {rate:6.2f} {times:13.1f} {memory:5.0f}")


if __name__ == "__main__":
    main(sys.argv[1])
