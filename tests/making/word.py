"""Word files written part by part, so that a test can say exactly what stands in them."""
# ruff: noqa: E501 - markup is easier to compare on one line

import io
import zipfile
from xml.sax.saxutils import escape

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = (
    f'xmlns:w="{TRANSITIONAL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def run(text: str) -> str:
    """A run of words."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    text: str, style: str = "", outline: int | None = None, number: tuple[int, int] | None = None
) -> str:
    """A paragraph, with a style, an outline level counted from 0, or a list and its level."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        if number
        else ""
    )
    properties += f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def table(rows: list[list[str]]) -> str:
    """A plain table."""
    cell = "<w:tc>{}</w:tc>"
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(cell.format(paragraph(text)) for text in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def styles(headings: dict[str, str]) -> str:
    """The styles part: id -> name."""
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/></w:style>'
        for i, n in headings.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><w:styles {W}>{made}</w:styles>'


HEADINGS = styles({"1": "heading 1", "2": "heading 2", "3": "heading 3", "10": "toc 1"})


def docx_bytes(body: str, extra: dict[str, str] | None = None, strict: bool = False) -> bytes:
    """A Word file with this body and these further parts."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": HEADINGS,
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    } | (extra or {})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name), content.replace(TRANSITIONAL, STRICT) if strict else content
            )
    return target.getvalue()
