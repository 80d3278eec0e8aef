"""The course of a filing: cases by hand, refusals, and the laws of the state machine."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.calendar import china
from compliance.filing.terms import Kind
from compliance.procedure import (
    Event,
    ProcedureError,
    Question,
    State,
    Status,
    Task,
    answer,
    load,
    read_events,
    status,
)
from compliance.procedure.course import course
from compliance.procedure.machine import advance
from compliance.procedure.progress import Progress
from compliance.procedure.steps import Step, steps
from compliance.procedure.terms import EventType

CHINA = china()
NANCHONG = load()
OFFICES = ("市政府办", "市委网信办", "市密码管理局", "市公安局", "市财政局")
IDS = ("government_office", "cyberspace", "crypto", "police", "finance")


def events(*rows: tuple[object, ...]) -> tuple[Event, ...]:
    """Rows of event, day of 2026, office, result, reason."""
    return tuple(
        Event.model_validate(
            {
                key: value
                for key, value in zip(("event", "day", "office", "passed", "reasons"), row)  # noqa: B905
                if value != ""
            }
            | ({"record_no": "示例备〔2026〕1号"} if row[0] == "备案" else {})
        )
        for row in rows
    )


def stands(kind: Kind, rows: tuple[tuple[object, ...], ...], on: str, **more: int) -> Status:
    return status(kind, events(*rows), date.fromisoformat(on), NANCHONG, CHINA, **more)


SUBMITTED = (("提交申报", "2026-09-24"),)
SENT = (*SUBMITTED, *(("分派", "2026-09-28", office) for office in OFFICES))
HEARD = (*SENT, *(("部门初审意见", "2026-10-09", office, "通过") for office in OFFICES))
LISTED = (*HEARD, ("汇总", "2026-10-12"))
RECORDED = (*LISTED, ("集中审查通过", "2026-11-02"), ("备案", "2026-11-03"))
REFUSED = (
    *SENT,
    ("部门初审意见", "2026-10-08", "市公安局", "不通过", "拟定级依据不足；没有等级保护方案"),
    ("部门初审意见", "2026-10-08", "市财政局", "不通过", "运行维护经费没有渠道"),
    *(("部门初审意见", "2026-10-09", office, "通过") for office in OFFICES[:3]),
    ("汇总", "2026-10-12"),
)


def due(found: Status) -> list[tuple[Task, str, str]]:
    return [
        (duty.task, found.name(duty.office), str(duty.due.day) if duty.due else "")
        for duty in found.open
    ]


NEW = {
    "提交后两个工作日内分派，中秋假期不算": (
        SUBMITTED,
        State.DISPATCHING,
        [(Task.DISPATCH, "领导小组办公室", "2026-09-29")],
    ),
    "各部门自各自收到派件起五个工作日，跨国庆和调休": (
        SENT,
        State.REVIEWING,
        [
            (Task.OPINION, office, "2026-10-10")
            for office in ("市密码管理局", "市委网信办", "市财政局", "市政府办", "市公安局")
        ],
    ),
    "收到最后一份意见起五个工作日内汇总": (
        HEARD,
        State.COLLATING,
        [(Task.COLLATE, "领导小组办公室", "2026-10-15")],
    ),
    "集中审查没有时限": (LISTED, State.LISTED, [(Task.COLLECTIVE, "领导小组", "")]),
    "有一个部门不通过就退回，按汇总的时限": (
        REFUSED,
        State.REFUSED,
        [(Task.RETURN, "领导小组办公室", "2026-10-15")],
    ),
    "备案之后还要归档": (RECORDED, State.RECORDED, [(Task.ARCHIVE, "项目单位", "")]),
}


@pytest.mark.parametrize(("rows", "state", "tasks"), NEW.values(), ids=NEW)
def test_new(
    rows: tuple[tuple[object, ...], ...], state: State, tasks: list[tuple[Task, str, str]]
) -> None:
    found = stands(Kind.NEW, rows, "2026-11-05")
    assert found.state is state
    assert due(found) == tasks


def test_an_office_sent_later_is_due_later() -> None:
    rows = (*SUBMITTED, ("分派", "2026-09-24", "市公安局"), ("分派", "2026-09-28", "市财政局"))
    found = stands(Kind.NEW, rows, "2026-09-30")
    assert due(found) == [
        (Task.DISPATCH, "领导小组办公室", "2026-09-29"),
        (Task.OPINION, "市公安局", "2026-10-09"),
        (Task.OPINION, "市财政局", "2026-10-10"),
    ]
    assert found.open[0].late_days == 1


def test_the_overdue_come_first_and_say_by_how_much() -> None:
    rows = (*SENT[:-1], ("分派", "2026-09-29", "市财政局"))
    found = stands(Kind.NEW, rows, "2026-10-13")
    late = [(found.name(d.office), d.late_days, d.late_working_days) for d in found.open]
    assert late[0][1:] == (3, 2)
    assert late[-1] == ("市财政局", 1, 1)


def test_what_was_done_late_stays_known() -> None:
    rows = (*SUBMITTED, *(("分派", "2026-10-08", office) for office in OFFICES))
    found = stands(Kind.NEW, rows, "2026-10-09")
    dispatch = found.done[-1]
    assert (dispatch.task, dispatch.done, dispatch.late_working_days) == (
        Task.DISPATCH,
        date(2026, 10, 8),
        2,
    )


def test_sending_back_what_the_group_refused_has_no_limit() -> None:
    found = stands(Kind.NEW, (*LISTED, ("集中审查未通过", "2026-11-02")), "2026-11-05")
    (duty,) = found.open
    assert (duty.task, duty.due) == (Task.RETURN, None)
    assert "通知未规定" in duty.note


def ahead(found: Status) -> list[tuple[Task, str]]:
    return [(m.task, str(m.due.day) if m.due else "") for m in found.ahead]


def test_the_forecast_counts_from_the_last_dispatch_and_ends_where_the_notice_sets_no_limit() -> (
    None
):
    rows = (*SENT[:-1], ("分派", "2026-09-29", "市财政局"))
    assert ahead(stands(Kind.NEW, rows, "2026-09-30")) == [
        (Task.OPINION, "2026-10-12"),
        (Task.COLLATE, "2026-10-19"),
        (Task.COLLECTIVE, ""),
        (Task.RECORD, ""),
    ]


def test_after_a_step_without_a_limit_no_later_day_is_guessed() -> None:
    new = NANCHONG.kinds[Kind.NEW]
    record = new.stages[Task.RECORD].model_copy(update={"days": 3})
    own = new.model_copy(update={"stages": {**new.stages, Task.RECORD: record}})
    county = NANCHONG.model_copy(update={"kinds": {**NANCHONG.kinds, Kind.NEW: own}})
    on = date(2026, 11, 5)
    listed = status(Kind.NEW, events(*LISTED), on, county, CHINA)
    assert ahead(listed) == [(Task.COLLECTIVE, ""), (Task.RECORD, "")]
    passed = status(Kind.NEW, events(*LISTED, ("集中审查通过", "2026-11-02")), on, county, CHINA)
    assert ahead(passed) == [(Task.RECORD, "2026-11-05")]


def test_the_day_of_submission_may_be_given_beside_the_other_events() -> None:
    day = date(2026, 9, 24)
    registered = events(("账号注册", "2026-09-01"), *SENT[1:])
    question = Question(kind=Kind.NEW, on=date(2026, 9, 30), submitted=day, events=registered)
    found = answer(question, NANCHONG, CHINA)
    assert (found.received, found.state) == (day, State.REVIEWING)


def test_any_refusal_returns_with_the_reasons_of_all() -> None:
    found = stands(Kind.NEW, (*REFUSED, ("退回", "2026-10-14")), "2026-10-15")
    assert found.state is State.RETURNED
    assert found.returned_for == ("拟定级依据不足", "没有等级保护方案", "运行维护经费没有渠道")


def test_resubmitted_runs_anew_and_says_that_this_is_our_reading() -> None:
    rows = (*REFUSED, ("退回", "2026-10-14"), ("重新提交", "2026-10-20"))
    found = stands(Kind.NEW, rows, "2026-10-20")
    assert due(found) == [(Task.DISPATCH, "领导小组办公室", "2026-10-22")]
    assert found.attempt == 2
    assert any("重新提交的时限，通知未规定" in note for note in found.notes)


def test_fifteen_working_days_from_the_notice_miss_the_first_round_by_one() -> None:
    found = stands(Kind.ONGOING, (("提交申报", "2023-09-14"),), "2023-09-14")
    (duty,) = found.open
    assert duty.due is not None
    assert duty.due.day == date(2023, 10, 11)
    (deadline,) = found.deadlines
    assert (deadline.last, deadline.safe.day if deadline.safe else None) == (
        date(2023, 10, 10),
        date(2023, 9, 13),
    )
    assert any("早于通知印发日" in note for note in deadline.notes)


def test_a_new_filing_of_2023_is_safe_until_18_september_but_for_the_collective_review() -> None:
    found = stands(Kind.NEW, (("提交申报", "2023-09-18"),), "2023-09-18", plan_year=2023)
    (deadline,) = found.deadlines
    assert deadline.safe is not None
    assert deadline.safe.day == date(2023, 9, 18)
    assert any("集中审查" in note and "未规定" in note for note in deadline.notes)


def test_a_limit_a_county_sets_for_the_group_and_the_record_moves_the_safe_day() -> None:
    new = NANCHONG.kinds[Kind.NEW]
    limits = {
        task: new.stages[task].model_copy(update={"days": days})
        for task, days in ((Task.COLLECTIVE, 5), (Task.RECORD, 2))
    }
    own = new.model_copy(update={"stages": {**new.stages, **limits}})
    first = NANCHONG.rounds[0].model_copy(update={"deadline": date(2023, 10, 31)})
    county = NANCHONG.model_copy(
        update={"kinds": {**NANCHONG.kinds, Kind.NEW: own}, "rounds": (first,)}
    )
    (deadline,) = status(Kind.NEW, (), date(2023, 9, 14), county, CHINA, plan_year=2023).deadlines
    assert deadline.safe is not None
    assert CHINA.working_days(deadline.safe.day, date(2023, 10, 31)) == 2 + 5 + 5 + 5 + 2
    assert deadline.notes == ()


YEARLY = {
    "八月三十日当天算按期": ("2026-08-30", 2027, "met"),
    "八月三十一日逾期": ("2026-08-31", 2027, "missed"),
    "早一年提交": ("2025-08-29", 2027, "met"),
}


@pytest.mark.parametrize(("day", "year", "state"), YEARLY.values(), ids=YEARLY)
@pytest.mark.parametrize("kind", [Kind.NEW, Kind.MAINTENANCE])
def test_the_yearly_deadline(kind: Kind, day: str, year: int, state: str) -> None:
    found = stands(kind, (("提交申报", day),), day, plan_year=year)
    (deadline,) = found.deadlines
    assert (deadline.last, deadline.state) == (date(year - 1, 8, 30), state)


def test_a_deadline_on_a_rest_day_is_not_moved_and_says_so() -> None:
    found = stands(Kind.NEW, (), "2026-08-01", plan_year=2027)
    (deadline,) = found.deadlines
    assert (deadline.last, deadline.state) == (date(2026, 8, 30), "open")
    assert deadline.safe is not None
    assert deadline.safe.day == date(2026, 8, 28)
    assert "不顺延" in deadline.notes[0]


def test_the_rest_day_and_the_day_itself_are_settings() -> None:
    changed = NANCHONG.model_copy(
        update={"settings": NANCHONG.settings.model_copy(update={"rest_day_extends": True})}
    )
    found = status(Kind.NEW, (), date(2026, 8, 1), changed, CHINA, plan_year=2027)
    assert found.deadlines[0].last == date(2026, 8, 31)
    strict = NANCHONG.settings.model_copy(update={"deadline_inclusive": False})
    found = status(
        Kind.NEW,
        (),
        date(2026, 8, 1),
        NANCHONG.model_copy(update={"settings": strict}),
        CHINA,
        plan_year=2027,
    )
    assert found.deadlines[0].last == date(2026, 8, 29)


def test_on_the_last_day_itself_a_deadline_is_still_open() -> None:
    for day, state in (("2026-08-30", "open"), ("2026-08-31", "missed")):
        (deadline,) = stands(Kind.NEW, (), day, plan_year=2027).deadlines
        assert deadline.state == state


def test_submitted_on_the_last_day_the_year_is_still_reached() -> None:
    for day, year in (("2026-08-30", 2027), ("2026-08-31", 2028)):
        found = stands(Kind.MAINTENANCE, (("提交申报", day),), day)
        assert any(f"最早是 {year} 年度" in note for note in found.notes)


SILENT = {
    "续运维的办理时限": (Kind.MAINTENANCE, SUBMITTED, "续运维类项目的办理环节和时限，通知未规定"),
    "首次备案之后的已建项目": (Kind.COMPLETED, SUBMITTED, "何时备案，通知未规定"),
    "国省平台登记": (Kind.PLATFORM_USE, SUBMITTED, "未规定日期"),
    "没有给出实施年度": (Kind.NEW, SUBMITTED, "赶得上的最早是 2028 年度"),
    "二〇二四年度": (Kind.NEW, (), "没有给出实施年度，截止日无法判断"),
}


@pytest.mark.parametrize(("kind", "rows", "note"), SILENT.values(), ids=SILENT)
def test_where_the_notice_is_silent_the_answer_says_so(
    kind: Kind, rows: tuple[tuple[object, ...], ...], note: str
) -> None:
    found = stands(kind, rows, "2026-09-24")
    assert found.deadlines == ()
    assert any(note in said for said in (*found.notes, *(d.note for d in found.open)))


CONSEQUENCES = {
    "新建未备案": (Kind.NEW, LISTED, ["不予立项", "不予安排资金", "备案登记情况列入通报"]),
    "新建已备案": (Kind.NEW, RECORDED, []),
    "在建已备案未归档，下一年度资金仍受限": (
        Kind.ONGOING,
        (*SUBMITTED, ("备案", "2026-10-15")),
        ["不予安排下一年度资金"],
    ),
    "已建已归档": (
        Kind.COMPLETED,
        (*SUBMITTED, ("备案", "2026-10-15"), ("归档", "2026-10-16")),
        [],
    ),
    "国省平台已登记": (Kind.PLATFORM_USE, SUBMITTED, []),
}


@pytest.mark.parametrize(("kind", "rows", "texts"), CONSEQUENCES.values(), ids=CONSEQUENCES)
def test_consequences(kind: Kind, rows: tuple[tuple[object, ...], ...], texts: list[str]) -> None:
    found = stands(kind, rows, "2026-11-05")
    assert [consequence.text for consequence in found.consequences] == texts


def test_archiving_asks_the_materials_of_the_whole_course() -> None:
    found = stands(Kind.COMPLETED, (*SUBMITTED, ("备案", "2026-10-15")), "2026-10-15")
    assert [material.label for material in found.archive] == [
        "项目基本情况",
        "技术方案",
        "资金来源",
        "立项会议纪要",
        "立项批复",
        "招采建资料",
        "验收资料",
    ]
    assert stands(Kind.NEW, LISTED, "2026-10-15").archive == ()


def test_completed_is_inspected_with_the_offices_within_the_fifteen_days() -> None:
    rows = (*SUBMITTED, ("分派", "2026-09-28", "市财政局"))
    found = stands(Kind.COMPLETED, rows, "2026-09-30")
    assert due(found) == [
        (Task.INSPECT, "领导小组办公室", "2026-10-22"),
        (Task.OPINION, "市财政局", ""),
    ]


def test_beyond_the_table_the_answer_is_marked_provisional() -> None:
    found = stands(Kind.COMPLETED, (("提交申报", "2026-11-20"),), "2026-11-20")
    assert not found.open[0].due.provisional  # type: ignore[union-attr]
    late = stands(Kind.COMPLETED, (("提交申报", "2026-12-18"),), "2026-12-18")
    assert late.open[0].due.provisional  # type: ignore[union-attr]
    assert any("暂定" in note for note in late.notes)


REFUSALS = {
    "未提交就分派": (Kind.NEW, (("分派", "2026-09-28", "市公安局"),), "现在“未提交”，不能“分派”"),
    "未分派就提意见": (
        Kind.NEW,
        (*SUBMITTED, ("部门初审意见", "2026-09-28", "市公安局", "通过")),
        "没有派给部门",
    ),
    "提了两次意见": (
        Kind.NEW,
        (*SENT, *[("部门初审意见", "2026-10-08", "市公安局", "通过")] * 2),
        "已经办过这一步",
    ),
    "重复分派": (Kind.NEW, (*SUBMITTED, *[("分派", "2026-09-28", "市公安局")] * 2), "已经分派过"),
    "意见没有写结论": (Kind.NEW, (*SENT, ("部门初审意见", "2026-10-08", "市公安局")), "没有写结论"),
    "不通过而没有理由": (
        Kind.NEW,
        (*SENT, ("部门初审意见", "2026-10-08", "市公安局", "不通过")),
        "没有写理由",
    ),
    "意见未齐就汇总": (
        Kind.NEW,
        (*HEARD[:-1], ("汇总", "2026-10-12")),
        "还有 1 个部门没有提交意见",
    ),
    "有不通过却集中审查通过": (
        Kind.NEW,
        (*REFUSED, ("集中审查通过", "2026-11-02")),
        "有部门意见为不通过，应当退回",
    ),
    "未经集中审查就备案": (Kind.NEW, (*LISTED, ("备案", "2026-11-02")), "通过集中审查后才能备案"),
    "在建项目集中审查": (
        Kind.ONGOING,
        (*SUBMITTED, ("集中审查通过", "2026-11-02")),
        "不经领导小组集中审查",
    ),
    "未备案就归档": (Kind.ONGOING, (*SUBMITTED, ("归档", "2026-11-02")), "备案不等于归档"),
    "查验退回没有理由": (Kind.ONGOING, (*SUBMITTED, ("退回", "2026-11-02")), "退回而没有写理由"),
    "查验的部门未反馈就备案": (
        Kind.COMPLETED,
        (*SUBMITTED, ("分派", "2026-09-28", "市财政局"), ("备案", "2026-10-15")),
        "还有 1 个部门没有提交意见",
    ),
    "查验的部门不通过却备案": (
        Kind.COMPLETED,
        (
            *SUBMITTED,
            ("分派", "2026-09-28", "市财政局"),
            ("部门初审意见", "2026-09-30", "市财政局", "不通过", "示例"),
            ("备案", "2026-10-15"),
        ),
        "有部门意见为不通过，应当退回",
    ),
    "归档之后再办": (
        Kind.ONGOING,
        (*SUBMITTED, ("备案", "2026-10-15"), ("归档", "2026-10-16"), ("归档", "2026-10-17")),
        "办理已经结束",
    ),
    "日期倒着写": (
        Kind.NEW,
        (*SUBMITTED, ("分派", "2026-09-23", "市公安局")),
        "早于上一事件的日期",
    ),
    "日期在今天之后": (Kind.NEW, (("提交申报", "2026-12-01"),), "还没有发生"),
    "日期在通知之前": (Kind.NEW, (("提交申报", "2023-09-13"),), "早于通知印发日"),
    "不认识的部门": (
        Kind.NEW,
        (*SUBMITTED, ("分派", "2026-09-28", "市教育局")),
        "不认识部门“市教育局”",
    ),
    "分派给不初审的部门": (
        Kind.NEW,
        (*SUBMITTED, ("分派", "2026-09-28", "市发改委")),
        "不是本种类的初审部门",
    ),
    "分派没有写部门": (Kind.NEW, (*SUBMITTED, ("分派", "2026-09-28")), "没有写是哪个部门"),
}


@pytest.mark.parametrize(("kind", "rows", "message"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_is_refused_with_the_reason(
    kind: Kind, rows: tuple[tuple[object, ...], ...], message: str
) -> None:
    with pytest.raises(ProcedureError, match=message):
        stands(kind, rows, "2026-11-25")


def test_a_record_without_its_number_is_refused() -> None:
    rows = [*events(*LISTED, ("集中审查通过", "2026-11-02"))]
    rows.append(Event(event=EventType.RECORDED, day=date(2026, 11, 3)))
    with pytest.raises(ProcedureError, match="只存不造"):
        status(Kind.NEW, rows, date(2026, 11, 25), NANCHONG, CHINA)


def test_returned_and_submitted_again_after_the_deadline_the_notice_is_silent() -> None:
    rows = (
        ("提交申报", "2026-08-03"),
        *(("分派", "2026-08-04", office) for office in OFFICES),
        *(("部门初审意见", "2026-08-07", office, "不通过", "示例") for office in OFFICES),
        ("汇总", "2026-08-10"),
        ("退回", "2026-08-11"),
        ("重新提交", "2026-09-01"),
    )
    (deadline,) = stands(Kind.NEW, rows, "2026-09-01", plan_year=2027).deadlines
    assert deadline.state == "met"
    assert any("是否仍算按期，通知未规定" in note for note in deadline.notes)


def test_the_overdue_filing_comes_first_and_the_unlimited_last() -> None:
    on = "2026-10-14"
    listed, heard, sent = (stands(Kind.NEW, rows, on) for rows in (LISTED, HEARD, SENT))
    assert sorted((listed, heard, sent), key=lambda found: found.urgency) == [sent, heard, listed]


# Laws

kinds = st.sampled_from(list(Kind))
ENDS = {State.ARCHIVED, State.REGISTERED}


def chosen(step: Step, office: int, passed: bool, day: date) -> Event:
    return Event(
        event=step.event,
        day=day,
        office=step.offices[office % len(step.offices)] if step.offices else "",
        passed=passed,
        reasons=("示例理由",),
        record_no="示例备〔2026〕1号",
    )


choices = st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans(), st.integers(0, 9))


@given(kinds, st.lists(choices, max_size=40))
def test_every_state_has_a_way_on_or_is_an_end(
    kind: Kind, walk: list[tuple[int, int, bool, int]]
) -> None:
    handled = NANCHONG.kinds[kind]
    progress, day = Progress(), date(2026, 1, 5)
    for which, office, passed, wait in walk:
        possible = steps(progress, handled)
        assert bool(possible) == (progress.state not in ENDS)
        if not possible:
            break
        day += timedelta(days=wait)
        event = chosen(possible[which % len(possible)], office, passed, day)
        progress = advance(progress, event, handled)


def test_the_ends_are_told_by_the_procedure_itself() -> None:
    assert set(NANCHONG.ended) == set(ENDS)


@given(kinds, st.lists(choices, max_size=30))
def test_from_everywhere_an_end_can_be_reached(
    kind: Kind, walk: list[tuple[int, int, bool, int]]
) -> None:
    handled = NANCHONG.kinds[kind]
    progress, day = Progress(), date(2026, 1, 5)
    for which, office, passed, _ in walk:
        if possible := steps(progress, handled):
            event = chosen(possible[which % len(possible)], office, passed, day)
            progress = advance(progress, event, handled)
    for _ in range(60):
        possible = steps(progress, handled)
        if not possible:
            break
        wanted = [step for step in possible if step.event is not EventType.RETURNED]
        event = chosen((wanted or list(possible))[0], 0, True, day)
        progress = advance(progress, event, handled)
    assert progress.state in ENDS


@given(kinds, st.lists(choices, max_size=25), st.integers(0, 40))
def test_due_dates_are_working_days_and_every_possible_walk_has_a_status(
    kind: Kind, walk: list[tuple[int, int, bool, int]], later: int
) -> None:
    handled = NANCHONG.kinds[kind]
    happened: list[Event] = []
    progress, day = Progress(), date(2026, 1, 5)
    for which, office, passed, wait in walk:
        possible = steps(progress, handled)
        if not possible:
            break
        day += timedelta(days=wait)
        happened.append(chosen(possible[which % len(possible)], office, passed, day))
        progress = advance(progress, happened[-1], handled)
    found = status(kind, happened, day + timedelta(days=later), NANCHONG, CHINA)
    duties = [*found.open, *found.done]
    assert all(CHINA.is_working(duty.due.day) for duty in duties if duty.due)
    assert all(duty.due or duty.note for duty in duties)
    assert bool(found.open) == (found.state not in ENDS)
    if found.ahead:
        now = [duty.due for duty in found.open if duty.task is found.ahead[0].task]
        assert max(now, key=lambda due: due.day if due else date.min) == found.ahead[0].due
    assert course(happened, handled, NANCHONG, day)[-1] == progress


happenings = st.tuples(st.sampled_from(list(EventType)), st.sampled_from(("", *IDS)))


@given(kinds, st.lists(happenings, max_size=15))
def test_any_order_of_events_is_taken_or_refused_in_words(
    kind: Kind, order: list[tuple[EventType, str]]
) -> None:
    rows = [
        Event(event=e, day=date(2026, 3, 2), office=o, passed=True, record_no="示例备〔2026〕1号")
        for e, o in order
    ]
    try:
        status(kind, rows, date(2026, 3, 2), NANCHONG, CHINA)
    except ProcedureError as error:
        (problem,) = error.problems
        assert problem.place
        assert problem.message
        assert problem.mend


# Files

CSV = """事件,日期,部门,结论,理由,备案号
提交申报,2026-09-24,,,,
分派,2026-09-28,市公安局,,,
部门初审意见,2026-09-30,市公安局,不通过,拟定级依据不足；没有等级保护方案,
"""


def test_events_are_read_from_csv_as_from_json() -> None:
    rows = read_events(CSV.encode("gb18030"), "事件.csv")
    same = read_events(
        """[{"事件": "提交申报", "日期": "2026-09-24"},
            {"event": "dispatched", "date": "2026-09-28", "office": "市公安局"},
            {"event": "opinion", "date": "2026-09-30", "office": "市公安局", "passed": false,
             "reasons": ["拟定级依据不足", "没有等级保护方案"]}]""".encode(),
        "事件.json",
    )
    assert rows == same
    assert rows[2].reasons == ("拟定级依据不足", "没有等级保护方案")


def workbook(*rows: tuple[object, ...]) -> bytes:
    """An .xlsx with the rows; days as date cells."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet("事件"), book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(
                        line, column, datetime(cell.year, cell.month, cell.day), day
                    )
                else:
                    sheet.write(line, column, cell)
    return stream.getvalue()


def test_events_are_read_from_a_workbook_too() -> None:
    rows = read_events(
        workbook(
            ("事件", "日期", "部门", "结论", "理由"),
            ("提交申报", date(2026, 9, 24), "", "", ""),
            ("分派", "2026-09-28", "市公安局", "", ""),
            (
                "部门初审意见",
                date(2026, 9, 30),
                "市公安局",
                "不通过",
                "拟定级依据不足\n没有等级保护方案",
            ),
        ),
        "事件.xlsx",
    )
    assert rows == read_events(CSV.encode(), "事件.csv")


def test_a_fault_in_a_workbook_is_told_by_sheet_and_row() -> None:
    content = workbook(("事件", "日期"), ("审批", date(2026, 9, 24)))
    with pytest.raises(ProcedureError, match=r"事件\.xlsx，事件 第 2 行“事件”：没有这种事件"):
        read_events(content, "事件.xlsx")
    with pytest.raises(ProcedureError, match="没有内容"):
        read_events(workbook(), "事件.xlsx")


UNREADABLE = {
    "没有的事件": ("事件,日期\n审批,2026-09-24\n", "事件.csv，第 2 行“事件”：没有这种事件"),
    "没有日期": ("事件,日期\n提交申报,\n", "第 2 行“日期”：没有填写"),
    "没有的日期": ("事件,日期\n提交申报,2026-02-30\n", "第 2 行“日期”：日期写得不对"),
    "日期用了斜线": ("事件,日期\n提交申报,2026/9/24\n", "日期写得不对"),
    "结论写了别的": ("事件,日期,结论\n汇总,2026-09-24,同意\n", "只能填写：通过、不通过"),
    "没有的列": ("事件,日期,经办\n汇总,2026-09-24,示例\n", "没有这一项"),
    "两列同义": ("事件,日期,部门,单位\n汇总,2026-09-24,市公安局,市公安局\n", "写了两次"),
    "空文件": ("", "没有内容"),
    "不是列表": ('{"事件": "提交申报"}', "应为事件的列表"),
    "列表里不是事件": ("[1]", "应为一个事件的各项"),
    "坏的 JSON": ('[{"事件": }]', "不是合格的 JSON"),
}


@pytest.mark.parametrize(("text", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_of_events_is_refused(text: str, message: str) -> None:
    with pytest.raises(ProcedureError, match=message):
        read_events(text.encode(), "事件.csv")


def test_every_fault_of_a_file_is_told_at_once() -> None:
    with pytest.raises(ProcedureError) as caught:
        read_events("事件,日期\n审批,2026-09-24\n提交申报,昨天\n".encode(), "事件.csv")
    assert len(caught.value.problems) == 2
