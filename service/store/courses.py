"""The handling of filings: events in the order they were entered, never changed, never deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from compliance import Event, Filing
from service.store.audit import digest, event_text, record
from service.store.checks import CheckInfo, info, seen
from service.store.database import now
from service.store.keys import Identity
from service.store.schema import checks, courses, events


@dataclass(frozen=True, slots=True)
class Entered:
    """已登记的事件: when and by whom it was entered."""

    position: int
    event: Event
    at: str
    actor: str


@dataclass(frozen=True, slots=True)
class Course:
    """办件: a filing's latest check, what its record needs, and its events so far.

    `filing` is None for a check kept by a version that did not keep it.
    """

    id: str
    check: CheckInfo
    filing: Filing | None
    entered: tuple[Entered, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that count."""
        return tuple(each.event for each in self.entered)


def find_course(connection: Connection, check_id: str, viewer: Identity) -> Course | None:
    """The handling a check belongs to, if the viewer may see it; without events not begun."""
    row = connection.execute(seen(select(checks).where(checks.c.id == check_id), viewer)).first()
    if row is None:
        return None
    begun = connection.scalar(select(courses.c.check_id).where(courses.c.id == row.course))
    if begun and begun != check_id:
        row = connection.execute(select(checks).where(checks.c.id == begun)).one()
    return _course(row, _entered(connection, row.course).get(row.course, ()))


def open_courses(connection: Connection, ended: Sequence[str], most: int) -> tuple[Course, ...]:
    """The handlings that go on, newest first."""
    query = select(checks).join(courses, courses.c.check_id == checks.c.id)
    going = query.where(courses.c.state.not_in(ended)).order_by(checks.c.id.desc()).limit(most)
    rows = connection.execute(going).all()
    entered = _entered(connection, *(row.course for row in rows))
    return tuple(_course(row, entered.get(row.course, ())) for row in rows)


def _course(row: Any, entered: tuple[Entered, ...]) -> Course:  # noqa: ANN401 - a row
    filing = Filing.model_validate_json(row.filing) if row.filing else None
    return Course(row.course or row.id, info(row), filing, entered)


def _entered(connection: Connection, *course_ids: str) -> dict[str, tuple[Entered, ...]]:
    counted = events.c.course.in_(course_ids), events.c.withdrawn == ""
    query = select(events).where(*counted).order_by(events.c.course, events.c.position)
    found: dict[str, tuple[Entered, ...]] = {}
    for row in connection.execute(query):
        one = Entered(row.position, Event.model_validate_json(row.document), row.at, row.actor)
        found[row.course] = (*found.get(row.course, ()), one)
    return found


def enter_events(
    connection: Connection, course: Course, happened: Sequence[Event], state: str, actor: Identity
) -> None:
    """Put events behind those there are; `state` is where the filing then stands."""
    _stand(connection, course, state)
    position = _last(connection, course.id)
    for event in happened:
        position += 1
        document = event.model_dump_json(exclude_defaults=True)
        values = {"course": course.id, "position": position, "document": document}
        connection.execute(events.insert().values(**values, at=now(), actor=actor.id))
        about = {"event": event.event.value, "sha256": digest(event_text(document, ""))}
        record(connection, actor.id, "procedure", f"{course.id}#{position}", about)


def _last(connection: Connection, course_id: str) -> int:
    query = select(func.max(events.c.position)).where(events.c.course == course_id)
    return connection.scalar(query) or 0


def _stand(connection: Connection, course: Course, state: str) -> None:
    """The course begins with its first event and follows its latest check."""
    latest = course.check.id
    connection.execute(checks.update().where(checks.c.id == latest).values(course=course.id))
    values = {"check_id": latest, "state": state}
    same = courses.c.id == course.id
    if not connection.execute(courses.update().where(same).values(**values)).rowcount:
        connection.execute(courses.insert().values(id=course.id, **values))


def withdraw_event(
    connection: Connection, course: Course, state: str, reason: str, actor: Identity
) -> None:
    """The last event no longer counts; it stays in the table, with the reason."""
    last = course.entered[-1].position
    same = events.c.course == course.id, events.c.position == last
    document = connection.scalar(select(events.c.document).where(*same)) or ""
    connection.execute(events.update().where(*same).values(withdrawn=reason))
    _stand(connection, course, state)
    about = {"sha256": digest(event_text(document, reason))}
    record(connection, actor.id, "procedure-withdraw", f"{course.id}#{last}", about)
