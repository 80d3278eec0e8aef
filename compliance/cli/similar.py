"""`beian similar`: the existing systems like a text, or like each of many."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseCommand
from compliance.cli.dates import DAY
from compliance.cli.faults import PASS, UNREADABLE, USAGE, told

if TYPE_CHECKING:
    from compliance.cli.comparing import Means, Searched
    from compliance.duplication import Match
    from compliance.duplication.queries import Query

_LEVELS = {
    "identical": "相同",
    "duplicate": "重复",
    "suspected": "疑似重复",
    "related": "相关",
    "clear": "不相似",
}
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
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), help="输出格式。")
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
    output: Path | None,
) -> int:
    """Search, and write what was found; nothing found is no fault."""
    from compliance.cli.comparing import Means, read_registry, tell_faults

    asked = told(lambda: _asked(text, name, queries))
    if asked is None:
        return USAGE
    means = told(lambda: Means.read(pack, on))
    searched = told(lambda: read_registry(registry, means)) if means else None
    if means is None or searched is None:
        return UNREADABLE if means else USAGE
    tell_faults(searched.registry)
    form = form or ("jsonl" if queries else "text")
    many = top or (_TOP_QUERIES if queries else _TOP_TEXT)
    found = ((query, searched.index.search(query.subject, many)) for query in asked)
    return _write(_lines(found, means, searched, form), output)


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


def _lines(
    found: Iterable[tuple["Query", tuple["Match", ...]]],
    means: "Means",
    searched: "Searched",
    form: str,
) -> Iterator[str]:
    from compliance.duplication import level_of

    size = searched.index.size
    if form == "text":
        for query, matches in found:
            levels = [level_of(match, means.thresholds, size) for match in matches]
            yield from _as_text(query, matches, levels)
        return
    rows = (
        {"qid": query.qid, "matches": [_row(match, means, size) for match in matches]}
        for query, matches in found
    )
    if form == "jsonl":
        yield from (json.dumps(row, ensure_ascii=False) for row in rows)
    else:
        yield json.dumps(list(rows), ensure_ascii=False, indent=2)


def _row(match: "Match", means: "Means", size: int) -> dict[str, object]:
    from compliance.duplication import level_of

    return {
        "id": match.system.id,
        "score": match.score / 1_000_000,
        "level": level_of(match, means.thresholds, size),
        "name": match.system.name,
        "owner": match.system.owner,
        "shared": list(match.shared),
        "functions": [hit.title for hit in match.functions],
        "near_miss": match.near_miss,
    }


def _as_text(query: "Query", matches: tuple["Match", ...], levels: Sequence[str]) -> Iterator[str]:
    from compliance.text import listed, shorten, visible

    yield f"◆ {shorten(query.subject.name) or query.qid}"
    for number, (match, level) in enumerate(zip(matches, levels, strict=True), 1):
        owner = f"（{visible(match.system.owner)}）" if match.system.owner else ""
        score = match.score / 10_000
        yield f"{number:>3}. {_LEVELS[level]} {score:.1f}%  {visible(match.system.name)}{owner}"
        shares = "、".join(f"{t} {s / 10_000:.0f}%" for t, s in match.contributions if s >= 10_000)
        yield f"     {visible(match.system.id)}；得分来自：{shares}"
        if match.shared:
            yield f"     共有：{listed((f'“{p}”' for p in match.shared), 8)}"
        for hit in match.functions[:3]:
            yield f"     同一职能“{hit.title}”：“{hit.left}”与“{hit.right}”（{hit.does}）"
        if match.near_miss:
            yield f"     近似而不同：{match.near_miss}"
    if not matches:
        yield "     没有相似的系统"


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
