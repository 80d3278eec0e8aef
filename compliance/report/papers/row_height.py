"""How high a table row must be: not every program fits the height of wrapped text itself."""

from collections.abc import Iterable
from unicodedata import east_asian_width

_LINE = 12.5  # points of one line at 9 pt
_MOST = 400  # a row holds at most 409 points


def height(cells: Iterable[tuple[str, float]], size: float = 9) -> float:
    """Points for a row of texts of a size in points, with their column widths in characters.

    >>> height([("示例市水务局", 12), ("一\\n二", 10)])
    29.0
    """
    larger = size / 9
    lines = (_lines(text, width / larger) for text, width in cells)
    return min(max(lines, default=1) * _LINE * larger + 4, _MOST)


def _lines(text: str, width: float) -> int:
    # a width counts digits of the default 11 pt font; ours is smaller
    room = max(int(width * 1.15), 2)
    return sum(max(-(-_columns(part) // room), 1) for part in text.split("\n"))


def _columns(text: str) -> int:
    """Widths of a digit that a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
