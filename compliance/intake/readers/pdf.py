"""PDF files through PDFium: words with their place; a page of images alone is told as a scan."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from compliance.intake.document import Block, Mark, Table
from compliance.intake.limits import Limits
from compliance.intake.readers.lines import Run, arrange
from compliance.intake.refusal import Refused


def read_pdf(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """The parts and marks of a PDF file; one without a word is refused as a scan or as empty."""
    document = _open(content)
    try:
        if len(document) > limits.pages:
            raise Refused("pages", str(len(document)))
        return _read(document)
    except pypdfium2.PdfiumError as error:
        raise Refused("broken_pdf") from error
    finally:
        document.close()


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()
        return document
    except pypdfium2.PdfiumError as error:
        encrypted = (
            getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        )
        raise Refused("encrypted" if encrypted else "broken_pdf") from error


def _read(document: pypdfium2.PdfDocument) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    pages: list[list[Run]] = []
    bare: list[str] = []
    for number, page in enumerate(document, 1):
        try:
            if document.formenv is not None:
                page.flatten()
            runs = list(_runs(page))
            if not runs and _has_picture(page):
                bare.append(str(number))
            pages.append(runs)
        finally:
            page.close()
    if not any(pages):
        raise Refused("scan" if bare else "no_text")
    marks = [Mark("scanned_page", "、".join(bare))] if bare else []
    if document.count_attachments():
        marks.append(Mark("attachment", str(document.count_attachments())))
    return arrange(pages), tuple(marks)


def _runs(page: pypdfium2.PdfPage) -> Iterator[Run]:
    """PDFium joins the letters of a run into one rectangle; its words are those inside it."""
    height = page.get_height()
    words = page.get_textpage()
    try:
        for index in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(index)
            text = words.get_text_bounded(left, bottom, right, top)
            if text.strip():
                yield Run(
                    _clean(text), left, height - (top + bottom) / 2, right, max(top - bottom, 1.0)
                )
    finally:
        words.close()


def _clean(text: str) -> str:
    """Soft line marks of PDFium and noncharacters are no words."""
    return "".join(c for c in text if c not in "\r\n\ufffe\uffff\u0002")


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
