"""How good a search is against reviewed pairs: ranking, levels, and how sure one may be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.levels import Level
from compliance.duplication.queries import Pair

Floats = NDArray[np.float64]

_DUPLICATE: frozenset[Level] = frozenset({"identical", "duplicate"})
_SUSPECTED: frozenset[Level] = _DUPLICATE | {"suspected"}
_GAIN = np.array([0.0, 1.0, 3.0])


@dataclass(frozen=True, slots=True)
class Found:
    """A system found for a query, with its score and level."""

    id: str
    score: int
    level: Level


@dataclass(frozen=True, slots=True)
class Ranking:
    """排序指标: over the queries that have a duplicate; ap and f1 over all reviewed pairs."""

    hit1: float
    recall5: float
    recall10: float
    ndcg10: float
    ap: float
    f1: float


@dataclass(frozen=True, slots=True)
class Flags:
    """判级指标: pairs at a level or above, and how many are the same kind (2) or at least related.

    lowest is the lower end of the 95 % Wilson interval of same; recall the share of the pairs of
    the same kind that are flagged; caught that of the queries with a duplicate of which one is;
    unreviewed pairs count as wrong.
    """

    pairs: int
    same: float
    recall: float
    lowest: float
    alike: float
    caught: float
    a_query: float


@dataclass(frozen=True, slots=True)
class Report:
    """评测结果: of some queries."""

    queries: int
    with_duplicate: int
    ranking: Ranking
    duplicate: Flags
    suspected: Flags


Grades = Mapping[str, Mapping[str, int]]
Results = Mapping[str, Sequence[Found]]


def grades_of(pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """Grades by query and system; of several for one pair the greatest."""
    grades: dict[str, dict[str, int]] = {}
    for pair in pairs:
        of_query = grades.setdefault(pair.qid, {})
        of_query[pair.system] = max(pair.grade, of_query.get(pair.system, 0))
    return grades


def wilson(good: int, tried: int) -> float:
    """The lower end of the 95 % interval of a share.

    >>> round(wilson(97, 100), 3)
    0.915
    """
    if not tried:
        return 0.0
    z, share = 1.96, good / tried
    middle = share + z * z / (2 * tried)
    spread = z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return max(0.0, (middle - spread) / (1 + z * z / tried))


def _discounted(gains: Floats) -> float:
    return float((gains[:10] / np.log2(np.arange(2, 2 + len(gains[:10])))).sum())


def _of_query(found: Sequence[Found], grades: Mapping[str, int]) -> tuple[float, ...]:
    """hit@1, R@5, R@10 and nDCG@10 of one query."""
    ranked = np.array([grades.get(one.id, 0) for one in found], dtype=int)
    every = np.array(sorted(grades.values(), reverse=True), dtype=int)
    same = int((every == 2).sum())
    return (
        float(len(ranked) > 0 and ranked[0] == 2),
        float((ranked[:5] == 2).sum() / min(5, same)),
        float((ranked[:10] == 2).sum() / min(10, same)),
        _discounted(_GAIN[ranked]) / _discounted(_GAIN[every]),
    )


def _pooled(results: Results, grades: Grades, qids: Sequence[str]) -> tuple[float, float]:
    """Average precision and the best F1 over reviewed pairs; what was not found scores 0."""
    scores: list[int] = []
    same: list[bool] = []
    for qid in qids:
        found = {one.id: one.score for one in results.get(qid, ())}
        of_query = grades.get(qid, {})
        scores += [found.get(system, 0) for system in of_query]
        same += [grade == 2 for grade in of_query.values()]
    if not any(same):
        return 0.0, 0.0
    order = np.argsort(-np.array(scores), kind="stable")
    good = np.array(same)[order]
    right = np.cumsum(good)
    precision = right / np.arange(1, len(good) + 1)
    recall = right / right[-1]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return float((precision * good).sum() / right[-1]), float(f1.max())


def _flags(
    results: Results, grades: Grades, qids: Sequence[str], levels: frozenset[Level]
) -> Flags:
    flagged = [
        (qid, grades.get(qid, {}).get(one.id, 0))
        for qid in qids
        for one in results.get(qid, ())
        if one.level in levels
    ]
    same = sum(grade == 2 for _, grade in flagged)
    with_duplicate = _with_duplicate(grades, qids)
    caught = {qid for qid, grade in flagged if grade == 2}
    tried = max(len(flagged), 1)
    return Flags(
        pairs=len(flagged),
        same=same / tried,
        recall=same / max(sum(_same(grades.get(qid, {})) for qid in qids), 1),
        lowest=wilson(same, len(flagged)),
        alike=sum(grade >= 1 for _, grade in flagged) / tried,
        caught=sum(qid in caught for qid in with_duplicate) / max(len(with_duplicate), 1),
        a_query=len(flagged) / max(len(qids), 1),
    )


def _same(grades: Mapping[str, int]) -> int:
    return sum(grade == 2 for grade in grades.values())


def _with_duplicate(grades: Grades, qids: Sequence[str]) -> list[str]:
    return [qid for qid in qids if _same(grades.get(qid, {}))]


def evaluate(results: Results, grades: Grades, qids: Sequence[str]) -> Report:
    """The figures of some queries; results are best first."""
    relevant = _with_duplicate(grades, qids)
    figures = [_of_query(results.get(qid, ()), grades[qid]) for qid in relevant]
    hit1, recall5, recall10, ndcg10 = (
        np.mean(figures, axis=0).tolist() if figures else (0.0, 0.0, 0.0, 0.0)
    )
    ap, f1 = _pooled(results, grades, qids)
    return Report(
        queries=len(qids),
        with_duplicate=len(relevant),
        ranking=Ranking(hit1, recall5, recall10, ndcg10, ap, f1),
        duplicate=_flags(results, grades, qids, _DUPLICATE),
        suspected=_flags(results, grades, qids, _SUSPECTED),
    )


def intervals(
    results: Results,
    grades: Grades,
    qids: Sequence[str],
    of: Callable[[Report], Mapping[str, float]],
    times: int = 200,
) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals over queries; the seed is fixed."""
    rng = np.random.default_rng(0)
    drawn: dict[str, list[float]] = {}
    for _ in range(times):
        chosen = [qids[n] for n in rng.integers(0, len(qids), len(qids))]
        for name, value in of(evaluate(results, grades, chosen)).items():
            drawn.setdefault(name, []).append(value)
    return {
        name: (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))
        for name, values in drawn.items()
    }
