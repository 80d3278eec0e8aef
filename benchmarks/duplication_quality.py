"""How good the search for duplicates is, and what each ingredient brings.

    python -m benchmarks.duplication_quality [--folder ../shared/eval/duplication] [--quick]

Prints a row for the three-view mean as it was, for common alternatives, for each ingredient added,
for the whole with each one left out, and figures cross-validated by query and by source of the
systems (what was fitted: three weights and three limits). Development half: tuned and gated on it.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path
from types import ModuleType
from zlib import crc32

import numpy as np
from rapidfuzz.distance import Indel
from sklearn.feature_extraction.text import TfidfVectorizer

from compliance.duplication import Index, Knowledge, Match, Thresholds, Words, level_of
from compliance.duplication import block as block_room
from compliance.duplication import lexicon as lexicon_room
from compliance.duplication import scoring as scoring_room
from compliance.duplication.evaluation import Found, Report, evaluate, grades_of, wilson
from compliance.duplication.knowledge import NOTHING, learned_grams
from compliance.duplication.normalise import Profile, profile_of, subject_of
from compliance.duplication.queries import Query, read_pairs, read_queries
from compliance.registry import Registry
from compliance.rulebook import load

Results = dict[str, list[Found]]
DAY = date(2026, 3, 2)
_FIELDS = ("id", "name", "owner", "region", "description", "data_resources")


@dataclass(frozen=True)
class Bench:
    """What is measured on."""

    registry: Registry
    source: Mapping[str, str]
    queries: tuple[Query, ...]
    grades: Mapping[str, Mapping[str, int]]
    words: Words
    knowledge: Knowledge
    limits: Thresholds


def read(folder: Path) -> Bench:
    """The evaluation folder and the pack that is shipped."""
    lines = (folder / "systems.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    pack = load()
    values = {name: p.on(DAY).value for name, p in pack.parameters.items()}
    return Bench(
        registry=Registry.of({key: row[key] for key in _FIELDS} for row in rows),
        source={row["id"]: row["source"] for row in rows},
        queries=read_queries(folder / "queries.jsonl"),
        grades=grades_of(read_pairs(folder / "pairs.jsonl")),
        words=Words.from_mapping(pack.lists["names"]),
        knowledge=Knowledge.from_mapping(pack.lists["functions"], learned_grams()),
        limits=Thresholds.from_values(values),
    )


@contextmanager
def set_to(**values: float) -> Iterator[None]:
    """Weights other than the shipped ones, for as long as it takes."""
    rooms: dict[str, tuple[ModuleType, ...]] = {
        "FUNCTIONS": (scoring_room, block_room),
        "MEANING": (scoring_room,),
        "_FEEDBACK": (scoring_room,),
        "_LIKENESS": (lexicon_room,),
        "_MEANING": (lexicon_room,),
    }
    before = [(room, name, getattr(room, name)) for name in values for room in rooms[name]]
    for name, value in values.items():
        for room in rooms[name]:
            setattr(room, name, value)
    try:
        yield
    finally:
        for room, name, value in before:
            setattr(room, name, value)


def ranked(bench: Bench, knowledge: Knowledge, **values: float) -> Results:
    """Every query against every system, by score."""
    with set_to(**values):
        index = Index.build(bench.registry, bench.words, knowledge)
        many = len(bench.registry.systems)
        return {
            q.qid: [Found(r.id, r.score, "clear") for r in index.rank(q.subject, many)]
            for q in bench.queries
        }


def by_matrix(bench: Bench, score: Callable[[list[Profile], list[Profile]], object]) -> Results:
    """A peer: queries by systems."""
    systems = [profile_of(subject_of(s), bench.words, s.aliases) for s in bench.registry.systems]
    queries = [profile_of(q.subject, bench.words) for q in bench.queries]
    scores = np.asarray(score(queries, systems), dtype=float)
    ids = [s.id for s in bench.registry.systems]
    return {
        q.qid: [
            Found(ids[n], round(1e6 * row[n]), "clear") for n in np.argsort(-row, kind="stable")
        ]
        for q, row in zip(bench.queries, scores, strict=True)
    }


def ratio(queries: list[Profile], systems: list[Profile]) -> object:
    """Rapidfuzz's ratio of stripped names."""
    return [[Indel.normalized_similarity(q.core, s.core) for s in systems] for q in queries]


def tfidf(low: int, high: int) -> Callable[[list[Profile], list[Profile]], object]:
    """Scikit-learn's cosine of name and description by grams of some lengths."""

    def score(queries: list[Profile], systems: list[Profile]) -> object:
        def text(profile: Profile) -> str:
            return profile.names[0] + "".join(profile.content)

        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(low, high), sublinear_tf=True)
        matrix = vectorizer.fit_transform(map(text, systems))
        return (vectorizer.transform(map(text, queries)) @ matrix.T).toarray()

    return score


def figures(results: Results, bench: Bench, qids: Sequence[str] | None = None) -> Report:
    """The report of all queries, or of some."""
    every = [query.qid for query in bench.queries]
    return evaluate(results, bench.grades, qids or every)


def print_row(title: str, report: Report) -> None:
    """One line of figures."""
    r = report.ranking
    row = (r.hit1, r.recall5, r.recall10, r.ndcg10, r.ap, r.f1)
    print(f"{title:<52}" + "".join(f"{value:7.3f}" for value in row), flush=True)


def print_ranking(bench: Bench, quick: bool) -> None:
    """The rows of the ranking."""
    print(f"{'':<52}" + "".join(f"{t:>7}" for t in ("hit@1", "R@5", "R@10", "nDCG", "AP", "F1")))
    print_row(
        "three-view mean, weights of the registry (as is)", figures(ranked(bench, NOTHING), bench)
    )
    if not quick:
        print_row("rapidfuzz ratio, stripped name", figures(by_matrix(bench, ratio), bench))
        for low, high in ((2, 3), (1, 2)):
            title = f"TF-IDF char({low},{high}), name and description"
            print_row(title, figures(by_matrix(bench, tfidf(low, high)), bench))
    none = {"FUNCTIONS": 0.0, "MEANING": 0.0, "_FEEDBACK": 0.0}
    rows: dict[str, dict[str, float]] = {
        "three-view mean, weights of the background": none,
        "+ functions by words": {**none, "FUNCTIONS": 0.35, "_LIKENESS": 0.0},
        "+ functions by words and likeness": {"MEANING": 0.0, "_FEEDBACK": 0.0},
        "+ meaning": {"_FEEDBACK": 0.0},
        "+ neighbours (shipped)": {},
        "shipped, less functions": {"FUNCTIONS": 0.0},
        "shipped, less likeness to functions": {"_LIKENESS": 0.0},
        "shipped, less meaning": {"MEANING": 0.0, "_MEANING": 0.0},
        "shipped, less neighbours": {"_FEEDBACK": 0.0},
    }
    for title, values in rows.items():
        print_row(title, figures(ranked(bench, bench.knowledge, **values), bench))


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


Matches = dict[str, tuple[Match, ...]]


def levelled(matches: Matches, limits: Thresholds, size: int) -> Results:
    """The matches at some levels."""
    return {
        qid: [Found(m.system.id, m.score, level_of(m, limits, size)) for m in found]
        for qid, found in matches.items()
    }


def print_levels(bench: Bench) -> None:
    """The levels as shipped, and with the limits chosen on four fifths of the queries."""
    index = Index.build(bench.registry, bench.words, bench.knowledge)
    matches = {q.qid: index.search(q.subject, 50) for q in bench.queries}
    shipped = figures(levelled(matches, bench.limits, index.size), bench)
    for title, flags in (("duplicate", shipped.duplicate), ("suspected", shipped.suspected)):
        print(
            f"level {title} or above: {flags.pairs} pairs, grade 2 {flags.same:.3f} "
            f"(Wilson from {flags.lowest:.3f}), grade >= 1 {flags.alike:.3f}, "
            f"queries caught {flags.caught:.3f}, flags a query {flags.a_query:.2f}"
        )
    none = [q.qid for q in bench.queries if q.type in ("boiler", "none")]
    flagged = figures(levelled(matches, bench.limits, index.size), bench, none).duplicate.pairs
    print(f"boilerplate and no-duplicate queries at level duplicate: {flagged} of {len(none)}")
    grid = [
        replace(bench.limits, duplicate_score=d, covered_subject=s, covered_system=c)
        for d, s, c in product(
            (330_000, 360_000, 400_000), (200_000, 300_000, 400_000), (500_000, 650_000, 800_000)
        )
    ]
    runs = [levelled(matches, limits, index.size) for limits in grid]
    pairs = same = alike = 0
    for part in folds(bench):
        others = [q.qid for q in bench.queries if q.qid not in part]
        tried = [figures(run, bench, others).duplicate for run in runs]
        good = [n for n, flags in enumerate(tried) if flags.same >= 0.96]
        best = max(good or range(len(runs)), key=lambda n: tried[n].pairs)
        seen = figures(runs[best], bench, part).duplicate
        pairs += seen.pairs
        same += round(seen.same * seen.pairs)
        alike += round(seen.alike * seen.pairs)
    print(
        f"level duplicate, limits cross-validated by query: {pairs} pairs, grade 2 "
        f"{same / pairs:.3f} (Wilson from {wilson(same, pairs):.3f}), "
        f"grade >= 1 {alike / pairs:.3f}"
    )


def main() -> None:
    """Print every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("../shared/eval/duplication"))
    parser.add_argument("--quick", action="store_true", help="no peers, no cross-validation")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.exit(0, f"no evaluation data in {given.folder}: nothing measured\n")
    bench = read(given.folder)
    print_ranking(bench, given.quick)
    if not given.quick:
        print_cross_validated(bench)
    print_levels(bench)


if __name__ == "__main__":
    main()
