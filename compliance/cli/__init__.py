"""The command `beian`: a subcommand's module is imported only when it is called."""

import atexit
import gc
import os
import sys
from importlib import import_module

import click

from compliance.cli.chinese import ChineseGroup, explain

# name -> (module, one line of help); every module has the click command as `command`.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("compliance.cli.check", "检查申报，逐项给出结论、理由、位置和改法"),
    "batch": ("compliance.cli.batch", "检查一批申报，汇成送审清单"),
    "similar": ("compliance.cli.similar", "查找相似的既有系统，列出依据"),
    "registry": ("compliance.cli.registry", "检查、比对、评测和索引既有系统清单"),
    "rules": ("compliance.cli.rules", "规则包：查看、解释、检查、追溯、比较"),
    "schema": ("compliance.cli.schema", "打印 JSON Schema"),
    "catalog": ("compliance.cli.catalog", "逐条检查信息资源目录，另存批注表"),
    "template": ("compliance.cli.template", "生成空白的申报表、材料清单、目录"),
    "deadlines": ("compliance.cli.deadlines", "办理时限：走到哪一步、轮到谁、哪天到期、有什么后果"),
    "papers": ("compliance.cli.papers", "办理文书：初审意见表、退回通知、清单、登记表、通报"),
}


class LazyGroup(ChineseGroup):
    """Names its subcommands without importing them: --help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The table as help."""
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    name="beian",
    help="政务信息化项目备案预检：对照八项审查内容，给出结论、理由、位置和改法。",
)
def beian() -> None:
    """The root of all commands."""


def _be_quick() -> None:
    """For a process that does one thing and ends.

    With the usual thresholds, and once more at the end, looking for cycles takes a quarter of the
    time of a check. Of pydantic's plugins there are none: nothing else has a say in a verdict.
    """
    gc.set_threshold(1_000_000)
    atexit.register(gc.freeze)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code; usage faults are told in Chinese, exit 2."""
    _be_quick()
    try:
        code = beian.main(arguments, prog_name="beian", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("已中断。", err=True)
        code = 130
    except click.ClickException as error:
        click.echo(explain(error), err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
