"""Which material a file is: by its title, tables and words first, by its name second."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from compliance.filing import MaterialType
from compliance.intake.document import Block, Document
from compliance.intake.form.read import is_form
from compliance.intake.outline import is_contents_line
from compliance.intake.words import Listed, read_list
from compliance.text import fold


class MaterialWords(Listed):
    """What tells one kind of material from others."""

    type: MaterialType
    label: str
    titles: tuple[str, ...]
    headers: tuple[tuple[str, ...], ...] = ()
    body: tuple[str, ...] = ()
    names: tuple[str, ...]


class Recognition(Listed):
    """recognition.yaml."""

    title: str
    sources: tuple[str, ...]
    weights: Mapping[str, int]
    enough: int
    sure: int
    told: int
    title_blocks: int
    title_length: int
    quoted: tuple[str, ...]
    materials: tuple[MaterialWords, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """识别结果: the kind, how sure (0 to 1) and why; `named` is the kind its file name claims."""

    type: MaterialType
    label: str
    confidence: float
    reason: str
    named: str = ""
    misplaced: bool = False
    by_name: bool = False  # only the file name says so, nothing in it does


_HEADER_ROWS = 8
_LONGEST = 200_000
_UNKNOWN = Recognised(MaterialType.OTHER, "", 0.0, "标题、表头和文件名都没有认出是哪种资料")


def recognition() -> Recognition:
    """The words of the pack."""
    return read_list("recognition", Recognition)


@dataclass(frozen=True, slots=True)
class _Score:
    words: MaterialWords
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class _View:
    """A document as it is looked at here: its title lines, its table headers, its words."""

    titles: tuple[str, ...]
    headers: tuple[tuple[str, ...], ...]
    text: str
    form: bool


def _view(document: Document, words: Recognition) -> _View:
    rows = (row for table in document.tables() for row in table.rows[:_HEADER_ROWS])
    return _View(
        _title_lines(document, words),
        tuple(tuple(fold(cell) for cell in row) for row in rows),
        fold(" ".join(document.text()[:_LONGEST].split())),
        is_form(document),
    )


def recognise(document: Document, name: str) -> Recognised:
    """The kind of material in a document."""
    words = recognition()
    view = _view(document, words)
    scores = {kind.label: _content(view, kind, words) for kind in words.materials}
    best = max(scores.values(), key=lambda score: score.points)
    named = _named(name)
    if best.points >= words.sure:
        wrong = named is not None and scores[named.label].points < words.weights["title"]
        return _recognised(best, named, wrong)
    if named is not None:
        said = scores[named.label].points
        reason = f"文件名含“{_hit(named.names, fold(name))}”"
        found = _recognised(_Score(named, words.weights["name"] + said, reason), named, False)
        return replace(found, by_name=said < words.told)
    return _recognised(best, None, False) if best.points >= words.enough else _UNKNOWN


def _recognised(score: _Score, named: MaterialWords | None, misplaced: bool) -> Recognised:
    confidence = min(score.points / 10, 1.0)
    label = named.label if named else ""
    return Recognised(
        score.words.type, score.words.label, confidence, score.reason, label, misplaced
    )


@cache
def _named(name: str) -> MaterialWords | None:
    """The kind a file name claims: the longest word wins, the later one of two as long."""
    leaf = fold(name.rpartition("/")[2])
    kinds = recognition().materials
    hits = [
        (len(h), leaf.rfind(fold(h)), n) for n, k in enumerate(kinds) if (h := _hit(k.names, leaf))
    ]
    return kinds[max(hits)[2]] if hits else None


def named_material(name: str) -> str:
    """The label of the material a file name claims, "" for none.

    >>> named_material("附件2 示例项目可行性研究报告（终稿）.pdf")
    '项目可行性研究报告'
    """
    kind = _named(name)
    return kind.label if kind else ""


def _hit(phrases: Sequence[str], text: str) -> str:
    """The longest of the phrases that the text holds."""
    return max((p for p in phrases if fold(p) in text), key=len, default="")


def _content(view: _View, kind: MaterialWords, words: Recognition) -> _Score:
    points, reasons = 0, []
    weights = words.weights
    if kind.type is MaterialType.BASE_INFO and view.form:
        points += weights["form"]
        reasons.append("是备案申报表")
    title = next((hit for line in view.titles if (hit := _ends(kind.titles, line))), "")
    if title:
        points += weights["title"] + min(len(title), 9) // 3
        reasons.append(f"标题为“{title}”")
    header = next((h for h in kind.headers if _has_header(view, h)), ())
    if header:
        points += weights["headers"]
        reasons.append(f"表头有“{'、'.join(header)}”")
    hits = [phrase for phrase in kind.body if fold(phrase) in view.text]
    points += min(len(hits) * weights["body"], weights["most_body"])
    if hits and not reasons:
        reasons.append(f"正文提到“{'、'.join(hits[:3])}”")
    return _Score(kind, points, "，".join(reasons))


def _title_lines(document: Document, words: Recognition) -> tuple[str, ...]:
    """The first lines that may be a title."""
    lines: list[str] = []
    for part in document.parts[: words.title_blocks * 2]:
        if isinstance(part, Block):
            texts = (
                [] if is_contents_line(part) or part.part in ("footnote", "footer") else [part.text]
            )
        else:
            texts = [*(row[0] for row in part.rows[:2] if row), part.name]
        lines.extend(_unquoted(t, words) for t in texts if 0 < len(t.strip()) <= words.title_length)
    return tuple(lines[: words.title_blocks])


def _unquoted(text: str, words: Recognition) -> str:
    if any(word in text for word in words.quoted):
        text = re.sub(r"《[^》]*》", "", text)
    return fold(text)


_REMARK = re.compile(r"[（(][^（）()]*[）)]|[0-9.年月日版v]+$|[》”\"]")


def _ends(titles: Sequence[str], line: str) -> str:
    """A title names its kind at its end, perhaps before a day, a version or a remark."""
    bare = _REMARK.sub("", line)
    return max((t for t in titles if bare.endswith(fold(t))), key=len, default="")


def _has_header(view: _View, header: Sequence[str]) -> bool:
    wanted = [fold(title) for title in header]
    return any(all(any(c.startswith(w) for c in cells) for w in wanted) for cells in view.headers)
