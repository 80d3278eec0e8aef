"""From a row as it came to an existing system, or to what is wrong with the row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from compliance.errors import Problem
from compliance.registry.columns import TITLES, column_of
from compliance.registry.system import KINDS, LEVELS, STATUSES, ExistingSystem
from compliance.text import shorten

_CHOICES: Mapping[str, Mapping[str, str]] = {"level": LEVELS, "kind": KINDS, "status": STATUSES}
_YEAR = ("年份“{given}”不对", "填写 1980 至 2100 之间的四位年份，如 2021")
_FAULTS: Mapping[str, tuple[str, str]] = {
    "missing": ("没有填写", "补上后重新导入"),
    "string_too_short": ("没有填写", "补上后重新导入"),
    "string_too_long": ("超过 {max_length} 字", "压缩后重新导入"),
    "too_long": ("超过 {max_length} 条", "合并后重新导入"),
    "string_type": ("应填写文字", "改为文字后重新导入"),
    "tuple_type": ("应填写文字或文字的列表", "多项之间用分号隔开"),
    "literal_error": ("“{given}”不认识", "只能填写：{choices}"),
    "bool_type": ("“{given}”不认识", "只能填写：是、否"),
    "year": _YEAR,
    "int_type": _YEAR,
    "greater_than_equal": _YEAR,
    "less_than_equal": _YEAR,
}


# A row is not lost for these: an existing system left out would be a duplicate not found. Their
# defaults are the careful ones: in use, a system, not official.
_DISPENSABLE = frozenset({"level", "kind", "year", "status", "unified", "official"})


# What a table program writes for a formula whose result was not stored, or is a fault.
_NO_RESULT = re.compile(r"=.*|#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it came: where it stands (第 3 行), and its values by header."""

    place: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """A good row: where it stands, the system it gives, and the values that were not used."""

    place: str
    system: ExistingSystem
    faults: tuple[Problem, ...] = ()


def _choices(column: str) -> str:
    """The first label of each code."""
    first: dict[str, str] = {}
    for label, code in _CHOICES.get(column, {}).items():
        first.setdefault(code, label)
    return "、".join(first.values())


def _shown(value: object) -> str:
    """A wrong value, for the message; nothing of a structure, which may be of any size."""
    if isinstance(value, int) and abs(value) < 10**20:
        return str(value)
    return shorten(value) if isinstance(value, str) else "…"


def _fault(place: str, error: ErrorDetails) -> Problem:
    column = str(error["loc"][0])
    message, mend = _FAULTS.get(error["type"], ("填写不正确", "核对后重新导入"))
    known = {
        **error.get("ctx", {}),
        "given": _shown(error["input"]),
        "choices": _choices(column),
    }
    where = f"{place}“{TITLES.get(column, shorten(column))}”"
    return Problem(where, message.format_map(known), mend.format_map(known))


def _given(value: object) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _formulas(place: str, values: Mapping[str, object]) -> tuple[Problem, ...]:
    """A fault for each formula without a result: a row would say less than it should."""
    return tuple(
        Problem(f"{place}“{TITLES[column]}”", "是公式或错误值，没有结果", "另存为数值后再试")
        for column, value in values.items()
        if isinstance(value, str)
        and value.lstrip()[:1] in ("=", "#")
        and _NO_RESULT.fullmatch(value.strip())
        and column not in _DISPENSABLE
    )


def system_of(record: Record) -> Entry | tuple[Problem, ...]:
    """The system a row gives, or one fault for each wrong column; unknown columns are passed."""
    values: dict[str, object] = {}
    for header, value in record.values.items():
        column = column_of(header)
        if column in values:
            twice = Problem(f"{record.place}“{TITLES[column]}”", "写了两次", "删去多余的一处")
            return (twice,)
        if column and _given(value):
            values[column] = value
    if unread := _formulas(record.place, values):
        return unread
    try:
        return Entry(record.place, ExistingSystem.model_validate(values))
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    every = [_fault(record.place, each) for each in wrong]
    faults = tuple({fault.place: fault for fault in reversed(every)}.values())[::-1]
    columns = {str(each["loc"][0]) for each in wrong}
    if columns - _DISPENSABLE:
        return faults
    kept = {column: value for column, value in values.items() if column not in columns}
    return Entry(record.place, ExistingSystem.model_validate(kept), faults)


def unknown_columns(records: Iterable[Record]) -> tuple[Problem, ...]:
    """One fault for each header that is no column and has values, which are not used."""
    first: dict[str, str] = {}
    for record in records:
        for header, value in record.values.items():
            if column_of(header) is None and _given(value):
                first.setdefault(header, record.place)
    known = "、".join(TITLES.values())
    return tuple(
        Problem(f"{place}“{shorten(header)}”", "没有这一列，内容未采用", f"可用的列：{known}")
        for header, place in first.items()
    )
