"""Leaf: a plain xlsx file of text and whole numbers, the same bytes for the same rows.

Text is always text: what begins with an equals sign is no formula.
"""

import io
import zipfile
from collections.abc import Collection, Iterable, Sequence
from xml.sax.saxutils import escape

Cell = str | int

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
_ROOT = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_BOOK_RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
<Relationship Id="rId2" Target="styles.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>
</Relationships>"""
_BOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>"""
# The looks of a cell, by number: as it is; of a table; the head of a table; a line that stands out.
_PLAIN, _TABLE, _HEAD, _STRONG = range(4)
_STYLES = """<?xml version="1.0" encoding="UTF-8"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFD9E2F3"/></patternFill></fill></fills>
<borders count="2"><border/>
<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border>
</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">
<xf/>
<xf borderId="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1"
 applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>
<xf fontId="1" applyFont="1"/>
</cellXfs></styleSheet>"""
_SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{frozen}{columns}<sheetData>{body}</sheetData>
<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>
<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>"""
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
# Excel takes no more in a cell, nor control characters.
_LONGEST = 32_000


def _cell(value: Cell, look: int) -> str:
    if isinstance(value, int):
        return f'<c s="{look}"><v>{value}</v></c>'
    printable = "".join(c for c in value[:_LONGEST] if c.isprintable() or c == "\n")
    inner = f'<is><t xml:space="preserve">{escape(printable)}</t></is>'
    return f'<c s="{look}" t="inlineStr">{inner}</c>'


def _row(row: Sequence[Cell], head: bool) -> str:
    """A row of one cell is a line; a longer one is of a table."""
    line = _STRONG if head else _PLAIN
    look = line if len(row) == 1 else _HEAD if head else _TABLE
    return f"<row>{''.join(_cell(value, look) for value in row)}</row>"


def _columns(widths: Sequence[int]) -> str:
    each = (
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, 1)
    )
    return f"<cols>{''.join(each)}</cols>" if widths else ""


def workbook(
    title: str,
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int] = (),
    heads: Collection[int] = (0,),
) -> bytes:
    """The bytes of a workbook of one sheet, its columns so many characters wide.

    `heads` are the numbers of the rows that stand out; where only the first does, it stays in
    sight.

    >>> workbook("重复系统", [["编号", "组"], ["SL-1", 1]])[:2]
    b'PK'
    """
    body = "".join(_row(row, number in heads) for number, row in enumerate(rows))
    frozen = _FROZEN if tuple(heads) == (0,) else ""
    sheet = _SHEET.format(frozen=frozen, columns=_columns(widths), body=body)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _BOOK.format(title=escape(title[:31])),
        "xl/_rels/workbook.xml.rels": _BOOK_RELS,
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # A fixed date: the same rows give the same file.
            entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8", "replace"))
    return out.getvalue()
