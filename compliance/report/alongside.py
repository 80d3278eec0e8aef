"""Two systems side by side, in the words of a report: marked passages, and labelled lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from compliance.finding import Alongside, Piece
from compliance.text import listed

_MOST_FUNCTIONS, _MOST_CONCEPTS = 6, 4
# A mark where there is no colour.
OPEN, CLOSE = "【", "】"


@dataclass(frozen=True, slots=True)
class Pair:
    """一行对照: a label, and the texts of both sides in pieces."""

    label: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """并列对照 as shown: caption, heads of both columns, rows, what to know besides."""

    caption: str
    left: str
    right: str
    pairs: tuple[Pair, ...]
    lines: tuple[tuple[str, str], ...]


def sides_of(alongside: Alongside) -> Sides:
    """What a report shows of a comparison."""
    return Sides(
        caption="并列对照（标出的是两边都有的文字）",
        left="本项目",
        right=f"{alongside.owner}“{alongside.name}”（{alongside.system}）",
        pairs=tuple(_pairs(alongside)),
        lines=tuple(_lines(alongside)),
    )


def _pairs(alongside: Alongside) -> Iterator[Pair]:
    for label, sides in (("名称", alongside.names), ("内容", alongside.contents)):
        left, right = (side or (Piece("（没有写）"),) for side in sides)
        yield Pair(label, left, right)


def _lines(alongside: Alongside) -> Iterator[tuple[str, str]]:
    nearest = "；与本项目最相似的一个" if alongside.nearest else ""
    yield "范围", f"{alongside.scope}{nearest}"
    if alongside.relation:
        yield "关系", alongside.relation
    shares = [f"{title} {share / 10_000:.0f}%" for title, share in alongside.shares]
    if shares:
        yield "得分来自", "；".join(shares)
    if alongside.functions:
        told = (f"“{f.left}”与“{f.right}”" for f in alongside.functions)
        yield "功能对应", listed(told, _MOST_FUNCTIONS)
    for concept in alongside.concepts[:_MOST_CONCEPTS]:
        both = f"“{concept.left}”与“{concept.right}”"
        yield "同一职能", f"{both}都属{concept.title}（{concept.does}）"
    if alongside.near_miss:
        yield "近似而不同", alongside.near_miss


def marked(pieces: tuple[Piece, ...]) -> str:
    """A passage as plain text.

    >>> marked((Piece("发布"), Piece("空余车位", 1000000)))
    '发布【空余车位】'
    """
    return "".join(f"{OPEN}{p.text}{CLOSE}" if p.share else p.text for p in pieces)


def as_lines(sides: Sides) -> Iterator[tuple[str, str]]:
    """A comparison for where there are no columns: labelled lines, one below the other."""
    yield "对照", sides.caption
    yield "左", sides.left
    yield "右", sides.right
    for pair in sides.pairs:
        yield f"左·{pair.label}", marked(pair.left)
        yield f"右·{pair.label}", marked(pair.right)
    yield from sides.lines
