"""What each kind of project has to hand in, as the first page tells it: all from the pack."""

from dataclasses import replace
from datetime import date

import pytest

from compliance import Kind, load
from compliance.authoring.needed import Needs, needed

DAY = date(2026, 3, 2)


def told(kind: Kind) -> Needs:
    return needed(load(), kind, DAY)


def names(kind: Kind, archive: bool = False) -> set[str]:
    return {m for need in told(kind).needs if need.archive == archive for m in need.materials}


BASE = {"项目基本情况", "技术方案", "资金来源"}
NEEDED = {
    Kind.NEW: {
        *BASE,
        "项目可行性研究报告",
        "初步设计方案",
        "信息资源目录",
        "政务云需求方案",
        "应用系统实施方案",
        "网络安全技术方案",
        "密码应用方案",
        "等级保护方案",
    },
    Kind.ONGOING: {*BASE, "立项会议纪要", "立项批复"},
    Kind.COMPLETED: {*BASE, "立项会议纪要", "立项批复", "招采建资料", "验收资料"},
    Kind.MAINTENANCE: BASE,
    Kind.PLATFORM_USE: set(),
}


@pytest.mark.parametrize("kind", NEEDED, ids=lambda kind: str(kind.label))
def test_a_kind_needs_what_the_notice_lists_and_the_plans_the_offices_review(kind: Kind) -> None:
    assert names(kind) == NEEDED[kind]


def test_the_archive_asks_only_for_what_was_not_asked_before() -> None:
    assert names(Kind.NEW, archive=True) == {"招采建资料", "验收资料"}
    assert names(Kind.COMPLETED, archive=True) == set()


def test_the_three_plans_return_together_and_each_asks_a_person() -> None:
    plans = [n for n in told(Kind.NEW).needs if "密码应用方案" in n.materials]
    assert [(n.effect, n.all_lacking, len(n.materials)) for n in plans] == [
        ("review", False, 1),
        ("return", True, 3),
    ]


def test_every_need_names_the_rule_and_the_clause_it_rests_on() -> None:
    pack = load()
    for need in told(Kind.NEW).needs:
        rule = pack.rule(need.rule)
        assert rule is not None
        assert (need.clause, need.quote) == (rule.cite.clause, rule.cite.quote)
        assert "{" not in need.remedy


def test_a_kind_without_a_list_says_so() -> None:
    assert "通知没有规定续运维项目的资料清单" in told(Kind.MAINTENANCE).note
    assert told(Kind.NEW).note == ""


def test_a_pack_with_a_lower_ceiling_tells_a_milder_lack() -> None:
    pack = load()
    milder = {**pack.ceilings, "new": {**pack.ceilings["new"], 1: "review"}}
    found = needed(replace(pack, ceilings=milder), Kind.NEW, DAY)
    assert {n.effect for n in found.needs if n.rule.startswith("C1.")} == {"review"}
