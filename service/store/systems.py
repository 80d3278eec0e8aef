"""The list of existing systems in the database."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from compliance import ExistingSystem, Registry
from service.store.audit import digest, record
from service.store.keys import Identity
from service.store.schema import state, systems

_CHUNK = 500
# An import that changes more systems does not name them; who follows then reads the whole list.
_MOST_NAMED = 500


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


def subject_of(number: int) -> str:
    """What the record calls a version of the list."""
    return f"registry {number}"


def version(connection: Connection) -> int:
    """Grows with every change of the list."""
    return int(_value(connection, "registry") or 0)


def _changed(
    connection: Connection, actor: Identity, action: str, about: dict[str, object]
) -> None:
    number = version(connection) + 1
    _set(connection, "registry", str(number))
    record(connection, actor.id, action, subject_of(number), about)


def _read(connection: Connection) -> dict[str, str]:
    return {row.id: row.document for row in connection.execute(select(systems))}


def day_of(connection: Connection) -> date | None:
    """The day the list was current, if that is known."""
    day = _value(connection, "registry day")
    return date.fromisoformat(day) if day else None


def parsed(document: str) -> ExistingSystem:
    """A system as it was stored."""
    return ExistingSystem.model_validate(json.loads(document))


def load_registry(connection: Connection) -> Registry | None:
    """The whole list, or None where none was ever imported."""
    if version(connection) == 0:
        return None
    return Registry.of(map(parsed, _read(connection).values()), day_of(connection))


def find_system(connection: Connection, system_id: str) -> ExistingSystem | None:
    """The system of an id."""
    found = connection.scalar(select(systems.c.document).where(systems.c.id == system_id))
    return parsed(found) if found else None


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


_Rows = dict[str, dict[str, str]]
_Ids = list[str]


def _rows(registry: Registry) -> _Rows:
    return {system.id: _row(system) for system in registry.systems}


def _difference(before: Mapping[str, str], after: _Rows, replace: bool) -> tuple[_Ids, _Ids, _Ids]:
    """What is added, changed and removed."""
    added = [key for key in after if key not in before]
    both = (key for key in after if key in before)
    changed = [key for key in both if before[key] != after[key]["document"]]
    return added, changed, [key for key in before if key not in after] if replace else []


def compare_with(connection: Connection, registry: Registry, replace: bool) -> Changes:
    """What an import would change."""
    difference = _difference(_read(connection), _rows(registry), replace)
    return _counted(*difference, len(registry.systems))


def _counted(added: _Ids, changed: _Ids, removed: _Ids, read: int) -> Changes:
    return Changes(len(added), len(changed), len(removed), read - len(added) - len(changed))


def import_systems(
    connection: Connection, registry: Registry, replace: bool, actor: Identity
) -> Changes:
    """Put every system of a list into the database; `replace` removes the others."""
    rows = _rows(registry)
    added, changed, removed = _difference(_read(connection), rows, replace)
    for chunk in chunks((*changed, *removed)):
        connection.execute(delete(systems).where(systems.c.id.in_(chunk)))
    for chunk in chunks((*added, *changed)):
        connection.execute(systems.insert(), [rows[key] for key in chunk])
    if registry.as_of:
        _set(connection, "registry day", registry.as_of.isoformat())
    touched = sorted((*added, *changed, *removed))
    about: dict[str, object] = {
        "version": registry.version,
        "systems": len(rows),
        "replace": replace,
        **({"touched": touched} if len(touched) <= _MOST_NAMED else {}),
    }
    _changed(connection, actor, "registry-import", about)
    return _counted(added, changed, removed, len(rows))


def chunks(names: Iterable[str]) -> Iterable[list[str]]:
    """So many at a time as a statement may name."""
    listed = list(names)
    return (listed[at : at + _CHUNK] for at in range(0, len(listed), _CHUNK))
