"""Official numbers (备案号): given or allocated, never twice. Only inside a writing transaction."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, select

from compliance import Numbering
from service.store.audit import record
from service.store.keys import Identity
from service.store.schema import records, systems


def last_serial(connection: Connection, numbering: Numbering, year: int) -> int:
    """The highest serial of a year's series, of numbers kept here or in the list of systems.

    The next one is taken by keeping it: what fails to be kept leaves no gap.
    """
    before = numbering.series(year).partition("{serial}")[0]
    held = set(_held(connection, records.c.number, before))
    held |= set(_held(connection, systems.c.record_no, before))
    return max((numbering.serial(year, number) or 0 for number in held), default=0)


def _held(connection: Connection, column: ColumnElement[str], before: str) -> Iterator[str]:
    query = select(column).where(column.startswith(before, autoescape=True))
    return iter(connection.scalars(query))


def holder_of(connection: Connection, number: str, own: str) -> str | None:
    """What holds a number already: the id of another system, or the number itself if kept."""
    kept = connection.scalar(select(records.c.system).where(records.c.number == number))
    listed = systems.c.record_no == number, systems.c.id != own
    return kept or connection.scalar(select(systems.c.id).where(*listed))


def keep_record(
    connection: Connection, number: str, course: str, system: str, allocated: bool, actor: Identity
) -> None:
    """Keep the number of a course, and whether it was allocated here."""
    connection.execute(records.insert().values(number=number, course=course, system=system))
    about = {"number": number, "system": system, "allocated": allocated}
    record(connection, actor.id, "record", course, about)
