"""Figures of a search against reviewed pairs, as text and as JSON, and levels made from them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from compliance.cli.comparing import Means, Searched
from compliance.duplication import level_of
from compliance.duplication.calibration import Reviewed, levels_from
from compliance.duplication.evaluation import (
    Flags,
    Found,
    Report,
    evaluate,
    grades_of,
    intervals,
)
from compliance.duplication.queries import Pair, Query
from compliance.text import listed

_TITLES = {
    "hit1": "首位命中",
    "recall5": "前5召回",
    "recall10": "前10召回",
    "ndcg10": "nDCG@10",
    "ap": "平均精度",
    "f1": "最佳F1",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The report of all queries, its intervals, and the reports by type."""

    every: Report
    between: dict[str, tuple[float, float]]
    by_type: dict[str, Report]

    def as_dict(self) -> dict[str, object]:
        """As JSON."""
        return {
            "all": asdict(self.every),
            "intervals": {name: list(ends) for name, ends in self.between.items()},
            "by_type": {name: asdict(report) for name, report in self.by_type.items()},
        }

    def as_text(self) -> str:
        """As lines."""
        every = self.every
        lines = [f"查询 {every.queries} 个，其中有重复系统的 {every.with_duplicate} 个"]
        for name, title in _TITLES.items():
            low, high = self.between[name]
            value = getattr(every.ranking, name)
            lines.append(f"  {title:<8} {value:.3f}  [{low:.3f}, {high:.3f}]")
        lines += _level_lines(every)
        for name, report in self.by_type.items():
            ranking = report.ranking
            lines.append(
                f"{name}：{report.queries} 个，首位 {ranking.hit1:.3f}，"
                f"nDCG {ranking.ndcg10:.3f}，"
                f"重复级 {report.duplicate.pairs} 对（{report.duplicate.same:.3f} 为真），"
                f"发现 {report.suspected.caught:.3f}，每查询 {report.suspected.a_query:.1f} 条"
            )
        return "\n".join(lines)


def _level_lines(report: Report) -> list[str]:
    def line(title: str, flags: Flags) -> str:
        return (
            f"{title}：{flags.pairs} 对，同类 {flags.same:.3f}（95% 下限 {flags.lowest:.3f}），"
            f"至少相关 {flags.alike:.3f}，发现重复 {flags.caught:.3f}，"
            f"每查询 {flags.a_query:.2f} 条"
        )

    return [line("重复及以上", report.duplicate), line("疑似及以上", report.suspected)]


def strangers(searched: Searched, queries: Sequence[Query], pairs: Sequence[Pair]) -> Iterator[str]:
    """What of the reviewed pairs cannot count: systems and queries that are nowhere else."""
    systems = {system.id for system in searched.registry.systems}
    asked = {query.qid for query in queries}
    lost = sorted({pair.system for pair in pairs} - systems)
    unasked = sorted({pair.qid for pair in pairs} - asked)
    if lost:
        yield f"评定里有 {len(lost)} 个系统不在清单里，算作没有找到：{listed(lost)}"
    if unasked:
        yield f"评定里有 {len(unasked)} 个查询不在查询文件里，没有计入：{listed(unasked)}"


def _ranking(report: Report) -> dict[str, float]:
    return asdict(report.ranking)


def found_for(
    means: Means, searched: Searched, queries: Sequence[Query], top: int
) -> dict[str, list[Found]]:
    """What is found for each query, at the levels in force."""
    size = searched.index.size
    return {
        query.qid: [
            Found(match.system.id, match.score, level_of(match, means.thresholds, size))
            for match in searched.index.compare(searched.index.read(query.subject), top)
        ]
        for query in queries
    }


def measured(
    means: Means, searched: Searched, queries: Sequence[Query], pairs: Sequence[Pair], top: int
) -> Figures:
    """The figures of the search as it stands."""
    results, grades = found_for(means, searched, queries, top), grades_of(pairs)
    qids = [query.qid for query in queries]
    types = sorted({query.type for query in queries if query.type})
    return Figures(
        evaluate(results, grades, qids),
        intervals(results, grades, qids, _ranking),
        {t: evaluate(results, grades, [q.qid for q in queries if q.type == t]) for t in types},
    )


def calibrated(
    means: Means,
    searched: Searched,
    queries: Sequence[Query],
    pairs: Sequence[Pair],
    precision: float,
    caught: float,
    day: date,
) -> str:
    """The levels that reviewed pairs bear out, as parameters of a pack."""
    grades = grades_of(pairs)
    reviewed = [
        Reviewed(query.qid, match, grades.get(query.qid, {}).get(match.system.id, 0))
        for query in queries
        for match in searched.index.compare(searched.index.read(query.subject), 100)
    ]
    found = levels_from(reviewed, means.thresholds, grades, precision, caught)
    lines = [f"# 由 beian registry calibrate 按 {len(pairs)} 对评定得出，{day.isoformat()}"]
    lines += [f"# {note}" for note in found.notes]
    lines.append("parameters:" if found.values else "parameters: {}")
    lines += [
        f"  {name}: {{values: {{{day.isoformat()}: "
        f"{{value: {value}, basis: local-calibration, note: {note}}}}}}}"
        for name, value, note in found.values
    ]
    return "\n".join(lines)
