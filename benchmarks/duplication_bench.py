"""What the search for duplicates is measured on, and by: the evaluation data, runs, figures."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

from compliance.duplication import Index, Knowledge, Thresholds, Words
from compliance.duplication import block as block_room
from compliance.duplication import lexicon as lexicon_room
from compliance.duplication import scoring as scoring_room
from compliance.duplication.evaluation import Found, Report, evaluate, grades_of
from compliance.duplication.knowledge import learned_grams
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


def figures(results: Results, bench: Bench, qids: Sequence[str] | None = None) -> Report:
    """The report of all queries, or of some."""
    every = [query.qid for query in bench.queries]
    return evaluate(results, bench.grades, qids or every)


def print_row(title: str, report: Report) -> None:
    """One line of figures."""
    r = report.ranking
    row = (r.hit1, r.recall5, r.recall10, r.ndcg10, r.ap, r.f1)
    print(f"{title:<52}" + "".join(f"{value:7.3f}" for value in row), flush=True)
