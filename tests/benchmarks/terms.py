"""How much longer a text takes with more terms: the tool with 100 to 100,000 invented ones.

The terms are of 3 to 6 hanzi drawn from the text, so that their sounds are those that it has. Each
line has the terms, the seconds for them compiled, those for the text, and these as a multiple of
those with the fewest.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from kanwu import engine, registry
from kanwu.document import Document
from kanwu.glossary import Glossary, Pack, Term

_COUNTS = (100, 1_000, 10_000, 100_000)
_MUCH, _RUNS = 1_000_000, 3


def invented(hanzi: list[str], count: int) -> tuple[Term, ...]:
    source = random.Random(count)
    names: dict[str, None] = {}
    while len(names) < count:
        names["".join(source.sample(hanzi, source.randint(3, 6)))] = None
    return tuple(Term(term=name) for name in names)


def main(path: str) -> None:
    data = Path(path).read_bytes()
    text = (data * (_MUCH // len(data) + 1))[:_MUCH].decode("utf-8", "ignore")
    hanzi = sorted({char for char in text if "\u4e00" <= char <= "\u9fff"})
    fewest = 0.0
    for count in _COUNTS:
        started = time.process_time()
        glossary = Glossary.of([Pack(domain="invented", term=invented(hanzi, count))])
        compiled = time.process_time() - started
        rules = registry.load_rules(glossary)
        engine.lint(Document("warm.txt", text[:1000]), rules)
        taken = []
        for _ in range(_RUNS):
            started = time.process_time()
            engine.lint(Document("text.txt", text), rules)
            taken.append(time.process_time() - started)
        fewest = fewest or min(taken)
        print(
            f"{count:7}  {compiled:6.1f}  {min(taken):6.2f}  {min(taken) / fewest:5.2f}", flush=True
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
