"""Each chapter of an outline: missing, thin, complete, a placeholder, or declared away."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from compliance.filing import MaterialType
from compliance.intake.document import Document, Table
from compliance.intake.outline import Section, located, sections
from compliance.intake.words import Listed, read_list
from compliance.text import fold

State = Literal["missing", "placeholder", "not_applicable", "elsewhere", "thin", "complete"]
# More words than this are a chapter, whatever they say.
_LONGEST_TELLING = 400
# Of a chapter that is found twice, the better one counts.
_RANK: tuple[State, ...] = (
    "missing",
    "placeholder",
    "elsewhere",
    "not_applicable",
    "thin",
    "complete",
)


class ChapterWords(Listed):
    """One chapter: its title, its other names, and the length under which it is thin.

    `label` is the kind of file that can stand for it, by its name in recognition.yaml.
    """

    title: str
    minimum: int
    aliases: tuple[str, ...]
    material: MaterialType | None = None
    evidence_only: bool = False
    label: str = "-"


class OutlineWords(Listed):
    """提纲: the chapters a kind of report has to have, and those worth asking for."""

    id: str
    title: str
    types: tuple[MaterialType, ...]
    chapters: tuple[str, ...]
    asked: tuple[str, ...]


class Outlines(Listed):
    """outlines.yaml."""

    title: str
    sources: tuple[str, ...]
    chapters: Mapping[str, ChapterWords]
    notice: tuple[str, ...]
    base: Mapping[MaterialType, tuple[str, ...]]
    outlines: tuple[OutlineWords, ...]
    outlined: tuple[MaterialType, ...]
    file_minimum: int
    outline_least: int
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    placeholders: tuple[str, ...]
    see_other: tuple[str, ...]
    not_applicable: tuple[str, ...]
    not_applicable_longest: int
    unfinished: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """章节: which one, in what state, how long, where, and the words of a declaration."""

    id: str
    state: State
    characters: int = 0
    heading: str = ""
    spot: str = ""
    said: str = ""


def outlines() -> Outlines:
    """The outlines of the pack."""
    return read_list("outlines", Outlines)


@cache
def _titles() -> Mapping[str, str]:
    words = outlines()
    return {fold(name): key for key, c in words.chapters.items() for name in (c.title, *c.aliases)}


@cache
def chapter_of(title: str) -> str:
    """The id of the chapter a heading names, "" for none.

    >>> chapter_of("商用密码应用方案设计"), chapter_of("依据《预算法》")
    ('crypto', '')
    """
    words, known = outlines(), _titles()
    text = fold(re.sub(r"[（(][^（）()]*[）)]$", "", title.strip()))
    for trial in (text, *_shorter(text, words)):
        if trial in known:
            return known[trial]
    return ""


def _shorter(text: str, words: Outlines) -> Iterable[str]:
    cut = [text.removeprefix(fold(head)) for head in words.heads if text.startswith(fold(head))]
    for start in (text, *cut):
        yield start
        for tail in words.tails:
            if start.endswith(fold(tail)):
                yield start.removesuffix(fold(tail))


def _is_title(title: str) -> bool:
    return fold(title) in _titles()


def read_sections(document: Document) -> tuple[Document, tuple[Section, ...]]:
    """The document with headings in its spots, and its sections.

    A bare line counts as a heading where it is exactly a chapter's name.
    """
    placed = located(document, _is_title)
    return placed, sections(placed, _is_title)


def read_chapters(found: Iterable[Section]) -> dict[str, Chapter]:
    """The chapters among the sections, each in its best state."""
    chapters: dict[str, Chapter] = {}
    for section in found:
        name = chapter_of(section.title)
        if name:
            chapter = _judged(name, section)
            before = chapters.get(name)
            if before is None or _RANK.index(chapter.state) > _RANK.index(before.state):
                chapters[name] = chapter
    return chapters


def _judged(name: str, section: Section) -> Chapter:
    text = section.text().strip()
    length = len(fold(" ".join(text.split())))
    state = _state(text, length, outlines().chapters[name].minimum, section)
    said = text[:200] if state in ("not_applicable", "placeholder", "elsewhere") else ""
    return Chapter(name, state, length, section.heading, section.spot, said)


def _state(text: str, length: int, minimum: int, section: Section) -> State:
    words = outlines()
    plain = fold(re.sub(r"[（(【\[）)】\]。.，,；;：:！\s]", "", text[:_LONGEST_TELLING]))
    if not plain:
        return "missing"
    if any(plain.startswith(fold(w)) for w in words.see_other) and length <= 60:
        return "elsewhere"
    if plain in {fold(w) for w in words.placeholders} or _is_trace(text):
        return "placeholder"
    if length <= words.not_applicable_longest and _declares_none(text):
        return "not_applicable"
    table = any(isinstance(p, Table) and len(p.rows) > 1 for p in section.parts)
    return "thin" if length < minimum and not table else "complete"


def _declares_none(text: str) -> bool:
    first = re.split(r"[。；;，,\n]", text.strip(), maxsplit=1)[0]
    plain = fold(re.sub(r"[（(][^）)]*[）)]", "", first))
    return any(
        plain == fold(w) or (len(w) > 1 and plain.startswith(fold(w)))
        for w in outlines().not_applicable
    )


def _is_trace(text: str) -> bool:
    """Whether a short text is nothing but traces of what was not written."""
    return len(text) < _LONGEST_TELLING and not re.sub(_unfinished(), "", text).strip()


@cache
def _unfinished() -> re.Pattern[str]:
    return re.compile("|".join(outlines().unfinished))


def unfinished(document: Document) -> list[tuple[str, str]]:
    """The traces of what was not finished writing, each with its place."""
    found = []
    for block in document.blocks():
        trace = _unfinished().search(block.text)
        if trace and block.part == "body":
            found.append((trace[0], block.spot))
    return found


def outline_for(kind: MaterialType, found: Mapping[str, Chapter]) -> OutlineWords | None:
    """The outline a document follows best, None where it follows none that is known."""
    words = outlines()
    fitting = [o for o in words.outlines if kind in o.types]
    best = max(fitting, key=lambda o: _share(o, found), default=None)
    if best is None or len(set(best.chapters) & set(found)) < words.outline_least:
        return None
    return best


def _share(outline: OutlineWords, found: Mapping[str, Chapter]) -> tuple[float, int]:
    there = sum(name in found for name in outline.chapters)
    asked = sum(name in found for name in outline.asked)
    return there / len(outline.chapters), there + asked
