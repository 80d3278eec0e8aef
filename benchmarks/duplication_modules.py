"""How good advice on modules is, and what it costs beside the search it rests on.

    python -m benchmarks.duplication_modules [--folder ../shared/eval/duplication]

Each query of the evaluation becomes a module of a project that is another query: the systems it is
held against are those that the search for the whole project finds. Printed are, by level, how many
hits there are and how many of them are the same or related, how often a duplicate was among what
was searched, and, on 10,000 made-up systems, the time as a share of that of the search.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.duplication_bench import Bench, read
from compliance.duplication import Index, Subject
from compliance.duplication.evaluation import wilson
from compliance.duplication.modules import ModuleMatch, match_modules
from compliance.duplication.queries import Query
from compliance.registry import ExistingSystem, Registry
from tests.making.registries import made_up

_APART = 7


def hosted(bench: Bench) -> Iterator[tuple[Query, Subject, Subject]]:
    """Each query as a module of the project of another, and the project with it."""
    for number, query in enumerate(bench.queries):
        host = bench.queries[(number + _APART) % len(bench.queries)].subject
        part = replace(query.subject, functions=(), data_resources=(), owner=host.owner)
        told = f"{part.name}，{part.description}"
        yield query, part, replace(host, functions=(*host.functions, told))


def offered(index: Index, whole: Subject) -> list[ExistingSystem]:
    """What a module is held against: what the search for the whole finds."""
    return [match.system for match in index.compare(index.read(whole))]


def quality(bench: Bench) -> None:
    """Print what is hit, by level and grade."""
    index = Index.build(bench.registry, bench.words, bench.knowledge)
    hits: dict[str, Counter[int]] = {}
    asked = reached = 0
    for query, part, whole in hosted(bench):
        grades = bench.grades.get(query.qid, {})
        systems = offered(index, whole)
        same = {key for key, grade in grades.items() if grade == 2}
        asked += bool(same)
        reached += any(system.id in same for system in systems)
        for hit in match_modules(index, Subject(""), [part], bench.limits, systems):
            hits.setdefault(hit.level, Counter())[grades.get(hit.offer.system.id, 0)] += 1
    print(f"{len(bench.queries)} 个模块，{asked} 个有同类系统；整体检索带到了 {reached} 个")
    for level, grades_hit in sorted(hits.items()):
        every, same_kind = grades_hit.total(), grades_hit[2]
        print(
            f"  {level:<10} {every} 个，同类 {same_kind / every:.3f}"
            f"（95% 下限 {wilson(same_kind, every):.3f}），"
            f"至少相关 {(same_kind + grades_hit[1]) / every:.3f}"
        )


def cost(bench: Bench) -> None:
    """Print the time beside that of the search, both of the processor, in one run."""
    index = Index.build(Registry.of(made_up(10_000)), bench.words, bench.knowledge)
    searching, matching = [], []
    for _, part, whole in [*hosted(bench)] * 2:
        start = process_time()
        systems = offered(index, whole)
        middle = process_time()
        found: tuple[ModuleMatch, ...] = match_modules(
            index, whole, [part] * 5, bench.limits, systems
        )
        matching.append(process_time() - middle)
        searching.append(middle - start)
        assert len(found) <= 6  # noqa: S101 - at most one a part
    half = len(matching) // 2
    first, search = 1000 * median(matching[:half]), 1000 * median(searching[half:])
    again = 1000 * median(matching[half:])
    print(
        f"一万个系统、五个模块：检索 {search:.2f} 毫秒，"
        f"模块 {again:.2f} 毫秒（检索的 {again / search:.2f} 倍），初次见到的系统 {first:.2f} 毫秒"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("../shared/eval/duplication"))
    measured = read(parser.parse_args().folder)
    quality(measured)
    cost(measured)
