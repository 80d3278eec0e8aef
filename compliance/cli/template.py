"""beian template: blank sheets to fill in."""

from importlib import import_module
from pathlib import Path

import click

from compliance.cli.chinese import ChineseGroup
from compliance.errors import ComplianceError

# name -> (module, function that gives the bytes, one line of help)
TEMPLATES: dict[str, tuple[str, str, str]] = {
    "catalog": (
        "compliance.report.catalog_blank",
        "catalog_blank",
        "空白的政务信息资源目录（xlsx）。",
    ),
}


@click.group(cls=ChineseGroup, help="生成空白表，填好后再检查。")
def command() -> None:
    """The group."""


def _add(name: str) -> None:
    module, function, line = TEMPLATES[name]

    @command.command(name, help=line)
    @click.option(
        "-o", "--output", required=True, type=click.Path(path_type=Path), help="写入文件。"
    )
    def template(output: Path) -> None:
        try:
            content: bytes = getattr(import_module(module), function)()
            with output.open("xb") as file:
                file.write(content)
        except FileExistsError:
            raise click.ClickException(f"文件已经存在：{output.name}（换一个文件名）") from None
        except (ComplianceError, OSError) as error:
            raise click.ClickException(f"无法生成：{error}") from error


for _name in TEMPLATES:
    _add(_name)
