"""跳號、重號的問答，與沒有回答的問題

「Q1、Q2、Q4」少了一題，「Q3、Q3」重了一題，「Q5：……Q6：……A6：……」第五題沒有回答：整理時漏了一段或貼錯一段。

例：「Q2」之後是「Q4」。

從一重新編號是新的一節，不報；不編號的問答只看有沒有回答，一連問兩題、一起回答的不報。

修正是否安全：沒有修正，要對照原稿。

English: questions whose numbers skip or repeat, and questions without an answer. Numbers that begin
again are a new part; without numbers, two questions in a row may be answered together. There is no
fix: the source has to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

from kanwu import Bad, Document, Finding, Good, Message

_FEW = 3
_SKIPPED = Message("問題的編號跳號", "a number is skipped")
_TWICE = Message("問題的編號重複", "a number comes twice")
_UNANSWERED = Message("問題沒有回答", "the question has no answer")
_ANOTHER = Message("回答的編號與問題不同", "the answer has another number than its question")


class Numbering:
    code, name, status = "C108", "numbering", "stable"
    doc = __doc__
    examples = (
        Bad("Q1：產能？\nA1：42GW。\nQ2：庫存？\nA2：正常。\nQ4：價格？\nA4：平穩。"),
        Bad("Q1：產能？\nA1：42GW。\nQ2：庫存？\nA2：正常。\nQ2：價格？\nA2：平穩。"),
        Bad("Q1：產能？\nA1：42GW。\nQ2：庫存？\nQ3：價格？\nA3：平穩。"),
        Bad("Q1：產能？\nA1：42GW。\nQ2：庫存？\nA3：正常。\nQ3：價格？\nA3：平穩。"),
        Good("Q1：產能？\nA1：42GW。\nQ2：庫存？\nA2：正常。\n\n車市\nQ1：價格？\nA1：平穩。"),
        Good("問：產能？\n問：庫存呢？\n答：都正常。\n問：價格？\n答：平穩。"),
        Good("Q1業績不錯，Q3更好。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        exchanges = [passage for passage in document.analysis.passages if passage.turns]
        turns = list(chain.from_iterable(passage.turns for passage in exchanges))
        questions = [turn for turn in turns if turn.kind == "question" and turn.number]
        for before, turn in pairwise(questions):
            if turn.number == before.number:
                yield Finding(turn.label, _TWICE, confidence=0.8)
            elif turn.number > before.number + 1:
                yield Finding(turn.label, _SKIPPED, confidence=0.8)
        answered = {turn.number for turn in turns if turn.kind == "answer"}
        for before, turn in pairwise(turns):
            if not before.number or before.kind != "question" or None in answered:
                continue
            if turn.kind == "question" and turn.number == before.number + 1:
                yield Finding(before.label, _UNANSWERED, confidence=0.8)
            elif turn.kind == "answer" and turn.number != before.number:
                yield Finding(turn.label, _ANOTHER, confidence=0.8)


rule = Numbering()
