"""How good the search for duplicates is, and what each ingredient brings.

    python -m benchmarks.duplication_quality [--folder ../shared/eval/duplication] [--quick]

Prints a row for the three-view mean as it was, for common alternatives, for each ingredient added,
for the whole with each one left out, and figures cross-validated by query and by source of the
systems (what was fitted: three weights and three limits). Development half: tuned and gated on it.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.duplication_bench import Bench, Results, figures, print_row, ranked, read
from benchmarks.duplication_folds import folds, print_cross_validated
from compliance.duplication import Index, Match, Thresholds, level_of
from compliance.duplication.evaluation import Found, wilson
from compliance.duplication.knowledge import NOTHING
from compliance.duplication.normalise import Profile, profile_of, subject_of


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
