"""办理文书 that the office sends out, made from a check as it stands and its events."""

from compliance import ComplianceError, return_notice
from service.answers import Answer
from service.checks import as_it_stands, found
from service.context import Context
from service.courses import course_of, filing_of, status_of
from service.problems import fault_of
from service.refusal import Refusal
from service.route import Call, Gives, Route
from service.store import Identity

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def notice(context: Context, check_id: str, viewer: Identity) -> Answer:
    """退回通知 of a check; raises Refusal 409 where there is no reason to return."""
    with context.database.reading() as connection:
        stored = found(connection, check_id, viewer)
        course = course_of(connection, check_id, viewer)
    standing = status_of(context, course, course.events)
    verdict = as_it_stands(context, stored)
    try:
        content = return_notice(
            filing_of(course),
            course.events,
            standing,
            verdict,
            context.procedure,
            templates=context.templates,
        )
    except ComplianceError as error:
        raise Refusal(409, [fault_of(problem) for problem in error.problems]) from error
    headers = {"Content-Disposition": f"attachment; filename={check_id}-return-notice.docx"}
    return Answer(content, 200, WORD, headers)


def _notice(context: Context, call: Call) -> Answer:
    return notice(context, call.path["id"], call.identity)


PAPERS = (
    Route(
        method="GET",
        path="/v1/checks/{id}/return-notice.docx",
        name="return_notice",
        title="退回通知（书面反馈），文号和落款日期留空（审查人员）",
        respond=_notice,
        role="reviewer",
        gives={200: Gives("退回通知", media=(WORD,))},
        problems=(404, 409),
    ),
)
