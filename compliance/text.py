"""Leaf: plain operations on Chinese text; knows no word of the field."""

import unicodedata
from collections.abc import Iterable

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def fold(text: str) -> str:
    """One spelling of a text: NFKC, lower case, no white space and no invisible characters.

    >>> fold("ＯＡ 协同\\u200b办公")
    'oa协同办公'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    if plain.isprintable():  # then a space is all there can be of either
        return plain.replace(" ", "")
    return "".join(
        c for c in plain if not c.isspace() and unicodedata.category(c) not in _INVISIBLE
    )


def has_full_width(text: str) -> bool:
    """Whether a code or number holds full-width letters or digits (１２３, ＡＢＣ)."""
    return any("\uff01" <= character <= "\uff5e" for character in text)


def visible(text: str) -> str:
    """The text on one line, without what steers a terminal or turns the reading direction.

    >>> visible("预算\\x1b[31m\\n 科")
    '预算[31m 科'
    """
    spaced = " ".join(text.split())
    if spaced.isprintable():  # no invisible character is
        return spaced
    return "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)


def shorten(text: str, limit: int = 60) -> str:
    """A visible text of at most `limit` characters, told by an ellipsis where it was cut."""
    seen = visible(text[: limit * 4])
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def listed(words: Iterable[str], limit: int = 6) -> str:
    """Words as a Chinese enumeration, with the number of those left out.

    >>> listed(["立项批复", "验收资料"])
    '立项批复、验收资料'
    """
    every = tuple(words)
    tail = f"等{len(every)}项" if len(every) > limit else ""
    return "、".join(every[:limit]) + tail
