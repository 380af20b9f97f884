"""How well residue, or what a conversion chose wrongly, is found in Traditional text.

    python tests/benchmarks/residue.py [S101 | S102] TRADITIONAL.txt ...

Every character that the table of the rule converts is put back, all of them or 30 %, in documents
of 60 lines; found are the places that the rule reports, right those where its fix is what stood
there. The first row, with nothing put in, counts false alarms (and errors of the text itself).
S102 finds characters in words that decide, and most characters stand in no such word.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

from kanwu import engine, registry
from kanwu.document import Document
from kanwu.kinds.conversion import Conversion

_LINES = 60


def main(code: str, paths: list[str]) -> None:
    rule = next(rule for rule in registry.load() if rule.code == code)
    assert isinstance(rule, Conversion)
    back = {row.right: row.left for row in rule.spec.character}
    for share in (0.0, 0.3, 1.0):
        chance, counts = random.Random(1), Counter[str]()
        for path in paths:
            lines = Path(path).read_text("utf-8").split("\n")
            for start in range(0, len(lines), _LINES):
                clean = "\n".join(lines[start : start + _LINES])
                spoilt = "".join(
                    back[char] if char in back and chance.random() < share else char
                    for char in clean
                )
                counts["put in"] += sum(a != b for a, b in zip(clean, spoilt, strict=True))
                for diagnostic in engine.lint(Document("x.txt", spoilt), [rule]):
                    fix = diagnostic.fix
                    counts["found"] += 1
                    counts["right"] += fix is not None and all(
                        span.of(clean) == text for span, text in fix.edits
                    )
        put_in, found, right = (counts[name] for name in ("put in", "found", "right"))
        precision = f"{right / found:.4f}" if found else "-"
        recall = f"{right / put_in:.4f}" if put_in else "-"
        print(
            f"{share:4.0%} put in: {put_in:5}  found {found:5}  right {right:5}  "
            f"precision {precision}  recall {recall}"
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
