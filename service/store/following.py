"""The copy of the list that a process searches: what is newer in the database is read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select

from compliance import Registry
from service.store.schema import audit, systems
from service.store.systems import chunks, day_of, load_registry, parsed, subject_of, version

# Who is further behind reads the whole list.
_MOST_BEHIND = 1_000
_NEWEST_FIRST = (
    select(audit.c.subject, audit.c.detail)
    .where(audit.c.action.like("registry-%"))
    .order_by(audit.c.seq.desc())
)


def _touched(connection: Connection, known: int, newest: int) -> set[str] | None:
    """The systems that were changed since a version; None where the record does not name them."""
    if not known < newest <= known + _MOST_BEHIND:
        return None
    entries = connection.execute(_NEWEST_FIRST.limit(newest - known)).all()
    if [e.subject for e in entries] != [subject_of(n) for n in range(newest, known, -1)]:
        return None
    try:
        return {key for entry in entries for key in _named(json.loads(entry.detail))}
    except KeyError:
        return None


def _named(detail: Mapping[str, Any]) -> Sequence[str]:
    """The systems a change names; KeyError where it was an import of so many that it names none."""
    return (detail["system"],) if "system" in detail else detail["touched"]


def _followed(
    connection: Connection, before: Registry, known: int, newest: int
) -> tuple[Registry, int] | None:
    """The list and its version, where what changed is on record; the rest is kept as it was read.

    Read until nothing was changed meanwhile: only then all of it is of one moment.
    """
    while (touched := _touched(connection, known, newest)) is not None:
        some = (select(systems.c.document).where(systems.c.id.in_(c)) for c in chunks(touched))
        documents = [document for query in some for document in connection.scalars(query)]
        day, read = day_of(connection), newest
        newest = version(connection)
        if newest == read:
            kept = (system for system in before.systems if system.id not in touched)
            return Registry.of((*kept, *map(parsed, documents)), day), read
    return None


@dataclass(slots=True)
class Follower:
    """The list as this process knows it: what the database has that is newer is read."""

    _known: int = -1
    _registry: Registry | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def known(self) -> Registry | None:
        """The list as it was when last asked for."""
        return self._registry

    def current(self, connection: Connection) -> Registry | None:
        """The list, never older than this transaction."""
        newest = version(connection)
        with self._lock:
            if newest != self._known:
                self._registry, self._known = self._newer(connection, newest)
            return self._registry

    def _newer(self, connection: Connection, newest: int) -> tuple[Registry | None, int]:
        if self._registry is not None:
            followed = _followed(connection, self._registry, self._known, newest)
            if followed is not None:
                return followed
        return load_registry(connection), newest
