"""What `kanwu learn` shows of its proposals, to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kanwu.diagnostic import Message, say
from kanwu.errors import printable
from kanwu.glossary.learn import Excerpt, Kind, Proposal

_KINDS: dict[Kind, Message] = {
    "term": Message("新詞", "new term"),
    "heard": Message("誤寫", "wrong form"),
    "context": Message("語境詞", "context word"),
}
_COMMIT = 10  # characters of its name


def to_text(proposals: Iterable[Proposal], lang: str) -> str:
    return "".join(f"{paragraph(proposal, lang)}\n" for proposal in proposals)


def paragraph(proposal: Proposal, lang: str) -> str:
    """A proposal with its counts, and one correction as lines of a patch."""
    example = proposal.seen.example
    commit = f" ({example.commit[:_COMMIT]})" if example.commit else ""
    lines = (
        f"{say(_KINDS[proposal.kind], lang)} {_added(proposal, lang)}",
        f"  {say(_counts(proposal), lang)}",
        f"  {example.path}{commit}",
        f"  - {_marked(example.before)}",
        f"  + {_marked(example.after)}",
    )
    return "".join(f"{printable(line)}\n" for line in lines)


def _added(proposal: Proposal, lang: str) -> str:
    heard, context = (say(_list(words), lang) for words in (proposal.heard, proposal.context))
    if proposal.kind == "heard":
        return f"{heard} → {proposal.term}"
    if proposal.kind == "context":
        return f"{context} ({proposal.term})"
    more = [(_KINDS["heard"], heard)] * bool(heard) + [(_KINDS["context"], context)] * bool(context)
    return "; ".join((proposal.term, *(f"{say(label, lang)} {words}" for label, words in more)))


def _list(words: Iterable[str]) -> Message:
    given = tuple(words)
    return Message("、".join(given), ", ".join(given))


def _counts(proposal: Proposal) -> Message:
    corrections, files, commits, _ = proposal.seen
    zh, en = f"改過 {corrections} 次，{files} 個檔案", f"corrections: {corrections}, files: {files}"
    if not commits:
        return Message(zh, en)
    return Message(f"{zh}，{commits} 次提交", f"{en}, commits: {commits}")


def _marked(excerpt: Excerpt) -> str:
    return f"{excerpt.left}【{excerpt.form}】{excerpt.right}"


def to_json(proposals: Iterable[Proposal]) -> str:
    """A list of objects.

    kind                          term, heard or context
    term                          as the packs write it, or the corrected text if it is new
    heard, context                the wrong forms and context words to be added
    plain_word                    the new term is an ordinary word too
    corrections, files, commits   how often it was seen, 0 commits where files were compared
    example                       path, commit, and the line before and after around the place
    """
    return json.dumps(list(map(_record, proposals)), ensure_ascii=False, indent=2) + "\n"


def _record(proposal: Proposal) -> dict[str, Any]:
    seen = proposal.seen
    return {
        "kind": proposal.kind,
        "term": proposal.term,
        "heard": proposal.heard,
        "context": proposal.context,
        "plain_word": proposal.plain_word,
        "corrections": seen.corrections,
        "files": seen.files,
        "commits": seen.commits,
        "example": {
            "path": seen.example.path,
            "commit": seen.example.commit,
            "before": str(seen.example.before),
            "after": str(seen.example.after),
        },
    }
