"""Self-check: files or the form in, the result on one screen, and the way to check again."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from flask import request
from werkzeug.wrappers import Response

from compliance import (
    REPORT_FORMS,
    ComplianceError,
    Dossier,
    Filing,
    Verdict,
    report_html,
    report_of,
)
from service.bodies import read_value
from service.checks import (
    WaiverGiven,
    as_it_stands,
    found,
    give_waiver,
    judge,
    kept,
    report_answer,
)
from service.compare import compare
from service.context import Context
from service.pages.form import filing_of, groups
from service.pages.show import here, response_of, show, written_day
from service.problems import Fault, fault_of
from service.refusal import Refusal
from service.route import Upload
from service.store import Identity, list_checks
from service.uploads import dossier_of

_MOST_STATEMENTS = 50
# What the fields of a waiver are called on the page.
_WAIVER = {"/rule": "问题", "/reason": "理由", "/owner": "负责人", "/expires": "有效期至"}
Answers = Mapping[str, str]
_NO_ANSWERS: Answers = MappingProxyType({})


def check_files(context: Context, identity: Identity, files: tuple[Upload, ...]) -> Response:
    """Check what was dropped, then show it."""
    if not files:
        raise Refusal(422, [Fault("", "没有选文件", "选择申报材料后再提交")])
    try:
        dossier = dossier_of(files)
    except ComplianceError as error:
        told = [replace(fault_of(each), pointer=each.place) for each in error.problems]
        raise Refusal(422, told, "材料里有要改的，没有检查") from error
    _readable(dossier)
    return _checked(context, identity, _answered(dossier, request.form))


def _readable(dossier: Dossier) -> None:
    """Raises Refusal 422 where the files told nothing at all: then there is nothing to check."""
    told = dossier.filing.model_dump(exclude_unset=True, exclude={"completeness"})
    if not dossier.unread or any(told.values()):
        return
    faults = [Fault(unread.file, unread.reason, "") for unread in dossier.unread]
    raise Refusal(422, faults, "没有一份文件读得出申报内容，没有检查")


def _answered(dossier: Dossier, form: Mapping[str, str]) -> Dossier:
    """With the difference statements that were written beside the similar systems."""
    given = [
        {"system": name.partition(":")[2], "statement": text.strip()}
        for name, text in form.items()
        if name.startswith("difference:") and text.strip()
    ][:_MOST_STATEMENTS]
    if not given:
        return dossier
    values = dossier.filing.model_dump(mode="json", exclude_unset=True)
    values["differences"] = [*values.get("differences", ()), *given]
    return replace(dossier, filing=read_value(Filing, values))


def _checked(
    context: Context, identity: Identity, dossier: Dossier, answers: Answers = _NO_ANSWERS
) -> Response:
    """On to the result; what came from the form is shown at once, with the way back to it."""
    on = written_day("on")
    verdict = context.work(judge, dossier, on, None)
    number = kept(context, verdict, identity)
    if not number:
        return _page(context, "", verdict.verdict, identity, None)
    named = request.form.get("earlier", "")
    earlier = named if named.replace("-", "").isdigit() else ""
    if answers:
        return _result(context, identity, number, earlier, answers)
    return here(f"/checks/{number}" + (f"?earlier={earlier}" if earlier else ""))


def result(context: Context, identity: Identity, number: str) -> Response:
    """A kept verdict, beside an earlier one where one is named."""
    return _result(context, identity, number, request.args.get("earlier", ""))


def _result(
    context: Context,
    identity: Identity,
    number: str,
    other: str,
    answers: Answers = _NO_ANSWERS,
) -> Response:
    with context.database.reading() as connection:
        stored = found(connection, number, identity)
        before = found(connection, other, identity) if other else None
        same = {"unit": stored.info.unit, "project": stored.info.project}
        _, others = list_checks(connection, identity, 0, 20, **same)
    verdict = as_it_stands(context, stored)
    told = compare(number, verdict, other, as_it_stands(context, before)) if before else None
    rest = [other for other in others if other.id != number]
    return _page(context, number, verdict, identity, told, rest, answers)


def _page(
    context: Context,
    number: str,
    verdict: Verdict,
    identity: Identity,
    comparison: object,
    others: object = (),
    answers: Answers = _NO_ANSWERS,
) -> Response:
    report = report_of(verdict)
    return show(
        "result.html",
        number=number,
        today=context.today(),
        verdict=verdict,
        report=partial(report_html, report, 1, "/rules/"),
        answers=answers,
        forms=[name for name in REPORT_FORMS if name != "text"],
        comparison=comparison,
        others=others,
        alike=[card for card in report.cards if card.sides],
        reviewer=identity.may("reviewer"),
        waivable=waivable(verdict) if identity.may("reviewer") else (),
    )


def waivable(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """What a reviewer may waive: rule and item as one value, and the words."""
    return tuple(
        (json.dumps([f.rule, f.item]), f"{f.message[:100]}（{f.rule}）")
        for f in verdict.findings
        if f.effect != "info" and not f.waiver
    )


def download(context: Context, identity: Identity, number: str, form: str) -> Response:
    """A report of a kept verdict."""
    return response_of(report_answer(context, number, form, identity))


def fill(context: Context, identity: Identity) -> Response:
    """The form; sent, it is checked, or comes back with what is wrong."""
    answers = {k: v for k, v in request.values.items() if k.startswith("/") and v.strip()}
    if request.method == "GET" or "more" in request.form:
        return _form(answers, {})
    try:
        content = json.dumps(filing_of(answers), ensure_ascii=False).encode()
        dossier = dossier_of([Upload("表单.json", content)])
    except ComplianceError as error:
        faults = {f.pointer: f for f in map(fault_of, error.problems)}
        return _form(answers, faults)
    return _checked(context, identity, dossier, answers)


def _form(answers: Mapping[str, str], faults: Mapping[str, Fault]) -> Response:
    """The form with what was filled in; faults of no field stand above it."""
    made = groups(answers)
    fields = {field.pointer for group in made for field in group.fields}
    loose = [fault for pointer, fault in faults.items() if pointer not in fields]
    status = 422 if faults else 200
    return show(
        "form.html",
        status,
        groups=made,
        answers=answers,
        faults=faults,
        loose=loose,
        earlier=request.form.get("earlier", ""),
    )


def waive(context: Context, identity: Identity, number: str) -> Response:
    """A waiver by a reviewer."""
    try:
        rule, item = json.loads(request.form.get("finding", ""))
    except (ValueError, TypeError):
        raise Refusal(422, [Fault("问题", "没有选", "选一条问题")]) from None
    names = ("reason", "owner", "expires")
    given = {"rule": rule, "item": item, **{n: request.form.get(n, "") for n in names}}
    try:
        give_waiver(context, number, read_value(WaiverGiven, given), identity)
    except Refusal as refusal:
        told = [replace(f, pointer=_WAIVER.get(f.pointer, f.pointer)) for f in refusal.faults]
        raise Refusal(refusal.status, told, "没有豁免" if told else "") from refusal
    return here(f"/checks/{number}")
