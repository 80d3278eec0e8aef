"""Filling an office's own .xlsx: the row with placeholders once for each item, styles kept.

Works on the parts of the package through python-docx's reader, which is the same format.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docx.opc.oxml import serialize_part_xml
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from compliance.errors import Problem
from compliance.report.papers.content import (
    Content,
    PaperError,
    Row,
    fill_text,
    is_figure,
    list_of,
    refuse_unknown,
)
from compliance.report.papers.row_height import height

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{_MAIN}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MAX_BYTES = 20_000_000
_MAX_CELL = 32_000
_WIDTH = 8.43  # of a column whose width is not set


def fill(template: bytes, content: Content, *, name: str = "模板", none: str = "无") -> bytes:
    """The workbook of a template.

    Raises PaperError where the file is no .xlsx or asks for what the paper does not have.
    """
    package = _open(template, name)
    strings = _strings(package)
    sheets = [part for part in package.iter_parts() if "/worksheets/sheet" in str(part.partname)]
    trees = {part: parse_xml(part.blob) for part in sheets}
    cells = (_text(c, strings) for tree in trees.values() for c in tree.iter(f"{_S}c"))
    refuse_unknown(cells, content, name)
    for part, tree in trees.items():
        _fill_sheet(tree, strings, content, none)
        part._blob = serialize_part_xml(tree)
    _print_all(package)
    stream = BytesIO()
    package.save(stream)
    return stream.getvalue()


def _open(template: bytes, name: str) -> OpcPackage:
    problem = Problem(name, "模板不是 Excel 工作簿（.xlsx）", "用 Excel 或 WPS 另存为 .xlsx")
    if len(template) > _MAX_BYTES:
        raise PaperError(Problem(name, "模板超过 20 MB", "删去图片后再试"))
    try:
        package = OpcPackage.open(BytesIO(template))
    except (BadZipFile, OpcError, KeyError, ValueError) as error:
        raise PaperError(problem) from error
    if not any("/worksheets/sheet" in str(part.partname) for part in package.iter_parts()):
        raise PaperError(problem)
    return package


def _print_all(package: OpcPackage) -> None:
    """A print area drawn around the template's rows would cut the list off."""
    book = package.main_document_part
    tree = parse_xml(book.blob)
    for defined in list(tree.iter(f"{_S}definedName")):
        if defined.get("name") == "_xlnm.Print_Area":
            defined.getparent().remove(defined)
    book._blob = serialize_part_xml(tree)


def _strings(package: OpcPackage) -> tuple[str, ...]:
    """The texts that cells refer to by number."""
    shared: Part | None = next(
        (p for p in package.iter_parts() if str(p.partname).endswith("/sharedStrings.xml")), None
    )
    if shared is None:
        return ()
    return tuple(
        "".join(node.text or "" for node in item.iter(f"{_S}t") if not _phonetic(node))
        for item in parse_xml(shared.blob).iter(f"{_S}si")
    )


def _phonetic(node: BaseOxmlElement) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == f"{_S}rPh"


def _text(cell: BaseOxmlElement, strings: tuple[str, ...]) -> str:
    value = cell.find(f"{_S}v")
    if cell.get("t") == "s" and value is not None and (value.text or "").isdecimal():
        number = int(value.text or "0")
        return strings[number] if number < len(strings) else ""
    if cell.get("t") == "inlineStr":
        return "".join(node.text or "" for node in cell.iter(f"{_S}t"))
    return ""


def _fill_sheet(
    tree: BaseOxmlElement, strings: tuple[str, ...], content: Content, none: str
) -> None:
    moved = 0
    for row in list(tree.iter(f"{_S}row")):
        of = next((found for cell in row if (found := list_of(_text(cell, strings), content))), "")
        before = int(row.get("r") or 0)
        _shift(row, moved)
        if not of:
            _fill_row(row, strings, content, "", None)
            continue
        items = content.lists[of] or ({},)
        for number, item in enumerate(items):
            copy = deepcopy(row)
            _shift(copy, number)
            _fill_row(copy, strings, content, of, item)
            if not item:
                _write(copy[0], none)
            _fit(copy, tree)
            row.addprevious(copy)
        row.getparent().remove(row)
        extra = len(items) - 1
        _shift_spans(tree, before + moved, extra)
        moved += extra
    dimension = tree.find(f"{_S}dimension")
    if dimension is not None and moved:
        tree.remove(dimension)  # optional in the format; a wrong one misleads readers


def _shift(row: BaseOxmlElement, by: int) -> None:
    if by:
        row.set("r", str(int(row.get("r") or 0) + by))
        for cell in row.iter(f"{_S}c"):
            cell.set("r", _moved(cell.get("r") or "", by))


def _moved(reference: str, by: int) -> str:
    return _REF.sub(lambda found: f"{found[1]}{int(found[2]) + by}", reference)


def _shift_spans(tree: BaseOxmlElement, after: int, by: int) -> None:
    """Merged cells below the repeated row move down with it."""
    for merged in tree.iter(f"{_S}mergeCell"):
        reference = merged.get("ref") or ""
        lines = [int(line) for _, line in _REF.findall(reference)]
        if lines and min(lines) > after:
            merged.set("ref", _moved(reference, by))


def _fill_row(
    row: BaseOxmlElement, strings: tuple[str, ...], content: Content, of: str, item: Row | None
) -> None:
    for cell in _cells(row):
        text = _text(cell, strings)
        if "{{" in text:
            name = text.strip("{} ")
            _write(cell, fill_text(text, content.fields, of, item), name)


def _fit(row: BaseOxmlElement, tree: BaseOxmlElement) -> None:
    """Height for the longest cell, unless the template fixed one."""
    if row.get("customHeight") in ("1", "true"):
        return
    widths = _widths(tree)
    texts = ((_text(cell, ()), widths.get(_column(cell), _WIDTH)) for cell in _cells(row))
    row.set("ht", str(height(texts)))
    row.set("customHeight", "1")


def _widths(tree: BaseOxmlElement) -> dict[int, float]:
    return {
        number: float(column.get("width") or _WIDTH)
        for column in tree.iter(f"{_S}col")
        for number in range(int(column.get("min") or 1), int(column.get("max") or 1) + 1)[:200]
    }


def _column(cell: BaseOxmlElement) -> int:
    """The number of a cell's column: A is 1, AA is 27."""
    letters = (cell.get("r") or "A").rstrip("0123456789")
    return sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(letters)))


def _cells(row: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    yield from row.iter(f"{_S}c")


def _write(cell: BaseOxmlElement, text: str, name: str = "") -> None:
    """A figure, or text within the cell: never a formula, whatever it begins with."""
    for child in list(cell):
        cell.remove(child)
    if is_figure(name, text):
        cell.attrib.pop("t", None)
        value = cell.makeelement(f"{_S}v", {})
        value.text = text
        cell.append(value)
        return
    cell.set("t", "inlineStr")
    inline = cell.makeelement(f"{_S}is", {})
    node = cell.makeelement(f"{_S}t", {_SPACE: "preserve"})
    node.text = text[:_MAX_CELL]
    inline.append(node)
    cell.append(inline)
