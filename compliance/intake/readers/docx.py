"""Word files: every visible word once, deleted text never, tables with merged cells filled."""

from collections.abc import Iterator

from lxml import etree

from compliance.intake.document import Block, Mark, Part, Table
from compliance.intake.limits import Limits
from compliance.intake.package import Package, open_package
from compliance.intake.readers.numbering import Counter
from compliance.intake.readers.runs import DELETED, PROPERTIES, Walk, chosen, run_text
from compliance.intake.readers.wording import (
    Style,
    attribute,
    child,
    children,
    local,
    main_part,
    read_lists,
    read_styles,
    value,
    whole,
)


def read_docx(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """The parts and marks of a Word file, transitional or strict."""
    package = open_package(content, limits)
    name = main_part(package)
    walk = Walk(read_styles(package), Counter(read_lists(package)))
    body = child(package.xml(name), "body")
    if body is not None:
        _read_flow(body, walk, "body")
    for extra, part in _extras(package, name):
        _read_notes(package.xml(extra), walk, part)
    if walk.pictures:
        walk.marks["picture"] = str(walk.pictures)
    _mark_links(package, walk)
    return tuple(walk.parts), tuple(Mark(code, detail) for code, detail in walk.marks.items())


def _extras(package: Package, main: str) -> Iterator[tuple[str, Part]]:
    folder = main.rpartition("/")[0]
    for name in package.names():
        leaf = name.removeprefix(f"{folder}/")
        if not leaf.endswith(".xml") or "/" in leaf:
            continue
        if leaf.startswith(("footnotes", "endnotes")):
            yield name, "footnote"
        elif leaf.startswith("header"):
            yield name, "header"
        elif leaf.startswith("footer"):
            yield name, "footer"


def _read_notes(root: etree._Element, walk: Walk, part: Part) -> None:
    notes = [e for e in root if local(e) in ("footnote", "endnote")] or [root]
    for note in notes:
        if attribute(note, "type") not in ("separator", "continuationSeparator"):
            _read_flow(note, walk, part)


def _read_flow(container: etree._Element, walk: Walk, part: Part) -> None:
    """The paragraphs and tables of a body, cell, text box or note, in order."""
    for element in container:
        name = local(element)
        if name == "p":
            _read_paragraph(element, walk, part)
        elif name == "tbl":
            _read_table(element, walk, part)
        elif name == "altChunk":
            walk.marks["embedded_part"] = ""
        elif name == "sdt":
            _read_content(element, walk, part)
        elif name not in DELETED and name not in PROPERTIES:
            _read_flow(chosen(element), walk, part)


def _read_content(sdt: etree._Element, walk: Walk, part: Part) -> None:
    content = child(sdt, "sdtContent")
    gallery = value(sdt, "sdtPr", "docPartObj", "docPartGallery") or ""
    if content is not None and child(sdt, "sdtPr", "showingPlcHdr") is None:
        _read_flow(content, walk, "contents" if "Table of Contents" in gallery else part)


def _read_paragraph(element: etree._Element, walk: Walk, part: Part) -> None:
    boxes: list[etree._Element] = []
    text = "".join(run_text(element, walk, boxes)).strip()
    style = walk.styles.get(value(element, "pPr", "pStyle") or "", Style())
    number = _number(element, style, walk) if text else ""
    if text:
        walk.paragraphs += part == "body"
        spot = (
            f"第 {walk.paragraphs} 段"
            if part == "body"
            else f"{_PLACES[part]}（第 {walk.paragraphs} 段附近）"
        )
        where: Part = "contents" if style.contents and part == "body" else part
        walk.parts.append(Block(number + text, spot, _level(element, style), where))
    for box in boxes:
        _read_flow(box, walk, "textbox" if part == "body" else part)


_PLACES = {
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "textbox": "文本框",
    "contents": "目录",
}


def _level(element: etree._Element, style: Style) -> int:
    outline = value(element, "pPr", "outlineLvl")
    if outline is not None:
        return level + 1 if (level := whole(outline, 9)) < 9 else 0
    return style.level


def _number(element: etree._Element, style: Style, walk: Walk) -> str:
    own = value(element, "pPr", "numPr", "numId")
    number = own if own is not None else style.number
    if not number or number == "0":
        return ""
    level = value(element, "pPr", "numPr", "ilvl")
    return walk.counter.next(number, whole(level) if level is not None else style.number_level)


def _read_table(element: etree._Element, walk: Walk, part: Part) -> None:
    walk.tables += 1
    number = walk.tables
    place = len(walk.parts)
    inner = Walk(
        walk.styles, walk.counter, marks=walk.marks, paragraphs=walk.paragraphs, tables=number
    )
    rows = _rows(element, inner)
    walk.tables, walk.paragraphs, walk.pictures = (
        inner.tables,
        inner.paragraphs,
        walk.pictures + inner.pictures,
    )
    walk.parts.insert(
        place, Table(rows, f"表 {number} " if part == "body" else f"{_PLACES[part]}表 {number} ")
    )
    walk.parts.extend(inner.parts)


def _table_rows(element: etree._Element) -> Iterator[etree._Element]:
    for inner in element:
        name = local(inner)
        if name == "tr" and child(inner, "trPr", "del") is None:
            yield inner
        elif name not in DELETED and name not in PROPERTIES and name != "tr":
            yield from _table_rows(inner)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for inner in row:
        name = local(inner)
        if name == "tc":
            yield inner
        elif name not in DELETED and name not in PROPERTIES:
            yield from _cells(inner)


_WIDEST = 200


def _rows(element: etree._Element, walk: Walk) -> tuple[tuple[str, ...], ...]:
    """The cells of a table, what is merged across or down repeated in each cell it covers."""
    rows: list[tuple[str, ...]] = []
    for row in _table_rows(element):
        cells: list[str] = [""] * min(whole(value(row, "trPr", "gridBefore")), _WIDEST)
        for cell in _cells(row):
            merge = child(cell, "tcPr", "vMerge")
            text = _cell_text(cell, walk)
            if (
                merge is not None
                and attribute(merge, "val") != "restart"
                and rows
                and len(cells) < len(rows[-1])
            ):
                text = rows[-1][len(cells)]
            cells.extend([text] * max(1, min(whole(value(cell, "tcPr", "gridSpan"), 1), _WIDEST)))
        rows.append(tuple(cells[:_WIDEST]))
    return tuple(rows)


def _cell_text(cell: etree._Element, walk: Walk) -> str:
    """The paragraphs of a cell; tables in it stand after its own table."""
    if child(cell, "tcPr", "cellDel") is not None:
        return ""
    inner = Walk(walk.styles, walk.counter, marks=walk.marks, tables=walk.tables)
    _read_flow(cell, inner, "body")
    walk.tables, walk.pictures = inner.tables, walk.pictures + inner.pictures
    walk.parts.extend(
        part for part in inner.parts if isinstance(part, Table) or part.part != "body"
    )
    return "\n".join(p.text for p in inner.parts if isinstance(p, Block) and p.part == "body")


def _mark_links(package: Package, walk: Walk) -> None:
    """Relations that lead outside are told and never followed."""
    for name in package.names():
        if name.endswith(".rels"):
            for relation in children(package.xml(name), "Relationship"):
                link = (relation.get("Type") or "").rpartition("/")[2]
                if relation.get("TargetMode") == "External" and link != "hyperlink":
                    walk.marks["external_link"] = link
