"""From one event to the next, refusing what cannot be, with the reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from compliance.errors import Problem
from compliance.procedure.events import Event, ProcedureError
from compliance.procedure.model import KindProcedure
from compliance.procedure.progress import Opinion, Progress
from compliance.procedure.steps import Step, steps
from compliance.procedure.terms import EventType, Flow, State

_E = EventType
_RECEIVED = {
    Flow.REVIEW: State.DISPATCHING,
    Flow.INSPECTION: State.INSPECTING,
    Flow.REGISTRATION: State.REGISTERED,
}


def advance(progress: Progress, event: Event, handled: KindProcedure, told: str = "") -> Progress:
    """The progress after an event; raises ProcedureError, under `told`, where it cannot follow."""
    if fault := _fault(progress, event, handled):
        raise ProcedureError(Problem(told or str(event), *fault))
    return replace(_EFFECTS[event.event](progress, event, handled), last=event.day)


def _fault(progress: Progress, event: Event, handled: KindProcedure) -> tuple[str, str] | None:
    if progress.last and event.day < progress.last:
        return f"早于上一事件的日期 {progress.last}", "按发生的先后排列，核对日期"
    possible = steps(progress, handled)
    step = next((step for step in possible if step.event is event.event), None)
    if step is None:
        return _impossible(progress, event, handled, possible)
    if step.offices and event.office not in step.offices:
        return _wrong_office(progress, event, handled)
    return _lacking(progress, event)


def _impossible(
    progress: Progress, event: Event, handled: KindProcedure, possible: tuple[Step, ...]
) -> tuple[str, str]:
    now = f"现在“{progress.state.label}”，不能“{event.event.label}”"
    why = _reason(progress, event, handled)
    may = "、".join(step.event.label for step in possible)
    return f"{now}：{why}" if why else now, f"现在可以：{may}" if may else "办理已经结束"


def _reason(progress: Progress, event: Event, handled: KindProcedure) -> str:
    """Why not, where more can be said than that it is not the turn."""
    kind = event.event
    if progress.waiting and kind in (_E.COLLATED, _E.RECORDED):
        return f"还有 {len(progress.waiting)} 个部门没有提交意见"
    if progress.failed and kind in (_E.RECORDED, _E.COLLECTIVE_PASSED):
        return "有部门意见为不通过，应当退回"
    if handled.flow is Flow.REVIEW and kind is _E.RECORDED:
        return "新建类项目通过集中审查后才能备案"
    if handled.flow is not Flow.REVIEW and kind in (_E.COLLECTIVE_PASSED, _E.COLLECTIVE_FAILED):
        return "本种类不经领导小组集中审查"
    if kind is _E.OPINION:
        return "没有派给部门，或部门都已提交意见"
    if kind is _E.ARCHIVED:
        return "备案之后才能归档，备案不等于归档"
    return ""


def _wrong_office(progress: Progress, event: Event, handled: KindProcedure) -> tuple[str, str]:
    if not event.office:
        return "没有写是哪个部门", "补上部门名称"
    sent = {office for office, _ in progress.dispatched}
    if event.event is _E.DISPATCHED:
        known = event.office in handled.offices
        return (
            ("已经分派过", "同一次申报只分派一次")
            if known
            else ("不是本种类的初审部门", "核对部门")
        )
    if event.office not in sent:
        return "还没有分派给这个部门", "先登记分派"
    return "这个部门已经办过这一步", "意见有变化的，在汇总中说明"


def _lacking(progress: Progress, event: Event) -> tuple[str, str] | None:
    """What an event must say: its result, its reasons, its number."""
    if event.event is _E.OPINION and event.passed is None:
        return "没有写结论", "填写：通过、不通过"
    if event.event is _E.OPINION and event.passed is False and not event.reasons:
        return "不通过而没有写理由", "写明理由，退回时要书面反馈"
    if event.event is _E.RETURNED and not (event.reasons or progress.failed or progress.reasons):
        return "退回而没有写理由", "写明理由，退回要书面反馈"
    if event.event is _E.RECORDED and not event.record_no.strip():
        return "没有写备案号", "填写备案平台生成的备案号，本系统只存不造"
    return None


def _registered(progress: Progress, _event: Event, _handled: KindProcedure) -> Progress:
    return replace(progress, registered=True)


def _received(progress: Progress, event: Event, handled: KindProcedure) -> Progress:
    """A submission starts anew: every office looks again, every clock runs from this day."""
    return Progress(
        state=_RECEIVED[handled.flow],
        registered=progress.registered,
        attempt=progress.attempt + 1,
        received=event.day,
        returned_for=progress.returned_for,
    )


def _settled(progress: Progress, handled: KindProcedure) -> Progress:
    if handled.flow is not Flow.REVIEW:
        return progress
    if len(progress.dispatched) < len(handled.offices):
        return replace(progress, state=State.DISPATCHING)
    state = State.REVIEWING if progress.waiting else State.COLLATING
    return replace(progress, state=state)


def _returned(progress: Progress, event: Event, _handled: KindProcedure) -> Progress:
    said = tuple(reason for opinion in progress.failed for reason in opinion.reasons)
    every = dict.fromkeys((*said, *progress.reasons, *event.reasons))
    return replace(progress, state=State.RETURNED, returned_for=tuple(every))


def _dispatched(progress: Progress, event: Event, handled: KindProcedure) -> Progress:
    sent = (*progress.dispatched, (event.office, event.day))
    return _settled(replace(progress, dispatched=sent), handled)


def _expert_reviewed(progress: Progress, event: Event, _handled: KindProcedure) -> Progress:
    return replace(progress, experts=(*progress.experts, event.office))


def _opinion(progress: Progress, event: Event, handled: KindProcedure) -> Progress:
    opinion = Opinion(event.office, event.day, event.passed is True, event.reasons)
    return _settled(replace(progress, opinions=(*progress.opinions, opinion)), handled)


def _collated(progress: Progress, event: Event, _handled: KindProcedure) -> Progress:
    state = State.REFUSED if progress.failed else State.LISTED
    return replace(progress, state=state, collated=event.day, reasons=event.reasons)


def _voted(progress: Progress, event: Event, _handled: KindProcedure) -> Progress:
    passed = event.event is _E.COLLECTIVE_PASSED
    state = State.APPROVED if passed else State.VOTED_DOWN
    return replace(progress, state=state, reasons=() if passed else event.reasons)


def _recorded(progress: Progress, event: Event, _handled: KindProcedure) -> Progress:
    return replace(progress, state=State.RECORDED, record_no=event.record_no.strip())


def _archived(progress: Progress, _event: Event, _handled: KindProcedure) -> Progress:
    return replace(progress, state=State.ARCHIVED)


_EFFECTS: Mapping[EventType, Callable[[Progress, Event, KindProcedure], Progress]] = {
    _E.REGISTERED: _registered,
    _E.SUBMITTED: _received,
    _E.RESUBMITTED: _received,
    _E.DISPATCHED: _dispatched,
    _E.EXPERT_REVIEWED: _expert_reviewed,
    _E.OPINION: _opinion,
    _E.COLLATED: _collated,
    _E.COLLECTIVE_PASSED: _voted,
    _E.COLLECTIVE_FAILED: _voted,
    _E.RETURNED: _returned,
    _E.RECORDED: _recorded,
    _E.ARCHIVED: _archived,
}
