"""The course of a filing: its events one by one, held against time and the list of offices."""

from collections.abc import Iterable
from datetime import date
from typing import NoReturn

from compliance.errors import Problem
from compliance.procedure.events import Event, ProcedureError
from compliance.procedure.machine import advance
from compliance.procedure.model import KindProcedure, Procedure
from compliance.procedure.progress import Progress
from compliance.procedure.terms import EventType

_OFFICE_EVENTS = {EventType.DISPATCHED, EventType.EXPERT_REVIEWED, EventType.OPINION}


def course(
    events: Iterable[Event], handled: KindProcedure, procedure: Procedure, on: date
) -> tuple[Progress, ...]:
    """The progress before the first event and after each; raises ProcedureError at the first
    event that cannot be.
    """
    passed = [Progress()]
    for event in events:
        placed = _placed(event, procedure, on)
        passed.append(advance(passed[-1], placed, handled, _told(placed, procedure)))
    return tuple(passed)


def _placed(event: Event, procedure: Procedure, on: date) -> Event:
    """The event with its office's id; refused outside the time in which events can be."""
    issued = procedure.source.issued
    if event.day > on:
        _refuse(event, f"日期晚于今天（{on}），还没有发生", "核对日期；预计的日期不登记")
    if event.day < issued:
        _refuse(event, f"日期早于通知印发日（{issued}）", "核对日期")
    if not event.office or event.event not in _OFFICE_EVENTS:
        return event.model_copy(update={"office": ""})
    office = procedure.office(event.office.strip())
    if office is None:
        known = "、".join(o.name for o in procedure.offices if o.duties)
        _refuse(event, f"不认识部门“{event.office[:40]}”", f"初审部门：{known}")
    return event.model_copy(update={"office": office.id})


def _told(event: Event, procedure: Procedure) -> str:
    """An event with its office by name."""
    office = procedure.office(event.office)
    return str(event.model_copy(update={"office": office.name}) if office else event)


def _refuse(event: Event, message: str, mend: str) -> NoReturn:
    raise ProcedureError(Problem(str(event), message, mend))
