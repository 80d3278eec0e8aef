"""The list of existing systems and the rules, to look at; the list also to import."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from compliance import RulePack, Words, find_weaknesses, shown_rule
from service.context import Context
from service.inquiries import rule_info
from service.listing import bring_in, listed, matching, read_list
from service.pages.show import show
from service.problems import Fault
from service.query import read_day
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


def rules(context: Context, _: Identity) -> Response:
    """Every rule by criterion, as it is in force on a day."""
    day, pack = _day(context), context.pack()
    told = {
        criterion: [
            (rule_info(pack, rule), rule.in_force(day))
            for rule in pack.rules
            if rule.criterion == criterion.number
        ]
        for criterion in pack.criteria
    }
    return show("rules.html", pack=pack, told=told, day=day, parameters=_parameters(pack, day))


def rule(context: Context, _: Identity, name: str) -> Response:
    """One rule in full."""
    pack = context.pack()
    found = pack.rule(name)
    if found is None:
        raise Refusal(404)
    text = shown_rule(found, pack, _day(context))
    return show("rule.html", rule=rule_info(pack, found), text=text, day=_day(context))


def _day(context: Context) -> date:
    written = request.args.get("on", "")
    try:
        return read_day(written) if written else context.today()
    except ValueError as error:
        raise Refusal(422, [Fault("日期", str(error), "写成 2026-03-02 的形式")]) from None


def _parameters(pack: RulePack, day: date) -> list[tuple[str, str, int, str, str]]:
    return [
        (p.title, p.unit, p.on(day).value, p.on(day).since.isoformat(), p.on(day).note)
        for p in pack.parameters.values()
    ]
