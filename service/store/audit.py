"""The record of what was done: only appended to, each entry holding the hash of the one before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, select

from compliance import Problem
from service.store.database import now
from service.store.schema import audit, checks, events

_START = "0" * 64
# Made once: to build a statement costs more than to run it.
_LAST = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
_APPEND = audit.insert()


@dataclass(frozen=True, slots=True)
class Chain:
    """What a verification found; the head is worth keeping elsewhere: it proves nothing was cut."""

    entries: int
    head: str
    faults: tuple[Problem, ...]


def digest(text: str) -> str:
    """The sha256 of a text."""
    return sha256(text.encode()).hexdigest()


def event_text(document: str, withdrawn: str) -> str:
    """What of an event the chain holds the hash of."""
    return f"{document}\n{withdrawn}"


def _hash(seq: int, at: str, actor: str, action: str, subject: str, detail: str, prev: str) -> str:
    entry = [seq, at, actor, action, subject, detail, prev]
    return digest(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))


def record(
    connection: Connection, actor: str, action: str, subject: str, detail: Mapping[str, object]
) -> None:
    """Append an entry, in the transaction of what it records."""
    last = connection.execute(_LAST).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, _START)
    at = now()
    told = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry = {
        "seq": seq,
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": told,
        "previous": previous,
        "hash": _hash(seq, at, actor, action, subject, told, previous),
    }
    connection.execute(_APPEND, entry)


def verify(connection: Connection, known: str | None = None) -> Chain:
    """Every entry against the one before it, every verdict and event against its entry.

    `known` is a head of an earlier day: a chain without it was cut and grown anew.
    """
    cut = known is not None and known not in _hashes(connection)
    faults = [Problem("", "没有所给的末条哈希", "记录被截断或重写")] if cut else []
    expected, previous = 1, _START
    known_of: dict[str, dict[str, str]] = {"check": {}, "procedure": {}}
    for row in connection.execute(select(audit).order_by(audit.c.seq)):
        place = f"第 {row.seq} 条"
        if row.seq != expected or row.previous != previous:
            faults.append(Problem(place, "与前一条接不上", "有记录被删去或插入"))
        parts = (row.seq, row.at, row.actor, row.action, row.subject, row.detail, row.previous)
        if row.hash != _hash(*parts):
            faults.append(Problem(place, "内容与其哈希不符", "记录被改动"))
        if (kind := row.action.removesuffix("-withdraw")) in known_of:
            known_of[kind][row.subject] = json.loads(row.detail)["sha256"]
        expected, previous = row.seq + 1, row.hash
    faults += _kept_faults("预检", "结论", _verdicts(connection), known_of["check"])
    faults += _kept_faults("办理", "事件", _events(connection), known_of["procedure"])
    return Chain(expected - 1, previous, tuple(faults))


def _hashes(connection: Connection) -> set[str]:
    return set(connection.scalars(select(audit.c.hash)))


def _verdicts(connection: Connection) -> dict[str, str]:
    query = select(checks.c.id, checks.c.verdict).execution_options(yield_per=100)
    return {row.id: digest(row.verdict) for row in connection.execute(query)}


def _events(connection: Connection) -> dict[str, str]:
    return {
        f"{row.course}#{row.position}": digest(event_text(row.document, row.withdrawn))
        for row in connection.execute(select(events))
    }


def _kept_faults(
    subject: str, what: str, stored: Mapping[str, str], recorded: Mapping[str, str]
) -> list[Problem]:
    faults: list[Problem] = []
    for name in sorted(stored.keys() | recorded.keys()):
        if name not in stored:
            faults.append(Problem(f"{subject} {name}", f"有记录而没有{what}", f"{what}被删去"))
        elif name not in recorded:
            told = f"有{what}而没有记录", f"{what}不是由服务写入的"
            faults.append(Problem(f"{subject} {name}", *told))
        elif stored[name] != recorded[name]:
            faults.append(Problem(f"{subject} {name}", f"{what}与记录的哈希不符", f"{what}被改动"))
    return faults
