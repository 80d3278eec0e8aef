"""One question about a course, from what a caller has: a kind, a date, perhaps a file of events."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from compliance.calendar import Calendar, china
from compliance.calendar import load as load_calendar
from compliance.errors import Problem
from compliance.filing.terms import Kind
from compliance.procedure.events import Event, ProcedureError, read_events, submission
from compliance.procedure.model import Procedure
from compliance.procedure.sheet import load
from compliance.procedure.status import Status, status
from compliance.procedure.terms import EventType
from compliance.text import visible

_STATUS: TypeAdapter[Status] = TypeAdapter(Status)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A filing's kind, year and events, with the procedure and calendar to judge them by."""

    kind: Kind
    events: tuple[Event, ...]
    plan_year: int | None
    procedure: Procedure
    calendar: Calendar

    @classmethod
    def of(
        cls,
        kind: Kind,
        submitted: date | None,
        events: Path | None,
        plan_year: int | None,
        pack: str = "nanchong",
        calendar: Path | None = None,
    ) -> "Inquiry":
        """From files; raises ComplianceError where one of them cannot be used."""
        happened = read_events(_bytes(events), visible(events.name)) if events else ()
        table = china().overridden(load_calendar(calendar)) if calendar else china()
        return cls(kind, _begun(submitted, happened), plan_year, load(pack), table)

    def answer(self, on: date) -> Status:
        """Where the filing stands on a day."""
        return status(
            self.kind, self.events, on, self.procedure, self.calendar, plan_year=self.plan_year
        )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        problem = Problem(visible(file.name), "事件文件无法打开", "核对文件的位置和读取权限")
        raise ProcedureError(problem) from None


def _begun(submitted: date | None, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events, with the submission in its place where only its date was given."""
    told = next((e.day for e in events if e.event is EventType.SUBMITTED), None)
    if submitted is None or submitted == told:
        return events
    if told is not None:
        message = f"提交日期写了两个：{submitted} 和 {told}"
        raise ProcedureError(Problem("", message, "删去 --submitted，或改正事件文件"))
    before = tuple(e for e in events if e.event is EventType.REGISTERED)
    return (*before, submission(submitted), *(e for e in events if e not in before))


def as_json(found: Status) -> str:
    """The answer as JSON, codes as they are and every office's name beside."""
    return json.dumps(_STATUS.dump_python(found, mode="json"), ensure_ascii=False, indent=2)


def json_schema() -> dict[str, object]:
    """The JSON Schema of the answer."""
    return _STATUS.json_schema(mode="serialization")
