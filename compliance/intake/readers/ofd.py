"""OFD (GB/T 33190): the words of each page in the order they stand on it."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from compliance.intake.document import Block, Mark, Table
from compliance.intake.limits import Limits
from compliance.intake.package import Package, open_package
from compliance.intake.readers.lines import Run, arrange
from compliance.intake.readers.wording import child, children, local
from compliance.intake.refusal import Refused

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Page:
    runs: tuple[Run, ...]
    pictures: int


def read_ofd(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """The parts and marks of an OFD file; a file of images without words is refused as a scan."""
    package = open_package(content, limits)
    pages = [page for root in _roots(package) for page in _pages(package, root, limits)]
    if not any(page.runs for page in pages):
        raise Refused("scan" if any(page.pictures for page in pages) else "no_text")
    bare = [str(n) for n, page in enumerate(pages, 1) if not page.runs and page.pictures]
    marks = [Mark("scanned_page", "、".join(bare))] if bare else []
    if any("attach" in name.lower() for name in package.names()):
        marks.append(Mark("attachment"))
    return arrange([page.runs for page in pages]), tuple(marks)


def _at(base: str, path: str) -> str:
    """A path inside the package, by the file that names it; one that leads outside is refused."""
    found = (
        path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    )
    found = posixpath.normpath(found)
    if found.startswith(".."):
        raise Refused("path_trick", path)
    return found


def _roots(package: Package) -> Iterator[str]:
    for body in children(package.xml("OFD.xml"), "DocBody"):
        root = child(body, "DocRoot")
        if root is not None and root.text:
            yield _at("OFD.xml", root.text.strip())


def _pages(package: Package, root: str, limits: Limits) -> Iterator[_Page]:
    document = package.xml(root)
    common = child(document, "CommonData")
    templates = {
        template.get("ID") or "": _at(root, template.get("BaseLoc") or "")
        for template in (children(common, "TemplatePage") if common is not None else ())
    }
    listed = child(document, "Pages")
    pages = list(children(listed, "Page")) if listed is not None else []
    if len(pages) > limits.pages:
        raise Refused("pages", str(len(pages)))
    for page in pages:
        yield _page(package, _at(root, page.get("BaseLoc") or ""), templates)


def _page(package: Package, name: str, templates: dict[str, str]) -> _Page:
    root = package.xml(name)
    used = [templates.get(e.get("TemplateID") or "") for e in children(root, "Template")]
    roots = [package.xml(template) for template in used if template and template in package] + [
        root
    ]
    runs = tuple(run for source in roots for run in _runs(source))
    pictures = sum(local(e) == "ImageObject" for source in roots for e in source.iter())
    return _Page(runs, pictures)


def _runs(root: etree._Element) -> Iterator[Run]:
    for element in root.iter():
        if local(element) != "TextObject" or element.get("Visible") == "false":
            continue
        box = _numbers(element.get("Boundary"))
        left, top = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
        size = next(iter(_numbers(element.get("Size"))), 3.5)
        for code in children(element, "TextCode"):
            text = code.text or ""
            x = left + next(iter(_numbers(code.get("X"))), 0.0)
            y = top + next(iter(_numbers(code.get("Y"))), 0.0)
            if text.strip():
                yield Run(text, x, y, x + _width(code, text, size), size)


def _width(code: etree._Element, text: str, size: float) -> float:
    """The advance of each letter where the file gives it, else a full width for each."""
    deltas = _numbers(code.get("DeltaX")) if "g" not in (code.get("DeltaX") or "g") else []
    return sum(deltas) + size if deltas else size * len(text)


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text or "")]
