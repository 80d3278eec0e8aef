"""The schema: made or brought up to date by one command under a lock, never by a worker."""

import json

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import DBAPIError

from compliance import Problem
from service.store.database import Database, StoreError
from service.store.schema import VERSION, metadata, state, systems

COMMAND = "python -m service migrate"


def version_of(connection: Connection) -> int | None:
    """The version of the schema, or None where there is none yet."""
    if not inspect(connection).has_table(state.name):
        return None
    found = connection.scalar(select(state.c.value).where(state.c.name == "schema"))
    return int(found) if found is not None else None


def migrate(database: Database) -> tuple[int | None, int]:
    """From which version to which; two at once: one waits and finds the work done."""
    try:
        with database.writing() as connection:
            before = version_of(connection)
            if before is not None and before > VERSION:
                raise _newer(before)
            if before is None:
                metadata.create_all(connection)
                connection.execute(state.insert().values(name="schema", value=str(VERSION)))
            elif before < VERSION:
                _bring_up(connection, before)
            return before, VERSION
    except DBAPIError as error:
        raise _unreachable() from error


def _bring_up(connection: Connection, before: int) -> None:
    """New columns first, then the tables and indexes that are not there yet."""
    if before == 1:
        for table, column in _SINCE_2:
            added = f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
            connection.execute(text(added))
        _fill_record_numbers(connection)
        for index in systems.indexes:
            index.create(connection, checkfirst=True)
    metadata.create_all(connection)
    connection.execute(state.update().where(state.c.name == "schema").values(value=str(VERSION)))


_SINCE_2 = (("systems", "record_no"), ("checks", "filing"), ("checks", "course"))


def _fill_record_numbers(connection: Connection) -> None:
    for row in connection.execute(select(systems.c.id, systems.c.document)).all():
        if number := json.loads(row.document).get("record_no"):
            same = systems.c.id == row.id
            connection.execute(systems.update().where(same).values(record_no=number))


def require_current(database: Database) -> None:
    """Raises StoreError where the schema is not ours; an empty SQLite file is made ready."""
    try:
        with database.reading() as connection:
            found = version_of(connection)
    except DBAPIError as error:
        raise _unreachable() from error
    if found is None and database.embedded:
        migrate(database)
        return
    if found is not None and found > VERSION:
        raise _newer(found)
    if found != VERSION:
        told = "数据库还没有建表" if found is None else f"数据库的表结构是旧的（{found}）"
        raise StoreError(Problem("", told, f"先运行 {COMMAND}"))


def _newer(found: int) -> StoreError:
    told = f"数据库的表结构（{found}）比本程序（{VERSION}）新"
    return StoreError(Problem("", told, "改用新版程序"))


def _unreachable() -> StoreError:
    return StoreError(Problem("", "数据库连不上", "核对 --database 和数据库是否在运行"))
