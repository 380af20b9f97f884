"""Terms that are heard wrong: packs, and where a text has something that sounds like one."""

from kanwu.glossary.glossary import Channel, Glossary
from kanwu.glossary.pack import Pack, Term, load_pack

__all__ = ["Channel", "Glossary", "Pack", "Term", "load_pack"]
