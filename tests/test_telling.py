"""Rules told to a reader: their cases in words, their parameters by date."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compliance import load, read_filing
from compliance.authoring.cases import read_book
from compliance.authoring.replay import Setting, replay
from compliance.authoring.telling import cases_of, parameters_on
from compliance.filing import Dossier
from compliance.rulebook import DatedValue

ROOT = Path(__file__).parents[1]


def test_every_case_of_the_pack_is_told_in_words() -> None:
    pack = load()
    told = [case for rule in pack.rules for case in cases_of("nanchong", rule.id)]
    assert len(told) == len(read_book(pack, "nanchong").cases)
    for case in told:
        assert case.stated, case.name
        assert not any("{" in words or "/" in words.partition("为")[0] for words in case.stated)


def test_a_case_that_states_facts_is_told_by_the_titles_of_the_fields() -> None:
    case = next(c for c in cases_of("nanchong", "C6.plans") if c.name == "三个方案都没有，退回")
    assert (case.kind, case.expect) == ("新建", "退回")
    assert "“密码应用方案”为“没有提交”" in case.stated


def test_a_rule_a_county_has_from_the_city_is_tried_by_the_cases_of_the_city() -> None:
    assert cases_of("example-county", "C6.plans") == cases_of("nanchong", "C6.plans")


@pytest.mark.parametrize(
    ("day", "held"), [(date(2024, 1, 1), "30 自然日"), (date(2030, 1, 1), "60 自然日")]
)
def test_of_two_values_of_a_parameter_the_one_of_the_day_holds(day: date, held: str) -> None:
    pack = load()
    old = pack.parameters["level_filing_days"]
    later = DatedValue(date(2027, 1, 1), 60, "inference", "示例")
    more = {**pack.parameters, old.id: replace(old, values=(*old.values, later))}
    changed = replace(pack, parameters=more)
    told = parameters_on(changed, day, changed.rule("C6.level.filing"))
    assert [p.title for p in told] == [
        "须办理等级保护备案的最低等级",
        "投入运行后办理等级保护备案的期限",
    ]
    assert [v.value for v in told[1].values if v.holds] == [held]
    assert len(told[1].values) == 2


def test_a_rule_that_begins_later_is_said_to_be_not_yet_in_force() -> None:
    pack = load()
    written = (ROOT / "examples/filings/01-new-pass.json").read_bytes()
    dossier = Dossier(read_filing(written))
    later, earlier = Setting(pack, date(2026, 3, 2)), Setting(pack, date(2024, 3, 1))
    back = replay(dossier, None, later, earlier).changes
    on = replay(dossier, None, earlier, later).changes
    assert any("C4.refusal.provincial" in line and "还没有施行" in line for line in back)
    assert any("C4.refusal.provincial" in line and "已施行" in line for line in on)
