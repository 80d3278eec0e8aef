"""What the commands on rules have in common: the pack, the day, the rule."""

from typing import TYPE_CHECKING

import click

from compliance.cli.dates import DAY
from compliance.cli.faults import told

if TYPE_CHECKING:
    from compliance.rulebook import Rule, RulePack

pack_option = click.option("--pack", metavar="名称或文件夹", help="规则包，默认 nanchong。")
on_option = click.option("--on", metavar="日期", type=DAY, help="按哪一天的规定。")


def loaded(pack: str | None) -> "RulePack | None":
    """A pack, or None after its faults were told."""
    from compliance.rulebook import load

    return told(lambda: load(pack) if pack else load())


def rule_of(pack: "RulePack", rule: str) -> "Rule | None":
    """A rule of a pack, or None after it was told that there is none."""
    found = pack.rule(rule)
    if found is None:
        click.echo(f"没有规则“{rule}”（用 beian rules list 看全部编号）", err=True)
    return found
