"""What fills the papers about many filings: the two lists and the bulletin."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from compliance.procedure import EventType, Procedure, State
from compliance.procedure.offices import collate
from compliance.procedure.terms import Flow
from compliance.report.course_text import late_text
from compliance.report.papers.case import Case, findings_of, project_fields
from compliance.report.papers.content import Content, Row
from compliance.text import listed

_PENDING = "未预检"
_DONE = {State.RECORDED, State.ARCHIVED, State.REGISTERED}


def review_list(cases: Iterable[Case], procedure: Procedure) -> Content:
    """送审清单表: a row a project, with the eight results and what the meeting has to settle."""
    rows = tuple(_review_row(n, case, procedure) for n, case in enumerate(cases, 1))
    return Content({"项目数": str(len(rows))}, {"项目": rows})


def _review_row(number: int, case: Case, procedure: Procedure) -> Row:
    judged = case.judged
    results = {c.number: c.result for c in judged.criteria} if judged else {}
    asking = [f.message for f in findings_of(case)]
    return (
        project_fields(case)
        | {f"结论{n}": results.get(n, _PENDING) for n in range(1, 9)}
        | {
            "序号": str(number),
            "初审汇总": _collation_text(case, procedure),
            "定夺事项": "；".join(asking) if judged else _PENDING,
        }
    )


def _collation_text(case: Case, procedure: Procedure) -> str:
    """What the offices said together; a kind without a first review is not said to have passed."""
    handled = procedure.kinds[case.status.kind]
    asked = handled.offices if handled.flow is Flow.REVIEW else ()
    collation = collate(case.status.opinions, asked)
    failed = [
        f"{case.status.name(o.office)}不通过：{'；'.join(o.reasons)}"
        for o in case.status.opinions
        if not o.passed
    ]
    names = listed((case.status.name(office) for office in collation.missing), 10)
    waiting = [f"未提交：{names}"] if names else []
    silent = "全部通过" if asked else "本种类不经部门初审"
    return "\n".join((*failed, *waiting)) or silent


def annual_list(cases: Iterable[Case], year: int) -> Content:
    """年度清单: the projects of a year that the group has passed."""
    passed = [c for c in cases if _voted(c) is not None and c.filing.project.plan_year == year]
    rows = tuple(_annual_row(n, case) for n, case in enumerate(passed, 1))
    return Content({"年度": str(year), "项目数": str(len(rows))}, {"项目": rows})


def _voted(case: Case) -> date | None:
    """The day the group passed it, unless it was voted on again since."""
    votes = [
        e
        for e in case.events
        if e.event in (EventType.COLLECTIVE_PASSED, EventType.COLLECTIVE_FAILED)
    ]
    return votes[-1].day if votes and votes[-1].event is EventType.COLLECTIVE_PASSED else None


def _annual_row(number: int, case: Case) -> Row:
    return project_fields(case) | {
        "序号": str(number),
        "集中审查日期": str(_voted(case)),
        "集中审查意见": "通过",
    }


def bulletin(
    cases: Iterable[Case], procedure: Procedure, *, on: date, signed: date | None = None
) -> Content:
    """备案登记情况通报: by unit, and the projects that are not recorded or not archived."""
    every = sorted(cases, key=lambda c: (c.filing.unit.name or "", c.filing.project.name or ""))
    units = [(unit, tuple(own)) for unit, own in groupby(every, key=_unit)]
    whole = _counts(every)
    fields = {f"{name}数": str(whole[name]) for name in _COUNTED} | {
        "统计日期": f"{on.year}年{on.month}月{on.day}日",
        "单位数": str(len(units)),
        "项目数": str(len(every)),
        "通知文号": procedure.source.number,
        "落款单位": procedure.office_name("leading_group"),
        "落款日期": f"{signed.year}年{signed.month}月{signed.day}日"
        if signed
        else "　　　　年　　月　　日",
    }
    return Content(
        fields,
        {
            "单位": tuple(_unit_row(n, unit, own) for n, (unit, own) in enumerate(units, 1)),
            "项目": tuple(
                _open_row(n, case) for n, case in enumerate((c for c in every if _is_open(c)), 1)
            ),
        },
    )


def _unit(case: Case) -> str:
    return case.filing.unit.name or "（没有填写单位）"


_COUNTED = ("已备案", "已归档", "办理中", "已退回", "未提交", "逾期", "错过")


def _counts(cases: Iterable[Case]) -> Counter[str]:
    found: Counter[str] = Counter()
    for case in cases:
        status = case.status
        found["已备案"] += status.state in _DONE
        found["已归档"] += status.state is State.ARCHIVED
        found["已退回"] += status.state is State.RETURNED
        found["未提交"] += status.state is State.NOT_SUBMITTED
        found["逾期"] += any(duty.late_days for duty in status.open)
        found["错过"] += any(d.state == "missed" for d in status.deadlines)
        found["办理中"] += status.state not in _DONE | {State.RETURNED, State.NOT_SUBMITTED}
    return found


def _unit_row(number: int, unit: str, own: tuple[Case, ...]) -> Row:
    counted = _counts(own)
    shown = {name: str(counted[name]) for name in _COUNTED}
    return {"序号": str(number), "单位": unit, "项目数": str(len(own)), **shown}


def _is_open(case: Case) -> bool:
    return case.status.state not in (State.ARCHIVED, State.REGISTERED)


def _open_row(number: int, case: Case) -> Row:
    status = case.status
    missed = [f"错过{d.title}截止日 {d.last}" for d in status.deadlines if d.state == "missed"]
    return {
        "序号": str(number),
        "项目": case.filing.project.name or "（没有填写名称）",
        "单位": _unit(case),
        "状态": status.state.label,
        "到期": "；".join((*missed, *_dues(case))) or "通知未规定时限",
        "后果": "；".join(f"{status.name(c.office)}{c.text}" for c in status.consequences),
    }


def _dues(case: Case) -> list[str]:
    """The open tasks by due date, offices of one day and task told together."""
    timed = [(d.due.day, d.task.label, late_text(d), d) for d in case.status.open if d.due]
    return [
        f"{listed(case.status.name(d.office) for *_, d in same)}{key[1]} {key[0]}"
        + (f"，{key[2]}" if key[2] else "")
        for key, same in groupby(timed, key=lambda found: found[:3])
    ]
