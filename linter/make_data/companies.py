"""Builds the packs of listed companies from packages that carry such lists.

    pip install adata==2.9.5 twstock==1.5.1 jieba==0.42.1 OpenCC==1.4.2
    PYTHONPATH=linter python -m make_data.companies

Sources: adata (Apache-2.0, PyPI), the short names of the exchanges of Shanghai, Shenzhen and
Beijing; twstock (MIT, PyPI), those of Taiwan. A name that is an ordinary word too, by jieba's
dictionary (MIT), is `plain-word`; so are all of two characters.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba
from opencc import OpenCC

from make_data.lexicon import package

PACKS = Path(__file__).parents[2] / "rules" / "glossaries"
_HANZI = re.compile(r"[\u3400-\u9fff]{2,6}")
_MARKED = re.compile(r"^(?:\*?ST|S\*?ST|PT|XD|XR|DR|N|C)|(?:[AB]|-[A-Z]+|退)$")
_WIDTH = 100
_HEAD = '''# Made by make_data.companies; not edited by hand.
domain = "{domain}"
doc = """
{doc}
"""
context = [
    "股價", "營收", "市值", "財報", "季報", "年報", "漲停", "跌停", "收盤", "開盤",
    "個股", "上市公司", "券商", "持股", "股東", "毛利率", "淨利潤", "業績", "公告", "訂單",
]
'''


def mainland() -> Iterator[str]:
    """Short names of companies of Shanghai, Shenzhen and Beijing, in Traditional characters."""
    convert = OpenCC("s2t").convert
    with (package("adata") / "stock/cache/code.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["short_name"].replace(" ", "").replace("Ａ", "A").replace("Ｂ", "B")
            while _MARKED.search(name):
                name = _MARKED.sub("", name)
            yield convert(name)


def taiwan() -> Iterator[str]:
    for market in ("twse", "tpex"):
        path = package("twstock") / f"codes/{market}_equities.csv"
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["type"] == "股票":
                    yield row["name"].removesuffix("*")


def write(path: Path, domain: str, doc: str, names: Iterable[str]) -> None:
    words, fold = jieba.Tokenizer(), OpenCC("t2s").convert
    words.initialize()
    plain: list[str] = []
    own: list[str] = []
    for name in sorted(set(filter(_HANZI.fullmatch, names))):
        is_word = len(name) == 2 or (len(name) == 3 and words.FREQ.get(fold(name)))
        (plain if is_word else own).append(name)
    entries = [f'"{name}",' for name in own]
    marked = [f'{{ term = "{name}", plain-word = true }},' for name in plain]
    lines = [*_wrapped(entries), *_wrapped(marked)]
    text = _HEAD.format(domain=domain, doc=doc) + "\nterm = [\n" + "\n".join(lines) + "\n]\n"
    path.write_text(text, "utf-8")


def _wrapped(entries: Iterable[str]) -> Iterator[str]:
    """Lines of entries, as many as go into each; hanzi are twice as wide."""
    line, width = "   ", 0
    for entry in entries:
        size = len(entry.encode("gb18030")) + 1
        if width + size > _WIDTH and width:
            yield line
            line, width = "   ", 0
        line, width = f"{line} {entry}", width + size
    if width:
        yield line


def main() -> None:
    write(
        PACKS / "mainland_companies.toml",
        "mainland-companies",
        "滬深北上市公司的簡稱。取自 adata 2.9.5（Apache-2.0）所附的清單。",
        mainland(),
    )
    write(
        PACKS / "taiwan_companies.toml",
        "taiwan-companies",
        "台灣上市、上櫃公司的簡稱。取自 twstock 1.5.1（MIT）所附的清單。",
        taiwan(),
    )


if __name__ == "__main__":
    main()
