"""A filing's course as plain text: where it stands, whose turn, by when, and what follows."""

from collections.abc import Iterator
from datetime import date

from compliance.calendar import Due
from compliance.procedure import Deadline, Duty, Milestone, Status, Step
from compliance.procedure.model import Consequence
from compliance.text import listed

_WEEKDAYS = "一二三四五六日"
_STATES = {"met": "已按期", "missed": "已逾期", "open": "未到期"}
_MUST = {"submit": "须在此日前提交", "complete": "须在此日前完成备案登记"}


def course_text(status: Status) -> str:
    """The answer of `beian deadlines`, a paragraph a matter.

    Every date has its weekday; what is only provisional says so.
    """
    return "\n".join(_lines(status))


def day_text(day: date) -> str:
    """A date with its weekday.

    >>> day_text(date(2026, 9, 28))
    '2026-09-28（周一）'
    """
    return f"{day}（周{_WEEKDAYS[day.weekday()]}）"


def due_text(due: Due) -> str:
    """A due date, marked where it rests on a year without a table."""
    return day_text(due.day) + ("，暂定" if due.provisional else "")


def _lines(status: Status) -> Iterator[str]:
    yield f"种类：{status.kind.label}    查询日：{day_text(status.on)}"
    yield f"办理状态：{state_text(status)}"
    if status.record_no:
        yield f"备案号：{status.record_no}"
    for title, rows in course_blocks(status):
        yield f"{title}："
        yield from (f"  - {row}" for row in rows)


def state_text(status: Status) -> str:
    """The state, and how many times the filing was submitted."""
    attempt = f"（第 {status.attempt} 次提交）" if status.attempt > 1 else ""
    return status.state.label + attempt


def course_blocks(status: Status) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The matters there is something to say of: each a title and its rows."""
    archive = (listed((m.label for m in status.archive), 20),) if status.archive else ()
    every = (
        ("待办", tuple(_duty(duty, status) for duty in status.open)),
        ("已办", tuple(_duty(duty, status) for duty in status.done)),
        ("按各环节用满时限推算", tuple(_milestone(each, status) for each in status.ahead)),
        ("接下来可以登记", tuple(_step(step, status) for step in status.next)),
        ("退回理由", status.returned_for),
        ("截止日", tuple(_deadline(each) for each in status.deadlines)),
        ("没有完成的后果", tuple(_consequence(each, status) for each in status.consequences)),
        ("归档须上传", archive),
        ("说明", status.notes),
    )
    return tuple((title, rows) for title, rows in every if rows)


def _consequence(each: Consequence, status: Status) -> str:
    return f"{status.name(each.office)}：{each.text}（{each.clause}：{each.quote}）"


def duty_words(duty: Duty, status: Status) -> tuple[str, str, str]:
    """Whose turn it is or was and for what, by which day or why by none, and how late."""
    silent = duty.note if duty.done is None else ""
    last = f"到期日 {due_text(duty.due)}" if duty.due else silent
    return f"{status.name(duty.office)}：{duty.task.label}", last, late_text(duty)


def _duty(duty: Duty, status: Status) -> str:
    who, last, late = duty_words(duty, status)
    since = f"{day_text(duty.since)}起" if duty.since else ""
    done = f"{day_text(duty.done)}办结" if duty.done else ""
    return "，".join(filter(None, (who, since, last, done, late)))


def late_text(duty: Duty) -> str:
    """By how much a task is or was late, or nothing."""
    if not duty.late_days:
        return ""
    word = "逾期" if duty.done is None else "迟"
    return f"{word} {duty.late_working_days} 个工作日（{duty.late_days} 天）"


def _milestone(milestone: Milestone, status: Status) -> str:
    last = f"不晚于 {due_text(milestone.due)}" if milestone.due else "无法推算（时限通知未规定）"
    who = "各初审部门" if milestone.office == "each" else status.name(milestone.office)
    return f"{who}：{milestone.task.label}，{last}"


def _step(step: Step, status: Status) -> str:
    offices = listed((status.name(office) for office in step.offices), 12)
    return step.event.label + (f"（{offices}）" if offices else "")


def _deadline(deadline: Deadline) -> str:
    head = f"{deadline.title}（{deadline.year}年度）：{day_text(deadline.last)}"
    parts = [f"{head}，{_MUST[deadline.must]}，{_STATES[deadline.state]}"]
    if deadline.safe and deadline.must == "complete":
        parts.append(f"最晚安全提交日 {due_text(deadline.safe)}")
    return "；".join((*parts, *deadline.notes, f"依据{deadline.clause}：{deadline.quote}"))
