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


Between = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """The report of some queries, and the 95 % intervals of its figures, by their names."""

    report: Report
    between: Between


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of all queries, and of those of each type."""

    every: Measured
    by_type: dict[str, Measured]

    def as_dict(self) -> dict[str, object]:
        """As JSON."""
        types = {n: {**asdict(m.report), "intervals": m.between} for n, m in self.by_type.items()}
        report, between = asdict(self.every.report), self.every.between
        return {"all": report, "intervals": between, "by_type": types}

    def as_text(self) -> str:
        """As lines."""
        report, between = self.every.report, self.every.between
        lines = [f"查询 {report.queries} 个，其中有重复系统的 {report.with_duplicate} 个"]
        if not report.with_duplicate:
            lines.append("没有一个查询评定出重复系统（grade 2），排序指标无从算起")
        else:
            lines += [f"  {t:<8} {_within(report, between, n)}" for n, t in _TITLES.items()]
        lines += _level_lines(report, between)
        lines += [_type_line(name, of_type) for name, of_type in self.by_type.items()]
        return "\n".join(lines)


def _figures(report: Report) -> dict[str, float]:
    """By name, those that an interval is given of."""
    levels = {"duplicate": report.duplicate, "suspected": report.suspected}
    shown = {
        f"{level}.{name}": float(getattr(flags, name))
        for level, flags in levels.items()
        for name in ("same", "recall", "caught", "a_query")
    }
    return {**asdict(report.ranking), **shown}


def _within(report: Report, between: Between, name: str) -> str:
    low, high = between[name]
    return f"{_figures(report)[name]:.3f}  [{low:.3f}, {high:.3f}]"


def _level_lines(report: Report, between: Between) -> list[str]:
    def line(title: str, level: str, flags: Flags) -> str:
        def told(name: str) -> str:
            return _within(report, between, f"{level}.{name}")

        return (
            f"{title}：{flags.pairs} 对，同类 {told('same')}"
            f"（Wilson 95% 下限 {flags.lowest:.3f}），至少相关 {flags.alike:.3f}，"
            f"同类配对找到 {told('recall')}，有重复的查询发现 {told('caught')}，"
            f"每查询 {told('a_query')} 条"
        )

    each = (
        ("重复及以上", "duplicate", report.duplicate),
        ("疑似及以上", "suspected", report.suspected),
    )
    return [line(*one) for one in each]


def _type_line(name: str, of_type: Measured) -> str:
    """Of a type; no share of nothing."""
    report, between = of_type.report, of_type.between
    duplicate, suspected = report.duplicate, report.suspected
    told = [f"{name}：{report.queries} 个"]
    if report.with_duplicate:
        told.append(f"首位 {_within(report, between, 'hit1')}")
        told.append(f"nDCG {_within(report, between, 'ndcg10')}")
        told.append(f"发现 {_within(report, between, 'suspected.caught')}")
    true = f"（{duplicate.same:.3f} 为真）" if duplicate.pairs else ""
    told.append(f"重复级 {duplicate.pairs} 对{true}")
    return "，".join([*told, f"疑似级每查询 {suspected.a_query:.1f} 条"])


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

    def of(qids: Sequence[str]) -> Measured:
        between = intervals(results, grades, qids, _figures)
        return Measured(evaluate(results, grades, qids), between)

    types = sorted({query.type for query in queries if query.type})
    by_type = {t: of([q.qid for q in queries if q.type == t]) for t in types}
    return Figures(of([query.qid for query in queries]), by_type)


def calibrated(
    means: Means,
    searched: Searched,
    queries: Sequence[Query],
    pairs: Sequence[Pair],
    precision: float,
    caught: float,
    day: date,
) -> str:
    """The levels that reviewed pairs bear out, as what a derived pack sets."""
    asked = {query.qid for query in queries}
    counted = [pair for pair in pairs if pair.qid in asked]
    grades = grades_of(counted)
    reviewed = [
        Reviewed(query.qid, match, grades.get(query.qid, {}).get(match.system.id, 0))
        for query in queries
        for match in searched.index.compare(searched.index.read(query.subject), 100)
    ]
    found = levels_from(reviewed, means.thresholds, grades, precision, caught)
    lines = [f"# 由 beian registry calibrate 按 {len(counted)} 对评定得出，{day.isoformat()}"]
    lines += [f"# {note}" for note in found.notes]
    lines.append("set:" if found.values else "set: []")
    lines += [line for each in found.values for line in _set(*each, day)]
    return "\n".join(lines)


def _set(name: str, value: int, note: str, day: date) -> tuple[str, ...]:
    """As the set of a derived pack is written."""
    return (
        f"  - parameter: {name}",
        f"    from: {day.isoformat()}",
        f"    value: {value}",
        "    basis: local-calibration",
        f"    reason: 按本地评定，{note}",
        '    cite: {source: practice, clause: 比对口径, quote: ""}',
    )
