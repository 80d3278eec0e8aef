"""Faults this library reports on real public catalogue rows, a sample to be looked at by hand.

python -m benchmarks.catalog_portals [SAMPLE]    reads eval/catalog under BEIAN_SHARED or ../shared

The rows are of open-data portals and have no sharing type, method, requirement or items: what is
missing for that reason is counted and left out of the sample. The rest is drawn by turns from each
code, so that a rare code is looked at as closely as a common one.
"""

import ast
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from compliance.catalog import BasisWords, CatalogProblem, ProblemCode, Terms, inspect_each, say
from compliance.rulebook import load

_SEED = 20260302
_NOT_IN_SOURCE = frozenset({"share_type", "share_method", "use_requirement", "items"})
_HEADERS = {"开放条件": "开放类型", "公开属性": "开放类型"}  # portals write the type there
_DROPPED = frozenset({"详情页网址", "下载格式", "数据格式", "资源格式"})


def shared() -> Path:
    """The folder of evaluation data."""
    here = Path(__file__).resolve().parents[1]
    return Path(os.environ.get("BEIAN_SHARED", here.parent / "shared"))


def listed(written: object) -> object:
    """Formats as a list, where the crawl wrote the list down as text."""
    return ast.literal_eval(written) if isinstance(written, str) and written else written


def rows_by_source() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Of each portal its rows, with the headers the portal has."""
    path = shared() / "eval" / "catalog" / "open_portals.jsonl"
    found: dict[str, list[dict[str, Any]]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            row = {_HEADERS.get(k, k): v for k, v in entry["raw"].items() if k not in _DROPPED}
            row |= {
                "format": listed(entry["format"]),
                "classification": entry["classification"],
            }
            found.setdefault(entry["source"], []).append(row)
    yield from found.items()


def problems(terms: Terms) -> Iterator[tuple[str, dict[str, Any], CatalogProblem]]:
    """Every problem that is not merely a column the portals lack."""
    for source, rows in rows_by_source():
        for row, part in zip([*rows, {}], inspect_each(rows, terms), strict=True):
            for problem in part.problems:
                if problem.key not in _NOT_IN_SOURCE:
                    yield source, row, problem


def main() -> None:
    """Print the counts, then the sample."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    terms = Terms(BasisWords.model_validate(load().lists["legal_basis"]))
    every: dict[ProblemCode, list[tuple[str, dict[str, Any], CatalogProblem]]] = {}
    for found in problems(terms):
        every.setdefault(found[2].code, []).append(found)
    print(Counter({code.value: len(found) for code, found in every.items()}).most_common())
    chance = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    shuffled = {code: chance.sample(found, len(found)) for code, found in sorted(every.items())}
    drawn: list[tuple[str, dict[str, Any], CatalogProblem]] = []
    while len(drawn) < size and any(shuffled.values()):
        drawn += [found.pop() for found in shuffled.values() if found]
    for number, (source, row, problem) in enumerate(drawn[:size], 1):
        print(f"{number:3} {source} {problem.code} [{problem.title}] {say(problem).what}")
        print(f"      {json.dumps(row, ensure_ascii=False)[:400]}")


if __name__ == "__main__":
    main()
