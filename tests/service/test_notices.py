"""退回通知 by the service: the words of the verdict, and none where nothing returns."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compliance import Event, Filing, check, read_filing
from service.context import Context, load_context
from service.courses import EventsGiven, enter
from service.papers import WORD, notice
from service.refusal import Refusal
from service.store import LOCAL, Database, Identity, add_check, written

ROOT = Path(__file__).parents[2]
APPLICANT = Identity("k7", "示例市民政局", "applicant")


@pytest.fixture
def context(database: Database) -> Context:
    made = load_context(None, None, database, 1_000_000)
    return replace(made, today=lambda: date(2026, 11, 20))


def kept(context: Context, stem: str) -> str:
    filing = read_filing((ROOT / f"examples/filings/{stem}.json").read_bytes())
    return stored(context, filing)


def stored(context: Context, filing: Filing) -> str:
    verdict = check(filing, on=filing.dates.submitted or date(2026, 3, 2))
    with context.database.writing() as connection:
        return add_check(connection, written(verdict, filing), APPLICANT)


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())


def test_the_notice_gives_the_reasons_of_the_verdict_and_leaves_number_and_day_open(
    context: Context,
) -> None:
    number = kept(context, "07-new-return-materials")
    answer = notice(context, number, LOCAL)
    assert answer.media == WORD
    text = text_of(answer.body if isinstance(answer.body, bytes) else answer.body.encode())
    for said in (
        "缺少初步设计方案",
        "补交初步设计方案",
        "家政服务员持证上门与信用记录系统",
        "退回",
    ):
        assert said in text
    assert "2026年" not in text


def test_the_reasons_of_an_office_are_in_the_notice_of_a_filing_that_the_check_passed(
    context: Context,
) -> None:
    number = kept(context, "01-new-pass")
    said = "示例：备案后的数据没有说明保存多久"
    events = [
        {"event": "提交申报", "day": "2026-06-18"},
        {"event": "dispatched", "day": "2026-06-19", "office": "市公安局"},
        {
            "event": "opinion",
            "day": "2026-06-24",
            "office": "市公安局",
            "passed": "不通过",
            "reasons": said,
        },
    ]
    given = EventsGiven(events=tuple(map(Event.model_validate, events)))
    enter(context, number, given, LOCAL)
    body = notice(context, number, LOCAL).body
    assert said in text_of(body if isinstance(body, bytes) else body.encode())


@pytest.mark.parametrize(
    ("stem", "why"),
    [("01-new-pass", "没有退回的理由"), ("35-scope-county", "")],
    ids=["通过的申报", "没有这次预检"],
)
def test_without_a_reason_there_is_no_notice(context: Context, stem: str, why: str) -> None:
    number = kept(context, stem) if why else "2026-999999"
    with pytest.raises(Refusal) as refused:
        notice(context, number, LOCAL)
    assert refused.value.status == (409 if why else 404)
    assert why in "".join(fault.detail for fault in refused.value.faults)


def test_a_filing_without_a_kind_gets_no_notice(context: Context) -> None:
    with pytest.raises(Refusal) as refused:
        notice(context, stored(context, Filing()), LOCAL)
    assert refused.value.status == 409
