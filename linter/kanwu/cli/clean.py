"""kanwu clean: delete what can be made again."""

from __future__ import annotations

import click

from kanwu import cache
from kanwu.glossary.cache import folder


@click.command("clean")
def command() -> None:
    """Delete the cache of findings. Compiled packs stay; they are small, and slow to make."""
    cache.remove(folder() / cache.NAME)
