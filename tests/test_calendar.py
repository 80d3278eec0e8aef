"""Working days: the table against chinesecalendar, cases by hand, and laws."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.calendar import Calendar, CalendarError, Due, china, load

CHINA = china()
DAY = timedelta(days=1)
TABLED = [date(2023, 1, 1) + n * DAY for n in range(1461)]
days = st.dates(date(2022, 6, 1), date(2028, 6, 1))
counts = st.integers(1, 40)


def test_every_day_of_the_table_is_as_in_chinesecalendar() -> None:
    theirs = pytest.importorskip("chinese_calendar", reason="未装 chinesecalendar，逐日核对未做")
    assert TABLED[-1] == date(2026, 12, 31)
    assert [d for d in TABLED if CHINA.is_working(d) != theirs.is_workday(d)] == []


def test_every_year_names_the_notice_it_was_taken_from() -> None:
    assert [(year, source.number) for year, source in CHINA.sources] == [
        (2023, "国办发明电〔2022〕16号"),
        (2024, "国办发明电〔2023〕7号"),
        (2025, "国办发明电〔2024〕12号"),
        (2026, "国办发明电〔2025〕7号"),
    ]


CASES = {
    "通知印发当日收到，十五个工作日跨国庆和两个调休上班日": (
        date(2023, 9, 14),
        15,
        date(2023, 10, 11),
    ),
    "国庆前一天收到，两个工作日落在调休的周末": (date(2023, 9, 28), 2, date(2023, 10, 8)),
    "春节放假当天收到，调休的周六周日都算": (date(2023, 1, 21), 2, date(2023, 1, 29)),
    "春节前收到，跨假期": (date(2026, 2, 13), 2, date(2026, 2, 24)),
    "除夕前一天，2024年除夕不是法定放假日": (date(2024, 2, 8), 1, date(2024, 2, 9)),
    "二月二十九日是工作日": (date(2024, 2, 28), 1, date(2024, 2, 29)),
    "平年没有二月二十九日": (date(2025, 2, 28), 1, date(2025, 3, 3)),
    "跨年到元旦之后": (date(2024, 12, 31), 2, date(2025, 1, 3)),
    "周六收到，从下周一起算": (date(2026, 8, 29), 5, date(2026, 9, 4)),
    "调休上班的周日收到，从次日起算": (date(2026, 9, 20), 2, date(2026, 9, 22)),
    "当年中秋国庆两段假期": (date(2026, 9, 24), 2, date(2026, 9, 29)),
}


@pytest.mark.parametrize(("received", "count", "due"), CASES.values(), ids=CASES)
def test_due(received: date, count: int, due: date) -> None:
    assert CHINA.due(received, count) == Due(due)


def test_counting_from_the_day_itself_is_a_setting() -> None:
    assert CHINA.due(date(2026, 3, 2), 2, from_next_day=False).day == date(2026, 3, 3)
    assert CHINA.due(date(2026, 3, 2), 2).day == date(2026, 3, 4)


def test_beyond_the_table_the_answer_is_provisional() -> None:
    assert CHINA.due(date(2026, 12, 31), 1) == Due(date(2027, 1, 1), provisional=True)
    assert CHINA.due(date(2022, 12, 30), 1).provisional
    assert not CHINA.due(date(2026, 12, 30), 1).provisional


@given(days, counts)
def test_a_due_date_is_a_working_day_after_the_receipt(received: date, count: int) -> None:
    due = CHINA.due(received, count).day
    assert CHINA.is_working(due)
    assert CHINA.working_days(received, due) == count


@given(days, counts, st.lists(days, min_size=1, max_size=30))
def test_a_holiday_more_never_makes_a_due_date_earlier(
    received: date, count: int, extra: list[date]
) -> None:
    calendar = CHINA
    for day in extra:
        calendar = calendar.with_holiday(day)
    assert calendar.due(received, count).day >= CHINA.due(received, count).day


@given(days, counts)
def test_received_later_is_never_due_earlier(received: date, count: int) -> None:
    assert CHINA.due(received, count).day <= CHINA.due(received + DAY, count).day


@given(days, counts)
def test_the_latest_receipt_is_in_time_and_the_next_working_day_is_not(
    deadline: date, count: int
) -> None:
    latest = CHINA.latest_receipt(deadline, count).day
    assert CHINA.due(latest, count).day <= deadline
    assert CHINA.due(CHINA.next_working(latest + DAY), count).day > deadline


@given(st.lists(days, min_size=3, max_size=3).map(sorted))
def test_working_days_add_up(three: list[date]) -> None:
    parts = sum(CHINA.working_days(a, b) for a, b in pairwise(three))
    assert parts == CHINA.working_days(three[0], three[2])


def year_2027(**changes: object) -> dict[str, object]:
    """示例: the arrangement of 2027 was not announced when this was written."""
    year: dict[str, object] = {
        "year": 2027,
        "source": {"title": "示例：2027年放假安排", "issued": "2026-11-05"},
        "off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}],
        "working": ["2027-01-09"],
    }
    return {"format": 1, "years": [{**year, **changes}]}


def read(tmp_path: Path, content: object) -> Calendar:
    file = tmp_path / "2027.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return load(file)


def test_an_override_file_adds_a_year(tmp_path: Path) -> None:
    calendar = CHINA.overridden(read(tmp_path, year_2027()))
    assert calendar.due(date(2026, 12, 31), 1) == Due(date(2027, 1, 4))
    assert calendar.is_working(date(2027, 1, 9))
    assert calendar.years == {2023, 2024, 2025, 2026, 2027}


def test_an_override_file_replaces_a_whole_year(tmp_path: Path) -> None:
    source = {"title": "示例：调整2026年放假安排", "issued": "2026-01-01"}
    changed = {"format": 1, "years": [{"year": 2026, "source": source, "off": [], "working": []}]}
    calendar = CHINA.overridden(read(tmp_path, changed))
    assert calendar.is_working(date(2026, 10, 1))
    assert not calendar.is_working(date(2026, 10, 10))
    assert calendar.is_working(date(2025, 10, 11))


BROKEN = {
    "同一天写了两次": (
        year_2027(working=["2027-01-09", "2027-01-09"]),
        "2027.json，/years/0/working/1：2027-01-09 重复",
    ),
    "同一天又放假又上班": (
        year_2027(working=["2027-01-03"]),
        "2027.json，/years/0/working/0：2027-01-03 重复",
    ),
    "工作日写成调休上班日": (year_2027(working=["2027-01-08"]), "不是周六或周日"),
    "日期不在本年度": (year_2027(working=["2028-01-08"]), "不在 2027 年内"),
    "起止颠倒": (
        year_2027(off=[{"name": "元旦", "from": "2027-01-03", "to": "2027-01-01"}]),
        "结束日早于开始日",
    ),
    "放假跨到下一年": (
        year_2027(off=[{"name": "元旦", "from": "2027-12-31", "to": "2028-01-01"}]),
        "不在 2027 年内",
    ),
    "一次放假过长": (
        year_2027(off=[{"name": "春节", "from": "2027-01-01", "to": "2027-12-01"}]),
        "超过 60 天",
    ),
    "没有的日期": (year_2027(working=["2027-02-30"]), "日期写得不对"),
    "日期写成数字": (year_2027(working=[20270109]), "日期写得不对"),
    "没有来源": (year_2027(source={"issued": "2026-11-05"}), "source/title：没有填写"),
    "多出一项": (year_2027(holidays=[]), "没有这一项"),
    "键写了两次": ('{"format": 1, "format": 1}', "写了两次"),
    "不是 JSON": ("2027", "填写不正确"),
    "空文件": ("", "内容是空的"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_calendar_is_refused(tmp_path: Path, content: object, message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        read(tmp_path, content)


def test_two_years_of_one_number_are_refused(tmp_path: Path) -> None:
    doubled = year_2027()
    doubled["years"] = [*doubled["years"], *doubled["years"]]  # type: ignore[misc]
    with pytest.raises(CalendarError, match="2027 年 重复"):
        read(tmp_path, doubled)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match="无法打开"):
        load(tmp_path / "没有.json")
