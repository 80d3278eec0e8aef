"""Weights chosen on a part of the evaluation data, measured on the part that was not seen."""

from collections.abc import Sequence
from itertools import product
from zlib import crc32

from benchmarks.duplication_bench import Bench, Results, figures, print_row, ranked
from compliance.duplication.evaluation import Report, evaluate


def folds(bench: Bench, count: int = 5) -> list[list[str]]:
    """Queries in parts that do not depend on their order."""
    parts: list[list[str]] = [[] for _ in range(count)]
    for query in bench.queries:
        parts[crc32(query.qid.encode()) % count].append(query.qid)
    return parts


def worth(report: Report) -> float:
    """What the weights are chosen by."""
    return report.ranking.ndcg10 + report.ranking.ap


def print_cross_validated(bench: Bench) -> None:
    """The weights chosen on four fifths, measured on the fifth that was not seen."""
    grid = [
        {"FUNCTIONS": f, "MEANING": m, "_FEEDBACK": b}
        for f, m, b in product((0.2, 0.35, 0.5), (0.0, 0.3), (0.0, 0.3))
    ]
    runs = [ranked(bench, bench.knowledge, **values) for values in grid]
    unseen: Results = {}
    for part in folds(bench):
        others = [q.qid for q in bench.queries if q.qid not in part]
        best = max(range(len(grid)), key=lambda n: worth(figures(runs[n], bench, others)))
        unseen |= {qid: runs[best][qid] for qid in part}
    print_row("weights cross-validated by query (5 parts)", figures(unseen, bench))
    print_row("weights cross-validated by source (5 parts)", figures(by_source(bench, runs), bench))


def by_source(bench: Bench, runs: Sequence[Results]) -> Results:
    """Of each part of the sources, the systems by the weights that are best on the other parts."""
    part = {key: crc32(source.encode()) % 5 for key, source in bench.source.items()}
    chosen: dict[int, Results] = {}
    for fold in range(5):
        seen = {
            qid: {key: grade for key, grade in of.items() if part[key] != fold}
            for qid, of in bench.grades.items()
        }
        qids = [q.qid for q in bench.queries]
        chosen[fold] = max(
            runs,
            key=lambda run: worth(
                evaluate(
                    {q: [f for f in found if part[f.id] != fold] for q, found in run.items()},
                    seen,
                    qids,
                )
            ),
        )
    return {
        q.qid: sorted(
            (one for fold, run in chosen.items() for one in run[q.qid] if part[one.id] == fold),
            key=lambda one: (-one.score, one.id),
        )
        for q in bench.queries
    }
