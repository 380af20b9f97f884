"""What check and fix print: reports, errors as they happen, and the summary."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from kanwu.cli.options import Call
from kanwu.errors import KanwuError
from kanwu.report import Context, reporter
from kanwu.run import Result


class Tally:
    """Counts results as they pass, and prints their errors."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self.files = self.findings = self.applied = self.changed = self.errors = self.stale = 0

    def watch(self, results: Iterable[Result]) -> Iterator[Result]:
        for result in results:
            self.files += 1
            self.findings += len(result.diagnostics)
            self.applied += len(result.applied)
            self.changed += result.fixed is not None
            self.stale += result.stale
            if result.error is not None:
                self.fail(result.error)
            yield result

    def fail(self, error: KanwuError) -> None:
        self.errors += 1
        click.echo(f"kanwu: {error}", err=True)

    def summary(self, written: bool) -> str:
        """One line on the whole run; `written` tells whether fixes were made or only shown."""
        if self._lang == "en":
            files, findings = _many(self.files, "file"), _many(self.findings, "finding")
            changed, errors = _many(self.changed, "file"), _many(self.errors, "error")
            fixed = f"{self.applied} {'fixed' if written else 'to fix'} in {changed}"
        else:
            files, findings = f"{self.files} 個檔案", f"{self.findings} 個問題"
            errors = f"{self.errors} 個錯誤"
            fixed = f"{'已' if written else '可'}修正 {self.applied} 處（{self.changed} 個檔案）"
        parts = [fixed] * bool(self.changed) + [findings] + [errors] * bool(self.errors)
        colon, comma = (": ", ", ") if self._lang == "en" else ("：", "，")
        return f"{files}{colon}{comma.join(parts)}"

    def of_baseline(self) -> str:
        """One line on what the baseline knows in vain."""
        if self._lang == "en":
            gone = f"{_many(self.stale, 'finding')} of the baseline no longer there"
        else:
            gone = f"基線中有 {self.stale} 個問題已不存在"
        return f"{gone}: kanwu baseline prune"


def conclude(call: Call, tally: Tally, found: bool, written: bool = True) -> None:
    """Print the summary, unless it is not wanted, and leave with the exit code."""
    if not call.options.quiet:
        click.echo(tally.summary(written), err=True)
        if tally.stale:
            click.echo(tally.of_baseline(), err=True)
    failed = tally.errors > 0
    sys.exit(2 if failed else 1 if found and not call.options.exit_zero else 0)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def report(results: Iterable[Result], call: Call) -> Iterator[bytes]:
    """The report that the options ask for, in UTF-8."""
    if call.options.statistics:
        chunks = _statistics(results)
    else:
        context = Context(call.lang, call.project.load_rules)
        chunks = reporter(call.options.output_format)(results, context)
    for chunk in chunks:
        yield chunk.encode("utf-8", "backslashreplace")


def _statistics(results: Iterable[Result]) -> Iterator[str]:
    """A line a rule: how often, the code, the name; the most frequent first."""
    counts = Counter((d.code, d.rule) for result in results for d in result.diagnostics)
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>7}  {code}  {name}\n"
