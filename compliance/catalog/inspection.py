"""A whole catalogue -> its problems, row by row in the order of the columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from compliance.catalog.across import Memory
from compliance.catalog.basis_words import BasisWords
from compliance.catalog.columns import nearest, order, title_of
from compliance.catalog.content import by_content
from compliance.catalog.coverage import uncovered
from compliance.catalog.identity import by_identity
from compliance.catalog.items import raw_place
from compliance.catalog.normalise import shown
from compliance.catalog.problem import NO_ROW, CatalogProblem, Change, Fault, ProblemCode
from compliance.catalog.profile import Profile
from compliance.catalog.rows import CatalogEntry, read_row
from compliance.catalog.schema import by_schema
from compliance.catalog.sharing import by_sharing
from compliance.text import shorten


@dataclass(frozen=True, slots=True)
class Inspection:
    """目录检查: how many rows there were, what is wrong with them, what was read another way."""

    rows: int
    problems: tuple[CatalogProblem, ...]
    changes: tuple[Change, ...]

    def of(self, *codes: ProblemCode) -> tuple[CatalogProblem, ...]:
        """The problems with one of some codes."""
        return tuple(problem for problem in self.problems if problem.code in codes)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a catalogue is judged by, beside its own rows.

    `on` is the day of the check; `promised` are the data the technical plan speaks of, `duties`
    the items of the 数据共享责任清单: each has to be held by an entry; `units` are the
    credit codes of known units by their names.
    """

    basis_words: BasisWords
    profile: Profile = Profile.NOTICE
    on: date | None = None
    promised: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)


def inspect(
    rows: Iterable[object],
    basis_words: BasisWords,
    *,
    profile: Profile = Profile.NOTICE,
    on: date | None = None,
    promised: Sequence[str] = (),
    duties: Sequence[str] = (),
    units: Mapping[str, str] | None = None,
) -> Inspection:
    """Everything wrong with the rows of a catalogue, whatever JSON they are; never raises."""
    terms = Terms(basis_words, profile, on, tuple(promised), tuple(duties), units or {})
    count, problems, changes = 0, list[CatalogProblem](), list[Change]()
    for part in inspect_each(rows, terms):
        count += part.rows
        problems += part.problems
        changes += part.changes
    whole = [problem for problem in problems if problem.row == NO_ROW]
    return Inspection(count, (*whole, *(p for p in problems if p.row != NO_ROW)), tuple(changes))


def inspect_each(rows: Iterable[object], terms: Terms) -> Iterator[Inspection]:
    """An Inspection of each row as it comes, and one of the whole at the end; keeps no row."""
    memory, unknown = Memory(terms.units), set[str]()
    held: list[str] = []
    for place, raw in enumerate(rows):
        entry = read_row(place, raw)
        faults = chain(_faults(entry, terms), memory.faults(entry))
        problems = {_identity(fault): fault for fault in faults}
        told = [*_unknown(entry, unknown), *(_problem(entry, f) for f in problems.values())]
        if terms.promised or terms.duties:
            held += _held(entry)
        yield Inspection(1, tuple(sorted(told, key=_rank)), entry.changes)
    whole = (
        *uncovered(terms.promised, held, ProblemCode.PROMISED_MISSING),
        *uncovered(terms.duties, held, ProblemCode.DUTY_MISSING),
    )
    yield Inspection(0, whole, ())


def _identity(fault: Fault) -> tuple[object, ...]:
    """An attribute is missing once, however many items lack it."""
    item = None if fault.code is ProblemCode.ATTRIBUTE_MISSING else fault.item
    return fault.code, fault.key, item


def _rank(problem: CatalogProblem) -> tuple[int, str, str, int]:
    item = -1 if problem.item is None else problem.item
    return order(problem.key), problem.code, problem.key, item


def _faults(entry: CatalogEntry, terms: Terms) -> Iterator[Fault]:
    if not entry.values:
        yield Fault(ProblemCode.ROW_UNREADABLE, "")
        return
    yield from by_schema(entry, terms.profile)
    yield from by_sharing(entry, terms.basis_words)
    yield from by_identity(entry)
    yield from by_content(entry, terms.on)


def _problem(entry: CatalogEntry, fault: Fault) -> CatalogProblem:
    key = fault.key
    seen = shown(entry.raws.get(key)) if key else entry.whole
    return CatalogProblem(
        fault.code,
        entry.row,
        key,
        title_of(key),
        seen if fault.shown is None else shorten(fault.shown),
        entry.written.get(key, key),
        None if fault.item is None else raw_place(entry.raws.get("items"), fault.item),
        fault.near,
        fault.other,
    )


def _unknown(entry: CatalogEntry, told: set[str]) -> Iterator[CatalogProblem]:
    """Once for the catalogue: one misnamed column is one cause, however many rows it has."""
    for header in entry.unknown:
        short = shown(header)
        if short not in told:
            told.add(short)
            written = header if header == short else ""
            yield CatalogProblem(
                ProblemCode.UNKNOWN_COLUMN, entry.row, short, short, short, written,
                near=nearest(header),
            )  # fmt: skip


def _held(entry: CatalogEntry) -> Iterator[str]:
    """The names an entry holds data under: its own and its items'."""
    yield entry.text("name")
    items = entry.values.get("items")
    if isinstance(items, str):
        yield items
    if isinstance(items, list):
        yield from (name for item in items if isinstance(name := item.get("name"), str))
