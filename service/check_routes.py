"""Checks over HTTP: given, read back, reported, waived, compared."""

from dataclasses import dataclass

from compliance import (
    REPORT_FORMS,
    Filing,
    Verdict,
)
from service.answers import JSON, MULTIPART, Answer, as_json
from service.bodies import read_body
from service.checks import (
    WaiverGiven,
    as_it_stands,
    found,
    give_waiver,
    judge,
    kept,
    report_answer,
)
from service.compare import Comparison, compare
from service.context import Context
from service.query import LIMIT, OFFSET, ON, PACK, choice, words
from service.route import Call, Gives, Route, Takes
from service.store import (
    CheckInfo,
    list_checks,
)

_LOCATION = {"Location": "结论的地址；涉密的不留存，没有地址"}
_REPORT_MEDIA = tuple(form.media.split(";")[0] for form in REPORT_FORMS.values())


@dataclass(frozen=True, slots=True)
class CheckList:
    """预检记录, newest first."""

    total: int
    checks: tuple[CheckInfo, ...]


def _post_check(context: Context, call: Call) -> Answer:
    given = call.files or call.body
    verdict = context.work(judge, given, call.query.get("on"), call.query.get("pack"))
    number = kept(context, verdict, call.identity)
    document = verdict.document.encode()
    if not number:
        return Answer(document)
    return Answer(document, 201, headers={"Location": f"/v1/checks/{number}"})


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
