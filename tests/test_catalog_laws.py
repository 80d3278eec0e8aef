"""目录检查: what holds for every row, the valid, the spoilt and the absurd."""

import json
import math
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from compliance.catalog import BasisWords, Inspection, ProblemCode, Profile, inspect, read_row
from compliance.catalog.schema import (
    by_schema,
    read_catalog_schema,
    read_entry_schema,
    read_profile_schemas,
)
from compliance.shape import Shapes

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "catalog_schemas"
LEGAL_BASIS = ROOT / "rules" / "nanchong" / "lists" / "legal_basis.yaml"
WORDS = BasisWords.model_validate(yaml.safe_load(LEGAL_BASIS.read_text("utf-8")))

EIGHT = {
    "classification": "分类",
    "provider": "责任方",
    "format": "格式",
    "items": "属性",
    "update_period": "更新时限",
    "share_type": "共享类型",
    "share_method": "共享方式",
    "use_requirement": "使用要求",
}
KEYS_OF_A_ROW = [*EIGHT, "name", "abstract", "refusal_basis", "secrecy", "related", "open"]


def found(*rows: object) -> Inspection:
    return inspect(rows, WORDS)


def said(*rows: object) -> set[tuple[str, int, str]]:
    return {(problem.code.value, problem.row, problem.key) for problem in found(*rows).problems}


NAMES = st.text("水库雨情企业登记许可信息示例", min_size=1, max_size=50)


def _has_decimals_only_as_a_number(item: dict[str, object]) -> bool:
    characters = "字符" in str(item["数据类型"]) or item["数据类型"] == "C"
    return not characters or item.get("长度") != "18,2"


CHANGED = {
    "classification": st.sampled_from(["部门信息资源/水利", "3", "主题：防汛"]),
    "provider": NAMES,
    "format": st.sampled_from(
        ["数据库", "xls", "电子文件(PDF)", ["电子表格", "xlsx"], "图形图像/SHP"]
    ),
    "items": st.lists(NAMES, min_size=1, max_size=3, unique=True)
    | st.lists(
        st.fixed_dictionaries(
            {
                "信息项名称": NAMES,
                "数据类型": st.sampled_from(["C", "字符型C(50)", "数值型", "date", "整数"]),
            },
            optional={"长度": st.sampled_from(["8", 12, "18,2"]) | st.just(" ")},
        ).filter(_has_decimals_only_as_a_number),
        min_size=1,
        max_size=6,
        unique_by=lambda item: item["信息项名称"],
    )
    | NAMES,
    "update_period": st.sampled_from(["实时", "每天", "按月", "每季度", "年"]),
    "share_method": st.sampled_from(["共享平台", "接口", "库表交换、查询", "在线浏览、邮件"]),
}
USES = {
    "无条件共享": ("use_requirement", st.sampled_from(["无", "用于业务协同"])),
    "有条件共享": ("share_condition", st.sampled_from(["限防汛部门", "签订协议后用于业务协同"])),
    "不予共享": (
        "refusal_basis",
        st.sampled_from(["《统计法》第九条", "个人信息保护法第二十八条"]),
    ),
}


@st.composite
def valid_rows(draw: st.DrawFn) -> dict[str, Any]:
    row = {key: draw(values) for key, values in CHANGED.items()} | {"name": draw(NAMES)}
    share_type = draw(st.sampled_from(list(USES)))
    key, uses = USES[share_type]
    row |= {"share_type": share_type, key: draw(uses)}
    if share_type == "不予共享":
        row["share_method"] = draw(st.sampled_from(["", "不共享"]))
    keys = draw(st.permutations(list(row)))
    chinese = draw(st.sets(st.sampled_from(list(EIGHT))))
    return {EIGHT[key] if key in chinese else key: row[key] for key in keys}


@given(valid_rows())
@settings(deadline=None, max_examples=100)
def test_a_valid_entry_has_no_problem(row: dict[str, Any]) -> None:
    assert said(row) == set()


@given(valid_rows(), st.sampled_from(list(EIGHT)), st.sampled_from(["", " \u3000", None, "待补充"]))
@settings(deadline=None, max_examples=150)
def test_each_of_the_eight_missing_is_found_with_exactly_its_key(
    row: dict[str, Any], key: str, blank: str | None
) -> None:
    refused = "refusal_basis" in row
    places = {"share_condition", "refusal_basis"} if key == "use_requirement" else set()
    spoilt = {k: blank if k in {key, EIGHT[key], *places} else v for k, v in row.items()}
    missing = {("attribute_missing", 0, key)}
    if refused and key == "use_requirement":
        missing = {("basis_missing", 0, "refusal_basis")}
    if refused and key == "share_method":
        missing = set()
    assert said(spoilt) == missing
    assert said({k: v for k, v in spoilt.items() if v is not blank}) == missing


SPOILT: list[tuple[str, dict[str, object], str]] = [
    ("名称空白", {"name": "　"}, "name_missing:name"),
    ("名称是系统", {"name": "防汛指挥系统"}, "name_system:name"),
    ("名称太长", {"name": "水" * 51}, "name_long:name"),
    ("摘要太长", {"abstract": "水" * 257}, "abstract_long:abstract"),
    ("共享类型不认识", {"share_type": "甲类"}, "share_type_unknown:share_type"),
    ("更新时限窜列", {"update_period": "牲畜饲养"}, "period_unknown:update_period"),
    ("更新时限不在指南里", {"update_period": "每旬"}, "period_extension:update_period"),
    ("更新时限指向别处", {"update_period": "见附件"}, "row_unreadable:update_period"),
    ("格式是渠道", {"format": "link"}, "format_unknown:format"),
    ("格式对不上类型", {"format": "流媒体/xlsx"}, "format_mismatch:format"),
    ("责任方是县", {"provider": "示例县"}, "provider_not_unit:provider"),
    (
        "责任方代码错",
        {"provider_code": "11999900MB0000001A"},
        "provider_code_invalid:provider_code",
    ),
    ("代码形式不对", {"code": "甲-1"}, "code_form:code"),
    ("代码与分类不符", {"code": "207/1", "classification": "3/07"}, "code_classification:code"),
    ("信息项重名", {"items": ["水位", "水位"]}, "item_duplicate:items"),
    ("信息项没有名称", {"items": [{"type": "C"}]}, "attribute_missing:items"),
    ("数据类型不对", {"items": [{"name": "水位", "type": "怪"}]}, "item_type_unknown:items"),
    ("数据长度不对", {"items": [{"name": "水位", "length": "长"}]}, "item_length_invalid:items"),
    ("发布日期不对", {"published": "去年"}, "published_invalid:published"),
    ("是否开放不对", {"open": "也许"}, "open_unknown:open"),
    ("涉密", {"secrecy": "机密"}, "secret_listed:secrecy"),
    ("多出一栏", {"甲乙丙": "1"}, "unknown_column:甲乙丙"),
]


@given(
    st.lists(valid_rows(), min_size=1, max_size=4, unique_by=lambda row: row["name"]),
    st.integers(0, 3),
    st.sampled_from(SPOILT),
)
@settings(deadline=None, max_examples=200)
def test_in_a_valid_catalogue_a_single_fault_is_found_where_it_is_and_nothing_else(
    rows: list[dict[str, Any]], place: int, spoilt: tuple[str, dict[str, object], str]
) -> None:
    _, change, problem = spoilt
    place %= len(rows)
    apart = [
        {k: v for k, v in row.items() if k != "责任方"} | {"provider": f"示例第{n}局"}
        for n, row in enumerate(rows)
    ]
    assert said(*apart) == set()
    titles = {EIGHT.get(key) for key in change}
    apart[place] = {k: v for k, v in apart[place].items() if k not in titles} | change
    code, _, key = problem.partition(":")
    assert said(*apart) == {(code, place, key)}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from([*KEYS_OF_A_ROW, *EIGHT.values(), "a/b~c"]) | st.text()


@given(st.lists(JSON | st.dictionaries(KEYS, JSON, max_size=9), max_size=4))
@settings(deadline=None, max_examples=150)
def test_any_json_is_inspected_and_what_is_shown_is_short(rows: list[object]) -> None:
    inspection = found(*rows)
    assert inspection.rows == len(rows)
    for problem in inspection.problems:
        assert problem.row < len(rows)
        assert len(problem.shown) <= 60
    unreadable = {problem.row for problem in inspection.problems if problem.key == ""}
    assert {n for n, row in enumerate(rows) if not isinstance(row, dict)} <= unreadable


def test_extreme_values_are_unreadable_and_nothing_worse() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    for value in (
        deep,
        "水" * 100_000,
        10**5000,
        math.nan,
        math.inf,
        {"名称": deep},
        [deep] * 3000,
    ):
        row = dict.fromkeys([*KEYS_OF_A_ROW, "水" * 5000], value)
        assert {p.code for p in found(row).problems} == {
            ProblemCode.ROW_UNREADABLE,
            ProblemCode.UNKNOWN_COLUMN,
        }


def test_the_schemas_are_valid_and_the_catalogue_schema_finds_the_others() -> None:
    paths = {path.relative_to(SCHEMAS).as_posix(): path for path in SCHEMAS.rglob("*.json")}
    read = {name: json.loads(path.read_text("utf-8")) for name, path in paths.items()}
    schemas = {name: schema for name, schema in read.items() if "$schema" in schema}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    assert "$id" not in json.dumps(schemas)  # a nested one makes jsonschema five times slower
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    catalogue = Draft202012Validator({"$ref": "catalog.schema.json"}, registry=registry)
    row = dict.fromkeys([*EIGHT, "name"], "示例") | {
        "update_period": "每日",
        "share_type": "不予共享",
    }
    assert catalogue.is_valid([row])
    assert not catalogue.is_valid([])
    assert not catalogue.is_valid([{**row, "update_period": "牲畜饲养"}])


def test_the_profiles_work_in_any_validator_that_finds_the_files() -> None:
    names = [path.relative_to(SCHEMAS).as_posix() for path in SCHEMAS.rglob("*.json")]
    read = {name: json.loads((SCHEMAS / name).read_text("utf-8")) for name in names}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema))
        for name, schema in read.items()
        if "$schema" in schema
    )
    entry = read["entry.schema.json"]
    floor, *stricter = (
        Draft202012Validator({"$ref": f"profiles/{name}.schema.json"}, registry=registry)
        for name in ("notice", "guide", "sichuan")
    )
    (example,) = entry["examples"]
    full = {**example, "code": "307021022100/000009", "published": "2026-03-02"}
    assert floor.is_valid(example)
    assert not floor.is_valid({k: v for k, v in full.items() if k != "format"})
    for validator in stricter:
        assert validator.is_valid(full)
        assert not validator.is_valid(example)
        assert not validator.is_valid({**full, "update_period": "牲畜饲养"})
        assert not validator.is_valid({**full, "items": [{"name": "水位", "type": "数值型"}]})


def test_every_attribute_and_list_says_what_it_is_with_an_example_that_fits() -> None:
    schema = read_entry_schema()
    properties: dict[str, Any] = schema["properties"]  # type: ignore[assignment]
    for said in properties.values():
        assert said["title"]
        assert said["description"]
        assert all(Draft202012Validator(said).is_valid(example) for example in said["examples"])
    for path in (SCHEMAS / "codes").glob("*.json"):
        read = json.loads(path.read_text("utf-8"))
        assert read["title"]
        assert read.get("$comment") or read.get("source")


def test_the_schema_of_a_catalogue_is_one_document_that_refers_to_nothing_else() -> None:
    validator = Draft202012Validator(read_catalog_schema())
    examples = read_entry_schema()["examples"]
    assert isinstance(examples, list)
    (example,) = examples
    assert validator.is_valid([example])
    assert not validator.is_valid([{**example, "share_type": "不予共享", "share_method": 1}])
    assert not validator.is_valid([])


ITEMS = st.lists(
    st.dictionaries(
        st.sampled_from(["name", "type", "length", "名称", "数据类型"]),
        st.none() | st.sampled_from(["水位", "C", "怪", "N(8,2)", "", "8,2"]) | st.just([1]),
        max_size=4,
    )
    | st.sampled_from(["水位", "", None]),
    max_size=5,
)


@given(ITEMS, valid_rows())
@settings(deadline=None, max_examples=150)
def test_items_validated_by_their_shape_have_the_errors_they_have_in_the_whole_entry(
    items: list[object], row: dict[str, Any]
) -> None:
    entry = read_row(0, {**{k: v for k, v in row.items() if k != "属性"}, "items": items})
    errors = [
        error
        for error in Draft202012Validator(read_entry_schema()).iter_errors(dict(entry.values))
        if len(error.path) > 1 and (error.instance is not None or error.validator == "type")
    ]
    expected = sorted(
        (int(error.path[1]), str(error.schema["x-problem"][error.validator])) for error in errors
    )
    found = [fault for fault in by_schema(entry, Profile.NOTICE) if fault.item is not None]
    assert sorted((fault.item or 0, fault.code.value) for fault in found) == expected


PROPERTIES: dict[str, Any] = read_entry_schema()["properties"]  # type: ignore[assignment]
WHOLE: dict[str, object] = {key: said["examples"][0] for key, said in PROPERTIES.items()}
ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, "", 7, 1.0, True, [], {}, "示例" * 200, "字符型", "数据库/达梦", "是"]
)


def values_of(properties: dict[str, Any]) -> st.SearchStrategy[dict[str, object]]:
    """Rows of some of the keys, most of them with a value that a schema speaks of."""
    known = {key: [*said.get("enum", ()), *said["examples"]] for key, said in properties.items()}
    optional = {key: st.sampled_from(some) | ODD for key, some in known.items()}
    return st.fixed_dictionaries({}, optional=optional)


ENTRY_ITEMS = st.lists(values_of(PROPERTIES["items"]["items"]["properties"]) | ODD, max_size=3)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, object]:
    """A good entry with a few keys left out, a few changed, and perhaps other items."""
    gone = draw(st.sets(st.sampled_from(sorted(WHOLE)), max_size=3))
    changed = draw(st.sets(st.sampled_from(sorted(WHOLE)), max_size=2))
    values = {k: v for k, v in draw(values_of(PROPERTIES)).items() if k in changed}
    entry = {k: v for k, v in {**WHOLE, **values}.items() if k not in gone}
    return {**entry, "items": draw(ENTRY_ITEMS)} if draw(st.booleans()) else entry


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(Profile), entries())
def test_the_quick_yes_to_an_entry_is_that_of_jsonschema(
    profile: Profile, entry: dict[str, object]
) -> None:
    for schema in read_profile_schemas(profile):
        definitions: Any = {**schema.get("$defs", {}), "whole": schema}  # type: ignore[dict-item]
        accepted = Shapes(definitions).of("whole")(entry)
        assert accepted == Draft202012Validator(schema).is_valid(entry)
