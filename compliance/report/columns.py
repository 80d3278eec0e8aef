"""Text in columns: Chinese characters take two, and lines break between any two of them."""

import unicodedata
from collections.abc import Iterator

# What must not begin a line, and what must not end one.
_CLOSING = set("，。、；：！？）》”’】〕％%)]}>,.;:!?…")
_OPENING = set("（《“‘【〔([{<")


def width(text: str) -> int:
    """The columns a text takes.

    >>> width("南信办〔2023〕1号")
    17
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, columns: int) -> str:
    """A text filled up with blanks to a number of columns."""
    return text + " " * max(0, columns - width(text))


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: a run of Latin letters and digits, else one character."""
    run = ""
    for character in text:
        if width(character) == 1 and not character.isspace():
            run += character
            continue
        if run:
            yield run
            run = ""
        yield character
    if run:
        yield run


def wrapped(text: str, columns: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """A text in lines of at most a number of columns; `hanging` begins all but the first.

    Closing marks may use the last four columns, so that none begins a line.
    """
    after = indent if hanging is None else hanging
    lines, line = [], indent
    for piece in _pieces(" ".join(text.split())):
        room = columns if piece in _CLOSING else columns - 4
        if width(line) + width(piece) > room and line.strip():
            carried = ""
            if line[-1] in _OPENING:
                line, carried = line[:-1], line[-1]
            lines.append(line.rstrip())
            line = after + carried
            if piece.isspace():
                continue
        line += piece
    return [*lines, line.rstrip()]
