"""The census of a registry: progress, a place to go on from, and the groups as a table."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Literal

import click

from compliance.cli.comparing import Means, Searched
from compliance.cli.faults import FAULT, PASS, REVIEW, UNREADABLE, USAGE, told
from compliance.duplication.census import Twin, clusters, names_of, nearest, spans, twins_of
from compliance.duplication.crew import WorkerLost, done_by, hands
from compliance.registry import ExistingSystem
from compliance.report.xlsx import plain, require_xlsx
from compliance.text import visible

_HEADER = (
    "组",
    "组内个数",
    "系统编号",
    "系统名称",
    "建设单位",
    "最相近的同组系统",
    "级别",
    "相近程度%",
)
_LOST = "有一个比对进程被中止，多半是内存不够；可用 --workers 1 只开一个进程"
_RESUME = "，加 --resume 接着做（已比对的都存着）"
# In characters: group, how many, number, name, owner, nearest, level, likeness.
_WIDTHS = (6, 8, 16, 34, 28, 40, 8, 12)
_ENDINGS = (".json", ".csv", ".xlsx")
_LABELS = {"identical": "相同", "duplicate": "重复"}


def _mark(searched: Searched, means: Means) -> str:
    """What a progress file must have been made of to be gone on from."""
    return json.dumps([searched.index.version, asdict(means.thresholds)], sort_keys=True)


def _done(progress: Path, mark: str) -> dict[int, tuple[Twin, ...]]:
    """The parts that were done, by their first row; a line that was cut off is done again."""
    done: dict[int, tuple[Twin, ...]] = {}
    try:
        head, *lines = progress.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    if head != mark:
        click.echo("清单、词表或界限已变，从头做起", err=True)
        return {}
    for line in lines:
        try:
            start, twins = json.loads(line)
            done[start] = tuple(Twin(*twin) for twin in twins)
        except (ValueError, TypeError):
            break
    return done


def _line(start: int, twins: Sequence[Twin]) -> str:
    return json.dumps([start, [[t.left, t.right, t.level, t.score] for t in twins]])


def run_census(
    means: Means, searched: Searched, output: Path | None, resume: bool, workers: int | None
) -> int:
    """Find, tell progress, write; exit 3 where there are duplicates, or rows were left out."""
    # Told before the long work, not after it.
    if told(lambda: _can_write(output, resume)) is None:
        return USAGE
    progress = output.with_name(output.name + ".progress") if output else None
    mark = _mark(searched, means)
    done = _done(progress, mark) if progress and resume else {}
    by_id = {s.id: s for s in searched.registry.systems}
    try:
        _keep(progress, "w", [mark, *(_line(start, found) for start, found in done.items())])
        twins = _run(means, searched, done, progress, workers)
        groups = clusters(twins)
        rows = [_HEADER, *_rows(groups, twins, by_id)]
        if output:
            output.write_bytes(_bytes(output.suffix.lower(), rows, groups, twins))
    except OSError:
        click.echo("结果或进度写不进文件（检查文件夹和权限）", err=True)
        return UNREADABLE
    except KeyboardInterrupt:
        click.echo("停下了" + (_RESUME if progress else "，没有存下进度"), err=True)
        raise
    except WorkerLost:
        click.echo(_LOST + (_RESUME if progress else ""), err=True)
        return FAULT
    left = f"（另有 {n} 行没能采用）" if (n := searched.registry.left_out) else ""
    click.echo(f"{len(by_id)} 个系统{left}，互相重复的 {len(groups)} 组、{len(rows) - 1} 个系统")
    if progress:
        progress.unlink(missing_ok=True)
    else:
        click.echo("\n".join("\t".join(map(str, row)) for row in rows))
    return REVIEW if groups or searched.registry.left_out else PASS


def _can_write(output: Path | None, resume: bool) -> bool:
    if resume and output is None:
        raise click.UsageError("--resume 要与 -o 一起用：进度存在输出文件旁边")
    if output and (output.suffix.lower() not in _ENDINGS or output.is_dir()):
        raise click.UsageError(f"-o 要给出一个文件，后缀为 {'、'.join(_ENDINGS)}")
    if output and output.suffix.lower() == ".xlsx":
        require_xlsx()
    return True


def _run(
    means: Means,
    searched: Searched,
    done: dict[int, tuple[Twin, ...]],
    progress: Path | None,
    workers: int | None,
) -> list[Twin]:
    """Every pair; each part that is done is kept at once. Raises WorkerLost."""
    names = names_of(searched.index, searched.registry.systems)
    every = {part.start: part for part in spans(names)}
    found = {start: done[start] for start in every if start in done}
    missing = [part for start, part in every.items() if start not in found]
    compared = sum(len(every[start]) for start in found)
    work = partial(twins_of, searched.index, names, means.thresholds)
    for part, twins in done_by(min(hands(workers), len(missing)), work, missing):
        found[part.start] = twins
        _keep(progress, "a", [_line(part.start, twins)])
        compared += len(part)
        click.echo(f"已比对 {compared} / {len(names.systems)}", err=True)
    return [twin for start in every for twin in found[start]]


def _keep(progress: Path | None, mode: Literal["w", "a"], lines: Sequence[str]) -> None:
    if progress:
        with progress.open(mode, encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)


def _rows(
    groups: Sequence[Sequence[str]], twins: Iterable[Twin], by_id: dict[str, ExistingSystem]
) -> list[tuple[str | int, ...]]:
    found = nearest(twins)
    rows: list[tuple[str | int, ...]] = []
    for number, group in enumerate(groups, 1):
        for key in group:
            twin, system = found[key], by_id[key]
            other = twin.right if twin.left == key else twin.left
            rows.append(
                (
                    number,
                    len(group),
                    key,
                    visible(system.name),
                    visible(system.owner),
                    f"{visible(by_id[other].name)}（{other}）",
                    _LABELS[twin.level],
                    round(twin.score / 10_000),
                )
            )
    return rows


def _bytes(
    suffix: str,
    rows: Sequence[Sequence[str | int]],
    groups: Sequence[Sequence[str]],
    twins: Sequence[Twin],
) -> bytes:
    if suffix == ".xlsx":
        return plain("重复系统", rows, _WIDTHS)
    if suffix == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows([[_inert(cell) for cell in row] for row in rows])
        return text.getvalue().encode("utf-8-sig")
    value = {"groups": groups, "twins": [asdict(twin) for twin in twins]}
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _inert(cell: str | int) -> str | int:
    """Text that a table program would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" else cell
