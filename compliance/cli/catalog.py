"""beian catalog: check a resource catalogue on its own."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from compliance.cli.chinese import ChineseGroup
from compliance.cli.dates import DAY
from compliance.cli.faults import PASS, RETURN, REVIEW, UNREADABLE, USAGE
from compliance.errors import CatalogError, ComplianceError, Problem

_EXIT = {"return": RETURN, "review": REVIEW}
Names = tuple[str, ...]
_MOST_BYTES = 200_000_000


@click.group(cls=ChineseGroup, help="检查政务信息资源目录。")
def command() -> None:
    """The group."""


@command.command("check", short_help="逐条检查目录，可另存一份批注表。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "--annotate", metavar="OUT.xlsx", type=click.Path(path_type=Path), help="另存批注表。"
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式。"
)
@click.option(
    "--profile",
    type=click.Choice(["notice", "guide", "sichuan"]),
    default="notice",
    help="按哪一档检查：通知的八项、国家指南、四川标准。",
)
@click.option("--on", "day", type=DAY, metavar="日期", help="检查日期，默认今天。")
@click.option(
    "--duties",
    metavar="清单",
    type=click.Path(path_type=Path),
    help="数据共享责任清单，每项应有条目。",
)
@click.option(
    "--promised",
    metavar="清单",
    type=click.Path(path_type=Path),
    help="方案提到的数据，每项应有条目。",
)
@click.option("--pack", metavar="规则包", help="规则包的名称或文件夹，默认南充市。")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写入文件，默认显示。")
def check(
    file: Path,
    annotate: Path | None,
    form: str,
    profile: str,
    day: date | None,
    duties: Path | None,
    promised: Path | None,
    pack: str | None,
    output: Path | None,
) -> int:
    """Check FILE（xlsx、xls、csv、json、jsonl）逐条检查；原文件不改。"""
    try:
        lists = _names(duties), _names(promised)
        checked = _checked(file, profile, day or date.today(), pack, lists)
        if annotate is not None:
            _write_annotated(checked, file, annotate)
    except CatalogError as error:
        click.echo(f"无法检查：{error}", err=True)
        return UNREADABLE
    except ComplianceError as error:
        click.echo(str(error), err=True)
        return USAGE
    _show(checked, form, output)
    return _EXIT.get(checked.outcome or "", PASS)


check.help = "逐条检查目录（xlsx、xls、csv、json、jsonl），给出位置和改法；原文件不改。"


def _names(path: Path | None) -> Names:
    from compliance.catalog.names import read_names

    return read_names(path.name, _bytes(path)) if path else ()


def _checked(
    file: Path, profile: str, day: date, pack: str | None, lists: tuple[Names, Names]
) -> Any:  # noqa: ANN401
    from compliance.catalog import BasisWords, Profile, Terms, check_file, read_catalog
    from compliance.rulebook import load

    duties, promised = lists
    rules = load(pack) if pack else load()
    words = BasisWords.model_validate(rules.lists["legal_basis"])
    terms = Terms(words, Profile(profile), day, duties=duties, promised=promised)
    return check_file(read_catalog(file.name, _bytes(file)), terms)


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise CatalogError(Problem(file.name, "找不到这个文件", "核对文件的位置和名称"))
    if file.stat().st_size > _MOST_BYTES:
        raise CatalogError(Problem(file.name, "文件太大", "分批整理后再试"))
    try:
        return file.read_bytes()
    except OSError as error:
        raise CatalogError(Problem(file.name, "文件无法打开", "检查文件的读取权限")) from error


def _write_annotated(checked: Any, file: Path, annotate: Path) -> None:  # noqa: ANN401
    if annotate.exists() and annotate.samefile(file):
        raise CatalogError(Problem(annotate.name, "批注表不能写回原文件", "换一个文件名"))
    content = import_module("compliance.report.catalog_copy").annotated_copy(checked)
    _write(annotate, content)


def _show(checked: Any, form: str, output: Path | None) -> None:  # noqa: ANN401
    if form == "json":
        import json

        report = import_module("compliance.report.catalog_json").catalog_json(checked)
        text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    else:
        text = import_module("compliance.report.catalog_text").catalog_text(checked)
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text.encode("utf-8"))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"无法写入文件：{path.name}（检查文件夹和权限）") from error
