"""Events with their dates, and reading them from a file: JSON, or a table as offices keep it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool, ValidationError
from pydantic_core import PydanticCustomError

from compliance import strict_json
from compliance.errors import ComplianceError, Problem
from compliance.procedure.scalars import Day, Part
from compliance.procedure.terms import EventType
from compliance.sheets import (
    Cell,
    SheetError,
    is_blank,
    is_workbook,
    read_csv,
    read_workbook,
    text_of,
)
from compliance.strict_json import JsonProblem
from compliance.text import fold, shorten

MAX_EVENTS = 2_000
_COLUMNS = {
    "事件": "event",
    "日期": "day",
    "部门": "office",
    "单位": "office",
    "结论": "passed",
    "理由": "reasons",
    "意见": "reasons",
    "备案号": "record_no",
    "备注": "note",
    "date": "day",
}
_PASSED = {"通过": True, "不通过": False, "未通过": False}
_FAULTS = {
    "missing": ("没有填写", "补上后再试"),
    "extra_forbidden": ("没有这一项", "可用：事件、日期、部门、结论、理由、备案号、备注"),
    "day": ("日期写得不对", "写成 2026-03-02 的形式"),
    "enum": ("没有这种事件", "可用：" + "、".join(term.label for term in EventType)),
    "bool_type": ("结论写得不对", "只能填写：通过、不通过"),
    "string_too_long": ("太长", "压缩到 {max_length} 字以内"),
}


class ProcedureError(ComplianceError, ValueError):
    """Events that cannot be, or cannot be read."""


def _verdict(value: object) -> object:
    return _PASSED.get(value.strip(), value) if isinstance(value, str) else value


def _sentences(value: object) -> object:
    """One text, its sentences parted by semicolons or lines, or a list of them."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("\n", "；").split("；") if part.strip())
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise PydanticCustomError("reasons", "reasons")


class Event(Part):
    """办理事件: what happened on which day, at which office.

    >>> Event(event="分派", day="2026-03-04", office="市公安局").event.value
    'dispatched'
    """

    event: EventType
    day: Day
    office: Annotated[str, Field(max_length=100)] = ""
    passed: Annotated[StrictBool | None, BeforeValidator(_verdict)] = None
    reasons: Annotated[tuple[str, ...], BeforeValidator(_sentences)] = ()
    record_no: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=2_000)] = ""

    def __str__(self) -> str:
        at = f"（{self.office}）" if self.office else ""
        return f"{self.day} {self.event.label}{at}"


def read_events(content: bytes, name: str) -> tuple[Event, ...]:
    """The events in a JSON list, a CSV table or the first sheet of a workbook that has rows.

    Raises ProcedureError with every fault; no event of a faulty file is kept.
    """
    rows = tuple(_rows(content, name))
    if len(rows) > MAX_EVENTS:
        raise ProcedureError(
            Problem(name, f"事件超过 {MAX_EVENTS} 条", "一个文件只写一个项目的事件")
        )
    events: list[Event] = []
    faults: list[Problem] = []
    for place, row in rows:
        try:
            events.append(Event.model_validate(row))
        except ValidationError as error:
            faults += _shape_faults(error, place)
    if faults:
        raise ProcedureError(*faults)
    return tuple(events)


def _rows(content: bytes, name: str) -> Iterator[tuple[str, dict[str, object]]]:
    try:
        if content.lstrip()[:1] in (b"[", b"{") or content.startswith(b"\xef\xbb\xbf["):
            yield from _json_rows(content, name)
        elif is_workbook(content):
            yield from _workbook_rows(content, name)
        else:
            yield from _csv_rows(content, name)
    except (JsonProblem, SheetError) as error:
        fault = error.problem
        place = "，".join(filter(None, (name, fault.place)))
        raise ProcedureError(Problem(place, fault.message, fault.mend)) from None


def _json_rows(content: bytes, name: str) -> Iterator[tuple[str, dict[str, object]]]:
    listed = strict_json.parse(content)
    if not isinstance(listed, list):
        raise ProcedureError(Problem(name, "应为事件的列表", '写成 [{"事件": …, "日期": …}, …]'))
    for number, row in enumerate(listed, 1):
        place = f"{name}，第 {number} 条"
        if not isinstance(row, dict):
            raise ProcedureError(Problem(place, "应为一个事件的各项", "写成 {项: 内容}"))
        yield place, _named(row, place)


def _workbook_rows(content: bytes, name: str) -> Iterator[tuple[str, dict[str, object]]]:
    sheets = [grid for grid in read_workbook(content) if not grid.hidden]
    grid = next((g for g in sheets if any(_filled(row) for row in g.rows)), None)
    if grid is None:
        raise ProcedureError(Problem(name, "工作簿里没有内容", "第一行写列名，其后每行一个事件"))
    lines = [(line, row) for line, row in enumerate(grid.rows, 1) if _filled(row)]
    header = [text_of(cell).strip() for cell in lines[0][1]]
    for line, row in lines[1:]:
        cells = zip(header, (_day_text(cell) for cell in row), strict=False)
        place = f"{name}，{grid.name} 第 {line} 行"
        yield place, _named({title: cell for title, cell in cells if title and cell.strip()}, place)


def _filled(row: tuple[Cell, ...]) -> bool:
    return any(not is_blank(cell) for cell in row)


def _day_text(cell: Cell) -> str:
    """A cell as text; a date cell has no time that counts."""
    return cell.date().isoformat() if isinstance(cell, datetime) else text_of(cell)


def _csv_rows(content: bytes, name: str) -> Iterator[tuple[str, dict[str, object]]]:
    sheet = read_csv(content)
    for row in sheet.rows:
        cells = dict(zip(sheet.header.cells, row.cells, strict=False))
        given = {header: cell for header, cell in cells.items() if cell.strip()}
        place = f"{name}，第 {row.line} 行"
        yield place, _named(given, place)


def _named(row: Mapping[str, object], place: str) -> dict[str, object]:
    named: dict[str, object] = {}
    for header, value in row.items():
        key = _COLUMNS.get(fold(header), fold(header))
        if key in named:
            raise ProcedureError(Problem(f"{place}“{shorten(header)}”", "写了两次", "只保留一处"))
        named[key] = value.strip() if isinstance(value, str) else value
    return named


_TITLES = {"event": "事件", "day": "日期", "office": "部门", "passed": "结论", "reasons": "理由"}


def _shape_faults(error: ValidationError, place: str) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        key = str(fault["loc"][0]) if fault["loc"] else ""
        message, mend = _FAULTS.get(fault["type"], ("填写不正确", "核对后再试"))
        where = f"{place}“{_TITLES.get(key, shorten(key))}”"
        yield Problem(where, message, mend.format_map(fault.get("ctx", {})))


def submission(day: date) -> Event:
    """The event of a submission."""
    return Event(event=EventType.SUBMITTED, day=day)
