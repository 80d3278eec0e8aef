"""Papers of a filing, written as headings, paragraphs and tables, and printed as docx, pdf, ofd or xlsx."""
# ruff: noqa: E501 - running text

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from compliance.intake.readers.numbering import chinese
from tests.making.pages import Line, Scan, ofd_bytes, pdf_bytes
from tests.making.sheets import xlsx_bytes
from tests.making.word import HEADINGS, W, docx_bytes, paragraph, table


@dataclass
class Heading:
    level: int
    text: str


@dataclass
class Text:
    text: str


@dataclass
class Grid:
    rows: list[list[str]]


Part = Heading | Text | Grid


@dataclass
class Paper:
    """One document before it is printed."""

    title: str
    parts: list[Part] = field(default_factory=list)
    scans: int = 0

    def chapter(self, heading: str, *parts: Part | str, level: int = 1) -> "Paper":
        self.parts.append(Heading(level, heading))
        self.parts.extend(Text(p) if isinstance(p, str) else p for p in parts)
        return self

    def index(self, heading: str) -> int:
        return next(
            n for n, p in enumerate(self.parts) if isinstance(p, Heading) and p.text == heading
        )

    def span(self, heading: str) -> tuple[int, int]:
        start = self.index(heading)
        level = self.parts[start].level  # type: ignore[union-attr]
        stop = next(
            (
                n
                for n in range(start + 1, len(self.parts))
                if isinstance(p := self.parts[n], Heading) and p.level <= level
            ),
            len(self.parts),
        )
        return start, stop

    def drop(self, heading: str) -> None:
        start, stop = self.span(heading)
        del self.parts[start:stop]

    def refill(self, heading: str, *texts: str) -> None:
        start, stop = self.span(heading)
        self.parts[start + 1 : stop] = [Text(text) for text in texts]

    def add(self, heading: str, text: str) -> None:
        self.parts.insert(self.span(heading)[1], Text(text))

    def replace(self, before: str, after: str) -> None:
        changed = 0
        for part in self.parts:
            if isinstance(part, Grid):
                changed += sum(cell.count(before) for row in part.rows for cell in row)
                part.rows = [[cell.replace(before, after) for cell in row] for row in part.rows]
            else:
                changed += part.text.count(before)
                part.text = part.text.replace(before, after)
        assert changed, before


def numbered(parts: Sequence[Part], style: str) -> Iterator[Part]:
    """Headings with printed numbers: 一、（一）1. or 1 1.1 or 第一章."""
    counts = [0, 0, 0]
    for part in parts:
        if not isinstance(part, Heading):
            yield part
            continue
        depth = part.level - 1
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (2 - depth)
        yield Heading(part.level, _number(counts, depth, style) + part.text)


def _number(counts: list[int], depth: int, style: str) -> str:
    if style == "decimal":
        return ".".join(map(str, counts[: depth + 1])) + " "
    if style == "chapter" and depth == 0:
        return f"第{chinese(counts[0])}章 "
    forms = (
        f"{chinese(counts[0])}、",
        f"（{chinese(counts[1])}）" if counts[1] else "",
        f"{counts[2]}.",
    )
    return forms[depth]


_LIST = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def docx(paper: Paper, style: str) -> bytes:
    """Word: headings by style, by outline level, by automatic numbers, or only by their printed number."""
    body = [paragraph(paper.title)]
    parts = (
        paper.parts
        if style in ("auto", "bare")
        else list(numbered(paper.parts, style if style in ("decimal", "chapter") else "chinese"))
    )
    for part in parts:
        if isinstance(part, Heading):
            body.append(_heading(part, style))
        elif isinstance(part, Text):
            body.append(paragraph(part.text))
        else:
            body.append(table(part.rows))
    return docx_bytes(
        "".join(body),
        {"word/styles.xml": HEADINGS, "word/numbering.xml": _LIST},
        strict=style == "chapter",
    )


def _heading(part: Heading, style: str) -> str:
    if style == "outline":
        return paragraph(part.text, outline=part.level - 1)
    if style == "auto":
        return paragraph(part.text, style=str(part.level), number=(1, min(part.level - 1, 1)))
    if style in ("plain", "bare"):
        return paragraph(part.text)
    return paragraph(part.text, style=str(part.level))


_WIDE = 38


def _lines(paper: Paper, style: str) -> Iterator[Line]:
    yield paper.title
    for part in numbered(paper.parts, style):
        if isinstance(part, Grid):
            yield from (tuple(cell or " " for cell in row) for row in part.rows)
        else:
            yield from (part.text[n : n + _WIDE] for n in range(0, len(part.text), _WIDE))


def _pages(paper: Paper) -> list[list[Line]]:
    lines = list(_lines(paper, "chinese"))
    return [[*lines[n : n + 40], f"- {n // 40 + 1} -"] for n in range(0, len(lines), 40)]


def pdf(paper: Paper) -> bytes:
    """PDF, with page numbers at the foot."""
    return pdf_bytes([*_pages(paper), *[Scan()] * paper.scans])


def ofd(paper: Paper) -> bytes:
    """OFD, with page numbers at the foot."""
    return ofd_bytes(_pages(paper))


def xlsx(paper: Paper) -> bytes:
    """A workbook whose first row is the title, merged over the table."""
    rows: list[list[str]] = [[paper.title]]
    for part in paper.parts:
        rows.extend(part.rows if isinstance(part, Grid) else [[part.text]])
    widest = max(map(len, rows))
    return xlsx_bytes({"表一": rows}, {"表一": [f"A1:{chr(64 + widest)}1"]} if widest > 1 else {})


def printed(paper: Paper, ending: str, style: str) -> bytes:
    """The bytes of a paper in one of the formats."""
    return {
        "docx": lambda: docx(paper, style),
        "pdf": lambda: pdf(paper),
        "ofd": lambda: ofd(paper),
        "xlsx": lambda: xlsx(paper),
    }[ending]()
