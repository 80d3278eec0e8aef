"""Which event may come next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compliance.procedure.progress import Progress
from compliance.procedure.terms import EventType, State

if TYPE_CHECKING:
    from compliance.procedure.model import KindProcedure

_E = EventType


@dataclass(frozen=True, slots=True)
class Step:
    """可办: an event that may come next, and at which offices (none: it names no office)."""

    event: EventType
    offices: tuple[str, ...] = ()


_NEXT: Mapping[State, tuple[Step, ...]] = {
    State.LISTED: (Step(_E.COLLECTIVE_PASSED), Step(_E.COLLECTIVE_FAILED)),
    State.REFUSED: (Step(_E.RETURNED),),
    State.VOTED_DOWN: (Step(_E.RETURNED),),
    State.APPROVED: (Step(_E.RECORDED),),
    State.RETURNED: (Step(_E.RESUBMITTED),),
    State.RECORDED: (Step(_E.ARCHIVED),),
}


def steps(progress: Progress, handled: "KindProcedure") -> tuple[Step, ...]:
    """What may happen next."""
    match progress.state:
        case State.NOT_SUBMITTED:
            first = () if progress.registered else (Step(_E.REGISTERED),)
            return (*first, Step(_E.SUBMITTED))
        case State.DISPATCHING | State.REVIEWING | State.COLLATING:
            return _review_steps(progress, handled)
        case State.INSPECTING:
            return _inspection_steps(progress, handled)
        case state:
            return _NEXT.get(state, ())


def ended(kinds: Iterable["KindProcedure"]) -> tuple[State, ...]:
    """The states after which nothing can happen any more."""
    every = tuple(kinds)
    return tuple(s for s in State if not any(steps(Progress(state=s), kind) for kind in every))


def _office_steps(progress: Progress, offices: Iterable[str]) -> tuple[Step, ...]:
    sent = {office for office, _ in progress.dispatched}
    unsent = tuple(office for office in offices if office not in sent)
    unheard = tuple(office for office in progress.waiting if office not in progress.experts)
    possible = (
        Step(_E.DISPATCHED, unsent),
        Step(_E.EXPERT_REVIEWED, unheard),
        Step(_E.OPINION, progress.waiting),
    )
    return tuple(step for step in possible if step.offices)


def _review_steps(progress: Progress, handled: "KindProcedure") -> tuple[Step, ...]:
    found = _office_steps(progress, handled.offices)
    return found or (Step(_E.COLLATED),)


def _inspection_steps(progress: Progress, handled: "KindProcedure") -> tuple[Step, ...]:
    """The office may always return; it may record once nobody it asked is still to answer."""
    passed = not progress.waiting and not progress.failed
    return (
        *_office_steps(progress, handled.offices),
        *((Step(_E.RECORDED),) if passed else ()),
        Step(_E.RETURNED),
    )
