"""办理情况: everything a unit or an office asks of a filing's course, in one frozen answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.calendar import Calendar
from compliance.errors import Problem
from compliance.filing.terms import Kind, MaterialType
from compliance.procedure.clocks import Duty, duties
from compliance.procedure.course import course
from compliance.procedure.deadlines import Dates, Deadline, deadlines, earliest_year, silences
from compliance.procedure.events import Event, ProcedureError
from compliance.procedure.forecast import Milestone, forecast
from compliance.procedure.model import Consequence, KindProcedure, Procedure
from compliance.procedure.progress import Opinion, Progress
from compliance.procedure.steps import Step, steps
from compliance.procedure.terms import EventType, State

_YEARLY = {Kind.NEW, Kind.MAINTENANCE}
_PAST = {State.RECORDED: {State.RECORDED, State.ARCHIVED}, State.ARCHIVED: {State.ARCHIVED}}


@dataclass(frozen=True, slots=True)
class Status:
    """办理情况 of one filing on a day. Offices stand as ids; `offices` has their names.

    `ahead` are the latest days of the steps to come if every office takes all its time;
    `archive` are the materials that archiving asks, once recorded;
    `notes` say what the notice leaves open and what is provisional.
    """

    kind: Kind
    on: date
    state: State
    attempt: int
    received: date | None
    record_no: str
    open: tuple[Duty, ...]
    done: tuple[Duty, ...]
    ahead: tuple[Milestone, ...]
    next: tuple[Step, ...]
    opinions: tuple[Opinion, ...]
    returned_for: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    consequences: tuple[Consequence, ...]
    archive: tuple[MaterialType, ...]
    notes: tuple[str, ...]
    offices: tuple[tuple[str, str], ...]

    @property
    def urgency(self) -> tuple[bool, date, int]:
        """A key that sorts filings: the overdue and the next due first, then what has no limit."""
        days = [duty.due.day for duty in self.open if duty.due]
        return (
            not days,
            min(days, default=date.max),
            -max((d.late_days for d in self.open), default=0),
        )

    def name(self, office: str) -> str:
        """The name of an office's id."""
        return dict(self.offices).get(office, office)


def status(
    kind: Kind,
    events: Iterable[Event],
    on: date,
    procedure: Procedure,
    calendar: Calendar,
    *,
    plan_year: int | None = None,
) -> Status:
    """Where a filing stands on a day, given all its events in order.

    Raises ProcedureError at the first event that cannot be.
    """
    handled = procedure.kinds.get(kind)
    if handled is None:
        known = "、".join(k.label for k in procedure.kinds)
        raise ProcedureError(Problem("", f"本程序不办理“{kind.label}”", f"可办：{known}"))
    happened = tuple(events)
    passed = course(happened, handled, procedure, on)
    progress = passed[-1]
    opened, done = duties(passed, handled, procedure, on, calendar)
    dates = _dates(kind, happened, on, plan_year)
    return Status(
        kind=kind,
        on=on,
        state=progress.state,
        attempt=progress.attempt,
        received=progress.received,
        record_no=progress.record_no,
        open=opened,
        done=done,
        ahead=forecast(progress, handled, procedure, calendar),
        next=steps(progress, handled),
        opinions=progress.opinions,
        returned_for=progress.returned_for,
        deadlines=deadlines(dates, procedure, on, calendar) if dates else (),
        consequences=_consequences(kind, progress.state, procedure),
        archive=_archive(kind, progress.state, procedure),
        notes=tuple(
            dict.fromkeys(
                (
                    *_silent(kind, dates, happened, procedure, calendar),
                    *_course_notes(progress, handled),
                    *_provisional(opened, dates, procedure, on, calendar),
                )
            )
        ),
        offices=tuple((office.id, office.name) for office in procedure.offices),
    )


def _dates(kind: Kind, events: tuple[Event, ...], on: date, year: int | None) -> Dates | None:
    """None where the year decides and is not known."""
    first = {event.event: event.day for event in reversed(events)}
    last = {event.event: event.day for event in events}
    submitted = first.get(EventType.SUBMITTED)
    if kind in _YEARLY and year is None:
        return None
    return Dates(
        kind=kind,
        year=year or (submitted or on).year,
        submitted=submitted,
        recorded=first.get(EventType.RECORDED),
        resubmitted=last.get(EventType.RESUBMITTED),
    )


def _silent(
    kind: Kind, dates: Dates | None, events: tuple[Event, ...], procedure: Procedure,
    calendar: Calendar,
) -> tuple[str, ...]:  # fmt: skip
    if dates is not None:
        return silences(dates, procedure)
    submitted = next((e.day for e in events if e.event is EventType.SUBMITTED), None)
    if submitted is None:
        return ("没有给出实施年度，截止日无法判断",)
    year = earliest_year(kind, submitted, procedure, calendar)
    return (
        (f"没有给出实施年度：{submitted} 提交，赶得上的最早是 {year} 年度的截止日",) if year else ()
    )


def _course_notes(progress: Progress, handled: KindProcedure) -> tuple[str, ...]:
    notes = [handled.note] if handled.note else []
    unheard = [o.office for o in progress.opinions if o.office not in progress.experts]
    if unheard and progress.state not in (State.RECORDED, State.ARCHIVED):
        notes.append(f"{len(unheard)} 个部门提交了初审意见而没有登记专家论证，请核实")
    if progress.attempt > 1:
        notes.append("退回后重新提交的时限，通知未规定；本包按重新申报、各环节重新起算（推断）")
    return tuple(notes)


def _provisional(
    opened: tuple[Duty, ...], dates: Dates | None, procedure: Procedure, on: date,
    calendar: Calendar,
) -> tuple[str, ...]:  # fmt: skip
    rests = [duty.due for duty in opened if duty.due]
    if dates:
        rests += [d.safe for d in deadlines(dates, procedure, on, calendar) if d.safe]
    if not any(due.provisional for due in rests):
        return ()
    last = max(calendar.years, default=0)
    return (f"放假安排只录到 {last} 年，其后按周末推算，所列日期为暂定；公布后用日历文件补上",)


def _consequences(kind: Kind, state: State, procedure: Procedure) -> tuple[Consequence, ...]:
    return tuple(
        each
        for each in procedure.consequences
        if kind in each.kinds and state not in _PAST.get(each.unless, {each.unless})
    )


def _archive(kind: Kind, state: State, procedure: Procedure) -> tuple[MaterialType, ...]:
    recorded = state is State.RECORDED
    return procedure.archive.materials.get(kind, ()) if recorded else ()
