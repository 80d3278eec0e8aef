"""Bytes -> Document, by the format that was found in them. Runs only inside the child."""

import hashlib
from collections.abc import Callable, Mapping
from importlib import import_module

from compliance.intake.document import Block, Document, Mark, Table
from compliance.intake.endings import ENDINGS, ending
from compliance.intake.guards import sniff
from compliance.intake.limits import Limits
from compliance.intake.refusal import Refused

Reader = Callable[[bytes, Limits], tuple[tuple[Block | Table, ...], tuple[Mark, ...]]]

# format -> (module, function): a library is loaded when a file asks for it.
_READERS: Mapping[str, tuple[str, str]] = {
    "docx": ("docx", "read_docx"),
    "xlsx": ("workbook", "read_xlsx"),
    "xls": ("workbook", "read_xls"),
    "pdf": ("pdf", "read_pdf"),
    "ofd": ("ofd", "read_ofd"),
    "csv": ("plain", "read_csv"),
    "md": ("plain", "read_markdown"),
    "txt": ("plain", "read_text"),
    "json": ("plain", "read_json"),
}
_FEW_WORDS = 20


def read_document(content: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a file; raises Refused with its code."""
    form = sniff(content, name, limits)
    if form == "zip":
        raise Refused("nested_archive")
    if form == "doc":
        raise Refused("old_format", "doc")
    module, function = _READERS[form]
    read: Reader = getattr(import_module(f"compliance.intake.readers.{module}"), function)
    parts, marks = read(content, limits)
    document = Document(
        form,
        parts,
        (*marks, *_ending_mark(form, name)),
        hashlib.sha256(content).hexdigest(),
        len(content),
    )
    _check_words(document, limits)
    return document


def _ending_mark(form: str, name: str) -> tuple[Mark, ...]:
    suffix = ending(name)
    known = {e for endings in ENDINGS.values() for e in endings}
    wrong = suffix in known and suffix not in ENDINGS[form]
    return (Mark("wrong_ending", form),) if wrong else ()


def _check_words(document: Document, limits: Limits) -> None:
    length = len(document.text())
    if length > limits.text_characters or len(document.parts) > limits.parts:
        raise Refused("text_large", str(length))
    if not document.text().strip():
        raise Refused("scan" if any(m.code == "picture" for m in document.marks) else "no_text")
    if length < _FEW_WORDS and any(m.code == "picture" for m in document.marks):
        raise Refused("scan")
