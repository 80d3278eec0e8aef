"""What a docx says of its styles and lists, before its paragraphs are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from compliance.intake.package import Package
from compliance.intake.readers.numbering import Level, Numbered
from compliance.intake.refusal import Refused

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[0-9]", re.IGNORECASE)


def local(element: etree._Element) -> str:
    """A name without its namespace: strict and transitional files differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute in either of the two namespaces of Word."""
    for namespace in _NAMESPACES:
        value = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return str(value)
    value = element.get(name)
    return None if value is None else str(value)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def value(element: etree._Element | None, *path: str) -> str | None:
    """The `val` of the element at a path."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children with a name."""
    return (e for e in element if local(e) == name)


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number, or what stands for one that is missing or absurd."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style gives: a heading level (0 for none), a list, or a line of contents."""

    level: int = 0
    number: str = ""
    number_level: int = 0
    contents: bool = False


def read_styles(package: Package) -> dict[str, Style]:
    """The styles of a document by their id; where they are missing, none."""
    if "word/styles.xml" not in package:
        return {}
    raw = {
        attribute(s, "styleId") or "": s for s in children(package.xml("word/styles.xml"), "style")
    }
    return {name: _style(name, raw) for name in raw}


def _style(name: str, raw: dict[str, etree._Element]) -> Style:
    level, number, number_level, contents = 0, "", 0, False
    for element in _ancestry(name, raw):
        title = value(element, "name") or ""
        level = level or _heading_level(title, value(element, "pPr", "outlineLvl"))
        if not number:
            number = value(element, "pPr", "numPr", "numId") or ""
            number_level = whole(value(element, "pPr", "numPr", "ilvl"))
        contents = contents or bool(_CONTENTS.fullmatch(title.strip()))
    return Style(level, number, number_level, contents)


def _heading_level(title: str, outline: str | None) -> int:
    heading = _HEADING.fullmatch(title.strip())
    if heading:
        return int(heading[1])
    return level + 1 if (level := whole(outline, 9)) < 9 else 0


def _ancestry(name: str, raw: dict[str, etree._Element]) -> Iterator[etree._Element]:
    seen: set[str] = set()
    while name in raw and name not in seen:
        seen.add(name)
        yield raw[name]
        name = value(raw[name], "basedOn") or ""


def read_lists(package: Package) -> dict[str, Numbered]:
    """The lists of a document by their id."""
    if "word/numbering.xml" not in package:
        return {}
    root = package.xml("word/numbering.xml")
    abstract = {
        attribute(a, "abstractNumId") or "": _levels(a) for a in children(root, "abstractNum")
    }
    lists = {}
    for num in children(root, "num"):
        counter = value(num, "abstractNumId") or ""
        lists[attribute(num, "numId") or ""] = Numbered(
            counter, abstract.get(counter, {}), _starts(num)
        )
    return lists


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        whole(attribute(lvl, "ilvl")): Level(
            whole(value(lvl, "start"), 1),
            value(lvl, "numFmt") or "decimal",
            value(lvl, "lvlText") or "",
            child(lvl, "isLgl") is not None,
        )
        for lvl in children(abstract, "lvl")
    }


def _starts(num: etree._Element) -> dict[int, int]:
    overrides = (
        (whole(attribute(o, "ilvl")), value(o, "startOverride"))
        for o in children(num, "lvlOverride")
    )
    return {level: whole(start) for level, start in overrides if start is not None}


def main_part(package: Package) -> str:
    """The part that holds the text, by the relations of the package."""
    if "_rels/.rels" in package:
        for relation in package.xml("_rels/.rels"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                target = (relation.get("Target") or "").lstrip("/")
                if target in package:
                    return target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise Refused("part_missing", "word/document.xml")
