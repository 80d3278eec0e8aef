"""Filling a .docx template, ours or an office's: fields, rows and paragraphs that repeat."""

from collections.abc import Collection, Iterator
from copy import deepcopy
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from compliance.errors import Problem
from compliance.report.papers.content import (
    Content,
    PaperError,
    Row,
    fill_text,
    list_of,
    refuse_left_out,
    refuse_unknown,
)
from compliance.report.papers.watermark import add_watermark

_MAX_BYTES = 20_000_000


def fill(
    template: bytes, content: Content, *, name: str = "模板", none: str = "无", watermark: str = ""
) -> bytes:
    """The paper of a template.

    Raises PaperError where the file is no .docx or asks for what the paper does not have.
    """
    document = filled(template, content, name=name, none=none)
    if watermark:
        add_watermark(document, watermark)
    return saved(document)


def filled(
    template: bytes,
    content: Content,
    *,
    name: str,
    none: str,
    blocks: Collection[str] = (),
    needed: Collection[str] = (),
) -> Document:
    """The template with its fields and lists filled; placeholders of blocks are left for later.

    Raises PaperError also where the template leaves out what is needed.
    """
    document = _open(template, name)
    roots = list(_roots(document))
    texts = [_text(paragraph) for root in roots for paragraph in root.iter(qn("w:p"))]
    refuse_unknown(texts, content, name, blocks)
    refuse_left_out(texts, needed, name)
    for root in roots:
        _fill(root, content, none)
    return document


def saved(document: Document) -> bytes:
    """The document as a file."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _open(template: bytes, name: str) -> Document:
    if len(template) > _MAX_BYTES:
        raise PaperError(Problem(name, "模板超过 20 MB", "删去图片后再试"))
    try:
        return docx.Document(BytesIO(template))
    except (BadZipFile, OpcError, KeyError, ValueError) as error:
        problem = Problem(name, "模板不是 Word 文档（.docx）", "用 Word 或 WPS 另存为 .docx")
        raise PaperError(problem) from error


def _roots(document: Document) -> Iterator[BaseOxmlElement]:
    """The body, and each header and footer that is there."""
    yield document.element.body
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield part._element


def _fill(root: BaseOxmlElement, content: Content, none: str) -> None:
    """Rows first: a cell's paragraphs belong to the row that repeats."""
    for element in [*root.iter(qn("w:tr")), *root.iter(qn("w:p"))]:
        if of := list_of(_text(element), content):
            _repeat(element, of, content, none)
    for element in list(root.iter(qn("w:p"))):
        asked = "{{" in _text(element)
        _fill_paragraph(element, content, "", None)
        if asked and not _text(element).strip() and element.getparent() is root:
            root.remove(element)


def _repeat(element: BaseOxmlElement, of: str, content: Content, none: str) -> None:
    """The element once for each row of its list; for an empty one a single row that says so."""
    rows = content.lists[of] or ({},)
    for row in rows:
        copy = deepcopy(element)
        element.addprevious(copy)
        for paragraph in copy.iter(qn("w:p")):
            _fill_paragraph(paragraph, content, of, row)
        if not row:
            first = next(copy.iter(qn("w:p")))
            _write(first, none)
    element.getparent().remove(element)


def _text(element: BaseOxmlElement) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _fill_paragraph(element: BaseOxmlElement, content: Content, of: str, row: Row | None) -> None:
    """Run by run where each placeholder is whole; else all of it in the style of the first run."""
    runs = [r for r in element.iter(qn("w:r")) if "".join(t.text or "" for t in r.iter(qn("w:t")))]
    if "{{" not in _text(element) or not runs:
        return
    for run in runs:
        text = _text(run)
        if (filled := fill_text(text, content.fields, of, row)) != text:
            _set(run, filled)
    text = _text(element)
    if (filled := fill_text(text, content.fields, of, row)) != text:
        _write(element, filled)


def _write(element: BaseOxmlElement, text: str) -> None:
    """All of a paragraph's text in its first run."""
    first, *others = Paragraph(element, None).runs or [Paragraph(element, None).add_run()]  # type: ignore[arg-type]
    first.text = text
    for run in others:
        run.text = ""


def _set(run: BaseOxmlElement, text: str) -> None:
    for node in list(run.iter(qn("w:t")))[1:]:
        run.remove(node)
    run.text = text
