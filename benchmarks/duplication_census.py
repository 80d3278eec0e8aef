"""How long a census of a large registry takes, and whether it finds what brute force finds.

    python -m benchmarks.duplication_census [--systems 10000] [--brute 300]

Brute force searches for some of the systems one by one and compares what is at level duplicate.
"""

import argparse
import random
import time
from datetime import date

from benchmarks.duplication_speed import systems
from compliance.duplication import Index, Knowledge, Thresholds, Words, level_of, subject_of
from compliance.duplication.census import Twin, clusters, names_of, spans, twins_of
from compliance.duplication.knowledge import learned_grams
from compliance.registry import Registry
from compliance.rulebook import load

_GRAVE = ("identical", "duplicate")


def by_search(
    index: Index, registry: Registry, limits: Thresholds, ids: set[str]
) -> set[frozenset[str]]:
    """The pairs that searching for some systems finds."""
    pairs = set()
    for system in registry.systems:
        if system.id in ids:
            for match in index.search(subject_of(system), top=100):
                if match.system.id != system.id and level_of(match, limits, index.size) in _GRAVE:
                    pairs.add(frozenset((system.id, match.system.id)))
    return pairs


def main() -> None:
    """Build, count, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--brute", type=int, default=300)
    given = parser.parse_args()
    pack = load()
    words = Words.from_mapping(pack.lists["names"])
    knowledge = Knowledge.from_mapping(pack.lists["functions"], learned_grams())
    values = {n: p.on(date(2026, 3, 2)).value for n, p in pack.parameters.items()}
    limits = Thresholds.from_values(values)
    registry = Registry.of(systems(given.systems, knowledge))
    index = Index.build(registry, words, knowledge)
    start, busy = time.perf_counter(), time.process_time()
    names = names_of(index, registry.systems)
    twins: list[Twin] = []
    for part in spans(names):
        twins += twins_of(index, names, limits, part)
    groups = clusters(twins)
    clock, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"{given.systems:,} systems: {len(twins):,} pairs in {len(groups):,} groups")
    print(f"census {clock:.1f} s by the clock, {busy:.1f} s of the processor")
    ids = set(random.Random(3).sample([s.id for s in registry.systems], given.brute))  # noqa: S311
    found = {frozenset((t.left, t.right)) for t in twins if ids & {t.left, t.right}}
    searched = by_search(index, registry, limits, ids)
    print(
        f"searched for {len(ids)}: {len(searched)} pairs, of which the census lacks "
        f"{len(searched - found)}, and {len(found - searched)} it has beside"
    )


if __name__ == "__main__":
    main()
