"""The handling of a filing: whose turn it is and by when, and the events that move it on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from compliance import (
    ComplianceError,
    Event,
    EventType,
    Filing,
    ProcedureError,
    Question,
    Status,
    ask_procedure,
)
from service.context import Context
from service.problems import Fault
from service.recording import enter_record, numbered
from service.refusal import Refusal
from service.store import (
    CheckInfo,
    Connection,
    Course,
    Entered,
    Identity,
    enter_events,
    find_course,
    open_courses,
    withdraw_event,
)

_MOST = 2_000


class EventsGiven(BaseModel):
    """新登记的办理事件, in order: all are entered, or none.

    `check` is the check of the filing as resubmitted, where there is one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    events: Annotated[tuple[Event, ...], Field(min_length=1, max_length=100)]
    check: Annotated[str, Field(max_length=40)] = ""


class Withdrawal(BaseModel):
    """撤回: why the last event does not count."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    reason: Annotated[str, Field(min_length=2, max_length=500)]


@dataclass(frozen=True, slots=True)
class Handling:
    """办理: of a filing's latest check, with the events entered so far.

    `status` is None where `faults` say why nobody can tell how it stands.
    """

    check: str
    unit: str
    project: str
    events: tuple[Entered, ...]
    status: Status | None
    faults: tuple[Fault, ...] = ()


def standing(context: Context, question: Question) -> Status:
    """Where a filing stands; raises Refusal 422 with the reason at an event that cannot be."""
    try:
        return ask_procedure(question, context.procedure, context.calendar)
    except ProcedureError as error:
        raise refused(error) from error


def refused(error: ComplianceError) -> Refusal:
    """In the procedure's own words: who entered the events has them before him."""
    return Refusal(422, [Fault(p.place, p.message, p.mend) for p in error.problems])


def filing_of(course: Course) -> Filing:
    """What was kept of the filing; raises Refusal 409 where nothing was."""
    if course.filing is None:
        told = Fault("", "这次预检是旧版本留下的，没有存办理要用的内容", "重新预检后再登记办理")
        raise Refusal(409, [told])
    return course.filing


def status_of(context: Context, course: Course, events: Sequence[Event]) -> Status:
    """Where a course stands today after some events."""
    filing = filing_of(course)
    if filing.kind is None:
        told = Fault("/kind", "申报没有写项目种类，不知道走哪个程序", "补上种类，重新预检后再登记")
        raise Refusal(409, [told])
    year = filing.project.plan_year
    asked = Question(
        kind=filing.kind,
        on=context.today(),
        plan_year=year if year and year >= 2000 else None,
        events=tuple(events),
    )
    return standing(context, asked)


def course_of(connection: Connection, check_id: str, viewer: Identity) -> Course:
    """The course of a check; raises Refusal 404."""
    course = find_course(connection, check_id, viewer)
    if course is None:
        raise Refusal(404)
    return course


def handling(context: Context, check_id: str, viewer: Identity) -> Handling:
    """How the handling of a check stands."""
    with context.database.reading() as connection:
        return told(context, course_of(connection, check_id, viewer))


def told(context: Context, course: Course) -> Handling:
    """A course for a reader."""
    check = course.check
    about = check.id, check.unit, check.project, course.entered
    try:
        return Handling(*about, status_of(context, course, course.events))
    except Refusal as refusal:
        return Handling(*about, None, tuple(refusal.faults))


def enter(context: Context, check_id: str, given: EventsGiven, actor: Identity) -> Handling:
    """Enter events, all or none; a recorded project enters the list of systems with them."""
    with context.database.writing() as connection:
        course = course_of(connection, check_id, actor)
        if given.check:
            course = _resubmitted(connection, course, given, actor)
        events = [numbered(context, connection, event) for event in given.events]
        status = status_of(context, course, (*course.events, *events))
        enter_events(connection, course, events, status.state.value, actor)
        for stated, event in zip(given.events, events, strict=True):
            if event.event is EventType.RECORDED:
                allocated = stated.record_no != event.record_no
                enter_record(context, connection, course, event.record_no, allocated, actor)
        return told(context, course_of(connection, course.check.id, actor))


def _resubmitted(
    connection: Connection, course: Course, given: EventsGiven, actor: Identity
) -> Course:
    """The course with the newer check of the same project."""
    newer = course_of(connection, given.check, actor)
    same = (newer.check.unit, newer.check.project) == (course.check.unit, course.check.project)
    comes = any(event.event is EventType.RESUBMITTED for event in given.events)
    if not same or not comes or newer.entered:
        mend = "写同一单位、同一项目、还没有办理的那次预检，与“重新提交”一起登记"
        raise Refusal(422, [Fault("/check", "不能作为重新提交的预检", mend)])
    return replace(course, check=newer.check, filing=newer.filing)


def withdraw(context: Context, check_id: str, given: Withdrawal, actor: Identity) -> Handling:
    """The last event, entered by mistake, no longer counts; a record cannot be taken back."""
    with context.database.writing() as connection:
        course = course_of(connection, check_id, actor)
        if not course.events:
            raise Refusal(409, [Fault("", "还没有登记事件", "没有可撤回的")])
        if course.events[-1].event is EventType.RECORDED:
            told_why = Fault("", "备案已列入既有系统清单，不能撤回", "请管理员更正清单")
            raise Refusal(409, [told_why])
        status = status_of(context, course, course.events[:-1])
        withdraw_event(connection, course, status.state.value, given.reason, actor)
        return told(context, course_of(connection, check_id, actor))


def in_hand(context: Context, connection: Connection) -> tuple[tuple[CheckInfo, Handling], ...]:
    """The filings being handled with their latest checks, the overdue and the next due first."""
    going = open_courses(connection, [s.value for s in context.procedure.ended], _MOST)
    found = [(course.check, told(context, course)) for course in going if course.entered]
    return tuple(sorted(found, key=lambda each: urgency(each[1])))


def urgency(found: Handling) -> tuple[bool, date, int]:
    """A key that sorts: what nobody can tell first, then the overdue and the next due."""
    return found.status.urgency if found.status else (False, date.min, 0)
