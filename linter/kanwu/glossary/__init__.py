"""Terms that are heard wrong: packs, and where a text has something that stands for a term."""

from kanwu.glossary.glossary import Channel, Glossary, Match
from kanwu.glossary.load import load_pack
from kanwu.glossary.pack import Pack, Term

__all__ = ["Channel", "Glossary", "Match", "Pack", "Term", "load_pack"]
