"""The gates on the development half of the evaluation data; skipped where it is not at hand."""

import os
from pathlib import Path

import pytest

from benchmarks.duplication_bench import Bench, figures, read
from benchmarks.duplication_quality import levelled
from compliance.duplication import Index
from compliance.duplication.evaluation import Report

SHARED = Path(os.environ.get("BEIAN_SHARED", Path(__file__).parents[2] / "shared"))
FOLDER = SHARED / "eval/duplication"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"没有评测数据：{FOLDER}")


@pytest.fixture(scope="module")
def bench() -> Bench:
    return read(FOLDER)


@pytest.fixture(scope="module")
def report(bench: Bench) -> Report:
    index = Index.build(bench.registry, bench.words, bench.knowledge)
    matches = {q.qid: index.search(q.subject, 60) for q in bench.queries}
    results = levelled(matches, bench.limits, index.size)
    none = [q.qid for q in bench.queries if q.type in ("boiler", "none")]
    assert figures(results, bench, none).duplicate.pairs == 0
    return figures(results, bench)


def test_the_ranking_is_not_worse_than_the_gates(report: Report) -> None:
    ranking = report.ranking
    assert ranking.hit1 >= 0.90
    assert ranking.recall5 >= 0.91
    assert ranking.ndcg10 >= 0.83
    assert ranking.ap >= 0.75
    assert ranking.f1 >= 0.71


def test_the_levels_are_not_worse_than_the_gates(report: Report) -> None:
    assert report.duplicate.same >= 0.93
    assert report.duplicate.alike >= 0.98
    assert report.duplicate.pairs >= 60
    assert report.suspected.caught >= 0.97
    assert report.suspected.a_query <= 5
