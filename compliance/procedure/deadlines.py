"""截止日: by which day a filing must be submitted or complete, and until when that is safe."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from compliance.calendar import Calendar, Due
from compliance.filing.terms import Kind
from compliance.procedure.model import KindProcedure, Procedure, Round
from compliance.procedure.terms import Flow, Task

_DAY = timedelta(days=1)
# from the record back to the receipt
_REVIEW = (Task.RECORD, Task.COLLECTIVE, Task.COLLATE, Task.OPINION, Task.DISPATCH)


@dataclass(frozen=True, slots=True)
class Deadline:
    """截止日, and how a filing stands to it.

    `last` is the last day in time; `safe` the latest day of submission that still makes it when
    every office takes all its time (None where the notice limits nobody).
    """

    title: str
    must: Literal["complete", "submit"]
    year: int
    last: date
    safe: Due | None
    state: Literal["met", "missed", "open"]
    notes: tuple[str, ...]
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Dates:
    """What of a filing the deadlines look at; `year` is the year the project is carried out.

    Of several submissions `submitted` is the first, `resubmitted` the last.
    """

    kind: Kind
    year: int
    submitted: date | None
    recorded: date | None
    resubmitted: date | None = None


def deadlines(
    dates: Dates, procedure: Procedure, on: date, calendar: Calendar
) -> tuple[Deadline, ...]:
    """The deadlines of a filing; none where the notice is silent, which `silences` says."""
    return tuple(
        _deadline(each, dates, procedure, on, calendar)
        for each in procedure.rounds
        if each.covers(dates.kind, dates.year)
    )


def silences(dates: Dates, procedure: Procedure) -> tuple[str, ...]:
    """What the notice leaves open about a kind and year."""
    return tuple(s.note for s in procedure.silent if s.covers(dates.kind, dates.year))


def last_day(round_: Round, year: int, procedure: Procedure, calendar: Calendar) -> date:
    """The last day in time, by the settings of the procedure."""
    settings = procedure.settings
    day = round_.deadline or date.fromisoformat(f"{year - round_.years_before}-{round_.yearly}")
    moved = calendar.next_working(day) if settings.rest_day_extends else day
    return moved if settings.deadline_inclusive else moved - _DAY


def earliest_year(kind: Kind, submitted: date, procedure: Procedure, calendar: Calendar) -> int:
    """The first year whose yearly deadline a submission still meets; 0 where none is yearly."""
    yearly = [r for r in procedure.rounds if r.yearly and kind in r.kinds]
    for year in range(submitted.year, submitted.year + 7):
        if any(
            r.covers(kind, year) and submitted <= last_day(r, year, procedure, calendar)
            for r in yearly
        ):
            return year
    return 0


def _deadline(
    round_: Round, dates: Dates, procedure: Procedure, on: date, calendar: Calendar
) -> Deadline:
    last = last_day(round_, dates.year, procedure, calendar)
    safe, notes = _safe(round_, dates.kind, last, procedure, calendar)
    done = dates.submitted if round_.must == "submit" else dates.recorded
    state = _state(done, last, on)
    return Deadline(
        title=round_.title,
        must=round_.must,
        year=dates.year,
        last=last,
        safe=safe,
        state=state,
        notes=(
            *_rest_day(round_, last, procedure, calendar),
            *notes,
            *_late(round_, state, dates, last),
        ),
        clause=round_.clause,
        quote=round_.quote,
    )


def _state(done: date | None, last: date, on: date) -> Literal["met", "missed", "open"]:
    if done is not None:
        return "met" if done <= last else "missed"
    return "open" if on <= last else "missed"


def _late(round_: Round, state: str, dates: Dates, last: date) -> tuple[str, ...]:
    if state == "missed":
        return (round_.late,) if round_.late else ()
    came_again = dates.resubmitted is not None and dates.resubmitted > last
    return (round_.again,) if state == "met" and came_again and round_.again else ()


def _rest_day(
    round_: Round, last: date, procedure: Procedure, calendar: Calendar
) -> tuple[str, ...]:
    if calendar.is_working(last) or procedure.settings.rest_day_extends:
        return ()
    before = calendar.last_working(last)
    what = "提交" if round_.must == "submit" else "办结"
    return (f"{last} 是休息日，截止日不顺延（本包口径）；为稳妥，最晚在 {before} {what}",)


def _safe(
    round_: Round, kind: Kind, last: date, procedure: Procedure, calendar: Calendar
) -> tuple[Due | None, tuple[str, ...]]:
    if round_.must == "submit":
        day = calendar.last_working(last)
        return Due(day, calendar.is_provisional(day, last)), ()
    handled = procedure.kinds.get(kind)
    limits = _limits(handled) if handled else ()
    if not limits:
        return None, ("办理环节没有时限，通知未规定，最晚安全提交日无法推算",)
    safe = _backwards(last, limits, procedure, calendar)
    return safe, (*_unlimited(handled), *_before_notice(safe, procedure))


def _limits(handled: KindProcedure) -> tuple[int, ...]:
    order = _REVIEW if handled.flow is Flow.REVIEW else (Task.INSPECT,)
    stages = [handled.stages[task] for task in order if task in handled.stages]
    return tuple(stage.days for stage in stages if stage.days is not None)


def _backwards(
    last: date, limits: tuple[int, ...], procedure: Procedure, calendar: Calendar
) -> Due:
    from_next = procedure.settings.count_from == "next_day"
    day = last
    for days in limits:
        day = calendar.latest_receipt(day, days, from_next_day=from_next).day
    return Due(day, calendar.is_provisional(day, last))


def _unlimited(handled: KindProcedure | None) -> tuple[str, ...]:
    open_ended = [t.label for t, s in handled.stages.items() if s.days is None] if handled else []
    if not open_ended:
        return ()
    return (f"推算只含有时限的环节；“{'、'.join(open_ended)}”通知未规定时限，还要更早",)


def _before_notice(safe: Due, procedure: Procedure) -> tuple[str, ...]:
    issued = procedure.source.issued
    if safe.day >= issued:
        return ()
    return (f"该日早于通知印发日 {issued}：各环节用满时限就赶不上截止日，只能提前办结",)
