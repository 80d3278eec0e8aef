"""The rows of a sheet under its header -> raw rows of a catalogue, each with its place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from compliance.catalog.codes import plain, read_words
from compliance.catalog.columns import column, without_remarks
from compliance.catalog.header import Header, Role
from compliance.sheets import Cell, Grid, Merge, is_blank, text_of
from compliance.text import shorten

_SPARSE = 3  # a note fills at most a third of the columns


@dataclass(frozen=True, slots=True)
class RawRow:
    """原始条目: a row as `inspect` reads it, its line and the lines of its items, from 0."""

    line: int
    values: Mapping[str, object]
    item_lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is no entry, and what it begins with."""

    line: int
    text: str


@dataclass(slots=True)
class _Open:
    """An entry that may still get items."""

    line: int
    cells: dict[int, Cell]
    items: list[dict[str, object]] = field(default_factory=list)
    item_lines: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that states something: its own cells, and its cells with merges filled down."""

    number: int
    own: Mapping[int, Cell]
    cells: Mapping[int, Cell]
    joined: bool  # the name above is merged down to here
    spread: bool  # its first cell is merged over several columns

    @property
    def start(self) -> str:
        """What it begins with."""
        return text_of(next(iter(self.own.values())))


def read_rows(grid: Grid, header: Header) -> Iterator[RawRow | Skipped]:
    """Entries in order; blank lines fall out, notes and totals are told."""
    entry: _Open | None = None
    for line in _lines(grid, header):
        if _is_note(header, line):
            yield Skipped(line.number, shorten(line.start))
            continue
        if entry is None or not _continues(header, entry, line):
            if entry is not None:
                yield _closed(header, entry)
            entry = _Open(line.number, {r.column: line.cells[r.column] for r in _of_entry(header)})
        _add_item(header, entry, line)
    if entry is not None:
        yield _closed(header, entry)


def _of_entry(header: Header) -> tuple[Role, ...]:
    return header.of("whole", "piece", "unknown")


def _lines(grid: Grid, header: Header) -> Iterator[_Line]:
    starts: dict[int, list[Merge]] = {}
    for merge in grid.merges:
        if merge.top >= header.end:
            starts.setdefault(merge.top, []).append(merge)
    columns = [role.column for role in header.roles]
    name = _name_column(header)
    covering: dict[int, Merge] = {}
    for number in range(header.end, len(grid.rows)):
        merges = starts.get(number, [])
        covering.update({merge.left: merge for merge in merges})
        own = {c: v for c, v in enumerate(grid.rows[number]) if not is_blank(v)}
        if own:
            first = next(iter(own))
            over = covering.get(-1 if name is None else name)
            yield _Line(
                number,
                own,
                {c: _cell(grid, number, c, covering.get(c)) for c in columns},
                over is not None and over.top < number <= over.bottom,
                any(m.left == first and m.right - m.left >= _SPARSE - 1 for m in merges),
            )


def _name_column(header: Header) -> int | None:
    return next((r.column for r in header.of("whole") if r.key == "name"), None)


def _cell(grid: Grid, line: int, column: int, merge: Merge | None) -> Cell:
    covered = merge is not None and merge.top <= line <= merge.bottom
    return grid.at(merge.top if merge is not None and covered else line, column)


def _is_note(header: Header, line: _Line) -> bool:
    """A note, a total, a sample or the header once more."""
    known = header.of("whole", "piece", "item")
    bound = [r for r in known if not is_blank(line.cells[r.column])]
    first = plain(line.start)
    sparse = len(bound) * _SPARSE <= len(known)
    if not bound or (sparse and (line.spread or _note_pattern().match(first))):
        return True
    if len(line.own) >= _SPARSE and len({text_of(cell) for cell in line.own.values()}) == 1:
        return True  # one text over the whole width, its merge already filled in
    if sparse and len(line.own) == 1 and not any(r.key == "name" for r in bound):
        return True
    said = {without_remarks(text_of(line.cells[r.column])) for r in bound}
    names = {without_remarks(r.label) for r in header.roles}
    return first in read_words().sample_marks or (len(bound) > 1 and said <= names)


@cache
def _note_pattern() -> re.Pattern[str]:
    """合计12条 and 注：… are notes; 注册企业信息 is a name."""
    return re.compile(rf"(?:{'|'.join(read_words().note_starts)})(?:$|[0-9:.,、。(])")


def _continues(header: Header, entry: _Open, line: _Line) -> bool:
    """Whether a line holds one more item of the entry above it."""
    if line.joined:
        return True
    item = next((r.column for r in header.of("item") if r.key == "name"), None)
    if item is None or is_blank(line.cells[item]):
        return False
    name = _name_column(header)
    identity = [r.column for r in header.of("whole") if r.key in ("name", "code")]
    stated = [c for c in entry.cells if not is_blank(line.cells[c])]
    agrees = all(text_of(line.cells[c]) == text_of(entry.cells[c]) for c in stated)
    blank = all(is_blank(line.cells[c]) for c in identity)
    return agrees and (blank or name in stated)


def _add_item(header: Header, entry: _Open, line: _Line) -> None:
    item = {
        role.label: _raw(line.cells[role.column])
        for role in header.of("item")
        if not is_blank(line.cells[role.column])
    }
    if item:
        entry.items.append(item)
        entry.item_lines.append(line.number)


def _raw(cell: Cell) -> object:
    return cell if isinstance(cell, bool | int | float) else text_of(cell)


def _closed(header: Header, entry: _Open) -> RawRow:
    values = {r.label: _raw(entry.cells[r.column]) for r in header.of("whole", "unknown")}
    for key in dict.fromkeys(role.key for role in header.of("piece")):
        pieces = [
            text_of(entry.cells[r.column]).strip() for r in header.of("piece") if r.key == key
        ]
        values[column(key).title] = "/".join(piece for piece in pieces if piece)
    if header.of("item"):
        values[column("items").title] = _items(header, entry)
    return RawRow(entry.line, values, tuple(entry.item_lines))


def _items(header: Header, entry: _Open) -> object:
    """A list; where one column holds all the items of an entry in one cell, its text."""
    if len(header.of("item")) == 1 and len(entry.items) == 1:
        return next(iter(entry.items[0].values()))
    return list(entry.items)
