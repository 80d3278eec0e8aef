"""The list of existing systems in the database, and the copy of it that a process searches."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from sqlalchemy import Connection, delete, select

from compliance import ExistingSystem, Registry
from service.store.audit import digest, record
from service.store.keys import Identity
from service.store.schema import state, systems

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import changes, by number of systems."""

    added: int
    changed: int
    removed: int
    same: int


def _document(system: ExistingSystem) -> str:
    stated = system.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _row(system: ExistingSystem) -> dict[str, str]:
    document = _document(system)
    return {"id": system.id, "document": document, "record_no": system.record_no}


def _value(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(state.c.value).where(state.c.name == name))


def _set(connection: Connection, name: str, value: str) -> None:
    if connection.execute(state.update().where(state.c.name == name).values(value=value)).rowcount:
        return
    connection.execute(state.insert().values(name=name, value=value))


def version(connection: Connection) -> int:
    """Grows with every change of the list."""
    return int(_value(connection, "registry") or 0)


def _changed(
    connection: Connection, actor: Identity, action: str, about: dict[str, object]
) -> None:
    number = version(connection) + 1
    _set(connection, "registry", str(number))
    record(connection, actor.id, action, f"registry {number}", about)


def _read(connection: Connection) -> dict[str, str]:
    return {row.id: row.document for row in connection.execute(select(systems))}


def load_registry(connection: Connection) -> Registry | None:
    """The whole list, or None where none was ever imported."""
    if version(connection) == 0:
        return None
    day = _value(connection, "registry day")
    listed = (ExistingSystem.model_validate(json.loads(d)) for d in _read(connection).values())
    return Registry.of(listed, date.fromisoformat(day) if day else None)


def find_system(connection: Connection, system_id: str) -> ExistingSystem | None:
    """The system of an id."""
    found = connection.scalar(select(systems.c.document).where(systems.c.id == system_id))
    return ExistingSystem.model_validate(json.loads(found)) if found else None


def put_system(connection: Connection, system: ExistingSystem, actor: Identity) -> bool:
    """Whether the system is new; an old one is replaced."""
    row = _row(system)
    same = systems.c.id == system.id
    known = connection.execute(systems.update().where(same).values(row)).rowcount
    if not known:
        connection.execute(systems.insert().values(row))
    about: dict[str, object] = {"system": system.id, "sha256": digest(row["document"])}
    _changed(connection, actor, "registry-change" if known else "registry-add", about)
    return not known


def remove_system(connection: Connection, system_id: str, actor: Identity) -> bool:
    """Whether there was such a system; now there is none."""
    gone = connection.execute(delete(systems).where(systems.c.id == system_id)).rowcount
    if gone:
        _changed(connection, actor, "registry-remove", {"system": system_id})
    return bool(gone)


def compare_with(connection: Connection, registry: Registry, replace: bool) -> Changes:
    """What an import would change."""
    before = _read(connection)
    after = {system.id: _document(system) for system in registry.systems}
    common = before.keys() & after.keys()
    same = sum(before[key] == after[key] for key in common)
    removed = len(before.keys() - after.keys()) if replace else 0
    return Changes(len(after) - len(common), len(common) - same, removed, same)


def import_systems(
    connection: Connection, registry: Registry, replace: bool, actor: Identity
) -> Changes:
    """Put every system of a list into the database; `replace` removes the others."""
    changes = compare_with(connection, registry, replace)
    new = {system.id: _row(system) for system in registry.systems}
    doomed = [key for key in _read(connection) if replace or key in new]
    for chunk in _chunks(doomed):
        connection.execute(delete(systems).where(systems.c.id.in_(chunk)))
    for chunk in _chunks(new):
        connection.execute(systems.insert(), [new[key] for key in chunk])
    if registry.as_of:
        _set(connection, "registry day", registry.as_of.isoformat())
    about: dict[str, object] = {"version": registry.version, "systems": len(new)}
    _changed(connection, actor, "registry-import", {**about, "replace": replace})
    return changes


def _chunks(names: Iterable[str]) -> Iterable[list[str]]:
    listed = list(names)
    return (listed[at : at + _CHUNK] for at in range(0, len(listed), _CHUNK))


@dataclass(slots=True)
class Follower:
    """The list as this process knows it: read again when the database has a newer version."""

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
                self._registry, self._known = load_registry(connection), newest
            return self._registry
