"""One shape for every file that was read: headings, paragraphs and tables in reading order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Part = Literal["body", "header", "footer", "footnote", "textbox", "contents"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def column_letters(number: int) -> str:
    """The letters of a column counted from 1, as spreadsheets show them.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        letters = _LETTERS[digit] + letters
    return letters


@dataclass(frozen=True, slots=True)
class Block:
    """段落: a paragraph; `level` is 1 to 9 where the file itself marks it as a heading, else 0."""

    text: str
    spot: str
    level: int = 0
    part: Part = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """表格: cells as texts, merged cells filled; a sheet has a name, its cells have addresses."""

    rows: tuple[tuple[str, ...], ...]
    spot: str
    name: str = ""
    first_row: int = 1
    first_column: int = 1
    sheet: bool = False

    def cell(self, row: int, column: int) -> str:
        """The place of a cell, both counted from 0, in the reader's words.

        >>> Table((("a", "b"),), "表 1", "目录", 1, 1, True).cell(0, 1)
        '目录!B1'
        """
        if self.sheet:
            letters = column_letters(self.first_column + column)
            return f"{self.name}!{letters}{self.first_row + row}"
        return f"{self.spot}第 {self.first_row + row} 行第 {self.first_column + column} 列"

    def texts(self) -> Iterator[tuple[str, str]]:
        """The place and text of each cell that says something; a merged cell says it once."""
        for row, cells in enumerate(self.rows):
            for column, text in enumerate(cells):
                before = cells[column - 1] if column else ""
                above = self.rows[row - 1][column : column + 1] if row else ()
                if text.strip() and text != before and (text,) != above:
                    yield self.cell(row, column), text


@dataclass(frozen=True, slots=True)
class Mark:
    """标记: something of a file that a person should know: hidden sheets, scanned pages."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """文件内容: what was read from one file, with the digest and the size of the file."""

    format: str
    parts: tuple[Block | Table, ...]
    marks: tuple[Mark, ...] = ()
    digest: str = ""
    size: int = 0

    def blocks(self) -> Iterator[Block]:
        """The paragraphs, without the tables."""
        return (part for part in self.parts if isinstance(part, Block))

    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (part for part in self.parts if isinstance(part, Table))

    def text(self) -> str:
        """Everything that was read, a line a paragraph or row."""
        return "\n".join(_lines(self.parts))


def _lines(parts: tuple[Block | Table, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Block):
            yield part.text
        else:
            yield from ("\t".join(row) for row in part.rows)


def dump(document: Document) -> bytes:
    """The document as JSON, for the pipe between the child and its parent."""
    parts = [
        ["p", p.text, p.spot, p.level, p.part]
        if isinstance(p, Block)
        else ["t", p.rows, p.spot, p.name, p.first_row, p.first_column, p.sheet]
        for p in document.parts
    ]
    marks = [[mark.code, mark.detail] for mark in document.marks]
    value = [document.format, parts, marks, document.digest, document.size]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def parse(content: bytes) -> Document:
    """The document a child wrote; raises ValueError where it is none."""
    try:
        form, parts, marks, digest, size = json.loads(content)
        return Document(
            str(form),
            tuple(_part(part) for part in parts),
            tuple(Mark(str(code), str(detail)) for code, detail in marks),
            str(digest),
            int(size),
        )
    except (TypeError, IndexError, RecursionError) as error:
        raise ValueError("not a document") from error


def _part(raw: list[object]) -> Block | Table:
    kind, *values = raw
    if kind == "p":
        return Block(*values)  # type: ignore[arg-type]
    rows, *others = values
    cells = tuple(tuple(row) for row in rows)  # type: ignore[attr-defined]
    return Table(cells, *others)  # type: ignore[arg-type]
