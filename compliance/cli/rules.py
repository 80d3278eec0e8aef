"""`beian rules`: the rulebook to read, check, trace, compare and replay."""

from datetime import date
from pathlib import Path

import click

from compliance.cli.chinese import ChineseGroup
from compliance.cli.faults import PASS, RETURN, UNREADABLE, USAGE, told
from compliance.cli.output import written
from compliance.cli.rules_compare import diff_rules, explain_rule, replay_filing
from compliance.cli.rules_options import loaded, on_option, pack_option, rule_of

_KINDS = ("new", "ongoing", "completed", "maintenance", "platform_use")
_out = click.option(
    "--output", "-o", metavar="文件", type=click.Path(path_type=Path), help="写到文件。"
)


@click.group(cls=ChineseGroup, help="规则包：查看、解释、体检、案例、追溯、比较、重放。")
def command() -> None:
    """The rulebook."""


@command.command("list", help="列出规则。")
@pack_option
@on_option
@click.option("--criterion", type=click.IntRange(0, 8), metavar="0至8", help="只看某一项审查。")
@click.option("--kind", type=click.Choice(_KINDS), metavar="|".join(_KINDS), help="只看某类项目。")
def list_rules(pack: str | None, on: date | None, criterion: int | None, kind: str | None) -> int:
    """The table of rules."""
    from compliance.authoring.show import selected, table

    rules = loaded(pack)
    if rules is None:
        return USAGE
    click.echo(table(rules, selected(rules, criterion, kind, on)))
    return PASS


@command.command("show", help="看一条规则：依据、条件、参数、消息、改法。")
@click.argument("rule", metavar="规则编号")
@pack_option
@on_option
def show_rule(rule: str, pack: str | None, on: date | None) -> int:
    """One rule in full."""
    from compliance.authoring.show import shown

    rules = loaded(pack)
    found = rule_of(rules, rule) if rules else None
    if rules is None or found is None:
        return USAGE
    click.echo(shown(found, rules, on))
    return PASS


@command.command("lint", help="体检规则包：每处毛病给出文件、行、改法；只看不改。")
@click.argument("pack", metavar="[规则包]", default="nanchong")
def lint_pack(pack: str) -> int:
    """The faults of a pack; 1 where there are any."""
    from compliance.authoring.lint import lint

    faults = lint(pack)
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} 处毛病" if faults else "没有发现毛病")
    return RETURN if faults else PASS


@command.command("test", help="跑规则包的案例；--mutate 再看改坏规则能否被案例发现。")
@click.argument("pack", metavar="[规则包]", default="nanchong")
@click.option("--mutate", is_flag=True, help="变异检查：删规则、反比较、移界限，都应有案例不符。")
def test_pack(pack: str, mutate: bool) -> int:
    """The cases of a pack; 1 where one is wrong or a mutant lives."""
    from compliance.authoring.cases import read_book
    from compliance.authoring.trial import tried

    rules = loaded(pack)
    book = told(lambda: read_book(rules, pack)) if rules else None
    if rules is None or book is None:
        return USAGE
    trials = told(lambda: [tried(case, book, rules) for case in book.cases])
    if trials is None:
        return USAGE
    wrong = [trial for trial in trials if not trial.right]
    for trial in wrong:
        case = trial.case
        click.echo(f"{case.place}：{case.rule}“{case.name}”应为 {case.expect}，实为 {trial.got}")
    click.echo(f"{len(trials)} 个案例，{len(wrong)} 个不符")
    alive = _alive(pack) if mutate and not wrong else 0
    return RETURN if wrong or alive else PASS


def _alive(pack: str) -> int:
    """How many mutants no case notices, each told."""
    from compliance.authoring.mutation import mutation

    done = mutation(pack)
    for mutant in done.alive:
        click.echo(f"没有案例发现：{mutant.rule or mutant.parameter} {mutant.told}")
    for reason in dict.fromkeys(reason for _, reason in done.elsewhere):
        names = "、".join(name for name, why in done.elsewhere if why == reason)
        click.echo(f"不在此检查的界限：{names}（{reason}）")
    click.echo(f"{done.count} 处改坏，{len(done.alive)} 处没有案例发现")
    return len(done.alive)


@command.command("trace", help="追溯表：通知每一句 → 规则 → 参数 → 案例。")
@pack_option
@click.option("--format", "form", type=click.Choice(["md", "xlsx"]), help="格式，默认看文件结尾。")
@_out
def trace_notice(pack: str | None, form: str | None, output: Path | None) -> int:
    """The trace as Markdown or xlsx."""
    from compliance.authoring.cases import read_book
    from compliance.authoring.trace import as_markdown, trace

    rules = loaded(pack)
    book = told(lambda: read_book(rules, pack or "nanchong")) if rules else None
    if rules is None or book is None:
        return USAGE
    rows = trace(rules, book)
    named = output is not None and output.suffix.lower() == ".xlsx"
    if form == "md" or not (form or named):
        return written(as_markdown(rules, rows).encode(), output)
    if output is None:
        click.echo("xlsx 要写到文件：加上 -o 文件.xlsx", err=True)
        return USAGE
    from compliance.report.trace_xlsx import trace_xlsx

    content = told(lambda: trace_xlsx(rows))
    return UNREADABLE if content is None else written(content, output)


@command.command("reference", help="手册（Markdown）：全部规则、参数、事项和办理程序的每一项。")
@pack_option
@_out
def write_reference(pack: str | None, output: Path | None) -> int:
    """The pack and its procedure as a document."""
    from compliance.procedure import load as load_procedure
    from compliance.report.handbook import handbook

    rules = loaded(pack)
    if rules is None:
        return USAGE
    procedure = told(lambda: load_procedure(pack) if pack else load_procedure())
    if procedure is None:
        return USAGE
    return written(handbook(rules, procedure).encode(), output)


command.add_command(explain_rule)
command.add_command(diff_rules)
command.add_command(replay_filing)
