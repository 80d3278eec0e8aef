"""The columns of a catalogue: which key of an entry or item a header stands for."""

import re
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Literal

from compliance.catalog.codes import Data, WordSet, plain, read_text

_REMARK = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]|[*:]")
_LONGEST_HEADER = 200
_CLOSE = 0.7  # a suggestion only; nothing is bound by likeness


class Column(Data):
    """A key of an entry or item, with its Chinese title and the other names it goes by."""

    key: str
    title: str
    kind: Literal["prose", "term", "flag", "day", "items"]
    many: bool = False
    none_is_answer: bool = False
    codes: str | None = None
    aliases: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By its title alone: columns are keys of caches."""
        return hash(self.title)


class Group(Data):
    """A heading over several columns: what it stands for alone, and what its leaves stand for."""

    title: str
    names: WordSet
    key: str
    leaves: dict[str, str]


class Columns(Data):
    """All columns; `ignored` are known ones that nothing here asks about.

    `groups`, `pieces` (several columns that make up one key) and `item_headers` (headers of item
    columns that need no heading above them) serve sheets; `confused` says of a header that looks
    like another why it is not.
    """

    title: str
    source: str
    columns: tuple[Column, ...]
    items: tuple[Column, ...]
    groups: tuple[Group, ...]
    pieces: dict[str, WordSet]
    item_headers: WordSet
    ignored: WordSet
    confused: dict[str, str]


@cache
def read_columns() -> Columns:
    """The columns of codes/aliases.json."""
    return Columns.model_validate_json(read_text("codes", "aliases.json"))


@cache
def order(key: str) -> int:
    """The place of a canonical key among the columns; the whole row comes first."""
    return next((n for n, c in enumerate(read_columns().columns, 1) if c.key == key), 0)


@cache
def title_of(key: str) -> str:
    """The Chinese name of a canonical key.

    >>> title_of("items"), title_of("")
    ('属性', '整条')
    """
    return next((c.title for c in read_columns().columns if c.key == key), key or "整条")


@cache
def _names(within: Literal["columns", "items"]) -> dict[str, Column]:
    columns = read_columns().columns if within == "columns" else read_columns().items
    return {plain(name): c for c in columns for name in (*c.aliases, c.title, c.key)}


def column_of(header: str, within: Literal["columns", "items"] = "columns") -> Column | None:
    """The column a header names: as it is, or else without its remarks and marks.

    >>> column_of("更新周期（必填项）").key
    'update_period'
    """
    return _column_of(header, within) if len(header) <= _LONGEST_HEADER else None


@lru_cache(1024)
def _column_of(header: str, within: Literal["columns", "items"]) -> Column | None:
    return next((c for name in _said(header) if (c := _names(within).get(name))), None)


def _said(header: str) -> tuple[str, str]:
    return plain(header), _REMARK.sub("", plain(header))


def without_remarks(header: str) -> str:
    """A header folded, without its remarks and marks.

    >>> without_remarks("*更新周期（必填项）")
    '更新周期'
    """
    return _said(header[:_LONGEST_HEADER])[1]


def is_ignored(header: str) -> bool:
    """Whether a header is known and nothing here asks about it."""
    return without_remarks(header) in read_columns().ignored


@cache
def column(key: str) -> Column:
    """The column of a canonical key."""
    return next(c for c in read_columns().columns if c.key == key)


def nearest(header: str) -> str:
    """The title of the column an unknown header is closest to, or why it is none of them, or "".

    >>> nearest("更新周其"), nearest("更新日期")[:4]
    ('更新时限', '更新日期')
    """
    said = without_remarks(header)
    if (reason := read_columns().confused.get(said)) is not None:
        return reason
    close = get_close_matches(said, _names("columns"), n=1, cutoff=_CLOSE)
    return _names("columns")[close[0]].title if close else ""
