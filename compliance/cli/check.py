"""`beian check`: files in, verdicts out."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseCommand
from compliance.cli.dates import DAY
from compliance.cli.faults import UNREADABLE, USAGE, exit_code, tell_faults, told
from compliance.cli.output import written
from compliance.cli.template_options import FONTS, TEMPLATES, usable

if TYPE_CHECKING:
    from compliance.cli.run import Checked
    from compliance.report.templates import Templates

_COLOURS = {"return": "red", "review": "yellow", "pass": "green", "waived": "cyan"}


# The forms of compliance.report.forms that hold one verdict and are written to a file.
_ONE = ("html", "docx", "xlsx", "pdf", "sarif", "junit")


def _paint(effect: str, text: str) -> str:
    return click.style(text, fg=_COLOURS[effect]) if effect in _COLOURS else text


@click.command(
    cls=ChineseCommand, help="检查一份或几份申报（JSON 文件、材料文件夹或 zip），逐项给出结论。"
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="文件...", type=click.Path(path_type=Path)
)
@click.option(
    "--registry", "-r", metavar="文件", type=click.Path(path_type=Path), help="既有系统清单。"
)
@click.option("--registry-date", metavar="日期", type=DAY, help="清单的截止日期。")
@click.option("--pack", metavar="名称或文件夹", help="规则包，默认 nanchong。")
@click.option("--on", metavar="日期", type=DAY, help="按哪一天的规定判断，默认为提交日期。")
@click.option("--waivers", metavar="文件", type=click.Path(path_type=Path), help="豁免文件。")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *_ONE]),
    default="text",
    help="输出格式；text、json 之外的一次一份，要用 -o 写到文件。",
)
@TEMPLATES
@FONTS
@click.option("--output", "-o", metavar="文件", type=click.Path(path_type=Path), help="写到文件。")
def command(
    paths: tuple[Path, ...],
    registry: Path | None,
    registry_date: date | None,
    pack: str | None,
    on: date | None,
    waivers: Path | None,
    form: str,
    templates: Path | None,
    fonts: Path | None,
    output: Path | None,
) -> int:
    """Read, check, write; the exit code is the worst of all files."""
    # A check multiplies small tables: a second thread of the BLAS only waits, at full speed.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from compliance.cli.run import Checked, Settings, check_file

    if form in _ONE and (len(paths) > 1 or output is None):
        raise click.UsageError(f"{form} 一次只写一份，并用 -o 给出文件")
    settings = told(lambda: Settings.read(registry, registry_date, pack, on, waivers))
    style = told(lambda: usable(form, templates, fonts))
    if settings is None or style is None:
        return USAGE
    tell_faults(settings.registry.faults if settings.registry else ())
    results: list[Checked] = []
    for path in paths:
        checked = check_file(path, settings)
        results.append(checked)
        if checked.fault:
            click.echo(checked.fault, err=True)
        if checked.note:
            click.echo(checked.note, err=True)
    content = told(lambda: _content(results, form, style, colour=output is None))
    if content is None:
        return USAGE
    if written(content, output) == UNREADABLE:
        return UNREADABLE
    return exit_code([checked.code for checked in results])


def _as_json(results: list["Checked"]) -> str:
    """One verdict, or of several files an array in the order given; null where there is none."""
    verdicts = [checked.verdict.as_dict() if checked.verdict else None for checked in results]
    value = verdicts[0] if len(verdicts) == 1 else verdicts
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _as_text(results: list["Checked"], colour: bool) -> str:
    from compliance.report import as_text
    from compliance.report.text import unpainted

    paint = _paint if colour and sys.stdout.isatty() else unpainted
    several = len(results) > 1
    texts = [
        (f"━━ {checked.name}\n" if several else "") + as_text(checked.verdict, paint=paint)
        for checked in results
        if checked.verdict
    ]
    return "\n".join(texts)


def _content(results: list["Checked"], form: str, templates: "Templates", colour: bool) -> bytes:
    """What is written; of a single form nothing where there is no verdict."""
    if form in _ONE:
        from compliance.report.forms import FORMS

        verdict = results[0].verdict
        return FORMS[form].write(verdict, templates) if verdict else b""
    text = _as_json(results) if form == "json" else _as_text(results, colour)
    return text.encode("utf-8", "replace")
