"""Checks: given, kept, read back, waived, compared."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from compliance import (
    REPORT_FORMS,
    ComplianceError,
    Dossier,
    FilingError,
    IntakeError,
    RulebookError,
    Verdict,
    Waiver,
    check,
    read_filing,
    waive,
)
from service.answers import Answer
from service.context import Context
from service.problems import Fault, fault_of
from service.refusal import Refusal
from service.route import Upload
from service.store import (
    Connection,
    Identity,
    Stored,
    Written,
    add_check,
    add_waiver,
    find_check,
    written,
)
from service.uploads import dossier_of

_NOT_HERE = "这台服务器出不了这种格式的报告，要管理员按 errors 逐条安装或设置；可先取别的格式"
# JSON, files, or what was read of them.
Filed = bytes | tuple[Upload, ...] | Dossier


class WaiverGiven(BaseModel):
    """豁免: which finding does not count, why, who answers for it, until when."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: Annotated[str, Field(min_length=1, max_length=80)]
    item: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(min_length=2, max_length=500)]
    owner: Annotated[str, Field(min_length=2, max_length=100)]
    expires: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


def dossier_from(given: Filed) -> Dossier:
    """What was filed, read; raises Refusal 422 with every fault."""
    if isinstance(given, Dossier):
        return given
    try:
        return Dossier(read_filing(given)) if isinstance(given, bytes) else dossier_of(given)
    except (FilingError, IntakeError) as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error


def judge(
    context: Context, given: Filed, on: date | None = None, pack: str | None = None
) -> Written:
    """The verdict on what was filed; without any date, by the law of today.

    Raises Refusal 422 with every fault.
    """
    dossier = dossier_from(given)
    day = on or dossier.filing.dates.submitted or context.today()
    try:
        verdict = check(dossier, context.systems(), day, context.pack(pack))
        return written(verdict, dossier.filing)
    except RulebookError as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error


def kept(context: Context, verdict: Written, owner: Identity) -> str:
    """The number under which a verdict is kept; none for a confidential filing."""
    if verdict.secret:
        return ""
    with context.database.writing() as connection:
        return add_check(connection, verdict, owner)


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
        last = date.fromisoformat(given.expires)
    except ValueError:
        raise Refusal(422, [Fault("/expires", "没有这一天", "核对月和日")]) from None
    if last < context.today():
        raise Refusal(422, [Fault("/expires", "有效期已过", "写今天或以后的日期")])
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


def report_answer(context: Context, check_id: str, form: str, viewer: Identity) -> Answer:
    """A kept verdict in one of the forms of a report; raises Refusal 404 for any other."""
    if form not in REPORT_FORMS:
        raise Refusal(404)
    with context.database.reading() as connection:
        stored = found(connection, check_id, viewer)
    made = REPORT_FORMS[form]
    name = f"{check_id}.{made.ending}"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    try:
        content = made.write(as_it_stands(context, stored), context.templates)
    except ComplianceError as error:
        faults = [fault_of(problem) for problem in error.problems]
        raise Refusal(503, faults, detail=_NOT_HERE) from error
    return Answer(content, 200, made.media, headers)
