"""How long a census of a large registry takes, and whether it finds what brute force finds.

    python -m benchmarks.duplication_census [--systems 10000] [--brute 300] [--workers 2]

Brute force searches for some of the systems one by one and compares what is at level duplicate.
Memory is the greatest ever held: by the process that shares out the work, and by one worker, who
has most of it in common with the first.
"""

import argparse
import os
import random
import resource
import time
from datetime import date
from functools import partial

from benchmarks.duplication_speed import systems
from compliance.duplication import Index, Knowledge, Thresholds, Words, level_of, subject_of
from compliance.duplication.census import clusters, names_of, spans, twins_of
from compliance.duplication.crew import done_by, hands
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
            for match in index.compare(index.read(subject_of(system)), top=100):
                if match.system.id != system.id and level_of(match, limits, index.size) in _GRAVE:
                    pairs.add(frozenset((system.id, match.system.id)))
    return pairs


def processor() -> float:
    """Seconds of the processor, those of ended workers among them."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Build, count, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--brute", type=int, default=300)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    pack = load()
    words = Words.from_mapping(pack.lists["names"])
    knowledge = Knowledge.from_mapping(pack.lists["functions"], learned_grams())
    values = {n: p.on(date(2026, 3, 2)).value for n, p in pack.parameters.items()}
    limits = Thresholds.from_values(values)
    registry = Registry.of(systems(given.systems, knowledge))
    index = Index.build(registry, words, knowledge)
    start, busy = time.perf_counter(), processor()
    names = names_of(index, registry.systems)
    work = partial(twins_of, index, names, limits)
    found_in = {p.start: twins for p, twins in done_by(hands(given.workers), work, spans(names))}
    twins = [twin for start in sorted(found_in) for twin in found_in[start]]
    groups = clusters(twins)
    clock, busy = time.perf_counter() - start, processor() - busy
    print(f"{given.systems:,} systems: {len(twins):,} pairs in {len(groups):,} groups")
    print(f"census {clock:.1f} s by the clock, {busy:.1f} s of the processor")
    own, of_worker = (
        resource.getrusage(of).ru_maxrss / 1_000_000
        for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{hands(given.workers)} workers, memory {own:.2f} GB, of a worker {of_worker:.2f} GB")
    ids = set(random.Random(3).sample([s.id for s in registry.systems], given.brute))  # noqa: S311
    found = {frozenset((t.left, t.right)) for t in twins if ids & {t.left, t.right}}
    searched = by_search(index, registry, limits, ids)
    print(
        f"searched for {len(ids)}: {len(searched)} pairs, of which the census lacks "
        f"{len(searched - found)}, and {len(found - searched)} it has beside"
    )


if __name__ == "__main__":
    main()
