"""The list of existing systems, to look at and to import."""

from collections.abc import Sequence
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from compliance import Words, find_weaknesses
from service.context import Context
from service.listing import bring_in, listed, matching, read_list
from service.pages.show import show
from service.problems import Fault
from service.refusal import Refusal
from service.route import Call, Upload
from service.store import Identity

_PAGE = 50


def registry(context: Context, identity: Identity) -> Response:
    """Search the list."""
    wanted = request.args.get("q", "")[:200]
    start = request.args.get("from", "0")
    offset = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 0
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
        writable=context.fixed is None and identity.may("admin"),
        imported=None,
    )


def import_list(context: Context, identity: Identity, files: tuple[Upload, ...]) -> Response:
    """Preview or import a list, with the faults of its rows."""
    if not files:
        raise Refusal(422, [Fault("", "没有选文件", "选择清单文件后再提交")])
    ending = "." + files[0].name.rpartition(".")[2].lower()
    systems = read_list(files[0].content, ending if ending in (".csv", ".json", ".jsonl") else "")
    dry_run = request.form.get("do") != "import"
    replace = request.form.get("mode") == "replace"
    done = bring_in(context, systems, replace, dry_run, Call({}, {}, b"", "", identity))
    return show("import.html", imported=done, name=files[0].name)


def quality(context: Context, _: Identity) -> Response:
    """What makes the list a poor one to compare with; systems of one name and owner."""
    with context.database.reading() as connection:
        systems = listed(context, connection)
    words = Words.from_mapping(context.pack().lists["names"])
    found: Sequence[Any] = find_weaknesses(systems.systems, words)
    return show("quality.html", registry=systems, weaknesses=found[:1000], total=len(found))
