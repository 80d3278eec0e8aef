"""The reviewer's desk: batches with their progress, every check in a table to sort and filter."""

from collections.abc import Callable, Mapping

from flask import request
from werkzeug.wrappers import Response

from service.batches import begin, found, gathered, table_answer
from service.context import Context
from service.pages.show import here, response_of, show
from service.problems import Fault
from service.refusal import Refusal
from service.route import Call, Upload
from service.store import CheckInfo, Identity, cancel_batch, list_batches, list_checks

_MOST = 500
_ORDER = {"return": 0, "review": 1, "pass": 2}
SORTS: Mapping[str, tuple[str, Callable[[CheckInfo], object]]] = {
    "time": ("时间", lambda check: check.id),
    "outcome": ("结论", lambda check: (_ORDER[check.outcome], check.unit)),
    "unit": ("单位", lambda check: (check.unit, check.project)),
    "project": ("项目", lambda check: check.project),
}


def desk(context: Context, identity: Identity) -> Response:
    """Batches and checks."""
    wanted = {name: request.args.get(name, "") for name in _FILTERS}
    sort = request.args.get("sort", "time")
    with context.database.reading() as connection:
        total, checks = list_checks(connection, identity, 0, _MOST)
        batches = list_batches(connection, identity)
    kept = [check for check in checks if all(_FILTERS[n](check, v) for n, v in wanted.items() if v)]
    if sort in SORTS:
        kept.sort(key=SORTS[sort][1], reverse=sort == "time")  # type: ignore[arg-type]
    return show(
        "desk.html",
        checks=kept,
        total=total,
        most=_MOST,
        batches=batches,
        wanted=wanted,
        sort=sort,
        sorts={name: title for name, (title, _) in SORTS.items()},
        criteria=[c for c in context.pack().criteria if c.number],
        offices=sorted(set(context.pack().offices.values())),
        units=sorted({check.unit for check in checks if check.unit}),
    )


def _touches(check: CheckInfo, criterion: str) -> bool:
    number = int(criterion) if criterion.isdigit() else 0
    asks = check.statuses[number - 1 : number] if number else ()
    return bool(asks) and asks[0] in ("return", "review")


_FILTERS: Mapping[str, Callable[[CheckInfo, str], bool]] = {
    "outcome": lambda check, value: check.outcome == value,
    "criterion": _touches,
    "office": lambda check, value: value in check.offices,
    "unit": lambda check, value: check.unit == value,
    "batch": lambda check, value: check.batch == value,
}


def hand_in(context: Context, identity: Identity, files: tuple[Upload, ...]) -> Response:
    """A batch from the page; its token is that of the page, so a double click is one batch."""
    if not files:
        raise Refusal(422, [Fault("", "没有选文件", "选择申报文件后再提交")])
    call = Call({}, {}, b"", "", identity)
    number, _ = begin(context, gathered(files), call, request.form.get("token", "")[:200])
    return here(f"/batches/{number}")


def progress(context: Context, identity: Identity, number: str) -> Response:
    """A batch; the page comes again by itself while it runs."""
    with context.database.reading() as connection:
        batch = found(connection, number, identity)
    return show("batch.html", batch=batch, running=batch.state == "running")


def table_file(context: Context, identity: Identity, number: str) -> Response:
    """送审清单表."""
    return response_of(table_answer(context, number, identity))


def cancel(context: Context, identity: Identity, number: str) -> Response:
    """Stop a batch."""
    with context.database.writing() as connection:
        found(connection, number, identity)
        cancel_batch(connection, number, identity)
    return here(f"/batches/{number}")
