"""`beian rules`: the rulebook to read, check, trace, compare and replay."""

from datetime import date
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseGroup
from compliance.cli.faults import PASS, USAGE, told

if TYPE_CHECKING:
    from compliance.rulebook import RulePack

_KINDS = ("new", "ongoing", "completed", "maintenance", "platform_use")


def _day(_: click.Context, __: click.Parameter, written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise click.BadParameter("日期写成 2026-03-02 的形式") from None


_pack = click.option("--pack", metavar="名称或文件夹", help="规则包，默认 nanchong。")
_on = click.option("--on", metavar="日期", callback=_day, help="按哪一天的规定。")


def _load(pack: str | None) -> "RulePack | None":
    from compliance.rulebook import load

    return told(lambda: load(pack) if pack else load())


@click.group(cls=ChineseGroup, help="规则包：查看、解释、检查、追溯、比较。")
def command() -> None:
    """The rulebook."""


@command.command("list", help="列出规则。")
@_pack
@_on
@click.option("--criterion", type=click.IntRange(0, 8), metavar="0至8", help="只看某一项审查。")
@click.option("--kind", type=click.Choice(_KINDS), metavar="|".join(_KINDS), help="只看某类项目。")
def list_rules(pack: str | None, on: date | None, criterion: int | None, kind: str | None) -> int:
    """The table of rules."""
    from compliance.authoring.show import selected, table

    loaded = _load(pack)
    if loaded is None:
        return USAGE
    click.echo(table(loaded, selected(loaded, criterion, kind, on)))
    return PASS


@command.command("show", help="看一条规则：依据、条件、参数、消息、改法。")
@click.argument("rule", metavar="规则编号")
@_pack
@_on
def show_rule(rule: str, pack: str | None, on: date | None) -> int:
    """One rule in full."""
    from compliance.authoring.show import shown

    loaded = _load(pack)
    found = loaded.rule(rule) if loaded else None
    if loaded is None or found is None:
        if loaded is not None:
            click.echo(f"没有规则“{rule}”（用 beian rules list 看全部编号）", err=True)
        return USAGE
    click.echo(shown(found, loaded, on))
    return PASS
