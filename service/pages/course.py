"""The handling of one filing: where it stands, its events, and the form for the next ones."""

from collections.abc import Iterator

from flask import request
from werkzeug.wrappers import Response

from compliance import EventType, Status, course_blocks, state_text
from service.bodies import read_value
from service.context import Context
from service.courses import EventsGiven, Handling, Withdrawal, enter, handling
from service.courses import withdraw as take_back
from service.pages.show import here, response_of, show
from service.papers import notice
from service.problems import Fault
from service.recording import next_number
from service.refusal import Refusal
from service.store import LOCAL, CheckInfo, Identity, list_checks, list_keys

_BETWEEN = "|"
_ALL = "*"
# What of the form belongs to an event; to the others the reasons alone.
_SAID = {"opinion": ("passed", "reasons"), "recorded": ("record_no",)}


def course(context: Context, identity: Identity, number: str) -> Response:
    """Where a filing stands; reviewers enter what happens next."""
    return _page(context, identity, number)


def _page(
    context: Context, identity: Identity, number: str, refusal: Refusal | None = None
) -> Response:
    """The page; after a refusal with the reason above the form, as it was filled in."""
    found = handling(context, number, identity)
    with context.database.reading() as connection:
        same = {"unit": found.unit, "project": found.project}
        _, others = list_checks(connection, identity, 0, 20, **same)
        next_record = next_number(context, connection)
        names = {key.id: key.name for key in list_keys(connection)} | {LOCAL.id: LOCAL.name}
    status = found.status
    return show(
        "course.html",
        refusal.status if refusal else 200,
        found=found,
        faults=refusal.faults if refusal else (),
        typed=request.form,
        state=state_text(status) if status else "",
        blocks=course_blocks(status) if status else (),
        late=any(duty.late_days for duty in status.open) if status else False,
        refused=_refused(status) if identity.may("reviewer") else False,
        choices=tuple(_choices(status)) if status and identity.may("reviewer") else (),
        newer=_newer(found, others),
        allocates=bool(next_record),
        next_record=next_record,
        today=context.today(),
        recorded=EventType.RECORDED,
        names=names,
    )


def _refused(status: Status | None) -> bool:
    return status is not None and any(not opinion.passed for opinion in status.opinions)


def _choices(status: Status) -> Iterator[tuple[str, str]]:
    """What may be entered next: event and office as one value, and the words."""
    for step in status.next:
        if len(step.offices) > 1 and step.event is EventType.DISPATCHED:
            yield (
                f"{step.event.value}{_BETWEEN}{_ALL}",
                f"{step.event.label}：全部 {len(step.offices)} 个部门",
            )
        for office in step.offices:
            value = f"{step.event.value}{_BETWEEN}{office}"
            yield value, f"{step.event.label}：{status.name(office)}"
        if not step.offices:
            yield f"{step.event.value}{_BETWEEN}", step.event.label


def _newer(found: Handling, others: tuple[CheckInfo, ...]) -> tuple[CheckInfo, ...]:
    """The checks that may be of the filing as resubmitted."""
    may = found.status is not None and any(
        step.event is EventType.RESUBMITTED for step in found.status.next
    )
    return tuple(other for other in others if other.id > found.check) if may else ()


def returned(context: Context, identity: Identity, number: str) -> Response:
    """退回通知 to send out."""
    return response_of(notice(context, number, identity))


def add(context: Context, identity: Identity, number: str) -> Response:
    """Enter what happened; what cannot be comes back with the reason."""
    try:
        enter(context, number, _given(context, identity, number), identity)
    except Refusal as refusal:
        if not refusal.faults:
            raise
        return _page(context, identity, number, refusal)
    return here(f"/checks/{number}/procedure")


def _given(context: Context, identity: Identity, number: str) -> EventsGiven:
    """The events of the form; sent to several offices at once, it is an event for each."""
    event, _, office = request.form.get("step", "").partition(_BETWEEN)
    if not event:
        raise Refusal(422, [Fault("事件", "没有选", "选一个事件")])
    offices = [office]
    if office == _ALL:
        status = handling(context, number, identity).status
        steps = status.next if status else ()
        offices = [o for step in steps if step.event == event for o in step.offices]
    said = {name: request.form.get(name, "").strip() for name in _SAID.get(event, ("reasons",))}
    about = {name: value for name, value in said.items() if value}
    day = request.form.get("day", "")
    events = [{"event": event, "day": day, "office": each, **about} for each in offices]
    stated = {"events": events, "check": request.form.get("check", "")}
    given: EventsGiven = read_value(EventsGiven, stated)
    return given


def withdraw(context: Context, identity: Identity, number: str) -> Response:
    """Take back the last event."""
    given = read_value(Withdrawal, {"reason": request.form.get("reason", "")})
    take_back(context, number, given, identity)
    return here(f"/checks/{number}/procedure")
