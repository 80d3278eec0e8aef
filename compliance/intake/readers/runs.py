"""The visible words of a Word paragraph, and what is known while a document is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from compliance.intake.document import Block, Table
from compliance.intake.readers.numbering import Counter
from compliance.intake.readers.wording import Style, attribute, child, local

DELETED = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText"})
PROPERTIES = frozenset(
    {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"}
)
_SPECIAL = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_MARKED = {
    "altChunk": "embedded_part",
    "object": "embedded_object",
    "drawing": "picture",
    "pict": "picture",
}
_OFF = ("0", "false", "off", "none")
Parts = list[Block | Table]


@dataclass(slots=True)
class Walk:
    """The state of reading: styles and counters known, parts and marks found so far."""

    styles: dict[str, Style]
    counter: Counter
    parts: Parts = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    paragraphs: int = 0
    tables: int = 0
    pictures: int = 0


def chosen(element: etree._Element) -> etree._Element:
    """Of alternate contents the first that says something: both show the same text box."""
    if local(element) != "AlternateContent":
        return element
    choices = list(element)
    return next(
        (c for c in choices if any(local(e) == "t" for e in c.iter())),
        choices[0] if choices else element,
    )


def run_text(element: etree._Element, walk: Walk, boxes: list[etree._Element]) -> Iterator[str]:
    """The words under an element; text boxes are put aside in `boxes`."""
    for inner in element:
        name = local(inner)
        if name == "t":
            yield inner.text or ""
        elif name in _SPECIAL:
            yield _SPECIAL[name]
        elif name == "txbxContent":
            boxes.append(inner)
        elif not _is_unseen(inner, name, walk):
            _mark(name, walk)
            yield from run_text(chosen(inner), walk, boxes)


def _is_unseen(element: etree._Element, name: str, walk: Walk) -> bool:
    """Deleted, hidden, or a content control that still shows its prompt."""
    if name in DELETED or name in PROPERTIES:
        return True
    if name == "sdt":
        return child(element, "sdtPr", "showingPlcHdr") is not None
    hidden = name == "r" and _hidden(element)
    if hidden:
        walk.marks["hidden_text"] = ""
    return hidden


def _mark(name: str, walk: Walk) -> None:
    code = _MARKED.get(name)
    if code == "picture":
        walk.pictures += 1
    elif code:
        walk.marks[code] = ""


def _hidden(run: etree._Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and (attribute(vanish, "val") or "") not in _OFF
