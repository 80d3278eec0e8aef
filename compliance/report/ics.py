"""到期日 as an iCalendar file (RFC 5545): whole days, no zone; same answer, same bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from compliance.procedure import Status

_FOLD = 74  # octets: RFC 5545 3.1 allows 75 without the line break
_MUST = {"submit": "提交", "complete": "办结"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One day to keep in mind."""

    day: date
    title: str
    note: str


def entries(status: Status, name: str = "") -> tuple[Entry, ...]:
    """The due dates of the open tasks and the deadlines that are not met."""
    of = f"：{name}" if name else ""
    tasks = (
        Entry(
            duty.due.day,
            f"{status.name(duty.office)}：{duty.task.label}{of}",
            "暂定（放假安排未录入）" if duty.due.provisional else "",
        )
        for duty in status.open
        if duty.due
    )
    ends = (
        Entry(
            d.last,
            f"{d.title}截止日：{_MUST[d.must]}{of}",
            "；".join((f"依据{d.clause}", *d.notes)),
        )
        for d in status.deadlines
        if d.state == "open"
    )
    return (*tasks, *ends)


def calendar(found: Iterable[Entry], on: date) -> bytes:
    """The file; `on` is the day it is made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//beian-precheck//deadlines//ZH",
        "CALSCALE:GREGORIAN",
        *(line for entry in found for line in _event(entry, on)),
        "END:VCALENDAR",
    ]
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _event(entry: Entry, on: date) -> Iterator[str]:
    key = sha256(f"{entry.day}\n{entry.title}".encode()).hexdigest()[:32]
    yield "BEGIN:VEVENT"
    yield f"UID:{key}@beian-precheck"
    yield f"DTSTAMP:{on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.note:
        yield f"DESCRIPTION:{_escaped(entry.note)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """Lines of at most 75 octets, never cut within a character."""
    part = b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > _FOLD:
            yield part
            part = b" "
        part += octets
    yield part
