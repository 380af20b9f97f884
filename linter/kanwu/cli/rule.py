"""kanwu rule: what one rule does."""

from __future__ import annotations

import click

from kanwu.cli.options import configured
from kanwu.errors import KanwuError
from kanwu.rule import Bad


@click.command("rule")
@click.argument("code")
def command(code: str) -> None:
    """Explain a rule: what it finds, why, with examples, and how safe its fixes are."""
    rules = {rule.code: rule for rule in configured().load_rules()}
    if code.upper() not in rules:
        raise KanwuError(code, "no such rule; `kanwu rules` lists them all")
    rule = rules[code.upper()]
    click.echo(f"{rule.code} {rule.name} ({rule.status})\n\n{rule.doc.strip()}\n")
    for example in rule.examples[:6]:
        if isinstance(example, Bad):
            fixed = "" if example.fixed is None else f"  →  {example.fixed.strip()}"
            click.echo(f"  ✗ {example.text.strip()}{fixed}")
        else:
            click.echo(f"  ✓ {example.text.strip()}")
