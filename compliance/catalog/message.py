"""What a problem is called and how it is mended, as catalog_schemas/codes/messages.json says it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import Field

from compliance.catalog.codes import Data, read_text
from compliance.catalog.problem import CatalogProblem, Change, ProblemCode
from compliance.catalog.schema import read_entry_schema

NameRow = Callable[[int], str]


class Level(StrEnum):
    """程度, gravest first: what the problem asks for where a catalogue is checked on its own."""

    RETURN = "return"
    REVIEW = "review"
    INFO = "info"


class Message(Data):
    """What is said of one problem code."""

    level: Level
    later: dict[date, Level] = Field({})
    what: str
    mend: str
    clause: str = ""


class ChangeMessage(Data):
    """What is said of a value that was read another way."""

    what: str
    mend: str


class Messages(Data):
    """All that is said of problems."""

    title: str
    source: str
    levels: dict[Level, str]
    change: ChangeMessage
    messages: dict[ProblemCode, Message]


@dataclass(frozen=True, slots=True)
class Said:
    """A problem in words: how grave, what is wrong, how to mend it, by which clause ("")."""

    level: Level
    what: str
    mend: str
    clause: str


@cache
def read_messages() -> Messages:
    """The messages of codes/messages.json."""
    return Messages.model_validate_json(read_text("codes", "messages.json"))


def level_of(code: ProblemCode, on: date | None = None) -> Level:
    """How grave a problem is on a day, by itself and for a new project."""
    message = read_messages().messages[code]
    due = [day for day in message.later if on is not None and day <= on]
    return message.later[max(due)] if due else message.level


def row_number(row: int) -> str:
    """How a row is called where nothing else is known of it.

    >>> row_number(2)
    '第 3 条'
    """
    return f"第 {row + 1} 条"


def say(problem: CatalogProblem, on: date | None = None, name_row: NameRow = row_number) -> Said:
    """A problem in words; `name_row` says how another row is called.

    >>> say(CatalogProblem(ProblemCode.PERIOD_UNKNOWN, 0, "update_period", "更新时限", "每周年",
    ...     "更新周期", near="每年")).what
    '更新时限“每周年”不是更新周期，是不是“每年”'
    """
    message = read_messages().messages[problem.code]
    words = {
        "title": problem.title,
        "shown": problem.shown,
        "near": problem.near,
        "near_value": _if(problem.near, "，是不是“{}”"),
        "near_title": _near_title(problem.near),
        "near_entry": _if(problem.near, "，最接近的是“{}”"),
        "other": "" if problem.other is None else name_row(problem.other),
        "how": _how(problem.key),
    }
    what, mend = (text.format_map(words) for text in (message.what, message.mend))
    return Said(level_of(problem.code, on), what, mend, message.clause)


def say_change(change: Change) -> Said:
    """A value that was read another way, in words."""
    message, words = read_messages().change, {"before": change.before, "after": change.after}
    return Said(Level.INFO, message.what.format_map(words), message.mend.format_map(words), "")


def _if(text: str, form: str) -> str:
    return form.format(text) if text else ""


def _near_title(near: str) -> str:
    """A reason is a sentence, a title a short word."""
    return _if(near, "：{}" if "，" in near else "，是不是“{}”")


@cache
def _how(key: str) -> str:
    properties: dict[str, Any] = read_entry_schema()["properties"]  # type: ignore[assignment]
    return str(properties.get(key, {}).get("description", ""))
