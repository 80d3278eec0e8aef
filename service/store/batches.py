"""Batches as jobs: their items are claimed one at a time, and taken back from the dead."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from socket import gethostname
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from service.store.audit import record
from service.store.checks import Written, add_check
from service.store.database import now
from service.store.keys import Identity
from service.store.numbers import next_number
from service.store.schema import batches, checks, items

_LEASE = timedelta(minutes=10)
MOST_TRIES = 3
_HOST = gethostname().replace(":", "-")


@dataclass(frozen=True, slots=True)
class Item:
    """批内一份: waiting, running, done, failed (with the reason) or cancelled.

    `project` and `unit` are what its check names, if it has one.
    """

    position: int
    name: str
    state: str
    check: str
    outcome: str
    fault: str
    project: str
    unit: str


@dataclass(frozen=True, slots=True)
class Batch:
    """批次: running until every item has ended, or cancelled."""

    id: str
    created_at: str
    state: str
    total: int
    ended: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """An item in this process's hands."""

    batch: str
    position: int
    name: str
    content: bytes
    token: str
    tries: int
    owner: Identity
    settings: str


class TokenUsed(Exception):  # noqa: N818 - the caller decides what it means
    """The idempotency key was used for other content."""


def add_batch(
    connection: Connection,
    owner: Identity,
    files: Sequence[tuple[str, bytes]],
    settings: str,
    token: str,
    digest: str,
) -> tuple[str, bool]:
    """The number of the batch, and whether it is new: the same key and content give the same.

    Raises TokenUsed where the key was used for other content.
    """
    same = and_(batches.c.owner == owner.id, batches.c.token == token)
    known = connection.execute(select(batches).where(same)).first() if token else None
    if known is not None:
        if known.digest != digest:
            raise TokenUsed
        return known.id, False
    at = now()
    number = f"P{at[:4]}-{next_number(connection, f'batches {at[:4]}'):05d}"
    values = {"id": number, "created_at": at, "owner": owner.id, "state": "running"}
    given = {"token": token or number, "digest": digest, "settings": settings}
    connection.execute(batches.insert().values(**values, **given))
    rows = [
        {"batch": number, "position": n, "name": name, "content": content, "state": "waiting"}
        for n, (name, content) in enumerate(files, 1)
    ]
    connection.execute(items.insert(), rows)
    record(connection, owner.id, "batch", number, {"files": len(rows), "sha256": digest})
    return number, True


def has_open(connection: Connection) -> bool:
    """Whether any item may be waiting; cheap, and without the writers' lock."""
    query = select(items.c.position).where(items.c.state.in_(("waiting", "running"))).limit(1)
    return connection.execute(query).first() is not None


def claim_item(connection: Connection) -> Claim | None:
    """The next item that waits, or that a process left behind."""
    at = datetime.now(UTC)
    free = or_(items.c.state == "waiting", and_(items.c.state == "running", _left(at)))
    row = connection.execute(
        select(items, batches.c.owner, batches.c.settings)
        .join(batches, batches.c.id == items.c.batch)
        .where(free, batches.c.state == "running")
        .order_by(items.c.batch, items.c.position)
        .limit(1)
    ).first()
    if row is None:
        return None
    token = f"{_HOST}:{os.getpid()}:{secrets.token_hex(8)}"
    until = (at + _LEASE).isoformat()
    mine = {"state": "running", "claim": token, "claimed_until": until, "tries": row.tries + 1}
    connection.execute(items.update().where(_item(row.batch, row.position)).values(**mine))
    owner = Identity(row.owner, "", "applicant")
    about = row.batch, row.position, row.name, row.content or b"", token, row.tries + 1
    return Claim(*about, owner, row.settings)


def _left(at: datetime) -> Any:  # noqa: ANN401 - an SQL expression
    return items.c.claimed_until < at.isoformat()


def _item(batch: str, position: int) -> Any:  # noqa: ANN401 - an SQL expression
    return and_(items.c.batch == batch, items.c.position == position)


def finish_item(connection: Connection, claim: Claim, verdict: Written | None, fault: str) -> None:
    """Put down what became of an item; nothing where it was cancelled or taken by another."""
    held = and_(
        _item(claim.batch, claim.position),
        items.c.state == "running",
        items.c.claim == claim.token,
    )
    done = {"state": "done" if verdict else "failed", "content": None, "fault": fault}
    if not connection.execute(items.update().where(held).values(**done)).rowcount:
        return
    if verdict is not None:
        number = ""
        if not verdict.secret:
            number = add_check(connection, verdict, claim.owner, claim.name, claim.batch)
        told = {"check_id": number, "outcome": verdict.outcome}
        connection.execute(items.update().where(_item(claim.batch, claim.position)).values(**told))
    _end(connection, claim.batch)


def _end(connection: Connection, batch: str) -> None:
    open_items = items.c.batch == batch, items.c.state.in_(("waiting", "running"))
    if connection.scalar(select(func.count()).select_from(items).where(*open_items)):
        return
    running = batches.c.id == batch, batches.c.state == "running"
    connection.execute(batches.update().where(*running).values(state="done"))


def cancel_batch(connection: Connection, batch: str, actor: Identity) -> None:
    """What has not ended never will; its content is deleted."""
    open_items = items.c.batch == batch, items.c.state.in_(("waiting", "running"))
    values = {"state": "cancelled", "content": None}
    stopped = connection.execute(items.update().where(*open_items).values(**values)).rowcount
    running = batches.c.id == batch, batches.c.state == "running"
    if connection.execute(batches.update().where(*running).values(state="cancelled")).rowcount:
        record(connection, actor.id, "batch-cancel", batch, {"stopped": stopped})


def take_back(connection: Connection) -> int:
    """Give back the items of processes of this machine that are no more; how many.

    What another machine holds comes back when its lease is over.
    """
    held = connection.execute(select(items).where(items.c.state == "running")).all()
    ours = [row for row in held if row.claim.startswith(f"{_HOST}:")]
    dead = [row for row in ours if not _lives(int(row.claim.split(":")[1]))]
    for row in dead:
        waiting = {"state": "waiting", "claim": ""}
        connection.execute(items.update().where(_item(row.batch, row.position)).values(**waiting))
    return len(dead)


def _lives(pid: int) -> bool:
    """A process of our own number is one before us: we have only begun."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def find_batch(connection: Connection, batch: str, viewer: Identity) -> Batch | None:
    """The batch of a number, if the viewer may see it."""
    row = connection.execute(select(batches).where(batches.c.id == batch)).first()
    if row is None or not (viewer.may("reviewer") or row.owner == viewer.id):
        return None
    some = select(
        items.c.position,
        items.c.name,
        items.c.state,
        items.c.check_id,
        items.c.outcome,
        items.c.fault,
        func.coalesce(checks.c.project, "").label("project"),
        func.coalesce(checks.c.unit, "").label("unit"),
    ).select_from(items.outerjoin(checks, checks.c.id == items.c.check_id))
    found = connection.execute(some.where(items.c.batch == batch).order_by(items.c.position))
    every = tuple(_told(each) for each in found)
    ended = sum(item.state not in ("waiting", "running") for item in every)
    return Batch(row.id, row.created_at, row.state, len(every), ended, every)


def list_batches(connection: Connection, viewer: Identity) -> tuple[Batch, ...]:
    """The newest batches, without their items."""
    query = select(batches).order_by(batches.c.created_at.desc()).limit(50)
    if not viewer.may("reviewer"):
        query = query.where(batches.c.owner == viewer.id)
    found = (find_batch(connection, row.id, viewer) for row in connection.execute(query).all())
    return tuple(batch for batch in found if batch)


def _told(row: Any) -> Item:  # noqa: ANN401 - a row of any width
    how = row.position, row.name, row.state, row.check_id, row.outcome, row.fault
    return Item(*how, row.project, row.unit)
