"""Verdicts as they were given, waivers beside them; only the owner and reviewers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, func, select

from compliance import Filing, Verdict, Waiver, for_record
from service.store.audit import digest, record
from service.store.database import now
from service.store.keys import Identity
from service.store.numbers import next_number
from service.store.schema import checks, waivers

_ADD = checks.insert()


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """一次预检 in a list."""

    id: str
    created_at: str
    batch: str
    name: str
    unit: str
    project: str
    kind: str
    outcome: str
    statuses: tuple[str, ...]
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """一次预检 with its verdict as given (without waivers) and the waivers since."""

    info: CheckInfo
    verdict: Verdict
    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """结论 in writing: the document as it is told and kept, and what lists show of it.

    `filing` is what a record of the project will need; `secret` where the filing is confidential:
    then nothing of it may be kept.
    """

    document: str
    sha256: str
    secret: bool
    unit: str
    project: str
    kind: str
    outcome: str
    statuses: str
    offices: str
    pack: str
    filing: str

    @property
    def verdict(self) -> Verdict:
        """What is written, read."""
        return _adapter().validate_json(self.document)


@cache
def _adapter() -> TypeAdapter[Verdict]:
    return TypeAdapter(Verdict)


def written(verdict: Verdict, filing: Filing) -> Written:
    """A verdict in writing, with what of its filing is kept."""
    document, told = _adapter().dump_json(verdict).decode(), verdict.filing
    return Written(
        document=document,
        sha256=digest(document),
        secret=verdict.scope == "out" and not told.fingerprint,
        unit=told.unit,
        project=told.project,
        kind=told.kind_label,
        outcome=verdict.outcome,
        statuses=",".join(result.status for result in verdict.criteria),
        offices=",".join(_offices(verdict)),
        pack=verdict.pack.sha256,
        filing=for_record(filing).model_dump_json(exclude_defaults=True),
    )


def add_check(
    connection: Connection, given: Written, owner: Identity, name: str = "", batch: str = ""
) -> str:
    """Keep a verdict, and what its filing's record will need; its number has no gaps in a year."""
    at = now()
    number = f"{at[:4]}-{next_number(connection, f'checks {at[:4]}'):06d}"
    row = {
        "id": number,
        "created_at": at,
        "owner": owner.id,
        "batch": batch,
        "name": name,
        "unit": given.unit,
        "project": given.project,
        "kind": given.kind,
        "outcome": given.outcome,
        "statuses": given.statuses,
        "offices": given.offices,
        "verdict": given.document,
        "sha256": given.sha256,
        "filing": given.filing,
    }
    connection.execute(_ADD, row)
    about = {"sha256": given.sha256, "outcome": given.outcome, "pack": given.pack}
    record(connection, owner.id, "check", number, about)
    return number


def _offices(verdict: Verdict) -> list[str]:
    """The offices that have something to return or to look at."""
    return list(dict.fromkeys(f.office for f in verdict.findings if f.effect != "info"))


def seen(query: Select[Any], viewer: Identity) -> Select[Any]:
    """Applicants see only their own."""
    return query if viewer.may("reviewer") else query.where(checks.c.owner == viewer.id)


def info(row: Row[Any]) -> CheckInfo:
    """What a list says of a row of checks."""
    return CheckInfo(
        row.id,
        row.created_at,
        row.batch,
        row.name,
        row.unit,
        row.project,
        row.kind,
        row.outcome,
        tuple(filter(None, row.statuses.split(","))),
        tuple(filter(None, row.offices.split(","))),
    )


def find_check(connection: Connection, check_id: str, viewer: Identity) -> Stored | None:
    """The check of a number, if the viewer may see it."""
    row = connection.execute(seen(select(checks).where(checks.c.id == check_id), viewer)).first()
    if row is None:
        return None
    verdict = _adapter().validate_json(row.verdict)
    return Stored(info(row), verdict, _waivers_of(connection, check_id))


def list_checks(
    connection: Connection,
    viewer: Identity,
    offset: int = 0,
    limit: int = 50,
    **equal: str,
) -> tuple[int, tuple[CheckInfo, ...]]:
    """How many there are, and some of them, newest first; `equal` narrows by column."""
    query = seen(select(checks), viewer)
    for column, value in equal.items():
        query = query.where(checks.c[column] == value)
    total = connection.scalar(select(func.count()).select_from(query.subquery()))
    newest = checks.c.created_at.desc(), checks.c.id.desc()
    rows = connection.execute(query.order_by(*newest).offset(offset).limit(limit))
    return int(total or 0), tuple(map(info, rows))


def verdicts_of(connection: Connection, batch: str, viewer: Identity) -> Sequence[Stored]:
    """Every check of a batch, in the order of their numbers."""
    query = seen(select(checks).where(checks.c.batch == batch), viewer).order_by(checks.c.id)
    return [
        Stored(info(row), _adapter().validate_json(row.verdict), _waivers_of(connection, row.id))
        for row in connection.execute(query).all()
    ]


def _waivers_of(connection: Connection, check_id: str) -> tuple[Waiver, ...]:
    query = select(waivers).where(waivers.c.check_id == check_id).order_by(waivers.c.id)
    rows = connection.execute(query)
    return tuple(Waiver(r.rule, r.reason, r.owner, r.expires, r.item) for r in rows)


def add_waiver(connection: Connection, check_id: str, waiver: Waiver, actor: Identity) -> None:
    """Keep a waiver beside a check, and who gave it."""
    connection.execute(
        waivers.insert().values(
            check_id=check_id,
            rule=waiver.rule,
            item=waiver.item,
            reason=waiver.reason,
            owner=waiver.owner,
            expires=waiver.expires,
            created_at=now(),
            actor=actor.id,
        )
    )
    words = "\n".join((waiver.reason, waiver.owner))
    about = {"rule": waiver.rule, "item": waiver.item, "expires": waiver.expires}
    record(connection, actor.id, "waiver", check_id, {**about, "sha256": digest(words)})
