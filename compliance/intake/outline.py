"""The headings of a document: marked, numbered, promised by its contents, or bare."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from compliance.intake.document import Block, Document, Table
from compliance.text import fold

_FORMS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"第[一二三四五六七八九十百0-9]+[章篇部][\s、.：:]*"), 1),
    (re.compile(r"第[一二三四五六七八九十百0-9]+节[\s、.：:]*"), 2),
    (re.compile(r"[一二三四五六七八九十]+[、.．]\s*"), 2),
    (re.compile(r"[（(][一二三四五六七八九十]+[）)][、.]?\s*"), 3),
    (re.compile(r"[0-9]{1,2}[.．][0-9]{1,2}[.．][0-9]{1,2}[.．]?[0-9]*[.．、]?\s*"), 6),
    (re.compile(r"[0-9]{1,2}[.．][0-9]{1,2}[.．、]?\s*"), 5),
    (re.compile(r"[0-9]{1,2}(?:[、.．]\s*|\s+)"), 4),
    (re.compile(r"[（(][0-9]{1,2}[）)]\s*"), 7),
    (re.compile(r"附[件录录表]\s*[一二三四五六七八九十0-9A-Z]*[\s、.：:]*"), 1),
)
_CONTENTS_LINE = re.compile(r"(.*?)[\s.…·．\t]{2,}([0-9]{1,4}|[ivx]+)")
_LONGEST = 40
_LONGEST_CONTENTS = 160
_MOST_HEADINGS = 5_000
_SENTENCE = re.compile(r"[。；;！？!?]")


@dataclass(frozen=True, slots=True)
class Section:
    """一节: a heading, its depth, and everything under it up to the next heading as high."""

    heading: str
    title: str
    depth: int
    spot: str
    parts: tuple[Block | Table, ...]
    own: tuple[Block | Table, ...]

    def text(self) -> str:
        """The words under the heading, without the headings below it."""
        return "\n".join(_texts(self.parts))


def _texts(parts: tuple[Block | Table, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Table):
            yield from (" ".join(dict.fromkeys(c for c in row if c)) for row in part.rows)
        else:
            yield part.text


def numbering(text: str) -> tuple[int, str]:
    """The depth a printed number gives, 0 for none, and the words behind it.

    >>> numbering("（二）政务云需求方案"), numbering("3.2 安全设计")
    ((3, '政务云需求方案'), (5, '安全设计'))
    """
    for pattern, depth in _FORMS:
        found = pattern.match(text)
        if found:
            return depth, text[found.end() :].strip()
    return 0, text.strip()


def is_contents_line(block: Block) -> bool:
    """Whether a line belongs to the table of contents, which promises and contains nothing."""
    return block.part == "contents" or _contents_title(block) is not None


def _contents_title(block: Block) -> str | None:
    """What a line of the contents names; long lines are none, and would take long to look at."""
    if len(block.text) > _LONGEST_CONTENTS:
        return None
    found = _CONTENTS_LINE.fullmatch(block.text.strip())
    return found[1] if found else None


def _promised(document: Document) -> set[str]:
    """The titles in the table of contents: such a line in the text is a heading."""
    titles = (_contents_title(block) for block in document.blocks())
    return {fold(numbering(title)[1]) for title in titles if title is not None}


def located(document: Document, is_title: Callable[[str], bool]) -> Document:
    """The document with the heading above in every spot: nobody counts to 第 97 段."""
    promised, heading = _promised(document), ""
    parts: list[Block | Table] = []
    for part in document.parts:
        if isinstance(part, Block) and not is_contents_line(part):
            head = _head(part, is_title, promised)
            heading = part.text.strip() if head else heading
        parts.append(replace(part, spot=f"“{heading}”{part.spot}") if heading else part)
    return replace(document, parts=tuple(parts))


def sections(document: Document, is_title: Callable[[str], bool]) -> tuple[Section, ...]:
    """The sections of a document in order; `is_title` knows the words that may stand bare."""
    promised = _promised(document)
    parts = [p for p in document.parts if isinstance(p, Table) or not is_contents_line(p)]
    heads = [
        (n, h)
        for n, p in enumerate(parts)
        if isinstance(p, Block) and (h := _head(p, is_title, promised))
    ]
    heads = heads[:_MOST_HEADINGS]
    depths = _depths([head for _, head in heads])
    ends = _ends([place for place, _ in heads], depths, len(parts))
    places = {place for place, _ in heads}
    return tuple(
        _section(parts, head, depth, (place, end), places)
        for (place, head), depth, end in zip(heads, depths, ends, strict=True)
    )


def _ends(places: list[int], depths: list[int], last: int) -> list[int]:
    """Where each section ends: at the next heading that is as high."""
    ends = [last] * len(places)
    open_heads: list[int] = []
    for index, depth in enumerate(depths):
        while open_heads and depths[open_heads[-1]] >= depth:
            ends[open_heads.pop()] = places[index]
        open_heads.append(index)
    return ends


@dataclass(frozen=True, slots=True)
class _Head:
    block: Block
    title: str
    form: int


def _head(block: Block, is_title: Callable[[str], bool], promised: set[str]) -> _Head | None:
    text = block.text.strip()
    form, title = numbering(text)
    if block.part not in ("body", "textbox") or not title or len(text) > _LONGEST:
        return None
    bare = fold(title) in promised or is_title(title)
    if block.level or bare:
        return _Head(block, title.rstrip("：:"), form)
    if (
        form
        and not _SENTENCE.search(text)
        and not text.endswith(("：", ":", "，", "、"))
        and not re.search(r"[：:]", text)
    ):
        return _Head(block, title, form)
    return None


def _depths(heads: list[_Head]) -> list[int]:
    """Marked levels first; a bare heading is as deep as the shallowest numbering."""
    shallow = min((head.form for head in heads if head.form), default=4)
    return [
        head.block.level * 10 if head.block.level and not head.form else (head.form or shallow) * 10
        for head in heads
    ]


def _section(
    parts: list[Block | Table], head: _Head, depth: int, span: tuple[int, int], places: set[int]
) -> Section:
    place, end = span
    inner = range(place + 1, end)
    after = next((n for n in inner if n in places), end)
    own = tuple(parts[place + 1 : after])
    under = tuple(parts[n] for n in inner if n not in places)
    return Section(head.block.text.strip(), head.title, depth, head.block.spot, under, own)
