"""The columns of a catalogue: which key of an entry or item a header stands for."""

import re
from functools import cache
from typing import Literal

from compliance.catalog.codes import Data, WordSet, plain, read_text

_REMARK = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]|[*:]")
_LONGEST_HEADER = 200


class Column(Data):
    """A key of an entry or item, with its Chinese title and the other names it goes by."""

    key: str
    title: str
    kind: Literal["prose", "term", "flag", "items"]
    many: bool = False
    none_is_answer: bool = False
    codes: str | None = None
    aliases: tuple[str, ...] = ()


class Columns(Data):
    """All columns; `ignored` are known ones that nothing here asks about."""

    title: str
    source: str
    columns: tuple[Column, ...]
    items: tuple[Column, ...]
    ignored: WordSet


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
    if len(header) > _LONGEST_HEADER:
        return None
    names = _names(within)
    known = names.get(plain(header))
    return known or names.get(_REMARK.sub("", plain(header)))


def is_ignored(header: str) -> bool:
    """Whether a header is known and nothing here asks about it."""
    short = header[:_LONGEST_HEADER]
    return _REMARK.sub("", plain(short)) in read_columns().ignored
