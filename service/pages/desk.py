"""The reviewer's desk: batches with their progress, every check in a table to sort and filter."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from compliance import duty_words
from service.batches import begin, found, gathered, table_answer
from service.context import Context
from service.courses import Handling, in_hand, urgency
from service.pages.show import here, response_of, show
from service.problems import Fault
from service.refusal import Refusal
from service.route import Call, Upload
from service.store import CheckInfo, Identity, Item, cancel_batch, list_batches, list_checks

_MOST = 500
_ORDER = {"return": 0, "review": 1, "pass": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """A check, and how its handling stands, if it has begun."""

    check: CheckInfo
    handling: Handling | None = None

    @property
    def turns(self) -> tuple[tuple[str, str, str], ...]:
        """Whose turn it is, by which day, how late; the most urgent first."""
        status = self.handling.status if self.handling else None
        return tuple(duty_words(duty, status) for duty in status.open) if status else ()

    @property
    def overdue(self) -> bool:
        """Whether somebody is late."""
        return any(late for *_, late in self.turns)

    @property
    def due(self) -> tuple[bool, tuple[bool, date, int] | None]:
        """A key: what is handled before what is not, the overdue and the next due first."""
        return self.handling is None, urgency(self.handling) if self.handling else None


SORTS: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "due": ("期限（逾期的在前）", lambda row: row.due),
    "time": ("时间（新的在前）", lambda _: 0),
    "outcome": ("结论", lambda row: (_ORDER[row.check.outcome], row.check.unit)),
    "unit": ("单位", lambda row: (row.check.unit, row.check.project)),
    "project": ("项目", lambda row: row.check.project),
}
# How an item of a batch ended, or how far it is: title and look, in the order they are listed.
_RESULTS: Mapping[str, tuple[str, str]] = {
    "failed": ("不能检查", "return"),
    "return": ("建议退回", "return"),
    "review": ("需人工核实", "review"),
    "pass": ("预检通过", "pass"),
    "running": ("检查中", ""),
    "waiting": ("等待", ""),
    "cancelled": ("已取消，没有检查", ""),
}
_WEIGHTS = {name: weight for weight, name in enumerate(_RESULTS)}
COURSES = {"overdue": "已逾期", "going": "办理中", "none": "未登记办理"}


def desk(context: Context, identity: Identity) -> Response:
    """Batches and checks."""
    wanted = {name: request.args.get(name, "") for name in _FILTERS}
    sort = request.args.get("sort", "due")
    with context.database.reading() as connection:
        total, checks = list_checks(connection, identity, 0, _MOST)
        going = {check.id: Row(check, found) for check, found in in_hand(context, connection)}
        batches = list_batches(connection, identity)
    listed = {**{check.id: Row(check) for check in checks}, **going}
    newest = sorted(listed.values(), key=lambda row: row.check.id, reverse=True)
    kept = [row for row in newest if all(_FILTERS[n](row, v) for n, v in wanted.items() if v)]
    kept.sort(key=SORTS[sort if sort in SORTS else "due"][1])
    return show(
        "desk.html",
        rows=kept,
        overdue=sum(row.overdue for row in going.values()),
        total=total,
        most=_MOST,
        batches=batches,
        wanted=wanted,
        sort=sort,
        sorts={name: title for name, (title, _) in SORTS.items()},
        courses=COURSES,
        criteria=[c for c in context.pack().criteria if c.number],
        offices=sorted(set(context.pack().offices.values())),
        units=sorted({row.check.unit for row in listed.values() if row.check.unit}),
    )


def _touches(check: CheckInfo, criterion: str) -> bool:
    number = int(criterion) if criterion.isdigit() else 0
    asks = check.statuses[number - 1 : number] if number else ()
    return bool(asks) and asks[0] in ("return", "review")


def _handled(row: Row, value: str) -> bool:
    if value == "overdue":
        return row.overdue
    return (row.handling is None) == (value == "none")


_FILTERS: Mapping[str, Callable[[Row, str], bool]] = {
    "outcome": lambda row, value: row.check.outcome == value,
    "criterion": lambda row, value: _touches(row.check, value),
    "office": lambda row, value: value in row.check.offices,
    "unit": lambda row, value: row.check.unit == value,
    "batch": lambda row, value: row.check.batch == value,
    "course": _handled,
}


def hand_in(context: Context, identity: Identity, files: tuple[Upload, ...]) -> Response:
    """A batch from the page; its token is that of the page, so a double click is one batch."""
    if not files:
        raise Refusal(422, [Fault("", "没有选文件", "选择申报文件后再提交")])
    call = Call({}, {}, b"", "", identity)
    number, _ = begin(context, gathered(files), call, request.form.get("token", "")[:200])
    return here(f"/batches/{number}")


def progress(context: Context, identity: Identity, number: str) -> Response:
    """A batch: how many of each, those that need somebody first."""
    with context.database.reading() as connection:
        batch = found(connection, number, identity)
    items = sorted(batch.items, key=lambda item: (_WEIGHTS.get(_result(item), 9), item.position))
    numbers = Counter(map(_result, batch.items))
    counts = [(title, look, numbers[name]) for name, (title, look) in _RESULTS.items()]
    return show(
        "batch.html",
        batch=batch,
        running=batch.state == "running",
        items=items,
        counts=[each for each in counts if each[2]],
    )


def _result(item: Item) -> str:
    """What an item came to, or how far it is."""
    return item.outcome or item.state


def table_file(context: Context, identity: Identity, number: str) -> Response:
    """送审清单表."""
    return response_of(table_answer(context, number, identity))


def cancel(context: Context, identity: Identity, number: str) -> Response:
    """Stop a batch."""
    with context.database.writing() as connection:
        found(connection, number, identity)
        cancel_batch(connection, number, identity)
    return here(f"/batches/{number}")
