"""办理程序: where a filing stands, whose turn it is, by which day, and what follows."""

from compliance.procedure.clocks import Duty
from compliance.procedure.deadlines import Deadline
from compliance.procedure.events import Event, ProcedureError, read_events, submission
from compliance.procedure.forecast import Milestone
from compliance.procedure.inquiry import Question, answer, as_dict, json_schema
from compliance.procedure.model import Procedure
from compliance.procedure.progress import Opinion
from compliance.procedure.sheet import load
from compliance.procedure.status import Status, status
from compliance.procedure.steps import Step
from compliance.procedure.terms import EventType, State, Task

__all__ = [
    "Deadline",
    "Duty",
    "Event",
    "EventType",
    "Milestone",
    "Opinion",
    "Procedure",
    "ProcedureError",
    "Question",
    "State",
    "Status",
    "Step",
    "Task",
    "answer",
    "as_dict",
    "json_schema",
    "load",
    "read_events",
    "status",
    "submission",
]
