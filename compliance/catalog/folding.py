"""Like findings in one line, and still countable: 第 12–480 行."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compliance.catalog.problem import CatalogProblem, ProblemCode


@dataclass(frozen=True, slots=True)
class Fold:
    """同类问题: the problems of one code and key, in the order of their rows."""

    code: ProblemCode
    key: str
    problems: tuple[CatalogProblem, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows concerned, each once."""
        return tuple(dict.fromkeys(problem.row for problem in self.problems))


def fold_alike(problems: Iterable[CatalogProblem]) -> tuple[Fold, ...]:
    """Problems of one code and key together, in the order in which each first occurs."""
    groups: dict[tuple[ProblemCode, str], list[CatalogProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.key), []).append(problem)
    return tuple(Fold(code, key, tuple(alike)) for (code, key), alike in groups.items())


def spans(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers, each by its first and last.

    >>> list(spans([12, 13, 14, 20]))
    [(12, 14), (20, 20)]
    """
    first: int | None = None
    last = 0
    for number in sorted(set(numbers)):
        if first is not None and number != last + 1:
            yield first, last
            first = number
        first, last = number if first is None else first, number
    if first is not None:
        yield first, last


def ranges(numbers: Iterable[int], unit: str = "行", most: int = 6) -> str:
    """Numbers as a Chinese list of ranges, with how many there are where some are left out.

    >>> ranges([12, 13, 14, 20])
    '第 12–14、20 行'
    >>> ranges(range(1, 30, 2), "条", most=3)
    '第 1、3、5 等 15 条'
    """
    every = sorted(set(numbers))
    runs = list(spans(every))
    said = "、".join(f"{a}" if a == b else f"{a}–{b}" for a, b in runs[:most])
    return f"第 {said} {f'等 {len(every)} ' if len(runs) > most else ''}{unit}"
