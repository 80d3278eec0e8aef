"""Checks: given, kept, read back, waived, compared."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from compliance import (
    REPORT_FORMS,
    Dossier,
    Filing,
    FilingError,
    IntakeError,
    RulebookError,
    Verdict,
    Waiver,
    check,
    read_filing,
    waive,
)
from service.answers import JSON, MULTIPART, Answer, as_json
from service.bodies import read_body
from service.compare import Comparison, compare
from service.context import Context
from service.problems import Fault, fault_of
from service.query import LIMIT, OFFSET, ON, PACK, choice, words
from service.refusal import Refusal
from service.route import Call, Gives, Route, Takes
from service.store import (
    CheckInfo,
    Connection,
    Identity,
    Stored,
    add_check,
    add_waiver,
    find_check,
    list_checks,
    withheld,
)
from service.uploads import dossier_of

_LOCATION = {"Location": "结论的地址；涉密的不留存，没有地址"}

_REPORT_MEDIA = tuple(form.media.split(";")[0] for form in REPORT_FORMS.values())


class WaiverGiven(BaseModel):
    """豁免: which finding does not count, why, who answers for it, until when."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: Annotated[str, Field(min_length=1, max_length=80)]
    item: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(min_length=2, max_length=500)]
    owner: Annotated[str, Field(min_length=2, max_length=100)]
    expires: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


@dataclass(frozen=True, slots=True)
class CheckList:
    """预检记录, newest first."""

    total: int
    checks: tuple[CheckInfo, ...]


def dossier_in(call: Call) -> Dossier:
    """The filing in a body or in the files sent; raises Refusal 422 with every fault."""
    try:
        return dossier_of(call.files) if call.files else Dossier(read_filing(call.body))
    except (FilingError, IntakeError) as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error


def verdict_on(context: Context, dossier: Dossier, on: date | None, pack: str | None) -> Verdict:
    """The verdict; without any date, by the law of today."""
    with context.database.reading() as connection:
        registry = context.registry(connection)
    try:
        day = on or dossier.filing.dates.submitted or context.today()
        return check(dossier, registry, day, context.pack(pack))
    except RulebookError as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error


def kept(context: Context, verdict: Verdict, owner: Identity, name: str = "") -> str:
    """The number under which a verdict is kept; none for a confidential filing."""
    if withheld(verdict):
        return ""
    with context.database.writing() as connection:
        return add_check(connection, verdict, owner, name)


def as_it_stands(context: Context, stored: Stored) -> Verdict:
    """A kept verdict with the waivers that hold today."""
    pack = context.packs.get(stored.verdict.pack.id, context.pack())
    day = max(stored.verdict.on, context.today().isoformat())
    return waive(stored.verdict, stored.waivers, pack.labels, day)


def found(connection: Connection, check_id: str, viewer: Identity) -> Stored:
    """The check of a number; raises Refusal 404."""
    stored = find_check(connection, check_id, viewer)
    if stored is None:
        raise Refusal(404)
    return stored


def give_waiver(context: Context, check_id: str, given: WaiverGiven, actor: Identity) -> Verdict:
    """The verdict once a waiver is put to it; raises Refusal where there is nothing to waive."""
    try:
        date.fromisoformat(given.expires)
    except ValueError:
        raise Refusal(422, [Fault("/expires", "没有这一天", "核对月和日")]) from None
    waiver = Waiver(given.rule, given.reason, given.owner, given.expires, given.item)
    with context.database.writing() as connection:
        stored = found(connection, check_id, actor)
        named = [f for f in stored.verdict.findings if f.rule == given.rule]
        if not any(given.item in ("", f.item) for f in named):
            raise Refusal(
                422, [Fault("/rule", "结论里没有这条问题", "按结论里的 rule 和 item 填写")]
            )
        add_waiver(connection, check_id, waiver, actor)
    with context.database.reading() as connection:
        return as_it_stands(context, found(connection, check_id, actor))


def _post_check(context: Context, call: Call) -> Answer:
    dossier = dossier_in(call)
    verdict = verdict_on(context, dossier, call.query.get("on"), call.query.get("pack"))
    number = kept(context, verdict, call.identity)
    if not number:
        return as_json(Verdict, verdict)
    return as_json(Verdict, verdict, 201, {"Location": f"/v1/checks/{number}"})


def _list_checks(context: Context, call: Call) -> Answer:
    equal = {name: call.query[name] for name in ("outcome", "unit", "batch") if name in call.query}
    offset, limit = call.query.get("offset", 0), call.query.get("limit", 50)
    with context.database.reading() as connection:
        total, some = list_checks(connection, call.identity, offset, limit, **equal)
    return as_json(CheckList, CheckList(total, some))


def _get_check(context: Context, call: Call) -> Answer:
    with context.database.reading() as connection:
        stored = found(connection, call.path["id"], call.identity)
    return as_json(Verdict, as_it_stands(context, stored))


def _post_waiver(context: Context, call: Call) -> Answer:
    given: WaiverGiven = read_body(WaiverGiven, call.body)
    return as_json(Verdict, give_waiver(context, call.path["id"], given, call.identity), 201)


def report_answer(context: Context, check_id: str, form: str, viewer: Identity) -> Answer:
    """A kept verdict in one of the forms of a report; raises Refusal 404 for any other."""
    if form not in REPORT_FORMS:
        raise Refusal(404)
    with context.database.reading() as connection:
        stored = found(connection, check_id, viewer)
    made = REPORT_FORMS[form]
    name = f"{check_id}.{made.ending}"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Answer(made.write(as_it_stands(context, stored)), 200, made.media, headers)


def _report(context: Context, call: Call) -> Answer:
    return report_answer(context, call.path["id"], call.path["form"], call.identity)


def _compare(context: Context, call: Call) -> Answer:
    with context.database.reading() as connection:
        this = found(connection, call.path["id"], call.identity)
        other = found(connection, call.path["other"], call.identity)
    told = compare(
        this.info.id,
        as_it_stands(context, this),
        other.info.id,
        as_it_stands(context, other),
    )
    return as_json(Comparison, told)


CHECKS = (
    Route(
        method="POST",
        path="/v1/checks",
        name="check",
        title="检查一份申报（JSON，或一组材料文件）",
        respond=_post_check,
        role="applicant",
        takes=Takes(Filing, (JSON, MULTIPART)),
        heavy=True,
        query=(ON, PACK),
        gives={
            200: Gives("结论，没有留存（涉密）", Verdict),
            201: Gives("结论：八项逐项给出，附理由、位置、引据和改法", Verdict, headers=_LOCATION),
        },
    ),
    Route(
        method="GET",
        path="/v1/checks",
        name="checks",
        title="预检记录；申报单位只见自己的",
        respond=_list_checks,
        role="applicant",
        query=(
            OFFSET,
            LIMIT,
            choice("outcome", "结论", "pass", "return", "review"),
            words("unit", "单位名称"),
            words("batch", "批次"),
        ),
        gives={200: Gives("预检记录", CheckList)},
    ),
    Route(
        method="GET",
        path="/v1/checks/{id}",
        name="check_again",
        title="一次预检的结论，含至今有效的豁免",
        respond=_get_check,
        role="applicant",
        gives={200: Gives("结论", Verdict)},
        problems=(404,),
    ),
    Route(
        method="POST",
        path="/v1/checks/{id}/waivers",
        name="waive",
        title="豁免一条问题（审查人员）",
        respond=_post_waiver,
        role="reviewer",
        takes=Takes(WaiverGiven),
        gives={201: Gives("豁免后的结论", Verdict)},
        problems=(404,),
    ),
    Route(
        method="GET",
        path="/v1/checks/{id}/report.{form}",
        name="report",
        title=f"报告：{'、'.join(REPORT_FORMS)}",
        respond=_report,
        role="applicant",
        gives={
            200: Gives("报告", media=tuple(f.media.split(";")[0] for f in REPORT_FORMS.values()))
        },
        problems=(404,),
    ),
    Route(
        method="GET",
        path="/v1/checks/{id}/compare/{other}",
        name="compare",
        title="与另一次（较早的）预检比较",
        respond=_compare,
        role="applicant",
        gives={200: Gives("已改正、仍存在、新出现的问题", Comparison)},
        problems=(404,),
    ),
)
