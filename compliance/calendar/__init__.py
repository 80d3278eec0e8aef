"""Leaf: Chinese working days (放假与调休)."""

from os import PathLike
from pathlib import Path

from compliance._data import data
from compliance.calendar.days import Calendar, Due
from compliance.calendar.table import CalendarError, Source, parse
from compliance.errors import Problem
from compliance.text import visible

__all__ = ["Calendar", "CalendarError", "Due", "Source", "china", "load"]


def china() -> Calendar:
    """The calendar in the package."""
    file = data("rules").joinpath("calendar", "cn.json")
    return Calendar.of(parse(file.read_bytes(), file.name))


def load(path: str | PathLike[str]) -> Calendar:
    """The calendar in a JSON file; raises CalendarError with every fault and its place."""
    name = visible(Path(path).name)
    try:
        content = Path(path).read_bytes()
    except OSError:
        problem = Problem(name, "日历文件无法打开", "核对文件的位置和读取权限")
        raise CalendarError(problem) from None
    return Calendar.of(parse(content, name))
