"""How often the rules are right on sentences whose right form is known.

For each code: the findings in the left column, those whose first replacement is what the right
column has at that place, and the findings in the right column itself, which should be none.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from kanwu import engine, registry
from kanwu.document import Document


def main(paths: list[str]) -> None:
    rules = registry.load()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    for path in paths:
        for line in Path(path).read_text("utf-8").split("\n")[1:]:
            if "\t" not in line:
                continue
            source, target = line.split("\t")[:2]
            for diagnostic in engine.lint(Document("source.txt", source), rules):
                fix, span = diagnostic.fix, diagnostic.span
                found[diagnostic.code] += 1
                if fix is not None:
                    there = target.startswith(fix.replacement(source, span), span.start)
                    right[diagnostic.code] += there
            for diagnostic in engine.lint(Document("target.txt", target), rules):
                alarms[diagnostic.code] += 1
    print("code  found  as the target  share  found in targets")
    for code in sorted(found | alarms):
        share = f"{right[code] / found[code]:.3f}" if found[code] else "-"
        print(f"{code}  {found[code]:5}  {right[code]:13}  {share:>5}  {alarms[code]:16}")


if __name__ == "__main__":
    main(sys.argv[1:])
