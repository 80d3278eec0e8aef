"""One database: SQLite (WAL, FULL) or PostgreSQL. Writers go one at a time, on both."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from compliance import ComplianceError, Problem

# Any number, the same in every process: who holds it writes.
_WRITERS = 20_230_914


class StoreError(ComplianceError):
    """The database cannot be used, in the reader's words."""


@dataclass(frozen=True, slots=True)
class Database:
    """数据库: transactions for reading and, one at a time, for writing."""

    engine: Engine
    lock: Lock = field(default_factory=Lock)

    @property
    def embedded(self) -> bool:
        """Whether it is SQLite."""
        return self.engine.dialect.name == "sqlite"

    def forget(self) -> None:
        """Close every connection: none may be carried over into a forked process."""
        self.engine.dispose()

    def settle(self) -> None:
        """Everything into the one file of SQLite: whoever copies only that copies all of it."""
        if self.embedded:
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: committed whole at the end, or not at all."""
        # The lock spares threads of one process the database's own waiting, which polls.
        with self.lock, self.engine.connect() as opened:
            connection = opened.execution_options(beian_writes=True)
            with connection.begin():
                if not self.embedded:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _WRITERS})
                yield connection


def now() -> str:
    """The time, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def open_database(url: str) -> Database:
    """The database at a URL; raises StoreError where the URL is none of ours."""
    written = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not written.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise _refuse("写成 sqlite:///文件 或 postgresql://用户@主机/库名")
    try:
        away = not written.startswith("sqlite")
        # The connection last used first: each has a cache of its own.
        engine = create_engine(written, pool_pre_ping=away, pool_use_lifo=True)
    except (ArgumentError, NoSuchModuleError):
        raise _refuse("核对地址的写法") from None
    except ModuleNotFoundError:
        raise _refuse("安装 beian-precheck[postgres]") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return Database(engine)


def _refuse(mend: str) -> StoreError:
    return StoreError(Problem("--database", "数据库地址不能用", mend))


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - sqlite3's
    """Durable at each commit; our own BEGIN instead of the driver's."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock first: taken later, it could only fail."""
    writes = connection.get_execution_options().get("beian_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
