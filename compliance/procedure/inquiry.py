"""One question about a filing's course, as a command, a service or a program asks it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, TypeAdapter

from compliance.calendar import Calendar
from compliance.errors import Problem
from compliance.filing.terms import Kind
from compliance.procedure.events import MAX_EVENTS, Event, ProcedureError, submission
from compliance.procedure.model import Procedure
from compliance.procedure.scalars import Day, Part, Year
from compliance.procedure.status import Status, status
from compliance.procedure.terms import EventType

_STATUS: TypeAdapter[Status] = TypeAdapter(Status)


class Question(Part):
    """办理情况查询: a filing's kind and events, or its day of submission alone, and a day.

    `plan_year` is the year the project is carried out; new and maintenance deadlines hang on it.
    """

    kind: Kind
    on: Day
    submitted: Day | None = None
    plan_year: Year | None = None
    events: Annotated[tuple[Event, ...], Field(max_length=MAX_EVENTS)] = ()


def answer(question: Question, procedure: Procedure, calendar: Calendar) -> Status:
    """Where the filing stands; raises ProcedureError at the first event that cannot be."""
    events = _begun(question.submitted, question.events)
    year = question.plan_year
    return status(question.kind, events, question.on, procedure, calendar, plan_year=year)


def _begun(submitted: date | None, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events, with the submission in its place where only its date was given."""
    told = next((e.day for e in events if e.event is EventType.SUBMITTED), None)
    if submitted is None or submitted == told:
        return events
    if told is not None:
        message = f"提交日期写了两个：{submitted} 和 {told}"
        raise ProcedureError(Problem("", message, "只写一处，或改成一致"))
    before = tuple(e for e in events if e.event is EventType.REGISTERED)
    return (*before, submission(submitted), *(e for e in events if e not in before))


def as_dict(found: Status) -> Mapping[str, object]:
    """The answer as JSON values; `json_schema` has the Chinese label of every code."""
    values: Mapping[str, object] = _STATUS.dump_python(found, mode="json")
    return values


def as_json(found: Status) -> str:
    """The answer as JSON text."""
    return json.dumps(as_dict(found), ensure_ascii=False, indent=2)


def json_schema() -> dict[str, object]:
    """The JSON Schema of the answer."""
    return _STATUS.json_schema(mode="serialization")
