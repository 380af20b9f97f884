"""kanwu rules: all rules, or the proof that each does what it says."""

from __future__ import annotations

import click

from kanwu import registry
from kanwu.cli.options import configured
from kanwu.proof import failures, pack_failures
from kanwu.rule import title


@click.command("rules")
@click.option("--prove", is_flag=True, help="Run the examples of every rule; exit 1 if one fails.")
def command(prove: bool) -> None:
    """List the rules of this project, built-in and its own."""
    project = configured()
    rules = project.load_rules()
    if not prove:
        for rule in rules:
            preview = "  (preview)" if rule.status == "preview" else ""
            click.echo(f"{rule.code}  {rule.name:<24} {title(rule)}{preview}")
        return
    packs = registry.load_packs(*project.rule_roots, glossaries=project.glossaries)
    failed = [failure for rule in rules for failure in failures(rule, rules)]
    for pack in packs:
        failed += [f"{pack.domain}: {failure.what}" for failure in pack_failures(pack, rules)]
    for failure in failed:
        click.echo(failure)
    click.echo(f"{len(rules)} rules, {len(packs)} packs, {len(failed)} failing examples", err=True)
    raise SystemExit(1 if failed else 0)
