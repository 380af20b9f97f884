"""Builds all of kanwu/data."""

from __future__ import annotations

from make_data import lexicon, script, sound

for builder in (script, sound, lexicon):
    for path in builder.build():
        print(f"{path.stat().st_size:>9,} bytes  {path.name}")
