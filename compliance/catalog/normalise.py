"""A raw value of a row -> the value the schema is asked about."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from compliance.catalog.codes import plain, read_words, standard
from compliance.catalog.columns import Column
from compliance.text import shorten, visible

_SEPARATORS = re.compile(r"[、,，/;；|]")
_DAY = re.compile(
    r"([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T][0-9: .]*)?"
    r"|([12][0-9]{3})([0-9]{2})([0-9]{2})"
)
_SERIAL = re.compile(r"([2-7][0-9]{4})(?:\.[0-9]+)?")
_FIRST_SERIAL = date(1899, 12, 30)  # day 0 of Excel, whose 1900 has a 29 February
_LONGEST_CELL = 20_000
_SHORT = 60
_LARGEST = 2**63  # beyond it a number is no code; and Python refuses to write out very long ones


def parts(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several.

    >>> parts("电子表格/xlsx、数据库")
    ('电子表格', 'xlsx', '数据库')
    """
    return tuple(stripped for part in _SEPARATORS.split(text) if (stripped := part.strip()))


def shown(value: object) -> str:
    """A value of any kind in at most 60 characters."""
    if isinstance(value, list | tuple):
        texts = [scalar_text(v) for v in value[:5]]
        return shorten("、".join(t for t in texts if t)) or f"{len(value)} 项"
    if isinstance(value, Mapping):
        return f"对象（{len(value)}个键）"
    text = value if isinstance(value, str) else scalar_text(value)
    return "无法读取的值" if text is None else shorten(text)


def normalised(value: object, column: Column) -> object:
    """A text, "" where nothing is stated, None where unreadable."""
    if isinstance(value, str) and len(value) <= _SHORT:
        return _short(value, column)
    read = _text(value, column)
    return stated(read, column) if isinstance(read, str) else read


@lru_cache(8192)
def _short(text: str, column: Column) -> str | None:
    """A catalogue writes the same short texts over and over."""
    read = _text(text, column)
    return None if read is None else stated(read, column)


def stated(read: str, column: Column) -> str | None:
    """The value of a text, "" for a placeholder, None where it only points elsewhere."""
    word = plain(read)
    if word in read_words().elsewhere:
        return None
    if word in read_words().placeholders:
        return read if column.none_is_answer and word in read_words().nothing else ""
    return _coded(read, column)


def _coded(text: str, column: Column) -> str:
    if column.kind == "day":
        return _as_day(text)
    if column.codes is None:
        return text
    if column.many:
        return "、".join(standard(column.codes, part) for part in parts(text))
    return standard(column.codes, text)


def _as_day(text: str) -> str:
    """A date in ISO form where it surely is one, else the text.

    >>> _as_day("2023-6-16"), _as_day("45413"), _as_day("2023-02-30")
    ('2023-06-16', '2024-05-01', '2023-02-30')
    """
    if match := _SERIAL.fullmatch(text):
        return (_FIRST_SERIAL + timedelta(days=int(match[1]))).isoformat()
    if match := _DAY.fullmatch(text):
        year, month, day = (int(digits) for digits in match.groups() if digits)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return text
    return text


def _text(value: object, column: Column) -> str | None:
    if isinstance(value, list | tuple | Mapping) and column.many:
        every = value.values() if isinstance(value, Mapping) else value
        return _joined(every)
    if isinstance(value, bool) and column.kind != "flag":
        return None
    text = scalar_text(value)
    if text is None:
        return None
    return visible(text if column.kind == "prose" else unicodedata.normalize("NFKC", text))


def _joined(values: Iterable[object]) -> str | None:
    texts = [None if isinstance(v, bool) else scalar_text(v) for v in values]
    if any(text is None for text in texts):
        return None
    normal = (visible(unicodedata.normalize("NFKC", text)) for text in texts if text)
    return "、".join(t for t in normal if plain(t) not in read_words().placeholders)


def scalar_text(value: object) -> str | None:
    """A scalar as text; Excel writes whole numbers as 50.0."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_CELL else None
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, int | float) or not abs(value) < _LARGEST:  # NaN is neither
        return None
    return str(int(value)) if value == int(value) else repr(value)
