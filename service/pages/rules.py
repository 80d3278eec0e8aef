"""The rules to look at, as they stand on a day; one rule with its cases; a filing on two days."""

from datetime import date

from flask import request
from werkzeug.wrappers import Response

from compliance import Rule, RulePack, pack_differences, parameters_on, rule_cases, rule_parts
from service.checks import found
from service.context import Context
from service.inquiries import rule_info
from service.pages.show import show, written_day
from service.problems import Fault
from service.refusal import Refusal
from service.replaying import replayed, replayed_check
from service.route import Upload
from service.store import Identity


def rules(context: Context, _: Identity) -> Response:
    """Every rule by criterion, as it is in force on a day, and what differs from today."""
    day, pack, today = _day(context), context.pack(), context.today()
    told = {
        criterion: [
            (rule_info(pack, rule), rule.in_force(day), _short(pack, rule))
            for rule in pack.rules
            if rule.criterion == criterion.number
        ]
        for criterion in pack.criteria
    }
    return show(
        "rules.html",
        pack=pack,
        told=told,
        day=day,
        today=today,
        held=sum(holds for each in told.values() for _, holds, _ in each),
        early=day < pack.effective_from,
        late=pack.effective_until is not None and day >= pack.effective_until,
        differences=pack_differences(pack, pack, min(day, today), max(day, today)),
        parameters=parameters_on(pack, day),
    )


def _short(pack: RulePack, rule: Rule) -> str:
    """The document a rule rests on, by its number where it has one."""
    source = pack.sources[rule.cite.source]
    return source.number or source.title


def rule(context: Context, _: Identity, name: str) -> Response:
    """One rule in full, with its parameters by date and its cases."""
    pack, day = context.pack(), _day(context)
    asked = pack.rule(name)
    if asked is None:
        raise Refusal(404)
    return show(
        "rule.html",
        rule=rule_info(pack, asked),
        in_force=asked.in_force(day),
        parts=tuple(rule_parts(asked, pack, day)),
        parameters=parameters_on(pack, day, asked),
        cases=rule_cases(context.folders.get(pack.id, pack.id), asked.id),
        day=day,
    )


def replay_page(context: Context, identity: Identity) -> Response:
    """Where the materials go in, for a check or without one."""
    return _replay_page(context, identity, request.args.get("check", ""), _day(context))


def replay_files(context: Context, identity: Identity, files: tuple[Upload, ...]) -> Response:
    """The materials judged on two days."""
    if not files:
        raise Refusal(422, [Fault("", "没有选文件", "选择申报材料后再提交")])
    number, after = request.form.get("check", ""), written_day("on") or context.today()
    if not number:
        told = replayed(context, files, after, written_day("before"))
        return _replay_page(context, identity, "", after, told)
    with context.database.reading() as connection:
        stored = found(connection, number, identity)
    return _replay_page(
        context, identity, number, after, replayed_check(context, files, stored, after)
    )


def _replay_page(
    context: Context, identity: Identity, number: str, day: date, told: object = None
) -> Response:
    stored = None
    if number:
        with context.database.reading() as connection:
            stored = found(connection, number, identity)
    return show("replay.html", stored=stored, day=day, told=told, pack=context.pack())


def _day(context: Context) -> date:
    return written_day("on") or context.today()
