"""The handling of filings in the service: events, official numbers, the list of systems."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from compliance import Event, ExistingSystem, Filing, Numbering, Registry, check, read_filing
from service.app import create_app
from service.context import Context, load_context
from service.courses import EventsGiven, Withdrawal, enter, handling, in_hand, withdraw
from service.recording import next_number
from service.refusal import Refusal
from service.store import (
    LOCAL,
    ROLES,
    Database,
    Identity,
    Role,
    StoreError,
    add_check,
    add_key,
    find_system,
    import_systems,
    load_registry,
    migrate,
    open_database,
    put_system,
    require_current,
    verify,
    written,
)
from service.store.database import now

ROOT = Path(__file__).parents[2]
PATTERN = Numbering("示例信备〔{year}〕{serial:04}号")
TODAY = date(2026, 11, 20)
APPLICANT = Identity("k7", "示例市民政局", "applicant")
ONGOING = "02-ongoing-pass"


@pytest.fixture
def context(database: Database) -> Context:
    made = load_context(None, None, database, 1_000_000)
    return replace(made, today=lambda: TODAY)


@pytest.fixture
def allocating(context: Context) -> Context:
    return replace(context, numbering=PATTERN)


def filing_of(stem: str) -> Filing:
    return read_filing((ROOT / f"examples/filings/{stem}.json").read_bytes())


def checked(context: Context, filing: Filing) -> str:
    verdict = check(filing, on=filing.dates.submitted or date(2026, 3, 2))
    with context.database.writing() as connection:
        return add_check(connection, written(verdict, filing), APPLICANT)


def given(*events: Mapping[str, object], check: str = "") -> EventsGiven:
    return EventsGiven(events=tuple(Event.model_validate(e) for e in events), check=check)


SUBMITTED = {"event": "提交申报", "day": "2026-09-24"}
RECORDED = {"event": "备案", "day": "2026-10-14"}


@pytest.fixture
def number(context: Context) -> str:
    """A check of a project being built, sent in on 24 September."""
    made = checked(context, filing_of(ONGOING))
    enter(context, made, given(SUBMITTED), LOCAL)
    return made


def refusal(context: Context, number: str, *events: Mapping[str, object]) -> Refusal:
    before = handling(context, number, LOCAL)
    with pytest.raises(Refusal) as refused:
        enter(context, number, given(*events), LOCAL)
    assert handling(context, number, LOCAL) == before
    return refused.value


def test_the_events_say_whose_turn_it_is_and_how_late(context: Context, number: str) -> None:
    status = handling(context, number, APPLICANT).status
    assert status is not None
    (duty,) = status.open
    assert duty.due is not None
    assert (duty.office, duty.due.day, duty.late_days) == (
        "leading_office",
        date(2026, 10, 22),
        29,
    )


def test_the_overdue_come_first(context: Context, number: str) -> None:
    later = checked(context, filing_of("38-completed-review-ceiling"))
    enter(context, later, given({"event": "提交申报", "day": "2026-11-10"}), LOCAL)
    unlimited = checked(context, filing_of("04-maintenance-pass"))
    enter(context, unlimited, given(SUBMITTED), LOCAL)
    with context.database.reading() as connection:
        going = in_hand(context, connection)
    assert [check.id for check, _ in going] == [number, later, unlimited]


REFUSED: dict[str, tuple[list[Mapping[str, object]], str]] = {
    "备案没有备案号": ([RECORDED], "没有写备案号"),
    "在建项目没有集中审查": ([{"event": "集中审查通过", "day": "2026-10-14"}], "不经领导小组"),
    "日期还没有到": ([{"event": "退回", "day": "2026-11-21", "reasons": "缺"}], "还没有发生"),
    "早于上一事件": ([{"event": "退回", "day": "2026-09-23", "reasons": "缺"}], "早于上一事件"),
    "早于通知": ([{"event": "退回", "day": "2023-09-13", "reasons": "缺"}], "早于通知印发日"),
    "第二个事件不成立，第一个也不登记": (
        [
            {"event": "退回", "day": "2026-10-14", "reasons": "批复文件缺页"},
            {"event": "备案", "day": "2026-10-15", "record_no": "示例备-9"},
        ],
        "现在“已退回”，不能“备案”",
    ),
}


@pytest.mark.parametrize(("events", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    context: Context, number: str, events: list[dict[str, object]], said: str
) -> None:
    refused = refusal(context, number, *events)
    assert refused.status == 422
    assert said in refused.faults[0].detail


def test_an_unknown_office_is_refused(context: Context) -> None:
    made = checked(context, filing_of("01-new-pass"))
    sent = {"event": "分派", "day": "2026-09-25", "office": "市气象局"}
    refused = refusal(context, made, SUBMITTED, sent)
    assert "不认识部门“市气象局”" in refused.faults[0].detail


def test_a_refused_event_names_its_office_in_words(context: Context) -> None:
    made = checked(context, filing_of("01-new-pass"))
    sent = {"event": "分派", "day": "2026-09-25", "office": "police"}
    again = {"event": "分派", "day": "2026-09-26", "office": "police"}
    refused = refusal(context, made, SUBMITTED, sent, again)
    assert refused.faults[0].pointer == "2026-09-26 分派（市公安局）"


def test_without_a_kind_nothing_is_entered(context: Context) -> None:
    made = checked(context, Filing(project={"name": "示例项目"}))
    assert refusal(context, made, SUBMITTED).status == 409


def test_a_recorded_project_enters_the_list_with_its_own_number(
    context: Context, number: str
) -> None:
    recorded = {**RECORDED, "record_no": " 南备〔2026〕示例9号 "}
    status = enter(context, number, given(recorded), LOCAL).status
    assert status is not None
    assert status.record_no == "南备〔2026〕示例9号"
    with context.database.reading() as connection:
        registry = load_registry(connection)
        chain = verify(connection)
        actions = connection.scalars(text("SELECT action FROM audit ORDER BY seq")).all()
    assert registry is not None
    (system,) = registry.systems
    filing = filing_of(ONGOING)
    assert (system.record_no, system.name, system.owner) == (
        "南备〔2026〕示例9号",
        filing.project.name,
        filing.unit.name,
    )
    assert chain.faults == ()
    assert actions == ["check", "procedure", "procedure", "record", "registry-add"]


def test_nothing_of_a_person_is_kept_for_the_record(context: Context) -> None:
    filing = filing_of(ONGOING)
    checked(context, filing)
    with context.database.reading() as connection:
        kept = connection.scalar(text("SELECT filing FROM checks")) or ""
    people = [filing.unit.leader, filing.unit.handler]
    assert [name for name in people if name is None or name in kept] == []


def test_a_number_is_given_to_one_project_only(context: Context, number: str) -> None:
    other = checked(context, filing_of(ONGOING))
    enter(context, number, given({**RECORDED, "record_no": "示例备-9"}), LOCAL)
    again = [SUBMITTED, {**RECORDED, "record_no": "示例备-9"}]
    refused = refusal(context, other, *again)
    assert (refused.status, refused.faults[0].detail) == (409, "这个号已经用过")
    assert handling(context, other, LOCAL).events == ()


def test_a_system_of_another_unit_is_not_overwritten(context: Context) -> None:
    filing = filing_of(ONGOING).model_copy(update={"registry_id": "S1"})
    own = checked(context, filing)
    listed = [{"id": "S1", "name": "示例系统", "owner": "示例市另一局", "data_resources": "水位"}]
    registry = Registry.of(listed)
    with context.database.writing() as connection:
        put_system(connection, registry.systems[0], LOCAL)
    recorded = {**RECORDED, "record_no": "示例备-9"}
    assert "属于另一个单位" in refusal(context, own, SUBMITTED, recorded).faults[0].detail
    mine = registry.systems[0].model_copy(update={"owner": filing.unit.name})
    with context.database.writing() as connection:
        put_system(connection, mine, LOCAL)
    enter(context, own, given(SUBMITTED, recorded), LOCAL)
    with context.database.reading() as connection:
        found = find_system(connection, "S1")
    assert found is not None
    assert (found.record_no, found.data_resources) == ("示例备-9", ("水位",))


def test_a_list_given_as_a_file_cannot_be_entered(context: Context, number: str) -> None:
    fixed = replace(context, fixed=Registry.of([]))
    refused = refusal(fixed, number, {**RECORDED, "record_no": "示例备-9"})
    assert (refused.status, "--registry" in refused.detail) == (409, True)


def test_resubmitted_it_goes_on_with_its_newer_check(context: Context, number: str) -> None:
    back = {"event": "退回", "day": "2026-10-14", "reasons": "批复文件缺页"}
    again = {"event": "重新提交", "day": "2026-10-20"}
    newer = checked(context, filing_of(ONGOING))
    other = checked(context, filing_of("38-completed-review-ceiling"))
    enter(context, number, given(back), LOCAL)
    with pytest.raises(Refusal):
        enter(context, number, given(again, check=other), LOCAL)
    enter(context, number, given(again, check=newer), LOCAL)
    found = handling(context, newer, LOCAL)
    assert found == handling(context, number, LOCAL)
    assert (found.check, len(found.events)) == (newer, 3)
    assert found.status is not None
    assert found.status.attempt == 2


def test_the_last_event_is_taken_back_and_stays_known(context: Context, number: str) -> None:
    wrong = {"event": "退回", "day": "2026-10-14", "reasons": "登记错了项目"}
    before = handling(context, number, LOCAL)
    enter(context, number, given(wrong), LOCAL)
    assert withdraw(context, number, Withdrawal(reason="登记错了项目"), LOCAL) == before
    enter(context, number, given({**RECORDED, "record_no": "示例备-9"}), LOCAL)
    with pytest.raises(Refusal) as refused:
        withdraw(context, number, Withdrawal(reason="反悔"), LOCAL)
    assert refused.value.status == 409
    with context.database.reading() as connection:
        assert verify(connection).faults == ()
        assert len(connection.execute(text("SELECT 1 FROM events")).all()) == 3


TAMPERING = {
    "改动事件": "UPDATE events SET document = REPLACE(document, '09-24', '09-25')",
    "删去事件": "DELETE FROM events",
    "撤回不留记录": "UPDATE events SET withdrawn = '无'",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_a_changed_event_is_found_out(context: Context, number: str, statement: str) -> None:
    with context.database.writing() as connection:
        connection.execute(text(statement))
    with context.database.reading() as connection:
        (fault,) = verify(connection).faults
    assert fault.place == f"办理 {number}#1"


def test_only_reviewers_move_a_filing_on(context: Context, number: str) -> None:
    with context.database.writing() as connection:
        keys = {role: add_key(connection, role, role) for role in ROLES}
    client = create_app(context).test_client()
    address = f"/v1/checks/{number}/procedure"
    body = {"events": [{"event": "recorded", "day": "2026-10-14", "record_no": "示例备-9"}]}

    def asked(role: Role, method: str, path: str, given: object = None) -> int:
        headers = {"Authorization": f"Bearer {keys[role]}"}
        return client.open(path, method=method, headers=headers, json=given).status_code

    assert asked("applicant", "GET", address) == 404
    assert asked("applicant", "POST", f"{address}/events", body) == 403
    assert asked("applicant", "GET", "/v1/procedure") == 403
    assert asked("reviewer", "GET", "/v1/procedure") == 200
    assert asked("reviewer", "GET", address) == 200
    assert asked("reviewer", "POST", f"{address}/withdrawals", {"reason": "登记错了"}) == 200
    assert asked("reviewer", "POST", f"{address}/events", body) == 422
    submitted = {"events": [{"event": "submitted", "day": "2026-09-24"}, *body["events"]]}
    assert asked("reviewer", "POST", f"{address}/events", submitted) == 201
    assert asked("reviewer", "POST", f"{address}/withdrawals", {"reason": "反悔"}) == 409


# 发号


def test_without_a_pattern_no_number_is_made(context: Context) -> None:
    assert context.numbering is None
    with context.database.reading() as connection:
        assert next_number(context, connection) == ""


def test_a_number_is_allocated_where_none_is_given(allocating: Context, number: str) -> None:
    status = enter(allocating, number, given(RECORDED), LOCAL).status
    assert status is not None
    assert status.record_no == "示例信备〔2026〕0001号"
    with allocating.database.reading() as connection:
        assert next_number(allocating, connection) == "示例信备〔2026〕0002号"


def test_allocation_goes_on_after_the_numbers_of_the_list(allocating: Context, number: str) -> None:
    listed = [
        {"id": "S1", "name": "示例系统", "record_no": "示例信备〔2026〕0057号"},
        {"id": "S2", "name": "示例系统二", "record_no": "示例信备〔2025〕0099号"},
        {"id": "S3", "name": "示例系统三", "record_no": "示例信备〔2026〕300号"},
    ]
    with allocating.database.writing() as connection:
        import_systems(connection, Registry.of(listed), False, LOCAL)
    assert (
        "空号"
        in refusal(allocating, number, {**RECORDED, "record_no": "示例信备〔2026〕0060号"})
        .faults[0]
        .detail
    )
    status = enter(allocating, number, given(RECORDED), LOCAL).status
    assert status is not None
    assert status.record_no == "示例信备〔2026〕0058号"


def test_a_number_given_up_leaves_no_gap(allocating: Context) -> None:
    """What fails after its number was taken: the next project has that number."""
    nameless = Filing(kind="ongoing")
    for filing in (nameless, filing_of(ONGOING), nameless, filing_of(ONGOING)):
        made = checked(allocating, filing)
        if filing is nameless:
            assert "项目名称" in refusal(allocating, made, SUBMITTED, RECORDED).faults[0].detail
        else:
            enter(allocating, made, given(SUBMITTED, RECORDED), LOCAL)
    assert given_numbers(allocating.database) == [PATTERN.write(2026, 1), PATTERN.write(2026, 2)]


def given_numbers(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT number FROM records ORDER BY number")))


RECORDER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from compliance import Event, Numbering
from service.context import load_context
from service.courses import EventsGiven, enter
from service.store import LOCAL, open_database
url, first, last, pattern = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
made = load_context(None, None, open_database(url), 1_000_000, numbering=Numbering(pattern))
context = replace(made, today=lambda: date(2026, 11, 20))
both = EventsGiven(events=(
    Event(event="提交申报", day="2026-09-24"), Event(event="备案", day="2026-10-14")
))
def record(n):
    enter(context, f"2026-{n:06d}", both, LOCAL)
    if n % 10 == 0:
        try:
            enter(context, f"2026-{n:06d}", both, LOCAL)
        except Exception:
            print("refused")
with ThreadPoolExecutor(8) as pool:
    list(pool.map(record, range(first, last)))
"""


def test_a_thousand_allocations_at_once_give_a_thousand_numbers_without_a_gap(
    url: str, database: Database
) -> None:
    filing = filing_of(ONGOING).model_copy(update={"registry_id": None})
    verdict = check(filing, on=date(2026, 3, 2))
    with database.writing() as connection:
        for _ in range(1000):
            add_check(connection, written(verdict, filing), APPLICANT)
    at_once = [
        subprocess.Popen(
            [sys.executable, "-c", RECORDER, url, str(n), str(n + 250), PATTERN.pattern],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(1, 1001, 250)
    ]
    told = [process.communicate()[0] for process in at_once]
    assert [process.returncode for process in at_once] == [0] * 4
    assert "".join(told).count("refused") == 100
    assert given_numbers(database) == [PATTERN.write(2026, n) for n in range(1, 1001)]
    with database.reading() as connection:
        registry = load_registry(connection)
        assert verify(connection).faults == ()
    assert registry is not None
    assert {s.record_no for s in registry.systems} == set(given_numbers(database))


# 表结构


def test_a_database_of_the_first_version_is_brought_up(url: str, database: Database) -> None:
    system = ExistingSystem(id="S1", name="示例系统", record_no="示例备-9")
    with database.writing() as connection:
        put_system(connection, system, LOCAL)
        add_check(connection, written(check(Filing(), on=TODAY), Filing()), APPLICANT)
        for statement in BACK_TO_1:
            connection.execute(text(statement))
    with pytest.raises(StoreError, match="service migrate"):
        require_current(database)
    assert migrate(database) == (1, 2)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT record_no FROM systems")) == "示例备-9"
    context = replace(load_context(None, None, database, 1_000_000), today=lambda: TODAY)
    old = handling(context, f"{now()[:4]}-000001", LOCAL)
    assert old.status is None
    assert "旧版本" in old.faults[0].detail
    number = checked(context, filing_of(ONGOING))
    assert enter(context, number, given(SUBMITTED), LOCAL).status is not None
    fresh = open_database(url)
    require_current(fresh)
    fresh.engine.dispose()


BACK_TO_1 = (
    "DROP TABLE records",
    "DROP TABLE events",
    "DROP TABLE courses",
    "DROP INDEX systems_by_record",
    "ALTER TABLE systems DROP COLUMN record_no",
    "ALTER TABLE checks DROP COLUMN filing",
    "ALTER TABLE checks DROP COLUMN course",
    "UPDATE state SET value = '1' WHERE name = 'schema'",
)


def test_what_has_ended_is_no_longer_in_hand(context: Context, number: str) -> None:
    only_registered = checked(context, filing_of("05-platform-use-pass"))
    enter(context, only_registered, given(SUBMITTED), LOCAL)
    with context.database.reading() as connection:
        going = in_hand(context, connection)
    assert [check.id for check, _ in going] == [number]
