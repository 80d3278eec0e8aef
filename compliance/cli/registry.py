"""`beian registry`: look after the list of existing systems."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseGroup
from compliance.cli.dates import DAY
from compliance.cli.faults import PASS, REVIEW, UNREADABLE, USAGE, tell_faults, told
from compliance.cli.output import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compliance.cli.comparing import Means, Searched
    from compliance.duplication.queries import Pair, Query

_FILE = click.Path(path_type=Path)
_OUT = click.option("--output", "-o", metavar="文件", type=_FILE, help="写到文件。")
_PACK = click.option("--pack", metavar="名称或文件夹", help="规则包，默认 nanchong。")
_ON = click.option("--on", metavar="日期", type=DAY, help="按哪一天的判定界限，默认今天。")
_LIST = click.argument("registry", metavar="清单", type=_FILE)


@click.group(cls=ChineseGroup, help="检查、比对、评测和索引既有系统清单。")
def command() -> None:
    """The group."""


def _read(
    registry: Path, pack: str | None, on: date | None, as_of: date | None = None
) -> "tuple[Means, Searched] | int":
    """What is compared and by what, or the exit code after the fault was told."""
    from compliance.cli.comparing import Means, read_registry

    means = told(lambda: Means.read(pack, on))
    if means is None:
        return USAGE
    searched = told(lambda: read_registry(registry, means, as_of))
    if searched is None:
        return UNREADABLE
    tell_faults(searched.registry.faults)
    return means, searched


def _reviewed(
    queries: Path, pairs: Path, registry: Path, pack: str | None, on: date | None
) -> "tuple[Means, Searched, Sequence[Query], Sequence[Pair]] | int":
    """As `_read`, with reviewed pairs; which of them name no system of the registry is told."""
    from compliance.cli.evaluating import strangers
    from compliance.duplication.queries import read_pairs, read_queries

    asked = told(lambda: (read_queries(queries), read_pairs(pairs)))
    read = _read(registry, pack, on)
    if asked is None or isinstance(read, int):
        return read if isinstance(read, int) else UNREADABLE
    for line in strangers(read[1], *asked):
        click.echo(line, err=True)
    return (*read, *asked)


def _write(text: str, output: Path | None) -> int:
    return written((text + "\n").encode(), output)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


@command.command(help="把清单编成索引文件，以后比对直接打开，不再重建。")
@_LIST
@click.option("--output", "-o", required=True, metavar="文件", type=_FILE, help="索引文件。")
@click.option("--registry-date", metavar="日期", type=DAY, help="清单的截止日期。")
@_PACK
def index(registry: Path, output: Path, registry_date: date | None, pack: str | None) -> int:
    """Build and save."""
    from compliance.duplication.store import save_index

    read = _read(registry, pack, None, registry_date)
    if isinstance(read, int):
        return read
    _, searched = read
    written = told(lambda: save_index(output, searched.index, searched.registry))
    if written is None:
        return UNREADABLE
    size = written / 1_000_000
    click.echo(f"已编入 {searched.index.size} 个系统，{size:.1f} MB，版本 {searched.index.version}")
    return PASS


@command.command(help="查清单的毛病：没有描述、重复登记、名称笼统……清单不好，比对就不准。")
@_LIST
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_PACK
@_OUT
def quality(registry: Path, form: str, pack: str | None, output: Path | None) -> int:
    """Tell every weakness; exit 3 where there is any."""
    from dataclasses import asdict

    from compliance.cli.comparing import Means, read_list
    from compliance.duplication.quality import weaknesses

    means = told(lambda: Means.read(pack, None))
    loaded = told(lambda: read_list(registry, means)) if means else None
    if means is None or loaded is None:
        return UNREADABLE if means else USAGE
    tell_faults(loaded.faults)
    found = weaknesses(loaded.systems, means.words)
    by_kind: dict[str, int] = {}
    for one in found:
        by_kind[one.kind] = by_kind.get(one.kind, 0) + 1
    head = {
        "systems": len(loaded.systems),
        "left_out": loaded.left_out,
        "by_kind": by_kind,
    }
    lines = [
        f"{len(loaded.systems)} 个系统，另有 {loaded.left_out} 行没能采用；毛病 {len(found)} 处"
    ]
    lines += [f"  {kind}：{number}" for kind, number in by_kind.items()]
    lines += [f"{w.id} {w.name}：{w.message}（{w.mend}）" for w in found]
    told_as = {**head, "weaknesses": [asdict(one) for one in found]}
    code = _write(_as_json(told_as) if form == "json" else "\n".join(lines), output)
    return code or (REVIEW if found or loaded.left_out else PASS)


@command.command(help="找出整个清单里互相重复的系统，分组列出；中断后可以接着做。")
@_LIST
@click.option("--output", "-o", metavar="文件", type=_FILE, help=".json、.csv 或 .xlsx。")
@click.option("--resume", is_flag=True, help="接着上次中断处做（进度存在输出文件旁边）。")
@click.option(
    "--workers",
    metavar="个数",
    type=click.IntRange(1, 64),
    help="同时用几个进程，默认有几个处理器用几个；结果与个数无关，个数越多用的内存越多。",
)
@_PACK
@_ON
def census(
    registry: Path,
    output: Path | None,
    resume: bool,
    workers: int | None,
    pack: str | None,
    on: date | None,
) -> int:
    """All duplicates of a registry, in groups."""
    from compliance.cli.census import run_census

    read = _read(registry, pack, on)
    return read if isinstance(read, int) else run_census(*read, output, resume, workers)


@command.command(help="用人工评定过的查询和配对评测比对质量，附置信区间。")
@click.argument("queries", metavar="查询.jsonl", type=_FILE)
@click.argument("pairs", metavar="评定.jsonl", type=_FILE)
@click.option("--registry", "-r", required=True, metavar="清单", type=_FILE, help="既有系统清单。")
@click.option("--top", "-k", default=100, type=click.IntRange(10, 1000), help="每个查询取多少个。")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_PACK
@_ON
@_OUT
def evaluate(
    queries: Path,
    pairs: Path,
    registry: Path,
    top: int,
    form: str,
    pack: str | None,
    on: date | None,
    output: Path | None,
) -> int:
    """Figures at the levels in force."""
    from compliance.cli.evaluating import measured

    read = _reviewed(queries, pairs, registry, pack, on)
    if isinstance(read, int):
        return read
    figures = measured(*read, top)
    return _write(_as_json(figures.as_dict()) if form == "json" else figures.as_text(), output)


@command.command(help="按自己清单上评定过的配对算出判定界限，写成派生规则包的 set。")
@click.argument("queries", metavar="查询.jsonl", type=_FILE)
@click.argument("pairs", metavar="评定.jsonl", type=_FILE)
@click.option("--registry", "-r", required=True, metavar="清单", type=_FILE, help="既有系统清单。")
@click.option(
    "--precision", default=0.95, type=click.FloatRange(0.5, 1), help="“重复”一级要有几成为真。"
)
@click.option("--caught", default=0.97, type=click.FloatRange(0.5, 1), help="重复者要发现几成。")
@_PACK
@_ON
@_OUT
def calibrate(
    queries: Path,
    pairs: Path,
    registry: Path,
    precision: float,
    caught: float,
    pack: str | None,
    on: date | None,
    output: Path | None,
) -> int:
    """As YAML; where the pairs do not bear a level out, it is left out and said so."""
    from compliance.cli.evaluating import calibrated

    read = _reviewed(queries, pairs, registry, pack, on)
    if isinstance(read, int):
        return read
    return _write(calibrated(*read, precision, caught, on or date.today()), output)
