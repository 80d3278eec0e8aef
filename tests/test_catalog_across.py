"""目录检查: what shows only between rows, against other lists, or under a stricter profile."""

from typing import Any

import pytest

from compliance.catalog import ProblemCode, Profile, inspect
from compliance.facts.sharing import CATALOG_COUNTS
from tests.test_catalog import FREE, REFUSED, SHARED, WORDS, varied

OTHER = {**SHARED, "name": "示例市雨情信息", "items": ["站名", "雨量"]}
CODE = "11999900MB0000001K"
OTHER_CODE = "11999900MB0000002N"


def said(*rows: object) -> list[tuple[str, int, str, int | None]]:
    problems = inspect(rows, WORDS).problems
    return [(p.code.value, p.row, p.key, p.other) for p in problems]


PAIRS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "同一责任方同名",
        SHARED,
        varied(SHARED, name="示例市 水库水位信息"),
        "name_duplicate:name",
    ),
    ("同名而责任方不同", SHARED, varied(SHARED, provider="示例市气象局"), ""),
    ("名称只差标点", SHARED, varied(OTHER, name="示例市水库（水位）信息"), "name_similar:name"),
    (
        "名称下拉填充成了信息1信息2",
        varied(SHARED, name="水位信息1"),
        varied(OTHER, name="水位信息2"),
        "name_similar:name",
    ),
    (
        "名称只差年份",
        varied(SHARED, name="水位信息2021"),
        varied(OTHER, name="水位信息2022"),
        "",
    ),
    (
        "名称不同而信息项全同",
        varied(SHARED, items=["库名", "水位", "库容"]),
        varied(OTHER, items=["水位", "库名", "库 容"]),
        "entry_double:name",
    ),
    (
        "名称不同而信息项只有两个相同",
        varied(SHARED, items=["库名", "水位"]),
        varied(OTHER, items=["库名", "水位"]),
        "",
    ),
    (
        "代码重复",
        varied(SHARED, code="307021022100/000009"),
        varied(OTHER, code="307021022100/000009"),
        "code_duplicate:code",
    ),
    (
        "代码只差顺序号",
        varied(SHARED, code="307021022100/000009"),
        varied(OTHER, code="307021022100/000010"),
        "",
    ),
    (
        "一个责任方两个代码",
        varied(SHARED, provider_code=CODE),
        varied(OTHER, provider_code=OTHER_CODE),
        "provider_code_conflict:provider_code",
    ),
    (
        "一个代码两个责任方",
        varied(SHARED, provider_code=CODE),
        varied(OTHER, provider="示例市气象局", provider_code=CODE),
        "provider_code_conflict:provider_code",
    ),
    (
        "两个责任方各有代码",
        varied(SHARED, provider_code=CODE),
        varied(OTHER, provider="示例市气象局", provider_code=OTHER_CODE),
        "",
    ),
]


@pytest.mark.parametrize(
    ("first", "second", "problem"), [c[1:] for c in PAIRS], ids=[c[0] for c in PAIRS]
)
def test_what_two_rows_are_to_each_other(
    first: dict[str, Any], second: dict[str, Any], problem: str
) -> None:
    found = [(f"{code}:{key}", row) for code, row, key, _ in said(first, second)]
    assert found == ([(problem, 1)] if problem else [])


def test_a_double_names_the_row_it_doubles() -> None:
    assert said(SHARED, OTHER, SHARED) == [("name_duplicate", 2, "name", 0)]


def test_data_the_plan_promises_and_duties_of_the_list_need_an_entry() -> None:
    inspection = inspect(
        [SHARED, OTHER],
        WORDS,
        promised=("水库水位数据", "雨量", "闸门开度数据"),
        duties=("示例市雨情数据集", "水库巡查记录"),
    )
    assert [(p.code.value, p.shown, p.near, p.pointer) for p in inspection.problems] == [
        ("promised_missing", "闸门开度数据", "", "/catalog"),
        ("duty_missing", "水库巡查记录", "", "/catalog"),
    ]


GUIDE_ROW = {
    **SHARED,
    "code": "307021022100/000009",
    "provider_code": CODE,
    "abstract": "各水库逐日水位。",
    "open": "是",
    "open_condition": "实名注册",
    "published": "2026-03-02",
    "items": [{"name": "库名", "type": "C(50)"}, {"name": "水位", "type": "浮点型"}],
}
STRICTER: list[tuple[str, dict[str, Any], str]] = [
    ("没有代码", {"code": ""}, "core_missing:code"),
    ("没有责任方代码", {"provider_code": ""}, "core_missing:provider_code"),
    ("没有摘要", {"abstract": "无"}, "core_missing:abstract"),
    ("没写是否开放", {"open": ""}, "core_missing:open"),
    ("没有发布日期", {"published": None}, "core_missing:published"),
    ("开放而没有条件", {"open_condition": ""}, "open_condition_missing:open_condition"),
    ("信息项没有类型", {"items": ["库名"]}, "item_type_missing:items"),
    ("字符型没有长度", {"items": [{"name": "库名", "type": "C"}]}, "item_length_missing:items"),
]


@pytest.mark.parametrize("profile", [Profile.GUIDE, Profile.SICHUAN])
@pytest.mark.parametrize(
    ("change", "problem"), [c[1:] for c in STRICTER], ids=[c[0] for c in STRICTER]
)
def test_the_stricter_profiles_ask_for_the_core_metadata(
    profile: Profile, change: dict[str, Any], problem: str
) -> None:
    found = inspect([{**GUIDE_ROW, **change}], WORDS, profile=profile).problems
    assert [f"{p.code}:{p.key}" for p in found] == [problem]
    assert inspect([GUIDE_ROW], WORDS, profile=profile).problems == ()


@pytest.mark.parametrize(
    "change", [{"open": "否", "open_condition": ""}, {"format": "电子文件/pdf", "items": ["库名"]}]
)
def test_what_the_stricter_profiles_do_not_ask_for(change: dict[str, Any]) -> None:
    assert inspect([{**GUIDE_ROW, **change}], WORDS, profile=Profile.GUIDE).problems == ()


def test_a_known_unit_with_another_code_is_told() -> None:
    units = {"示例市水务局": CODE}
    row = varied(SHARED, provider_code=OTHER_CODE)
    (problem,) = inspect([row], WORDS, units=units).problems
    assert (problem.code, problem.near) == (ProblemCode.PROVIDER_CODE_CONFLICT, CODE)
    assert inspect([varied(SHARED, provider_code=CODE)], WORDS, units=units).problems == ()


def test_the_problem_of_an_item_written_in_one_cell_points_to_the_cell() -> None:
    (problem,) = inspect([varied(SHARED, items="水位/N、水位/N")], WORDS).problems
    assert problem.pointer == "/catalog/0/items"


def test_the_problem_of_an_item_points_to_it() -> None:
    row = varied(FREE, items=[{"名称": "库名"}, {}, {"名称": "水位", "类型": "公共"}])
    (problem,) = inspect([REFUSED, {**row, "name": "水位"}], WORDS).of(
        ProblemCode.ITEM_TYPE_UNKNOWN
    )
    assert (problem.pointer, problem.shown) == ("/catalog/1/items/2", "公共")


# 要另给责任清单的内容才查；申报里只有清单的名称。
_NOT_COUNTED = {ProblemCode.DUTY_MISSING}


def test_every_problem_the_floor_can_find_is_counted_for_the_rules() -> None:
    counted = [code for codes in CATALOG_COUNTS.values() for code in codes]
    assert len(counted) == len(set(counted))
    assert set(counted) == set(ProblemCode) - _NOT_COUNTED
