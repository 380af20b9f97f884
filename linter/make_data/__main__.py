"""Builds all of kanwu/data but the weights, which `make_data.train` fits."""

from __future__ import annotations

from make_data import english, script, sound

built = [*script.build(), *sound.build(), *english.build()]

from make_data import confusions, ngrams  # noqa: E402 - they read the tables built so far

built += [*ngrams.build(), *confusions.build()]
for path in built:
    print(f"{path.stat().st_size:>10,} bytes  {path.name}")
