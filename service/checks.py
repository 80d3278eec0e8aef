"""The check and the criteria."""

from dataclasses import dataclass
from datetime import date

from compliance import Criterion, Filing, FilingError, RulebookError, Verdict, check, read_filing
from service.answers import as_json
from service.context import Context
from service.problems import fault_of
from service.query import ON, PACK
from service.refusal import Refusal
from service.route import Answer, Call, Gives, Route


@dataclass(frozen=True, slots=True)
class Criteria:
    """审查内容 of a rule pack, always eight, and the general part (number 0)."""

    pack: str
    title: str
    version: str
    effective_from: date
    verified_until: date
    criteria: tuple[Criterion, ...]


def verdict_on(context: Context, filing: Filing, on: date | None, pack: str | None) -> Verdict:
    """The verdict; without any date, by the law of today."""
    day = on or filing.dates.submitted or context.today()
    try:
        return check(filing, context.registry, day, context.pack(pack))
    except RulebookError as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error


def _post_check(context: Context, call: Call) -> Answer:
    try:
        filing = read_filing(call.body)
    except FilingError as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error
    verdict = verdict_on(context, filing, call.query.get("on"), call.query.get("pack"))
    return as_json(Verdict, verdict)


def _get_criteria(context: Context, call: Call) -> Answer:
    pack = context.pack(call.query.get("pack"))
    about = Criteria(
        pack.id,
        pack.title,
        pack.version,
        pack.effective_from,
        pack.verified_until,
        pack.criteria,
    )
    return as_json(Criteria, about)


CHECKS = (
    Route(
        "POST",
        "/v1/checks",
        "check",
        "检查一份申报",
        _post_check,
        {200: Gives("结论：八项逐项给出，附理由、位置、引据和改法", Verdict)},
        takes=Filing,
        query=(ON, PACK),
        problems=(400, 411, 413, 415, 422),
    ),
    Route(
        "GET",
        "/v1/criteria",
        "criteria",
        "八项审查内容",
        _get_criteria,
        {200: Gives("审查内容", Criteria)},
        query=(PACK,),
        problems=(400,),
    ),
)
