"""Whose turn it is and was, by which day, and by how much late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from compliance.calendar import Calendar, Due
from compliance.procedure.model import KindProcedure, Procedure
from compliance.procedure.progress import Progress
from compliance.procedure.terms import State, Task

UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Opening:
    """A task that waits for an office since a day; its clock, if it has one, runs from that day."""

    task: Task
    office: str
    since: date | None
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Duty:
    """待办或已办: a task with its last day and by how much it is or was late.

    `due` is None where the notice sets no limit, which `note` then says; `done` is None while the
    task is open; days late are counted until it was done, or until the day of asking.
    """

    task: Task
    office: str
    since: date | None
    due: Due | None
    done: date | None
    late_days: int
    late_working_days: int
    note: str


def openings(progress: Progress, handled: KindProcedure) -> tuple[Opening, ...]:
    """The tasks that wait, and for whom."""

    def of(task: Task, since: date | None, timed: bool = True) -> tuple[Opening, ...]:
        return (Opening(task, handled.stages[task].office, since, timed),)

    match progress.state:
        case State.NOT_SUBMITTED:
            return (Opening(Task.SUBMIT, UNIT, None, timed=False),)
        case State.DISPATCHING:
            return (*of(Task.DISPATCH, progress.received), *_asked(progress))
        case State.REVIEWING:
            return _asked(progress)
        case State.INSPECTING:
            return (*of(Task.INSPECT, progress.received), *_asked(progress, timed=False))
        case State.RETURNED | State.RECORDED:
            task = Task.RESUBMIT if progress.state is State.RETURNED else Task.ARCHIVE
            return (Opening(task, UNIT, progress.last, timed=False),)
        case State.ARCHIVED | State.REGISTERED:
            return ()
        case _:
            return of(*_office_task(progress))


def _office_task(progress: Progress) -> tuple[Task, date | None, bool]:
    """What an office has to do; sending back what the group refused has no clock in the notice."""
    match progress.state:
        case State.COLLATING:
            return Task.COLLATE, progress.last_opinion, True
        case State.REFUSED:
            return Task.RETURN, progress.last_opinion, True
        case State.LISTED:
            return Task.COLLECTIVE, progress.collated, True
        case State.VOTED_DOWN:
            return Task.RETURN, progress.last, False
        case _:
            return Task.RECORD, progress.last, True


def _asked(progress: Progress, timed: bool = True) -> tuple[Opening, ...]:
    sent = dict(progress.dispatched)
    return tuple(Opening(Task.OPINION, o, sent[o], timed) for o in progress.waiting)


def duties(
    passed: Sequence[Progress], handled: KindProcedure, procedure: Procedure, on: date,
    calendar: Calendar,
) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:  # fmt: skip
    """The open tasks, latest overdue first, and the done ones in the order they were done."""

    def clocked(opening: Opening, done: date | None) -> Duty:
        return _duty(opening, done, on, handled, procedure, calendar)

    opened = [clocked(opening, None) for opening in openings(passed[-1], handled)]
    closed = tuple(clocked(opening, done) for opening, done in _closings(passed, handled))
    return tuple(sorted(opened, key=_urgency)), closed


def _urgency(duty: Duty) -> tuple[bool, date, str]:
    return duty.due is None, duty.due.day if duty.due else date.max, duty.office


def _closings(
    passed: Sequence[Progress], handled: KindProcedure
) -> Iterator[tuple[Opening, date | None]]:
    for before, after in pairwise(passed):
        kept = set(openings(after, handled))
        same_attempt = before.attempt == after.attempt
        for opening in openings(before, handled):
            if opening not in kept or not same_attempt:
                yield opening, after.last


def _duty(
    opening: Opening, done: date | None, on: date, handled: KindProcedure, procedure: Procedure,
    calendar: Calendar,
) -> Duty:  # fmt: skip
    stage = handled.stages.get(opening.task)
    days = stage.days if stage and opening.timed else None
    from_next = procedure.settings.count_from == "next_day"
    due = (
        calendar.due(opening.since, days, from_next_day=from_next)
        if days and opening.since
        else None
    )
    until = done or on
    late = max((until - due.day).days, 0) if due else 0
    working = calendar.working_days(due.day, until) if due and late else 0
    return Duty(
        opening.task, opening.office, opening.since, due, done, late, working,
        "" if due else _silence(opening, stage.note if stage else ""),
    )  # fmt: skip


def _silence(opening: Opening, note: str) -> str:
    if opening.task is Task.OPINION:
        return "部门查验不另计时，含在查验的总时限内"
    return note if note and opening.timed else f"“{opening.task.label}”的时限，通知未规定"
