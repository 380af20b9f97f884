"""The look-alike table from what OCR engines really misread.

ocr_confusions.tsv  engine, read, true, how often, how often the true character was shown
WORK/pairs_*.tsv    the sentences of the texts given as read, and as they are, to train on

Lines of text are drawn in many fonts, spoiled as scans are, and read by Tesseract and RapidOCR;
what was read is aligned with what was drawn. Run by hand, for it takes about an hour:

    apt-get install tesseract-ocr-chi-sim tesseract-ocr-chi-tra fonts-noto-cjk fonts-wqy-zenhei \\
        fonts-wqy-microhei fonts-arphic-uming fonts-arphic-ukai
    pip install jieba numpy onnxruntime opencc pillow rapidfuzz rapidocr tesserocr
    OMP_THREAD_LIMIT=1 python ocr.py --work reads --text sentences.tsv

Each shard of lines has a seed of its own and a file in the working folder. A run that was stopped
goes on where it was; the same versions give the same bytes.
"""

from __future__ import annotations

import argparse
import bisect
import io
import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

import jieba
import numpy as np
import opencc
import tesserocr
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein
from rapidocr import RapidOCR

_SEED = 20260923
_MOST_MISREAD = 3
_TABLE = Path(__file__).with_name("ocr_confusions.tsv")
_TESSDATA = "/usr/share/tesseract-ocr/5/tessdata/"
_FONTS = Path("/usr/share/fonts")
_FACES = {
    "sim": (
        ("opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
        ("opentype/noto/NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
        ("opentype/noto/NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
        ("opentype/noto/NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
        ("truetype/wqy/wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
        ("truetype/wqy/wqy-microhei.ttc", "WenQuanYi Micro Hei"),
        ("truetype/arphic/uming.ttc", "AR PL UMing CN"),
        ("truetype/arphic/ukai.ttc", "AR PL UKai CN"),
    ),
    "tra": (
        ("opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans CJK TC"),
        ("opentype/noto/NotoSansCJK-Bold.ttc", "Noto Sans CJK TC"),
        ("opentype/noto/NotoSerifCJK-Regular.ttc", "Noto Serif CJK TC"),
        ("opentype/noto/NotoSerifCJK-Bold.ttc", "Noto Serif CJK TC"),
        ("truetype/wqy/wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
        ("truetype/wqy/wqy-microhei.ttc", "WenQuanYi Micro Hei"),
        ("truetype/arphic/uming.ttc", "AR PL UMing TW"),
        ("truetype/arphic/ukai.ttc", "AR PL UKai TW"),
    ),
}
_LICENCES = (
    "fonts of Debian 12: Noto CJK 20220127 (OFL-1.1), WenQuanYi Zen Hei 0.9.45 (GPL-2.0 with font "
    "exception, part M+), WenQuanYi Micro Hei 0.2.0-beta (Apache-2.0 or GPL-3.0 with font "
    "exception), Arphic UMing and UKai 0.2.20080216.2 (Arphic Public License)",
    "engines: Tesseract with the models 4.1.0 of Debian 12 (Apache-2.0), RapidOCR with the "
    "PP-OCR models in its wheel (Apache-2.0); words: jieba (MIT); conversion: OpenCC (Apache-2.0)",
)
_PACKAGES = (
    "tesserocr",
    "rapidocr",
    "onnxruntime",
    "pillow",
    "numpy",
    "OpenCC",
    "jieba",
    "RapidFuzz",
)

_EM = 36  # drawn at this size, then brought down to that of a poor scan
_SHARD = 400  # lines
_LINE = (15, 40)  # characters
_CHARACTERS = 4500  # the most frequent ones, each shown about as often
_LEAST_WORD = 20  # jieba's count
_HANZI = re.compile("[\u3400-\u9fff]+")
_BREAKS = re.compile("(?<=[，。！？；、：])")

_MOST_WRONG = 0.4  # of a line's characters; beyond it the alignment means nothing
_LONGEST_BLOCK = 3  # wrong characters in a row that are still paired one by one
# How alike a pair must look if it was seen no more often; else the alignment may have slipped.
_LEAST_ALIKE = ((2, 0.55), (5, 0.3))

Draw = Callable[[str, random.Random], Image.Image]
Read = Callable[[Image.Image], str]


@dataclass(frozen=True)
class Job:
    """Shards of one kind of text for one engine. Heights are those of the em, in pixels."""

    engine: str
    script: str
    text: str  # words or sentences
    shards: int
    heights: tuple[float, float]


@dataclass
class Evidence:
    """What one engine read: how often each wrong (read, true), and how often each character."""

    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    distance: int = 0
    skipped: int = 0


_JOBS = (
    Job("tesseract-sim", "sim", "sentences", 20, (13, 18)),
    Job("tesseract-tra", "tra", "sentences", 20, (13, 19)),
    Job("tesseract-sim", "sim", "words", 13, (14, 22)),
    Job("tesseract-tra", "tra", "words", 13, (14, 23)),
    Job("rapidocr", "sim", "words", 6, (9, 13)),
    Job("rapidocr", "tra", "words", 6, (10, 14)),
)


# Text


class Words:
    """Lines of words: most by frequency, others so that each frequent character has its turn."""

    def __init__(self) -> None:
        counts = _word_counts()
        self._frequent = _Urn(counts)
        weights: Counter[str] = Counter()
        holding: dict[str, dict[str, int]] = {}
        for word, count in counts.items():
            for char in set(word):
                weights[char] += count
                if len(word) > 1:
                    holding.setdefault(char, {})[word] = count
        # Plain frequency would show the most usual word of each character only.
        held = (char for char, _ in weights.most_common() if char in holding)
        self._characters = list(itertools.islice(held, _CHARACTERS))
        self._holding = {
            char: _Urn({word: math.isqrt(n) + 1 for word, n in holding[char].items()})
            for char in self._characters
        }

    def lines(self, rng: random.Random) -> Iterator[str]:
        turns = self._turns(rng)
        while True:
            length, line = rng.randint(*_LINE), ""
            while len(line) < length:
                urn = self._frequent if rng.random() < 0.6 else self._holding[next(turns)]
                line += urn.draw(rng) + ("，" if rng.random() < 0.08 else "")
            yield line[: _LINE[1]]

    def _turns(self, rng: random.Random) -> Iterator[str]:
        while True:
            yield from rng.sample(self._characters, len(self._characters))


class _Urn:
    """Draws by weight."""

    def __init__(self, weights: dict[str, int]) -> None:
        self._names = sorted(weights)
        self._sums = list(itertools.accumulate(weights[name] for name in self._names))

    def draw(self, rng: random.Random) -> str:
        return self._names[bisect.bisect(self._sums, rng.randrange(self._sums[-1]))]


def _word_counts() -> dict[str, int]:
    counts = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, _ = line.decode("utf-8").split()
            if int(count) >= _LEAST_WORD and _HANZI.fullmatch(word):
                counts[word] = int(count)
    return counts


class Texts:
    """What each shard shows."""

    def __init__(self, files: list[Path]) -> None:
        self._words = Words()
        self._sentences = _sentences(files)
        self._to_traditional = opencc.OpenCC("s2tw")

    def lines(self, job: Job, number: int, rng: random.Random) -> list[str]:
        if job.text == "words":
            lines = list(itertools.islice(self._words.lines(rng), _SHARD))
        else:
            lines = self._sentences[number * _SHARD : (number + 1) * _SHARD]
        if job.script == "tra":
            lines = [self._to_traditional.convert(line) for line in lines]
        return lines


def _sentences(paths: list[Path]) -> list[str]:
    """The last column of each file, in lines no longer than the longest, in a fixed disorder."""
    lines: dict[str, None] = {}
    for path in paths:
        for row in path.read_text("utf-8").splitlines()[1:]:
            lines.update(dict.fromkeys(_broken(row.split("\t")[-1].strip())))
    return random.Random(_SEED).sample(list(lines), len(lines))


def _broken(sentence: str) -> list[str]:
    """A long sentence in pieces that end at its punctuation."""
    lines = [""]
    for piece in _BREAKS.split(sentence):
        if len(lines[-1]) + len(piece) > _LINE[1]:
            lines.append("")
        lines[-1] += piece
    return [line for line in lines if 5 <= len(line) <= _LINE[1]]


# Drawing


@cache
def _drawer(script: str, heights: tuple[float, float]) -> Draw:
    fonts = [_font(path, family) for path, family in _FACES[script]]

    def draw(text: str, rng: random.Random) -> Image.Image:
        fitting = [font for font in fonts if all(_has(font, char) for char in text)]
        page = _plain(text, rng.choice(fitting or fonts))
        return _spoiled(page, rng.uniform(*heights), rng)

    return draw


@cache
def _font(path: str, family: str) -> ImageFont.FreeTypeFont:
    """The face of this name in a collection."""
    for index in itertools.count():  # past the last face FreeType raises OSError
        font = ImageFont.truetype(
            str(_FONTS / path), _EM, index, layout_engine=ImageFont.Layout.BASIC
        )
        if font.getname()[0] == family:
            return font
    raise AssertionError


@cache
def _has(font: ImageFont.FreeTypeFont, char: str) -> bool:
    """Whether the font draws this character, not a box in its place."""
    return _ink(font, char) != _ink(font, "\U0010fffe")


@cache
def _ink(font: ImageFont.FreeTypeFont, char: str) -> bytes:
    return bytes(font.getmask(char))


def _plain(text: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    left, top, right, bottom = font.getbbox(text)
    margin = _EM // 2
    size = math.ceil(right - left) + 2 * margin, math.ceil(bottom - top) + 2 * margin
    page = Image.new("L", size, 255)
    ImageDraw.Draw(page).text((margin - left, margin - top), text, font=font, fill=0)
    return page


def _spoiled(page: Image.Image, height: float, rng: random.Random) -> Image.Image:
    """The line as a poor scan or photograph shows it, its em `height` pixels high."""
    if rng.random() < 0.3:  # ink runs, or the print is thin
        other = page.filter(rng.choice([ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3)]))
        page = Image.blend(page, other, rng.uniform(0.1, 0.6))
    if rng.random() < 0.3:
        page = page.rotate(
            rng.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, expand=True, fillcolor=255
        )
    page = _scaled(page, height / _EM, rng)
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0, 0.5)))
    page = Image.fromarray(_lit(np.asarray(page, np.float64) / 255, rng))
    if rng.random() < 0.5:
        file = io.BytesIO()
        page.save(file, "JPEG", quality=rng.randint(25, 80))
        page = Image.open(file).convert("L")
    return _scaled(page, rng.choice([1, 1.5, 2, 2.5]), rng)


def _lit(page: NDArray[np.float64], rng: random.Random) -> NDArray[np.uint8]:
    """Uneven light, weak contrast, noise; now and then black and white only."""
    noise = np.random.default_rng(rng.getrandbits(32))
    height, width = page.shape
    slope = np.linspace(rng.uniform(-40, 0), 0, width)[None, :]
    slope = slope + np.linspace(0, rng.uniform(-20, 0), height)[:, None]
    ink, paper = rng.uniform(0, 90), rng.uniform(195, 255)
    grey = ink + (paper + slope - ink) * page
    grey += noise.normal(0, rng.uniform(0, 9), grey.shape)
    if rng.random() < 0.15:
        cut = ink + (paper - ink) * rng.uniform(0.45, 0.7)
        grey = np.where(grey < cut, 0, 255)
    return np.clip(grey, 0, 255).astype(np.uint8)


def _scaled(page: Image.Image, factor: float, rng: random.Random) -> Image.Image:
    ways = [Image.Resampling.BOX, Image.Resampling.BILINEAR, Image.Resampling.LANCZOS]
    width, height = (max(1, round(side * factor)) for side in page.size)
    return page.resize((width, height), rng.choice(ways))


# Reading


@cache
def _reader(engine: str) -> Read:
    if engine == "rapidocr":
        return _rapidocr()
    return _tesseract(f"chi_{engine.removeprefix('tesseract-')}")


def _tesseract(language: str) -> Read:
    api = tesserocr.PyTessBaseAPI(
        path=_TESSDATA,
        lang=language,
        psm=tesserocr.PSM.SINGLE_LINE,
        oem=tesserocr.OEM.LSTM_ONLY,
    )

    def read(page: Image.Image) -> str:
        api.SetImage(page)
        text: str = api.GetUTF8Text()
        return text

    return read


def _rapidocr() -> Read:
    one_core = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Global.log_level": "critical",
    }
    engine = RapidOCR(params=one_core)

    def read(page: Image.Image) -> str:
        found = engine(np.asarray(page.convert("RGB")), use_det=False, use_cls=False, use_rec=True)
        return "".join(getattr(found, "txts", None) or ())

    return read


def _read_shard(job: Job, number: int, work: Path, texts: Texts) -> None:
    """Writes what was read and what was drawn, unless an earlier run did."""
    path = _shard(work, job, number)
    if path.exists():
        return
    rng = random.Random(f"{_SEED} {job.engine} {job.script} {job.text} {number}")
    read, draw = _reader(job.engine), _drawer(job.script, job.heights)
    rows = [
        f"{''.join(read(draw(line, rng)).split())}\t{line}\n"
        for line in texts.lines(job, number, rng)
    ]
    unfinished = path.with_suffix(".part")
    unfinished.write_text("".join(rows), "utf-8")
    unfinished.rename(path)
    print(path.name, flush=True)


def _shard(work: Path, job: Job, number: int) -> Path:
    return work / f"{job.engine}-{job.script}-{job.text}-{number:03}.tsv"


# Counting


def _gather(job: Job, work: Path, evidence: Evidence) -> None:
    """Adds the shards of a job to what is known of its engine."""
    for number in range(job.shards):
        for row in _shard(work, job, number).read_text("utf-8").splitlines():
            read, true = row.split("\t")
            wrong = Levenshtein.distance(read, true)
            if wrong > _MOST_WRONG * len(true):
                evidence.skipped += 1
                continue
            evidence.characters += len(true)
            evidence.distance += wrong
            evidence.shown.update(true)
            evidence.wrong.update(filter(_is_confusion, _misread(read, true)))


def _misread(read: str, true: str) -> Iterator[tuple[str, str]]:
    """The (read, true) characters of each short stretch that was read with its length kept.

    Two for one (日月 for 明) is left out: these engines put a frequent character (人, 上, 和) in
    front of a half instead, and hardly ever the same one twice.
    """
    for start, end, true_start, true_end in _differing(read, true):
        if end - start == true_end - true_start <= _LONGEST_BLOCK:
            yield from zip(read[start:end], true[true_start:true_end], strict=True)


def _differing(read: str, true: str) -> Iterator[tuple[int, int, int, int]]:
    """The stretches between equal text, neighbours joined."""
    codes = Levenshtein.opcodes(read, true)
    for equal, group in itertools.groupby(codes, key=lambda code: code.tag == "equal"):
        if not equal:
            steps = list(group)
            first, last = steps[0], steps[-1]
            yield first.src_start, last.src_end, first.dest_start, last.dest_end


def _is_confusion(pair: tuple[str, str]) -> bool:
    """A hanzi for another one; a variant or the other script's form is no misreading."""
    read, true = pair
    hanzi = _HANZI.fullmatch(read) and _HANZI.fullmatch(true)
    return bool(hanzi) and _simplified(read) != _simplified(true)


@cache
def _simplified(char: str) -> str:
    return str(_t2s().convert(char))


@cache
def _t2s() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _likeness(pair: tuple[str, str]) -> float:
    """How alike two characters look: the correlation of their drawings, 1 for the same."""
    first, second = (_square(char) for char in pair)
    return float((first * second).mean())


@cache
def _square(char: str) -> NDArray[np.float64]:
    page = _plain(char, _font(*_FACES["sim"][0]))
    margin = _EM // 2
    page = page.crop((margin, margin, page.width - margin, page.height - margin))
    small = page.resize((32, 32), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.5))
    grey = np.asarray(small, np.float64)
    return np.asarray((grey - grey.mean()) / grey.std())


def _rows(found: dict[str, Evidence]) -> Iterator[str]:
    """The table: what was seen twice or by two engines, and looks alike or was seen often."""
    total: Counter[tuple[str, str]] = Counter()
    engines: Counter[tuple[str, str]] = Counter()
    for evidence in found.values():
        total.update(evidence.wrong)
        engines.update(evidence.wrong.keys())
    for engine, evidence in sorted(found.items()):
        for pair, count in sorted(evidence.wrong.items()):
            if (count >= 2 or engines[pair] >= 2) and _is_credible(pair, total[pair]):
                yield f"{engine}\t{pair[0]}\t{pair[1]}\t{count}\t{evidence.shown[pair[1]]}\n"


def _is_credible(pair: tuple[str, str], count: int) -> bool:
    return all(_likeness(pair) >= alike for most, alike in _LEAST_ALIKE if count <= most)


def _header(found: dict[str, Evidence], files: list[Path]) -> Iterator[str]:
    yield "What OCR engines read for another character; made by ocr.py."
    yield f"seed {_SEED}; tesseract {tesserocr.tesseract_version().split()[1]}; " + "; ".join(
        f"{name} {version(name)}" for name in _PACKAGES
    )
    yield "faces: " + ", ".join(sorted({family for _, family in itertools.chain(*_FACES.values())}))
    yield from _LICENCES
    yield "sentences: " + (", ".join(sorted(path.name for path in files)) or "none")
    for engine, evidence in sorted(found.items()):
        share = evidence.distance / evidence.characters
        yield f"{engine}: {evidence.characters} characters read, {share:.1%} wrong"
    yield "engine, read, true, count, how often the true character was shown"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder of what was read")
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="sentences: a .tsv's end")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    texts = Texts(options.text)
    for number in range(max(job.shards for job in _JOBS)):  # by turns, so that a part is a mix
        for job in _JOBS:
            if number < job.shards:
                _read_shard(job, number, options.work, texts)
    found: dict[str, Evidence] = {}
    for job in _JOBS:
        _gather(job, options.work, found.setdefault(job.engine, Evidence()))
    header = "".join(f"# {line}\n" for line in _header(found, options.text))
    _TABLE.write_text(header + "".join(_rows(found)), "utf-8")
    for script in _FACES:
        lines = "".join(_pairs(script, options.work))
        (options.work / f"pairs_{script}.tsv").write_text(lines, "utf-8")


def _pairs(script: str, work: Path) -> Iterator[str]:
    """The sentences that Tesseract read with at most three wrong hanzi, for `make_data.train`.

    Punctuation, digits and variants are those of the true text.
    """
    for path in sorted(work.glob(f"tesseract-{script}-{script}-sentences-*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            read, true = line.split("\t")
            if len(read) != len(true):
                continue
            got = "".join(
                t if not _HANZI.fullmatch(t) or _simplified(r) == _simplified(t) else r
                for r, t in zip(read, true, strict=True)
            )
            wrong = [r for r, t in zip(got, true, strict=True) if r != t]
            if len(wrong) <= _MOST_MISREAD and all(map(_HANZI.fullmatch, wrong)):
                yield f"{got}\t{true}\n"


if __name__ == "__main__":
    main()
