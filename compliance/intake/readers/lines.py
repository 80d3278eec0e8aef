"""Runs of words with their place on a page -> lines, paragraphs and simple tables."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compliance.intake.document import Block, Table

_PAGE_NUMBER = re.compile(
    r"[-—–\s]*(?:第\s*)?[0-9]{1,4}\s*(?:页)?(?:\s*[/共]\s*[0-9]{1,4}\s*页?)?[-—–\s]*"
)
_STARTS = re.compile(
    r"(?:第?[一二三四五六七八九十百]+[、.．章节]|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+(?:\.[0-9]+)*[、.．\s]|附件|表\s*[0-9]|图\s*[0-9])"
)
# A number before a tab is the number of its paragraph, no cell of its own.
_NUMBER = re.compile(
    r"第?[一二三四五六七八九十百]+[、.．章节]|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[、.．]|[0-9]+(?:\.[0-9]+)+[.．]?"
)
_ENDS = "。！？；：.!?;:"


@dataclass(frozen=True, slots=True)
class Run:
    """一段文字: words set in one go: left, right, line counted from the top, and size."""

    text: str
    left: float
    top: float
    right: float
    size: float


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    left: float
    right: float

    def distance(self, other: "_Cell") -> float:
        """How far apart two cells stand, side to side; below zero where they overlap."""
        return max(self.left, other.left) - min(self.right, other.right)


@dataclass(frozen=True, slots=True)
class _Line:
    cells: tuple[_Cell, ...]
    right: float
    size: float
    page: int

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)


def arrange(pages: Sequence[Sequence[Run]]) -> tuple[Block | Table, ...]:
    """The parts of a paged document, without the headers and page numbers that repeat."""
    lines = [list(_lines(runs, number)) for number, runs in enumerate(pages, 1)]
    repeated = _repeated(lines)
    kept = [
        line
        for page in lines
        for line in page
        if line.text not in repeated and not _PAGE_NUMBER.fullmatch(line.text)
    ]
    right = _margin(kept)
    return tuple(_parts(kept, right))


def _lines(runs: Sequence[Run], page: int) -> Iterator[_Line]:
    """Runs whose middles differ by less than half a letter stand on one line, 一 too."""
    group: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.top, run.left)):
        size = max([run.size, *(r.size for r in group)])
        if group and run.top - group[0].top > size * 0.5:
            yield _line(sorted(group, key=lambda r: r.left), page)
            group = []
        group.append(run)
    if group:
        yield _line(sorted(group, key=lambda r: r.left), page)


def _line(runs: list[Run], page: int) -> _Line:
    groups = [[runs[0]]]
    for before, run in pairwise(runs):
        gap = run.left - before.right
        if gap > max(before.size, run.size) * 1.2:
            groups.append([run])
        else:
            groups[-1].append(run)
    cells = tuple(
        _Cell("".join(r.text for r in group).strip(), group[0].left, max(r.right for r in group))
        for group in groups
    )
    if len(cells) == 2 and _NUMBER.fullmatch(cells[0].text):
        cells = (_Cell(cells[0].text + cells[1].text, cells[0].left, cells[1].right),)
    return _Line(cells, max(r.right for r in runs), max(r.size for r in runs), page)


def _repeated(pages: list[list[_Line]]) -> set[str]:
    """Lines at the top or foot of more than half of the pages, from three pages on."""
    edges = Counter(line.text for page in pages for line in {*page[:2], *page[-2:]})
    return {text for text, times in edges.items() if len(pages) > 2 and times > len(pages) / 2}


def _margin(lines: list[_Line]) -> float:
    """Where full lines end: the ninth decile of all right ends."""
    ends = sorted(line.right for line in lines if len(line.cells) == 1)
    return ends[len(ends) * 9 // 10] if ends else 0.0


def _parts(lines: list[_Line], right: float) -> Iterator[Block | Table]:
    index = 0
    while index < len(lines):
        stop = _table_end(lines, index)
        if stop - index >= 2:
            yield _table(lines[index:stop])
            index = stop
            continue
        stop = _paragraph_end(lines, index, right)
        text = "".join(line.text for line in lines[index:stop])
        yield Block(text, f"第 {lines[index].page} 页")
        index = stop


def _table_end(lines: list[_Line], start: int) -> int:
    """Lines of several cells, and what of a cell went on in a line of its own."""
    stop = start
    while stop < len(lines) and (len(lines[stop].cells) >= 2 or _is_wrapped(lines, start, stop)):
        stop += 1
    return stop


def _is_wrapped(lines: list[_Line], start: int, index: int) -> bool:
    """One cell below a table that does not begin at its left edge."""
    above = lines[start:index]
    if len(above) < 2 or lines[index].page != above[-1].page:
        return False
    first = max(above, key=lambda line: len(line.cells)).cells[0]
    return lines[index].cells[0].left > first.right


def _table(lines: list[_Line]) -> Table:
    """The line with the most cells gives the columns; the cells of others go where they stand."""
    columns = max(lines, key=lambda line: len(line.cells)).cells
    rows: list[tuple[str, ...]] = []
    for line in lines:
        cells = _aligned(line, columns)
        if len(line.cells) == 1 and rows:
            rows[-1] = tuple(a + b for a, b in zip(rows[-1], cells, strict=True))
        else:
            rows.append(cells)
    return Table(tuple(rows), f"第 {lines[0].page} 页表格")


def _aligned(line: _Line, columns: tuple[_Cell, ...]) -> tuple[str, ...]:
    row = [""] * len(columns)
    for cell in line.cells:
        nearest = min(range(len(columns)), key=lambda n: cell.distance(columns[n]))
        row[nearest] = f"{row[nearest]} {cell.text}".strip()
    return tuple(row)


def _paragraph_end(lines: list[_Line], start: int, right: float) -> int:
    """A line that reaches the margin and ends no sentence goes on in the next one."""
    stop = start + 1
    while stop < len(lines) and _continues(lines[stop - 1], lines[stop], right):
        stop += 1
    return stop


def _continues(line: _Line, after: _Line, right: float) -> bool:
    full = line.right >= right - 2.2 * line.size
    same = (
        abs(line.size - after.size) < 0.15 * line.size
        and len(after.cells) == 1
        and len(line.cells) == 1
    )
    return full and same and line.text[-1:] not in _ENDS and not _STARTS.match(after.text)
