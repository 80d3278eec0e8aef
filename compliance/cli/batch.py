"""`beian batch`: many filings into one list for the meeting."""

from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseCommand
from compliance.cli.dates import DAY
from compliance.cli.faults import UNREADABLE, USAGE, exit_code, tell_faults, told
from compliance.cli.template_options import FONTS, TEMPLATES, usable

if TYPE_CHECKING:
    from compliance.report.templates import Templates


@click.command(
    cls=ChineseCommand, help="检查一批申报：每个子文件夹（或 zip、JSON）一份，汇成送审清单。"
)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--output",
    "-o",
    required=True,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="送审清单（xlsx）；每份的报告放在旁边的同名文件夹里。",
)
@click.option(
    "--registry", "-r", metavar="文件", type=click.Path(path_type=Path), help="既有系统清单。"
)
@click.option("--registry-date", metavar="日期", type=DAY, help="清单的截止日期。")
@click.option("--pack", metavar="名称或文件夹", help="规则包，默认 nanchong。")
@click.option("--on", metavar="日期", type=DAY, help="按哪一天的规定判断，默认为各自的提交日期。")
@click.option("--waivers", metavar="文件", type=click.Path(path_type=Path), help="豁免文件。")
@click.option("--resume", is_flag=True, help="接着上次做：材料和规则都没有变的不再检查。")
@click.option(
    "--report",
    "form",
    type=click.Choice(["html", "docx", "pdf", "text"]),
    default="html",
    show_default=True,
    help="每份报告的格式。",
)
@TEMPLATES
@FONTS
@click.option(
    "--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="同时检查几份。"
)
def command(
    folder: Path,
    output: Path,
    registry: Path | None,
    registry_date: date | None,
    pack: str | None,
    on: date | None,
    waivers: Path | None,
    resume: bool,
    form: str,
    templates: Path | None,
    fonts: Path | None,
    workers: int,
) -> int:
    """Check every filing in a folder; the exit code is the worst of all."""
    from compliance.cli.alike import alike
    from compliance.cli.batching import Keep, filings_in, run
    from compliance.cli.run import Settings
    from compliance.report.review_list import ReviewRow, write_review_list

    if output.suffix.lower() != ".xlsx" or not folder.is_dir():
        click.echo("文件夹不存在，或送审清单不是 .xlsx 文件", err=True)
        return USAGE
    settings = told(lambda: Settings.read(registry, registry_date, pack, on, waivers))
    # Told once and before anything is read, not at each filing.
    style = told(lambda: _usable(form, templates, fonts))
    paths = filings_in(folder)
    if settings is None or style is None:
        return USAGE
    tell_faults(settings.registry.faults if settings.registry else ())
    if not paths:
        click.echo(f"{folder.name} 里没有申报（每份申报一个子文件夹、zip 或 JSON 文件）", err=True)
        return UNREADABLE
    keep = Keep(output.with_name(f"{output.stem}_报告"), form, style)
    start, results = monotonic(), []
    for step in run(paths, settings, keep, resume, workers):
        results.append(step.result)
        fresh = sum(result.fresh for result in results)
        click.echo(
            _line(step.done, step.every, fresh, monotonic() - start, step.result.name), err=True
        )
    results.sort(key=lambda result: result.name)
    near = alike(results, settings.pack, on or date.today())
    rows = [
        ReviewRow({**r.row.cells, "本批相似项目": near.get(r.name, "")}, r.row.outcome)
        for r in results
    ]
    try:
        write_review_list(output, rows)
    except OSError:
        click.echo(f"写不进文件：{output.name}（检查是否正打开着）", err=True)
        return UNREADABLE
    click.echo(f"已写入 {output.name}：{len(rows)} 份")
    return exit_code([result.code for result in results])


def _usable(form: str, templates: Path | None, fonts: Path | None) -> "Templates":
    """The templates; raises ComplianceError where the list or a report cannot be written."""
    from compliance.report.xlsx import require_xlsx

    require_xlsx()
    return usable(form, templates, fonts)


def _line(done: int, every: int, fresh: int, seconds: float, name: str) -> str:
    left = seconds / fresh * (every - done) if fresh else 0.0
    return f"[{done}/{every}] {name}，已用 {_time(seconds)}，约剩 {_time(left)}"


def _time(seconds: float) -> str:
    """A span of time in words.

    >>> _time(75.2)
    '1 分 15 秒'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
