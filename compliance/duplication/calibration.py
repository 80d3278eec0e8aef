"""Levels for one's own registry, from pairs a person reviewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from compliance.duplication.evaluation import wilson
from compliance.duplication.evidence import Match
from compliance.duplication.levels import Thresholds, level_of

_STEP = 10_000
# Fewer flagged pairs bear out no share worth the name.
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A match: for which query, and how alike a person found the two; 0 where nobody looked."""

    qid: str
    match: Match
    grade: int


@dataclass(frozen=True, slots=True)
class Levels:
    """校准结果: parameters (name, millionths, what bears it out), and what could not be set."""

    values: tuple[tuple[str, int, str], ...]
    notes: tuple[str, ...]


def _flagged(
    reviewed: Sequence[Reviewed], limits: Thresholds, levels: frozenset[str]
) -> list[Reviewed]:
    # The size of the registry is no matter here: what is asked is the level itself.
    return [r for r in reviewed if level_of(r.match, limits, limits.min_registry) in levels]


def _duplicate(
    reviewed: Sequence[Reviewed], limits: Thresholds, precision: float
) -> tuple[int, str] | None:
    """The least score at which enough of the flagged are the same kind."""
    for score in range(200_000, 800_000, _STEP):
        tried = _flagged(
            reviewed,
            replace(limits, duplicate_score=score),
            frozenset({"identical", "duplicate"}),
        )
        same = sum(one.grade == 2 for one in tried)
        if len(tried) >= _FEWEST and same / len(tried) >= precision:
            share, low = same / len(tried), wilson(same, len(tried))
            return score, f"{len(tried)} 对中 {share:.3f} 为真，95% 下限 {low:.3f}"
    return None


def _suspected(
    reviewed: Sequence[Reviewed], limits: Thresholds, with_duplicate: int, caught: float
) -> tuple[int, str] | None:
    """The greatest score at which enough of the queries with a duplicate have one flagged."""
    levels = frozenset({"identical", "duplicate", "suspected"})
    for score in range(600_000, 100_000, -_STEP):
        tried = _flagged(reviewed, replace(limits, suspected_score=score), levels)
        found = {one.qid for one in tried if one.grade == 2}
        if len(found) >= caught * with_duplicate:
            return score, f"发现 {len(found)} / {with_duplicate} 项，共标出 {len(tried)} 对"
    return None


def levels_from(
    reviewed: Sequence[Reviewed],
    limits: Thresholds,
    grades: Mapping[str, Mapping[str, int]],
    precision: float,
    caught: float,
) -> Levels:
    """The levels at which a share of the duplicates holds, and a share of the queries is caught.

    grades are by query and system, of the queries that were asked.
    """
    with_duplicate = sum(2 in of_query.values() for of_query in grades.values())
    values: list[tuple[str, int, str]] = []
    notes: list[str] = []
    duplicate = _duplicate(reviewed, limits, precision)
    if duplicate is None:
        notes.append(
            f"没有一个“重复”界限能在至少 {_FEWEST} 对上达到 {precision:.2f}，沿用原值"
            "（没有评定的配对按不是同类计，须把判为重复的都评定）"
        )
    else:
        values.append(("duplicate_duplicate", *duplicate))
        limits = replace(limits, duplicate_score=duplicate[0])
    suspected = _suspected(reviewed, limits, with_duplicate, caught) if with_duplicate else None
    if not with_duplicate:
        notes.append("评定里没有一个查询有重复系统（grade 2），“疑似”界限无从算起，沿用原值")
    elif suspected is None:
        notes.append(f"没有一个“疑似”界限能发现 {caught:.2f} 的重复，沿用原值")
    else:
        values.append(("duplicate_suspected", *suspected))
    return Levels(tuple(values), tuple(notes))
