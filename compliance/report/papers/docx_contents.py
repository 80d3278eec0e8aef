"""What fills the papers about one filing."""

from collections.abc import Iterable
from datetime import date
from itertools import count, groupby

from compliance.errors import Problem
from compliance.finding import Finding
from compliance.procedure import Event, EventType, Procedure
from compliance.procedure.model import Office
from compliance.procedure.offices import chapters, collate, office_of
from compliance.procedure.terms import Flow
from compliance.report.papers.case import Case, cited, findings_of, placed, project_fields
from compliance.report.papers.content import Content, PaperError, Row
from compliance.text import listed

_STATES = {
    "present": "已提交",
    "filled": "已填写",
    "absent": "没有找到",
    "blank": "没有填写",
    "not_applicable": "申报为不适用",
}
_RESULT = {True: "☑通过　□不通过", False: "□通过　☑不通过", None: "□通过　□不通过"}
_RETURN_QUOTES = {
    Flow.REVIEW: ("三（二）2", "对初审未通过的项目予以退回并书面反馈"),
    Flow.INSPECTION: ("三（三）2、三（四）2", "对查验资料有误的项目予以退回"),
}
UNREGISTERED = "未登记"


def opinion(case: Case, office: Office, procedure: Procedure) -> Content:
    """初审意见表 of one office: its chapters, its findings, and its opinion once it is given."""
    own = [f for f in findings_of(case) if office_of(f, procedure) == office.id]
    given = next((o for o in case.status.opinions if o.office == office.id), None)
    seen = next((e for e in _events(case, EventType.EXPERT_REVIEWED, office)), None)
    sent = next((e for e in _events(case, EventType.DISPATCHED, office)), None)
    fields = project_fields(case) | {
        "初审部门": office.name,
        "审查事项": "、".join(office.duties) or "其他未分到部门的事项",
        "收到日期": _day(case.status.received),
        "派件日期": _day(sent.day if sent else None),
        "初审到期日": _opinion_due(case, office),
        "专家论证": f"{seen.day} {seen.note}".strip() if seen else "\n\n",
        "初审结论": _RESULT[given.passed if given else None],
        "初审理由": _numbered(given.reasons) if given and given.reasons else "\n\n",
        "初审签署": _day(given.day) if given else "\n　　　　　　　　　　　　年　　月　　日",
    }
    return Content(fields, {"章节": _chapter_rows(office, case), "问题": _finding_rows(own, case)})


def _events(case: Case, kind: EventType, office: Office) -> list[Event]:
    """The events of a kind at an office, last first: of several attempts the running one counts."""
    names = {office.id, office.name, *office.aliases}
    return [e for e in reversed(case.events) if e.event is kind and e.office in names]


def _opinion_due(case: Case, office: Office) -> str:
    duties = [*case.status.open, *reversed(case.status.done)]
    duty = next((d for d in duties if d.office == office.id and d.due), None)
    return _day(duty.due.day) if duty and duty.due else ""


def _chapter_rows(office: Office, case: Case) -> tuple[Row, ...]:
    return tuple(
        {"序号": str(n), "名称": c.label, "情况": _STATES[c.state], "位置": c.where}
        for n, c in enumerate(chapters(office, case.filing), 1)
    )


def _finding_rows(findings: Iterable[Finding], case: Case) -> tuple[Row, ...]:
    titles = {c.number: c.title for c in case.judged.criteria} if case.judged else {}
    return tuple(
        {
            "序号": str(n),
            "审查内容": titles.get(f.criterion, "总体情况"),
            "问题": f.message + (f"（{where}）" if (where := placed(f)) else ""),
            "依据": cited(f),
            "处理建议": f.remedy,
            "位置": placed(f),
        }
        for n, f in enumerate(findings, 1)
    )


def return_notice(
    case: Case, procedure: Procedure, *, signed: date | None, number: str = ""
) -> Content:
    """退回通知: the reasons of every office that refused and every finding that returns.

    `signed` and `number` are the office's to give; without them their places stay blank.
    """
    handled = procedure.kinds[case.status.kind]
    clause, quote = _RETURN_QUOTES.get(handled.flow, _RETURN_QUOTES[Flow.REVIEW])
    returning = [f for f in findings_of(case) if f.effect == "return"]
    asking = [f for f in findings_of(case) if f.effect == "review"]
    fields = project_fields(case) | {
        "文号": number or "　　　　〔　　　　〕　　号",
        "退回环节": "经查验资料有误" if handled.flow is Flow.INSPECTION else "经初审未通过",
        "通知文号": procedure.source.number,
        "退回条款": clause,
        "退回原文": quote,
        "后果": _consequence_text(case),
        "需核实": f"另有{len(asking)}项需要核实，不作为退回理由：" + _sentence(asking)
        if asking
        else "",
        "落款单位": procedure.office_name(procedure.unassigned),
        "落款日期": _chinese_day(signed),
    }
    return Content(fields, {"理由": _reason_rows(case, returning, procedure)})


def _reason_rows(case: Case, returning: list[Finding], procedure: Procedure) -> tuple[Row, ...]:
    """First what offices said, then what the check found, each once."""
    number = count(1)
    said = list(_said(case))
    told = {reason for _, reason in said}
    said += [(procedure.unassigned, r) for r in case.status.returned_for if r not in told]
    heard: list[Row] = [
        {
            "序号": str(next(number)),
            "部门": procedure.office_name(office),
            "问题": reason,
            "依据": _duty(office, procedure),
            "处理建议": "按部门意见修改",
        }
        for office, reason in said
    ]
    found: list[Row] = [
        {
            "序号": str(next(number)),
            "部门": procedure.office_name(office_of(f, procedure)) + "（预检）",
            "问题": f.message,
            "依据": cited(f),
            "处理建议": f.remedy,
        }
        for f in returning
    ]
    return (*heard, *found)


def _duty(office: str, procedure: Procedure) -> str:
    """By which sentence an office looks at it."""
    found = procedure.office(office)
    quote = f"三（二）2“{found.quote}”" if found and found.quote else ""
    return procedure.source.number + quote


def _said(case: Case) -> tuple[tuple[str, str], ...]:
    return collate(case.status.opinions, ()).reasons


def _consequence_text(case: Case) -> str:
    if not case.status.consequences:
        return ""
    what = "；".join(f"{case.status.name(c.office)}{c.text}" for c in case.status.consequences)
    return f"项目没有完成备案（归档）的：{what}。"


def registration(case: Case, procedure: Procedure) -> Content:
    """备案登记表: without the official number it is no registration, and says so."""
    judged = case.judged
    recorded = next((e.day for e in case.events if e.event is EventType.RECORDED), None)
    submitted = next((e.day for e in case.events if e.event is EventType.SUBMITTED), None)
    number = _record_no(case)
    fields = project_fields(case) | {
        "备案号": number or UNREGISTERED,
        "提交日期": _day(submitted),
        "备案日期": _day(recorded),
        "登记说明": _registration_note(case, number, procedure),
    }
    eight = [
        {"序号": str(c.number), "审查内容": c.title, "结论": c.result, "说明": c.note}
        for c in (judged.criteria if judged else ())
    ]
    steps = [_step_row(tuple(same), procedure) for _, same in groupby(case.events, key=_alike)]
    return Content(fields, {"八项": tuple(eight), "过程": tuple(steps)})


def _record_no(case: Case) -> str:
    """The official number as stored; two different ones are for a person to settle."""
    recorded, stated = case.status.record_no, case.filing.record_no or ""
    if recorded and stated and recorded != stated:
        message = f"备案号有两个：申报表写 {stated}，办理事件写 {recorded}"
        raise PaperError(Problem("", message, "核对备案平台，改正其中一处"))
    return recorded or stated


def _registration_note(case: Case, number: str, procedure: Procedure) -> str:
    if not number:
        return f"本表没有备案号，{UNREGISTERED}，不能作为项目审批和资金安排的依据。"
    return (
        f"依据{procedure.source.number}三（二）4“备案号与备案登记表作为项目审批和资金安排的依据”。"
        f"当前状态：{case.status.state.label}。"
    )


def _alike(event: Event) -> tuple[date, EventType, str]:
    """What is told in one row: offices of the same day, event and result."""
    return event.day, event.event, _event_result(event)


def _step_row(same: tuple[Event, ...], procedure: Procedure) -> Row:
    first = same[0]
    names = [procedure.office_name(e.office) for e in same if e.office]
    return {
        "日期": str(first.day),
        "环节": first.event.label,
        "单位": listed(names, 10),
        "结果": _event_result(first),
    }


def _event_result(event: Event) -> str:
    passed = {True: "通过", False: "不通过", None: ""}[event.passed]
    return "；".join(filter(None, (passed, event.record_no, *event.reasons, event.note)))


def _sentence(findings: Iterable[Finding]) -> str:
    return "；".join(f.message for f in findings) + "。"


def _numbered(reasons: tuple[str, ...]) -> str:
    return "\n".join(f"{n}．{reason}" for n, reason in enumerate(reasons, 1))


def _day(day: date | None) -> str:
    return str(day) if day else ""


def _chinese_day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"
