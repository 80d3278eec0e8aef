"""The list of existing systems, to look at and to import."""

from hashlib import sha256

from flask import request
from werkzeug.wrappers import Response

from service.context import Context
from service.listing import bring_in, csv_answer, ending_of, listed, matching, read_list
from service.pages.show import response_of, show, written_day
from service.problems import Fault
from service.refusal import Refusal
from service.route import Call, Upload
from service.store import Identity
from service.twins import twins_now
from service.weaknesses import weaknesses_now

_PAGE, _GROUPS = 50, 30
LEVELS = {"identical": "相同", "duplicate": "重复"}


def registry(context: Context, identity: Identity) -> Response:
    """Search the list."""
    wanted = request.args.get("q", "")[:200]
    offset = _offset()
    with context.database.reading() as connection:
        systems = listed(context, connection)
    some = matching(systems, wanted)
    return show(
        "registry.html",
        registry=systems,
        wanted=wanted,
        total=len(some),
        offset=offset,
        page=_PAGE,
        systems=some[offset : offset + _PAGE],
        writable=_writable(context, identity),
        fixed=context.fixed is not None,
    )


def export(context: Context, _: Identity) -> Response:
    """The list as a file for a table program."""
    with context.database.reading() as connection:
        systems = listed(context, connection)
    return response_of(csv_answer(systems))


def import_list(context: Context, identity: Identity, files: tuple[Upload, ...]) -> Response:
    """Preview or import a list, with the faults of its rows."""
    if not files:
        raise Refusal(422, [Fault("", "没有选文件", "选择清单文件后再提交")])
    file, dry_run = files[0], request.form.get("do") != "import"
    seen, mark = request.form.get("seen", ""), sha256(file.content).hexdigest()
    if seen not in ("", mark) and not dry_run:
        told = Fault("", "与刚才看过的不是同一个文件", "重新“先看结果”，核对后再导入")
        raise Refusal(422, [told])
    systems = read_list(context, file.content, ending_of(file.name), written_day("as_of"))
    mode = "replace" if request.form.get("mode") == "replace" else "merge"
    call = Call({}, {}, b"", "", identity)
    done = bring_in(context, systems, mode == "replace", dry_run, call)
    return show(
        "import.html", imported=done, name=file.name, mode=mode, mark=mark, as_of=systems.as_of
    )


def twins(context: Context, _: Identity) -> Response:
    """The groups of systems that duplicate each other, or in words why they are not found here."""
    try:
        found, refused = twins_now(context), None
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        found, refused = None, refusal.faults[0]
    groups = found.groups if found else ()
    start = _offset()
    return show(
        "twins.html",
        found=found,
        refused=refused,
        groups=groups[start : start + _GROUPS],
        total=len(groups),
        offset=start,
        page=_GROUPS,
        levels=LEVELS,
    )


def _writable(context: Context, identity: Identity) -> bool:
    """Whether the list may be changed from here."""
    return context.fixed is None and identity.may("admin")


def _offset() -> int:
    start = request.args.get("from", "0")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 0


def quality(context: Context, identity: Identity) -> Response:
    """What makes the list a poor one to compare with; systems of one name and owner."""
    writable = _writable(context, identity)
    return show("quality.html", found=weaknesses_now(context), writable=writable)
