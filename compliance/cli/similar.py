"""`beian similar`: the existing systems like a text, or like each of many."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseCommand
from compliance.cli.dates import DAY
from compliance.cli.faults import PASS, UNREADABLE, USAGE, tell_faults, told

if TYPE_CHECKING:
    from compliance.cli.comparing import Means, Searched
    from compliance.duplication.queries import Query
    from compliance.report.similar import Found

_FORMS = ("text", "json", "jsonl", "html")
_TOP_TEXT, _TOP_QUERIES = 10, 50


@click.command(cls=ChineseCommand, help="查找与一段文字或一批查询相似的既有系统，列出依据。")
@click.argument("text", required=False, metavar="[系统名称或描述]")
@click.option("--name", "-n", metavar="名称", default="", help="系统名称；此时文字为功能描述。")
@click.option(
    "--queries", "-q", metavar="文件", type=click.Path(path_type=Path), help="批量查询（JSONL）。"
)
@click.option(
    "--registry",
    "-r",
    required=True,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="既有系统清单，或 beian registry index 建立的索引。",
)
@click.option(
    "--top", "-k", metavar="数", type=click.IntRange(1, 1000), help="每个查询列出的系统数。"
)
@click.option("--pack", metavar="名称或文件夹", help="规则包，默认 nanchong。")
@click.option("--on", metavar="日期", type=DAY, help="按哪一天的判定界限，默认今天。")
@click.option("--format", "form", type=click.Choice(_FORMS), help="输出格式。")
@click.option("--beside", "-b", is_flag=True, help="连同两边文字的并列对照（网页总有）。")
@click.option("--output", "-o", metavar="文件", type=click.Path(path_type=Path), help="写到文件。")
def command(
    text: str | None,
    name: str,
    queries: Path | None,
    registry: Path,
    top: int | None,
    pack: str | None,
    on: date | None,
    form: str | None,
    beside: bool,
    output: Path | None,
) -> int:
    """Search, and write what was found; nothing found is no fault."""
    from compliance.cli.comparing import Means, read_registry
    from compliance.duplication.normalise import says_anything
    from compliance.text import shorten

    asked = told(lambda: _asked(text, name, queries))
    if asked is None:
        return USAGE
    means = told(lambda: Means.read(pack, on))
    searched = told(lambda: read_registry(registry, means)) if means else None
    if means is None or searched is None:
        return UNREADABLE if means else USAGE
    tell_faults(searched.registry.faults)
    for query in asked:
        if not says_anything(query.subject):
            who = f"查询“{shorten(query.qid)}”" if queries else "给出的文字"
            click.echo(f"{who}没有可比对的名称和内容，没有比对", err=True)
    form = form or ("jsonl" if queries else "text")
    many = top or (_TOP_QUERIES if queries else _TOP_TEXT)
    shown = beside or form == "html"
    found = (_found(query, means, searched, many, shown) for query in asked)
    return _write(_lines(found, form), output)


def _asked(text: str | None, name: str, queries: Path | None) -> tuple["Query", ...]:
    from compliance.duplication import Subject
    from compliance.duplication.queries import Query, read_queries

    if queries is not None:
        if text or name:
            raise click.UsageError("文字和 --queries 只能给一个")
        return read_queries(queries)
    if not (text or name).strip():
        raise click.UsageError("给出一段文字，或用 --queries 给出查询文件")
    # A text without a name is both: what it is called, and what it says.
    return (Query("1", Subject(name=name or text or "", description=text or "")),)


def _found(
    query: "Query", means: "Means", searched: "Searched", many: int, beside: bool
) -> "Found":
    """What was found for a query, side by side where that is asked for."""
    from compliance.duplication.normalise import says_anything
    from compliance.report.similar import Found
    from compliance.similar import ranked

    rows = ranked(query.subject, searched.index, means.thresholds, many, beside)
    return Found(query.qid, query.subject.name, rows, says_anything(query.subject))


def _lines(found: Iterable["Found"], form: str) -> Iterator[str]:
    from compliance.report import similar as report

    match form:
        case "text":
            yield from (line for one in found for line in report.as_lines(one))
        case "jsonl":
            yield from (json.dumps(report.as_value(f), ensure_ascii=False) for f in found)
        case "html":
            yield report.as_html(tuple(found))
        case _:
            yield json.dumps([report.as_value(f) for f in found], ensure_ascii=False, indent=2)


def _write(lines: Iterator[str], output: Path | None) -> int:
    if output is None:
        for line in lines:
            click.echo(line)
        return PASS
    try:
        with output.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    except OSError:
        click.echo(f"写不进文件：{output.name}（检查文件夹和权限）", err=True)
        return UNREADABLE
    return PASS
