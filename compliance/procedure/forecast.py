"""推算: by which day each step ahead ends if every office takes all its time."""

from dataclasses import dataclass
from datetime import date

from compliance.calendar import Calendar, Due
from compliance.procedure.clocks import openings
from compliance.procedure.model import KindProcedure, Procedure
from compliance.procedure.progress import Progress
from compliance.procedure.terms import State, Task


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step ahead and its latest day; `due` is None from the first step without a limit on."""

    task: Task
    office: str
    due: Due | None


_AHEAD: dict[State, tuple[Task, ...]] = {
    State.DISPATCHING: (
        Task.DISPATCH,
        Task.OPINION,
        Task.COLLATE,
        Task.COLLECTIVE,
        Task.RECORD,
    ),
    State.REVIEWING: (Task.OPINION, Task.COLLATE, Task.COLLECTIVE, Task.RECORD),
    State.COLLATING: (Task.COLLATE, Task.COLLECTIVE, Task.RECORD),
    State.REFUSED: (Task.RETURN,),
    State.LISTED: (Task.COLLECTIVE, Task.RECORD),
    State.APPROVED: (Task.RECORD,),
    State.INSPECTING: (Task.INSPECT,),
}


def forecast(
    progress: Progress, handled: KindProcedure, procedure: Procedure, calendar: Calendar
) -> tuple[Milestone, ...]:
    """The steps ahead on the way to the record, each from the last day of the one before."""
    ahead = _AHEAD.get(progress.state, ())
    begun = _begun(progress, handled, ahead[0]) if ahead else None
    found: list[Milestone] = []
    for task in ahead:
        stage = handled.stages[task]
        due = None
        if begun and stage.days is not None:
            from_next = procedure.settings.count_from == "next_day"
            due = calendar.due(begun, stage.days, from_next_day=from_next)
        found.append(Milestone(task, stage.office, due))
        begun = due.day if due else None
    return tuple(found)


def _begun(progress: Progress, handled: KindProcedure, task: Task) -> date | None:
    """The day from which the first step ahead counts: of several dispatches, the last."""
    days = [o.since for o in openings(progress, handled) if o.task is task and o.since]
    return max(days, default=None)
