"""`beian template`: blank forms to fill in."""

from importlib import import_module
from pathlib import Path

import click

from compliance.cli.chinese import ChineseCommand, ChineseGroup
from compliance.cli.faults import UNREADABLE, USAGE
from compliance.errors import ComplianceError

_BOTH = (".xlsx", ".docx")
# name -> (module, function that writes the blank form to a path, help, the forms it can have).
TEMPLATES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "filing": (
        "compliance.report.filing_form",
        "write_filing",
        "备案申报表（xlsx 或 docx）。",
        _BOTH,
    ),
    "manifest": (
        "compliance.report.filing_form",
        "write_manifest",
        "材料清单（xlsx 或 docx）。",
        _BOTH,
    ),
    "catalog": (
        "compliance.report.catalog_blank",
        "write_catalog",
        "政务信息资源目录（xlsx）。",
        (".xlsx",),
    ),
}


@click.group(cls=ChineseGroup, help="生成空白的表：申报表、材料清单、目录。填好后放进材料文件夹。")
def command() -> None:
    """The group; each template is one line of the table."""


def _write(name: str, target: Path) -> int:
    module, function, _, endings = TEMPLATES[name]
    if target.suffix.lower() not in endings:
        click.echo(f"只能写成这些格式：{'、'.join(endings)}", err=True)
        return USAGE
    if target.exists():
        click.echo(f"文件已经存在：{target.name}（换一个文件名）", err=True)
        return USAGE
    try:
        getattr(import_module(module), function)(target)
    except (ImportError, ComplianceError):
        click.echo("没有安装写表格的组件（安装 beian-precheck[reports] 后再试）", err=True)
        return UNREADABLE
    except OSError:
        click.echo(f"写不进文件：{target.name}（检查文件夹和权限）", err=True)
        return UNREADABLE
    click.echo(f"已写入 {target.name}")
    return 0


def _subcommand(name: str, line: str) -> click.Command:
    output = click.Option(
        ["--output", "-o"],
        required=True,
        metavar="文件",
        type=click.Path(path_type=Path),
        help="写到哪个文件，扩展名决定格式。",
    )
    return ChineseCommand(
        name, params=[output], callback=lambda output: _write(name, output), help=f"空白的{line}"
    )


for _name, (_module, _function, _line, _endings) in TEMPLATES.items():
    command.add_command(_subcommand(_name, _line))
