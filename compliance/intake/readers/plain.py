"""Texts and tables that need no library: txt, md, csv, tsv and JSON."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from compliance.intake.document import Block, Mark, Table
from compliance.intake.limits import Limits
from compliance.intake.refusal import Refused

_MARKDOWN = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"[|:\-\s]+")


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else the national standard GB 18030."""
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding")


def read_text(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """A block for each line that is not blank."""
    del limits
    lines = enumerate(decoded(content).splitlines(), 1)
    return tuple(Block(line.strip(), f"第 {n} 行") for n, line in lines if line.strip()), ()


def read_markdown(
    content: bytes, limits: Limits
) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """Headings by their marks, tables by their bars, the rest as lines."""
    parts: list[Block | Table] = []
    rows: list[tuple[str, ...]] = []
    start = 0
    for block in [*read_text(content, limits)[0], Block("", "")]:
        text = block.text if isinstance(block, Block) else ""
        if _ROW.fullmatch(text):
            start = start or len(parts) + 1
            if not _RULE.fullmatch(text):
                rows.append(tuple(cell.strip() for cell in text.strip("|").split("|")))
            continue
        if rows:
            parts.append(Table(tuple(rows), f"表 {sum(isinstance(p, Table) for p in parts) + 1} "))
            rows = []
        heading = _MARKDOWN.fullmatch(text)
        if heading:
            parts.append(Block(heading[2], block.spot, len(heading[1])))
        elif text:
            parts.append(Block(text, block.spot))
    return tuple(parts), ()


def read_csv(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """One table; a quote left open would swallow every row after it, so it is refused."""
    text = decoded(content)
    first = text.lstrip().split("\n", 1)[0]
    separator = max(",\t;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Refused("quotes") from error
    widest = max(map(len, rows), default=0)
    if (
        len(rows) > limits.sheet_rows
        or widest > limits.sheet_columns
        or len(rows) * widest > limits.sheet_cells
    ):
        raise Refused("far_cell", f"{len(rows)} 行 {widest} 列")
    cells = tuple(tuple(cell.strip() for cell in row) + ("",) * (widest - len(row)) for row in rows)
    return (Table(cells, "表格", "表格", sheet=True),), ()


def read_json(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """The text as it is: the parent reads it as a filing or refuses it."""
    del limits
    try:
        return (Block(content.decode("utf-8-sig"), ""),), ()
    except UnicodeDecodeError as error:
        raise Refused("encoding") from error
