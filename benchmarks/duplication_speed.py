"""How fast the search is, against its peers on the same texts and queries in the same run.

    python -m benchmarks.duplication_speed [--systems 10000 100000] [--queries 30] [--shipped]

With --shipped only the index as it is shipped is measured, as for a million systems.

Text in, the best 50 of all systems out, by the same three views. Times are medians; read the
ratios, not the milliseconds. Beside ours stands the least time in which the postings of a
query can be read at all at the bandwidth of this machine. Peers that are not
installed are left out and named.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.duplication_peers import TOP, Query, built, others_of
from compliance.duplication import Index, Knowledge, Subject, Words
from compliance.duplication.knowledge import NOTHING, learned_grams
from compliance.duplication.store import open_index, save_index
from compliance.registry import ExistingSystem, Registry
from compliance.rulebook import load

_ROUNDS = 3


def systems(number: int, knowledge: Knowledge) -> Iterator[ExistingSystem]:
    """Made-up systems of about 150 characters, each of a few functions in its own order."""
    chance = random.Random(7)  # noqa: S311
    functions = knowledge.functions
    ends = ("管理系统", "信息平台", "监管平台", "服务系统", "数据库", "一张图")
    for n in range(number):
        one, *others = chance.sample(functions, 4)
        phrases = [p for f in (one, *others) for p in f.does.split("、")]
        chance.shuffle(phrases)
        yield ExistingSystem(
            id=f"S{n:07}",
            name=chance.choice(one.aliases)
            + chance.choice(others[0].aliases)
            + chance.choice(ends),
            description="，".join(phrases[:8]) + f"，覆盖{chance.choice(others[1].aliases)}",
            functions=tuple(phrases[8:14]),
        )


def queries(registry: Registry, number: int) -> list[Subject]:
    """Half are systems with a part of the text gone, half are new."""
    chance = random.Random(11)  # noqa: S311
    chosen = chance.sample(list(registry.systems), number)
    return [
        Subject(s.name, s.description[: len(s.description) // 2])
        if n % 2
        else Subject(s.name[2:], chosen[n - 1].description)
        for n, s in enumerate(chosen)
    ]


def bandwidth() -> float:
    """Bytes a second that one core reads."""
    block = np.ones(2**27, dtype=np.uint64)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        block.sum()
        times.append(time.perf_counter() - start)
    return float(block.nbytes / min(times))


def bytes_of(index: Index, subjects: list[Subject]) -> float:
    """The mean size of the postings a query touches."""
    starts = index.block.postings.starts
    sizes = []
    for subject in subjects:
        grams, _ = index.block.grams_of(index.read(subject).vectors)
        sizes.append(int((starts[grams + 1] - starts[grams]).sum()) * 8)
    return float(np.mean(sizes))


Times = dict[str, list[tuple[float, float]]]


def timed(peers: dict[str, Query], subjects: list[Subject]) -> Times:
    """Milliseconds by the clock and of the processor, of each peer for each query.

    The peers take turns, each with all queries in a row, as a register that is in use is asked.
    """
    times: Times = {name: [] for name in peers}
    for _ in range(_ROUNDS):
        for name, ask in peers.items():
            ask(subjects[0])
            for subject in subjects:
                start, busy = time.perf_counter(), time.process_time()
                ask(subject)
                taken = (time.perf_counter() - start, time.process_time() - busy)
                times[name].append((taken[0] * 1000, taken[1] * 1000))
    return times


def compare(number: int, asked: int, shipped_only: bool) -> None:
    """One size: build, save, open, ask."""
    pack = load()
    words = Words.from_mapping(pack.lists["names"])
    knowledge = Knowledge.from_mapping(pack.lists["functions"], learned_grams())
    registry = Registry.of(systems(number, knowledge))
    subjects = queries(registry, asked)
    print(f"{number:,} systems, {asked} queries")
    whole: Index = built("ours, with knowledge", lambda: Index.build(registry, words, knowledge))  # type: ignore[assignment]
    peers: dict[str, Query] = {"ours, with knowledge": lambda s: whole.rank(s, TOP)}
    if not shipped_only:
        plain: Index = built("ours, three views", lambda: Index.build(registry, words, NOTHING))  # type: ignore[assignment]
        peers = {"ours, three views": lambda s: plain.rank(s, TOP), **peers}
        peers |= others_of(registry, words)
    tell(timed(peers, subjects))
    bound = bytes_of(whole, subjects) / bandwidth() * 1000
    print(f"  reading the postings of a query takes at least {bound:.3f} ms here")
    tell_stored(whole, registry, words, knowledge, subjects[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  greatest memory of this process so far {peak:.1f} GB")


def tell(times: Times) -> None:
    """Medians by the clock and of the processor, and the ratios to the first, which is ours.

    On a machine that others use too, the processor's time is the fairer one.
    """
    ours = np.median(np.array(next(iter(times.values()))), axis=0)
    for name, each in times.items():
        clock, busy = np.median(np.array(each), axis=0)
        late = float(np.quantile([taken for taken, _ in each], 0.95))
        print(
            f"  {name:<24} {clock:9.3f} ms (p95 {late:9.3f})  {clock / ours[0]:6.1f} x;"
            f"  processor {busy:9.3f} ms  {busy / ours[1]:6.1f} x",
            flush=True,
        )


def tell_stored(
    index: Index, registry: Registry, words: Words, knowledge: Knowledge, subject: Subject
) -> None:
    """Save, open and ask once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "systems.index"
        start = time.perf_counter()
        size = save_index(path, index, registry)
        saved = time.perf_counter() - start
        start = time.perf_counter()
        opened = open_index(path, words, knowledge)
        ready = time.perf_counter() - start
        opened.index.rank(subject, TOP)
        answered = time.perf_counter() - start
    print(
        f"  saved {size / 1e6:.0f} MB in {saved:.2f} s; "
        f"opened and checked in {ready * 1000:.0f} ms, "
        f"answered within {answered * 1000:.0f} ms"
    )


def main() -> None:
    """Every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=30)
    parser.add_argument("--shipped", action="store_true")
    given = parser.parse_args()
    for number in given.systems:
        compare(number, given.queries, given.shipped)


if __name__ == "__main__":
    main()
