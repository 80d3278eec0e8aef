"""`beian rules explain`, `diff` and `replay`: a rule, two packs, or two days held to the light."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseCommand
from compliance.cli.dates import DAY
from compliance.cli.faults import PASS, UNREADABLE, USAGE, told
from compliance.cli.rules_options import loaded, on_option, pack_option, rule_of

if TYPE_CHECKING:
    from compliance.filing import Dossier
    from compliance.registry import Registry

_FILE = click.Path(path_type=Path)
_registry = click.option("--registry", "-r", metavar="文件", type=_FILE, help="既有系统清单。")


def _read(filing: Path) -> "Dossier | None":
    from compliance.cli.run import read_dossier

    return told(lambda: read_dossier(filing))


def _register(registry: Path | None) -> "tuple[Registry | None] | None":
    """The registry in a tuple, or None after it was told why it cannot be read."""
    from compliance.registry import Registry

    return told(lambda: (Registry.load(registry) if registry else None,))


@click.command(
    "explain",
    cls=ChineseCommand,
    help="解释一条规则；给出申报时，逐个条件说真假、事实、出处，以及为什么没有触发。",
)
@click.argument("rule", metavar="规则编号")
@click.option(
    "--filing", "-f", metavar="文件", type=_FILE, help="申报：JSON 文件、材料文件夹或 zip。"
)
@_registry
@pack_option
@on_option
def explain_rule(
    rule: str, filing: Path | None, registry: Path | None, pack: str | None, on: date | None
) -> int:
    """A rule, and what it comes to for a filing."""
    from compliance.authoring.explain import as_text, explain
    from compliance.authoring.show import shown

    rules = loaded(pack)
    found = rule_of(rules, rule) if rules else None
    if rules is None or found is None:
        return USAGE
    if filing is None:
        click.echo(shown(found, rules, on))
        return PASS
    dossier, systems = _read(filing), _register(registry)
    if dossier is None or systems is None:
        return UNREADABLE
    day = on or dossier.filing.dates.submitted or date.today()
    explained, why = explain(rules, found, dossier, day, systems[0])
    click.echo(as_text(rules, found, explained, why, day))
    return PASS


@click.command(
    "diff",
    cls=ChineseCommand,
    help="比较两个规则包，或同一规则包的两天（--on、--against）。",
)
@click.argument("old", metavar="旧包")
@click.argument("new", metavar="[新包]", required=False)
@click.option("--on", metavar="日期", type=DAY, help="旧包按哪一天。")
@click.option("--against", metavar="日期", type=DAY, help="新包按哪一天，默认与 --on 同。")
def diff_rules(old: str, new: str | None, on: date | None, against: date | None) -> int:
    """The differences in words."""
    from compliance.authoring.diff import diff

    before, after = loaded(old), loaded(new or old)
    if before is None or after is None:
        return USAGE
    lines = diff(before, after, on, against or on)
    click.echo("\n".join(lines) if lines else "没有不同")
    return PASS


@click.command(
    "replay",
    cls=ChineseCommand,
    help="同一份申报按另一天或另一个规则包重判，说出什么会变。",
)
@click.argument("filing", metavar="申报", type=_FILE)
@click.option("--against", metavar="日期", type=DAY, help="改按哪一天。")
@click.option("--against-pack", metavar="名称或文件夹", help="改用哪个规则包。")
@_registry
@pack_option
@on_option
def replay_filing(
    filing: Path,
    against: date | None,
    against_pack: str | None,
    registry: Path | None,
    pack: str | None,
    on: date | None,
) -> int:
    """What would change."""
    from compliance.authoring.replay import Setting, replay

    rules = loaded(pack)
    other = loaded(against_pack) if against_pack else rules
    if rules is None or other is None:
        return USAGE
    dossier, systems = _read(filing), _register(registry)
    if dossier is None or systems is None:
        return UNREADABLE
    day = on or dossier.filing.dates.submitted or date.today()
    before, after = Setting(rules, day), Setting(other, against or day)
    done = told(lambda: replay(dossier, systems[0], before, after))
    if done is None:
        return USAGE
    click.echo(f"{before} → {after}")
    click.echo("\n".join(done.changes) if done.changes else "没有变化")
    return PASS
