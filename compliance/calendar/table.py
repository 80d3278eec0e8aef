"""The file of a calendar: per year its source, the days off and the working weekends."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, ValidationError
from pydantic_core import PydanticCustomError

from compliance import strict_json
from compliance.errors import ComplianceError, Problem
from compliance.strict_json import JsonProblem

SATURDAY = 5
_LONGEST = 60  # days off in one span: a typo must not unroll a century
_FAULTS = {
    "missing": ("没有填写", "补上后再试"),
    "extra_forbidden": ("没有这一项", "删去，或核对项名"),
    "day": ("日期写得不对", "写成 2027-01-01 的形式"),
}


class CalendarError(ComplianceError, ValueError):
    """A calendar file cannot be used."""


def _read_day(value: object) -> object:
    """Only as written 2027-01-01: a number would silently become a day near 1970."""
    try:
        if isinstance(value, str) and len(value) == len("2027-01-01"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "day")


_Day = Annotated[date, BeforeValidator(_read_day)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Row):
    """The notice a year's table was taken from."""

    title: str = Field(min_length=1)
    number: str = ""
    issued: _Day


class Off(_Row):
    """A span of days off, weekends within it included."""

    name: str
    first: _Day = Field(alias="from")
    last: _Day = Field(alias="to")

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the span."""
        length = min((self.last - self.first).days, _LONGEST) + 1
        return tuple(self.first + timedelta(days=n) for n in range(length))


class Year(_Row):
    """One year of the table."""

    year: StrictInt = Field(ge=2000, le=2100)
    source: Source
    off: tuple[Off, ...]
    working: tuple[_Day, ...]


class _File(_Row):
    format: Literal[1]
    title: str = ""
    note: str = ""
    years: tuple[Year, ...] = Field(min_length=1)


def parse(content: bytes, name: str) -> tuple[Year, ...]:
    """The years in a file; raises CalendarError with every fault, by file and JSON pointer."""
    try:
        file = _File.model_validate(strict_json.parse(content))
    except JsonProblem as error:
        fault = error.problem
        place = "，".join(filter(None, (name, fault.place)))
        raise CalendarError(Problem(place, fault.message, fault.mend)) from None
    except ValidationError as error:
        raise CalendarError(*_shape_faults(error, name)) from None
    faults = [*_doubled(file.years)]
    for index, year in enumerate(file.years):
        faults += _off_faults(f"/years/{index}/off/", year)
        faults += _working_faults(f"/years/{index}/working/", year)
    if faults:
        raise CalendarError(*(Problem(f"{name}，{f.place}", f.message, f.mend) for f in faults))
    return tuple(sorted(file.years, key=lambda year: year.year))


def _shape_faults(error: ValidationError, name: str) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        pointer = "".join(f"/{part}" for part in fault["loc"])
        message, mend = _FAULTS.get(fault["type"], ("填写不正确", "对照自带的日历文件改正"))
        yield Problem(f"{name}，{pointer or '/'}", message, mend)


def _doubled(years: tuple[Year, ...]) -> Iterator[Problem]:
    """A year or a day written twice: it cannot be said which of the two holds."""
    seen: dict[object, str] = {}
    for place, key in _marks(years):
        if key in seen:
            yield Problem(place, f"{key} 重复，{seen[key]} 已写过", "只保留一处")
        seen.setdefault(key, place)


def _marks(years: tuple[Year, ...]) -> Iterator[tuple[str, object]]:
    for index, year in enumerate(years):
        yield f"/years/{index}", f"{year.year} 年"
        for number, off in enumerate(year.off):
            yield from ((f"/years/{index}/off/{number}", day) for day in off.days)
        for number, day in enumerate(year.working):
            yield f"/years/{index}/working/{number}", day


def _off_faults(place: str, year: Year) -> Iterator[Problem]:
    for number, off in enumerate(year.off):
        if not off.first <= off.last:
            yield Problem(f"{place}{number}", "放假的结束日早于开始日", "核对两个日期")
        elif {off.first.year, off.last.year} != {year.year}:
            yield Problem(f"{place}{number}", f"日期不在 {year.year} 年内", "移到所属年度")
        elif len(off.days) > _LONGEST:
            yield Problem(f"{place}{number}", f"一次放假超过 {_LONGEST} 天", "核对两个日期")


def _working_faults(place: str, year: Year) -> Iterator[Problem]:
    for number, day in enumerate(year.working):
        if day.year != year.year:
            yield Problem(f"{place}{number}", f"{day} 不在 {year.year} 年内", "移到所属年度")
        elif day.weekday() < SATURDAY:
            yield Problem(f"{place}{number}", f"{day} 不是周六或周日，不是调休上班日", "核对日期")
