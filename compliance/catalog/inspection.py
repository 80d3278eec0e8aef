"""A whole catalogue -> its problems, row by row in the order of the columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from compliance.catalog.basis_words import BasisWords
from compliance.catalog.checks import by_content
from compliance.catalog.columns import order, title_of
from compliance.catalog.normalise import shown
from compliance.catalog.problem import CatalogProblem, Change, ProblemCode
from compliance.catalog.rows import CatalogEntry, read_row
from compliance.catalog.schema import by_schema
from compliance.text import fold


@dataclass(frozen=True, slots=True)
class Inspection:
    """目录检查: how many rows there were, what is wrong with them, what was read another way."""

    rows: int
    problems: tuple[CatalogProblem, ...]
    changes: tuple[Change, ...]

    def of(self, *codes: ProblemCode) -> tuple[CatalogProblem, ...]:
        """The problems with one of some codes."""
        return tuple(problem for problem in self.problems if problem.code in codes)


def inspect(rows: Iterable[object], basis_words: BasisWords) -> Inspection:
    """Everything wrong with the rows of a catalogue, whatever JSON they are; never raises."""
    entries = [read_row(place, raw) for place, raw in enumerate(rows)]
    every = chain(
        chain.from_iterable(_problems(entry, basis_words) for entry in entries),
        _unknown_columns(entries),
        _doubles(entries),
    )
    ranked = sorted(set(every), key=lambda p: (p.row, order(p.key), p.code, p.key))
    changes = chain.from_iterable(entry.changes for entry in entries)
    return Inspection(len(entries), tuple(ranked), tuple(changes))


def _problems(entry: CatalogEntry, basis_words: BasisWords) -> Iterator[CatalogProblem]:
    if not entry.values:
        yield _problem(entry, ProblemCode.ROW_UNREADABLE, "")
        return
    for code, key in chain(by_schema(entry), by_content(entry, basis_words)):
        yield _problem(entry, code, key)


def _problem(entry: CatalogEntry, code: ProblemCode, key: str) -> CatalogProblem:
    seen = entry.shown.get(key, "") if key else entry.whole
    return CatalogProblem(code, entry.row, key, title_of(key), seen, entry.written.get(key, key))


def _unknown_columns(entries: Iterable[CatalogEntry]) -> Iterator[CatalogProblem]:
    """Once for the catalogue: one misnamed column is one cause, however many rows it has."""
    first = {header: entry.row for entry in reversed(list(entries)) for header in entry.unknown}
    for header, row in first.items():
        short = shown(header)
        written = header if header == short else ""
        yield CatalogProblem(ProblemCode.UNKNOWN_COLUMN, row, short, short, short, written)


def _doubles(entries: Iterable[CatalogEntry]) -> Iterator[CatalogProblem]:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        name = fold(entry.text("name")), fold(entry.text("provider"))
        if name[0] and name in seen:
            yield _problem(entry, ProblemCode.NAME_DUPLICATE, "name")
        seen.add(name)
