"""Facts: what is stated, absent or not known, and that everything a rule may ask is measured."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance import Registry, check, load, read_filing
from compliance.facts import Fact, Facts, derive
from compliance.filing import Conflict, Dossier, Filing, MaterialType, Place, Unread
from tests.strategies import PERSONS, REGISTRY, Json, days_of_judgement, dossiers

ROOT = Path(__file__).parents[1]
PACK = load()
DAY = date(2026, 3, 2)
UNREAD = (Unread("扫描件.pdf", "扫描件，无法读取文字"),)


def _nested(pointer: str, value: object) -> Json:
    """A form in which one slot is filled in."""
    for key in reversed(pointer.strip("/").split("/")):
        value = {key: value}
    assert isinstance(value, dict)
    return value


def _merged(one: Json, other: Json) -> Json:
    both = dict(one)
    for key, value in other.items():
        mine = both.get(key)
        two = isinstance(mine, dict) and isinstance(value, dict)
        both[key] = _merged(mine, value) if two else value  # type: ignore[arg-type]
    return both


def _facts(form: Json, registry: Registry | None = None) -> Facts:
    return derive(Dossier(Filing.model_validate(form)), PACK, DAY, registry)


def _fact(dossier: Dossier, field: str) -> Fact:
    return derive(dossier, PACK, DAY, None).filing[field]


# 事项：位置、填写的值、填写后的事实、已提交而没有填写时的事实（None 是未知）
SLOTS: dict[str, tuple[str, object, object, object]] = {
    "unit.name_stated": ("/unit/name", "示例市水务局", True, False),
    "unit.credit_code_stated": ("/unit/credit_code", "11999900MB0000001K", True, False),
    "unit.credit_code": ("/unit/credit_code", "11999900MB0000001K", "valid", None),
    "unit.level": ("/unit/level", "市级", "municipal", None),
    "project.name_stated": ("/project/name", "水情预警系统", True, False),
    "project.secrecy": ("/project/secrecy", "非涉密", "non_secret", None),
    "project.category": ("/project/category", "共性支撑平台", "common_support", None),
    "project.plan_year_stated": ("/project/plan_year", 2027, True, False),
    "project.need_stated": ("/project/business_need", "汛期人手不够", True, False),
    "project.goals_stated": ("/project/goals", [{"indicator": "预警及时率"}], True, False),
    "project.has_system": ("/project/modules", [{"name": "水情汇集"}], True, None),
    "duplicate.existing_satisfies": ("/existing_satisfies", True, True, False),
    "integration.done": ("/integration/done", True, True, False),
    "integration.plans": ("/integration/plans", [{"title": "示例规划"}], 1, 0),
    "integration.undisposed": ("/existing_systems", [{"name": "旧系统", "mergeable": True}], 1, 0),
    "sharing.closed": ("/sharing/closed_system", True, True, False),
    "sharing.interfaces": ("/sharing/interfaces", [{"name": "水情接口"}], 1, 0),
    "sharing.interfaces_without_standard": ("/sharing/interfaces", [{"name": "水情接口"}], 1, 0),
    "catalog.rows": ("/catalog", [{"信息资源名称": "水情信息"}], 1, 0),
    "catalog.duty_list": ("/sharing/duty_list", "示例责任清单", True, False),
    "security.level_stated": ("/security/proposed_level", 2, True, False),
    "security.level": ("/security/proposed_level", 2, 2, None),
    "security.filing_no_stated": ("/security/filing_no", "示例备证1号", True, False),
    "security.days_live": ("/security/go_live", "2026-03-01", 1, None),
    "security.crypto_assessed": ("/security/crypto_assessed_on", "2026-02-28", True, False),
    "security.crypto_days": ("/security/crypto_assessed_on", "2026-02-28", 2, None),
    "security.critical": ("/security/critical", True, True, None),
    "security.classified": ("/security/data_classified", False, False, None),
    "security.outsourced": ("/security/outsourcing/used", True, True, None),
    "security.outsourcing_approved": ("/security/outsourcing/approved", True, True, False),
    "security.outsourcing_agreement": ("/security/outsourcing/agreement", True, True, False),
    "security.log_days": ("/security/log_days", 180, 180, None),
    "pi.handled": ("/security/personal_information/handled", True, True, None),
    "pi.sensitive": ("/security/personal_information/sensitive", True, True, None),
    "pi.assessed": ("/security/personal_information/assessed", True, True, False),
    "pi.export_assessed": ("/security/personal_information/export_assessed", True, True, False),
    "funding.secured": ("/funding/secured", True, True, False),
    "funding.source_stated": ("/funding/sources", [{"name": "2027年部门预算"}], True, False),
    "funding.total_stated": ("/funding/total", {"value": "36.5", "unit": "万元"}, True, False),
    "funding.operation_cost_stated": (
        "/funding/operation_cost",
        {"value": 0, "unit": "元"},
        True,
        False,
    ),
    "funding.channel_stated": ("/funding/channel", "本级财政预算", True, False),
    "funding.channel": ("/funding/channel", "本级财政预算", "local_budget", None),
    "funding.mode_stated": ("/funding/procurement_mode", "公开招标", True, False),
    "funding.fixed_assets": ("/funding/fixed_assets", False, False, None),
    "funding.contractor_prepays": ("/funding/contractor_prepays", True, True, False),
    "platform.used": ("/platform_use/used", True, True, None),
    "platform.count": ("/platform_use/platforms", [{"name": "国家示例平台"}], 1, 0),
    "platform.unregistered": ("/platform_use/platforms", [{"name": "国家示例平台"}], 1, 0),
}
SLOT = pytest.mark.parametrize(("field", "slot"), SLOTS.items(), ids=SLOTS)
FIELD = pytest.mark.parametrize("field", SLOTS)


@SLOT
def test_filled_in_is_stated_with_its_place(
    field: str, slot: tuple[str, object, object, object]
) -> None:
    pointer, filled, value, _ = slot
    for state in ("draft", "submitted"):
        fact = _facts({"completeness": state, **_nested(pointer, filled)}).filing[field]
        assert (fact.value, fact.why) == (value, "")
        assert fact.places[0].startswith(pointer)
        assert fact.shown


@FIELD
def test_not_filled_in_is_open_in_a_draft(field: str) -> None:
    fact = _facts({"completeness": "draft"}).filing[field]
    assert (fact.value, fact.why) == (None, "unfilled")
    assert fact.places


@SLOT
def test_not_filled_in_is_absent_once_submitted(
    field: str, slot: tuple[str, object, object, object]
) -> None:
    fact = _facts({"completeness": "submitted"}).filing[field]
    assert (fact.value, fact.why) == (slot[3], "unanswered" if slot[3] is None else "")


@FIELD
def test_not_filled_in_is_not_known_where_a_file_was_not_read(field: str) -> None:
    fact = _fact(Dossier(Filing(completeness="submitted"), unread=UNREAD), field)
    assert (fact.value, fact.why) == (None, "unread")


@SLOT
def test_two_places_that_disagree_are_no_value(
    field: str, slot: tuple[str, object, object, object]
) -> None:
    pointer, filled, _, _ = slot
    conflict = (Conflict(pointer, ("甲处", "乙处")),)
    form = {"completeness": "submitted", **_nested(pointer, filled)}
    fact = _fact(Dossier(Filing.model_validate(form), conflicts=conflict), field)
    assert (fact.value, fact.why) == (None, "conflict")


STATED_NONE: dict[str, tuple[str, object]] = {
    "project.goals_stated": ("/project/goals", False),
    "funding.source_stated": ("/funding/sources", False),
    "integration.plans": ("/integration/plans", 0),
    "sharing.interfaces": ("/sharing/interfaces", 0),
    "catalog.rows": ("/catalog", 0),
    "platform.count": ("/platform_use/platforms", 0),
}


@pytest.mark.parametrize(("field", "slot"), STATED_NONE.items(), ids=STATED_NONE)
def test_an_empty_list_is_a_stated_none_even_in_a_draft(
    field: str, slot: tuple[str, object]
) -> None:
    fact = _facts({"completeness": "draft", **_nested(slot[0], [])}).filing[field]
    assert (fact.value, fact.why) == (slot[1], "")


def test_a_place_in_a_file_is_told_instead_of_the_pointer() -> None:
    origins = {"/funding/total": Place("/funding/total", "概算表.xlsx", "总表!C7")}
    form = _nested("/funding/total", {"value": "36.5", "unit": "万元"})
    fact = _fact(Dossier(Filing.model_validate(form), origins), "funding.total_stated")
    assert fact.places == ("概算表.xlsx 总表!C7",)


def _is_of(field: str, fact: Fact) -> bool:
    spec = PACK.fields[field]
    if fact.value is None:
        return fact.why in ("unfilled", "unanswered", "unread", "conflict")
    if spec.type == "code":
        return fact.value in spec.values
    if spec.type == "count":
        return type(fact.value) is int and fact.value >= 0
    return type(fact.value) is (bool if spec.type == "bool" else str)


def _wrong(facts: Facts) -> list[str]:
    """What is measured and not a field, or a field and not measured, or not of its type."""
    own = {name for name, spec in PACK.fields.items() if not spec.over}
    wrong = sorted(own ^ set(facts.filing))
    wrong += [name for name in own & set(facts.filing) if not _is_of(name, facts.filing[name])]
    for over, items in facts.items.items():
        asked = {name for name, spec in PACK.fields.items() if spec.over == over}
        for item in items:
            wrong += sorted(asked ^ set(item.facts))
            wrong += [n for n in asked & set(item.facts) if not _is_of(n, item.facts[n])]
    return wrong + sorted(set(PACK.collections) ^ set(facts.items))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(dossiers(), st.sampled_from([REGISTRY, None]), days_of_judgement())
def test_every_field_is_derived_of_its_type_and_nothing_else(
    dossier: Dossier, registry: Registry | None, day: date
) -> None:
    assert _wrong(derive(dossier, PACK, day, registry)) == []


EXAMPLES = sorted((ROOT / "examples" / "filings").glob("*.json"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_field_is_derived_from_every_example(file: Path) -> None:
    assert _wrong(derive(Dossier(read_filing(file.read_bytes())), PACK, DAY, REGISTRY)) == []


def test_persons_are_in_no_fact_finding_or_verdict() -> None:
    unit = {"name": "示例市水务局", "leader": PERSONS[0], "office": "信息科", "handler": PERSONS[1]}
    form: Json = {"kind": "新建", "completeness": "已提交", "unit": unit}
    facts = _facts(form, REGISTRY)
    verdict = check(Filing.model_validate(form), REGISTRY, DAY)
    told = f"{facts}{verdict.findings}{verdict.as_dict()}{Filing.model_validate(form)!r}"
    assert [person for person in PERSONS if person in told] == []
    assert facts.filing["unit.persons_stated"].value is True


def _amount(value: str, unit: str = "万元") -> Json:
    return {"value": value, "unit": unit}


# 估算、概算、超出的百万分之几、是否请人核实
BUDGETS: dict[str, tuple[Json, Json, int | None, str]] = {
    "恰好 1.10 倍不算超过": (_amount("100"), _amount("110"), 100_000, "pass"),
    "多一分就超过": (_amount("100"), _amount("110.000001"), 100_001, "review"),
    "少一分不超过": (_amount("100"), _amount("109.999999"), 100_000, "pass"),
    "单位不同也算得准": (_amount("100"), _amount("1100000", "元"), 100_000, "pass"),
    "大数也算得准": (_amount("89999999"), _amount("98999998.9"), 100_000, "pass"),
    "除不尽时向上取": (_amount("3", "元"), _amount("3.30", "元"), 100_000, "pass"),
    "一分钱的估算": (_amount("0.01", "元"), _amount("0.02", "元"), 1_000_000, "review"),
    "概算低于估算": (_amount("100"), _amount("90"), 0, "pass"),
    "估算为零无从比较": (_amount("0"), _amount("10"), None, "review"),
}


@pytest.mark.parametrize(("estimate", "budget", "excess", "status"), BUDGETS.values(), ids=BUDGETS)
def test_budget_over_estimate(
    estimate: Json, budget: Json, excess: int | None, status: str
) -> None:
    funding = {"estimate": estimate, "budget": budget}
    form: Json = {"kind": "新建", "completeness": "已提交", "funding": funding}
    assert _facts(form).filing["funding.budget_excess"].value == excess
    verdict = check(Filing.model_validate(form), REGISTRY, DAY)
    assert {rule.id: rule.status for rule in verdict.criteria[6].rules}["C7.budget"] == status


# 总投资、各来源、相差几分
GAPS: dict[str, tuple[Json, list[Json], int]] = {
    "相等": (_amount("36.5"), [_amount("30"), _amount("6.5")], 0),
    "元和万元相加": (_amount("36.5"), [_amount("300000", "元"), _amount("6.5")], 0),
    "十个一角是一元": (_amount("1", "元"), [_amount("0.1", "元")] * 10, 0),
    "差一分": (_amount("1", "元"), [_amount("0.99", "元")], 1),
    "来源多出一百元": (_amount("1"), [_amount("1.01")], 10_000),
}


@pytest.mark.parametrize(("total", "amounts", "gap"), GAPS.values(), ids=GAPS)
def test_sources_against_the_total_to_the_fen(total: Json, amounts: list[Json], gap: int) -> None:
    sources = [{"name": "部门预算", "amount": amount} for amount in amounts]
    form: Json = {"completeness": "submitted", "funding": {"total": total, "sources": sources}}
    assert _facts(form).filing["funding.gap"].value == gap


# 种类、实施年度、提交日期、距年度截止日的天数
DEADLINES: dict[str, tuple[str, int, str, int]] = {
    "截止当日不算逾期": ("新建", 2027, "2026-08-30", 0),
    "次日逾期一天": ("新建", 2027, "2026-08-31", 1),
    "续运维一样": ("续运维", 2027, "2026-08-31", 1),
    "当年才报": ("新建", 2026, "2026-03-02", 184),
    "提前一年多": ("新建", 2029, "2026-03-02", 0),
    "首个追究的年度": ("新建", 2025, "2024-08-31", 1),
    "通知印发时已过期的年度不追究": ("新建", 2024, "2023-12-01", 0),
}


@pytest.mark.parametrize(("kind", "year", "day", "late"), DEADLINES.values(), ids=DEADLINES)
def test_days_late_against_the_thirtieth_of_august(
    kind: str, year: int, day: str, late: int
) -> None:
    form: Json = {"kind": kind, "project": {"plan_year": year}, "dates": {"submitted": day}}
    assert _facts(form).filing["dates.days_late"].value == late


FIRST_ROUND: dict[str, tuple[Json, str, bool, int]] = {
    "截止当日": ({"project": {"plan_year": 2023}}, "2023-10-10", True, 0),
    "截止次日": ({"project": {"plan_year": 2023}}, "2023-10-11", True, 1),
    "以后年度的不属首次": ({"project": {"plan_year": 2024}}, "2023-10-11", False, 1),
    "印发前批复的在建": (
        {"kind": "在建", "dates": {"approved": "2023-09-13"}},
        "2023-10-11",
        True,
        1,
    ),
    "印发当日批复的在建": (
        {"kind": "在建", "dates": {"approved": "2023-09-14"}},
        "2023-10-11",
        False,
        1,
    ),
}


@pytest.mark.parametrize(("form", "day", "first", "late"), FIRST_ROUND.values(), ids=FIRST_ROUND)
def test_first_round(form: Json, day: str, first: bool, late: int) -> None:
    whole = _merged({"kind": "新建", "dates": {"submitted": day}}, form)
    facts = _facts(whole).filing
    assert facts["dates.first_round"].value is first
    assert facts["dates.days_after_first_round"].value == late


ROW: Json = {
    "信息资源名称": "水情信息",
    "分类": "水利/水情",
    "责任方": "示例市水务局",
    "格式": "数据库",
    "属性": [{"信息项名称": "水位", "数据类型": "数值型"}],
    "更新时限": "每日",
    "共享类型": "有条件共享",
    "共享方式": "接口",
    "使用要求": "供应急部门核对汛情时使用，不得另作他用",
}
# 改动目录的一条（None 是删去），哪一项计数、计几
ROWS: dict[str, tuple[Json, str, int]] = {
    "齐全的一条没有毛病": ({}, "catalog.attribute_missing", 0),
    "缺一项属性": ({"分类": None}, "catalog.attribute_missing", 1),
    "缺三项属性": ({"分类": None, "责任方": "", "使用要求": None}, "catalog.attribute_missing", 3),
    "没有名称": ({"信息资源名称": None}, "catalog.name_missing", 1),
    "共享类型不认识": ({"共享类型": "看情况"}, "catalog.share_type_unknown", 1),
    "更新时限不认识": ({"更新时限": "一世一代"}, "catalog.period_unknown", 1),
    "只用拷贝": ({"共享方式": "拷贝"}, "catalog.method_copy", 1),
    "不予共享没有依据": ({"共享类型": "不予共享"}, "catalog.basis_missing", 1),
    "依据是内部规定": (
        {"共享类型": "不予共享", "不予共享依据": "本单位内部规定"},
        "catalog.basis_not_law",
        1,
    ),
    "依据只是信息公开条例": (
        {"共享类型": "不予共享", "不予共享依据": "《中华人民共和国政府信息公开条例》第十四条"},
        "catalog.basis_openness_only",
        1,
    ),
    "依据是法律写到条": (
        {"共享类型": "不予共享", "不予共享依据": "《中华人民共和国个人信息保护法》第三十四条"},
        "catalog.basis_not_law",
        0,
    ),
    "不认识的列": ({"备用栏目甲": "x"}, "catalog.unknown_columns", 1),
}


@pytest.mark.parametrize(("edits", "field", "count"), ROWS.values(), ids=ROWS)
def test_catalogue_counts(edits: Json, field: str, count: int) -> None:
    row = {key: value for key, value in {**ROW, **edits}.items() if value is not None}
    facts = _facts({"completeness": "submitted", "catalog": [ROW | {"信息资源名称": "雨情"}, row]})
    assert facts.filing["catalog.rows"].value == 2
    fact = facts.filing[field]
    assert fact.value == count
    assert all(place.startswith("/catalog") for place in fact.places)


def test_a_row_that_cannot_be_read_counts_and_stops_nothing() -> None:
    facts = _facts({"catalog": ["见附件", ROW, 3, None]}).filing
    assert facts["catalog.rows"].value == 4
    assert facts["catalog.row_unreadable"].value == 3


# 材料：申报中的资料，项目基本情况的状态
BASE = {"type": "项目基本情况", "title": "基本情况", "file": "甲.pdf", "size": 10}
MATERIALS: dict[str, tuple[list[Json], str]] = {
    "没有提交": ([], "absent"),
    "已提交": ([BASE], "present"),
    "写在另一份文件里": (
        [{"type": "技术方案", "also": ["项目基本情况"], "file": "乙.pdf"}],
        "present",
    ),
    "空文件": ([{**BASE, "size": 0}], "empty"),
    "只写了待补": ([{"type": "项目基本情况", "title": "待补"}], "empty"),
    "一份空一份不空": ([{**BASE, "size": 0}, BASE], "present"),
    "声明不适用而有系统内容": ([{"type": "项目基本情况", "not_applicable": "硬件"}], "doubtful"),
}


@pytest.mark.parametrize(("materials", "state"), MATERIALS.values(), ids=MATERIALS)
def test_state_of_a_material(materials: list[Json], state: str) -> None:
    form: Json = {"kind": "续运维", "completeness": "已提交", "materials": materials}
    items = {item.key: item for item in _facts(form).items["materials"]}
    assert items["base_info"].facts["material.state"].value == state


def test_declared_not_applicable_agrees_with_hardware_only() -> None:
    declared = {"type": "信息资源目录", "not_applicable": "只更换机房供电"}
    form: Json = {
        "kind": "新建",
        "completeness": "已提交",
        "materials": [declared],
        "project": {"modules": [{"name": "供电制冷", "kind": "算力"}]},
    }
    items = {item.key: item for item in _facts(form).items["materials"]}
    assert items["catalog"].facts["material.state"].value == "not_applicable"


# 比对：一个自拟的小清单，每例改申报或清单一处
SAND = "给采砂船装定位和称重设备，核对许可采区和每日采量，越界作业、夜间偷采时告警。"
SYSTEMS: list[Json] = [
    {
        "id": "CS-01",
        "name": "河道采砂船舶监管系统",
        "owner": "示例市水务局",
        "level": "市级",
        "description": SAND,
        "record_no": "示例备〔2024〕0101号",
        "status": "在用",
    },
    {"id": "CS-02", "name": "水文站网巡检系统", "owner": "示例市水务局", "description": "巡检水尺"},
    {"id": "CS-03", "name": "婚姻登记预约系统", "owner": "示例市民政局", "description": "预约取号"},
]
SAND_FILING: Json = {
    "kind": "新建",
    "completeness": "已提交",
    "unit": {"name": "示例市水务局", "level": "市级"},
    "project": {"name": "采砂现场智能称重平台", "construction_content": SAND},
}
# 申报的改动、清单第一条的改动、关系、同一单位、已建、已说明
RELATIONS: dict[str, tuple[Json, Json, str, bool, bool, bool]] = {
    "本单位另一系统": ({}, {}, "other", True, True, False),
    "别的单位的系统": ({}, {"owner": "示例市交通运输局"}, "other", False, True, False),
    "填了登记编号是自己": ({"registry_id": "CS-01"}, {}, "own_entry", True, True, False),
    "填了别的单位的登记编号": (
        {"registry_id": "CS-01"},
        {"owner": "示例市交通运输局"},
        "claimed",
        False,
        True,
        False,
    ),
    "要替代别的单位的系统": (
        {"existing_systems": [{"id": "CS-01", "disposition": "替代"}]},
        {"owner": "示例市交通运输局"},
        "claimed",
        False,
        True,
        False,
    ),
    "清单没写单位的登记是自己": (
        {"registry_id": "CS-01"},
        {"owner": ""},
        "own_entry",
        False,
        True,
        False,
    ),
    "备案号相同是自己": (
        {"record_no": "示例备〔2024〕0101号"},
        {},
        "own_entry",
        True,
        True,
        False,
    ),
    "按编号申明的前期": ({"predecessor": {"id": "CS-01"}}, {}, "predecessor", True, True, False),
    "按名称申明的前期": (
        {"predecessor": {"name": "河道采砂船舶监管系统"}},
        {},
        "predecessor",
        True,
        True,
        False,
    ),
    "按备案号申明的前期": (
        {"predecessor": {"record_no": "示例备〔2024〕0101号"}},
        {},
        "predecessor",
        True,
        True,
        False,
    ),
    "已停用": ({}, {"status": "停用"}, "out_of_use", True, False, False),
    "本项目将归并": (
        {"existing_systems": [{"id": "CS-01", "disposition": "归并"}]},
        {},
        "disposed",
        True,
        True,
        False,
    ),
    "按名称写明替代": (
        {"existing_systems": [{"name": "河道采砂船舶监管系统", "disposition": "替代"}]},
        {},
        "disposed",
        True,
        True,
        False,
    ),
    "别的单位的同名系统不由本项目替代": (
        {"existing_systems": [{"name": "河道采砂船舶监管系统", "disposition": "替代"}]},
        {"owner": "示例市交通运输局"},
        "other",
        False,
        True,
        False,
    ),
    "别的单位的同名系统不是前期": (
        {"predecessor": {"name": "河道采砂船舶监管系统"}},
        {"owner": "示例市交通运输局"},
        "other",
        False,
        True,
        False,
    ),
    "写明保留不算处置": (
        {"existing_systems": [{"id": "CS-01", "disposition": "保留"}]},
        {},
        "other",
        True,
        True,
        False,
    ),
    "本单位同名": (
        {"project": {"name": "河道采砂船舶监管平台", "construction_content": SAND}},
        {},
        "same_name",
        True,
        True,
        False,
    ),
    "别的单位同名不作自己看": (
        {"project": {"name": "河道采砂船舶监管平台", "construction_content": SAND}},
        {"owner": "示例市交通运输局"},
        "other",
        False,
        True,
        False,
    ),
    "申报中还没有建": ({}, {"status": "申报中"}, "other", True, False, False),
    "写了差异说明": (
        {"differences": [{"system": "CS-01", "statement": "只管称重，不管定位"}]},
        {},
        "other",
        True,
        True,
        True,
    ),
    "只点了名没有写区别": ({"differences": [{"system": "CS-01"}]}, {}, "other", True, True, False),
}


@pytest.mark.parametrize("case", RELATIONS.values(), ids=RELATIONS)
def test_relation_of_a_similar_system(
    case: tuple[Json, Json, str, bool, bool, bool],
) -> None:
    edits, entry, relation, same_unit, built, explained = case
    registry = Registry.of([SYSTEMS[0] | entry, *SYSTEMS[1:]])
    items = {i.key: i for i in _facts(SAND_FILING | edits, registry).items["matches"]}
    found = items["CS-01"].facts
    assert found["match.relation"].value == relation
    assert found["match.same_unit"].value is same_unit
    assert found["match.built"].value is built
    assert found["match.explained"].value is explained


def test_what_may_be_returned_or_asked_never_falls_off_the_list() -> None:
    """Nine of its own out of use are silent; the twin of another unit is not."""
    twin = SYSTEMS[0] | {"id": "CS-99", "owner": "示例市交通运输局"}
    old = [
        SYSTEMS[0] | {"id": f"CS-0{n}", "name": f"{SYSTEMS[0]['name']}{n}代", "status": "停用"}
        for n in range(2, 10)
    ]
    registry = Registry.of([SYSTEMS[0] | {"status": "停用"}, *old, twin])
    items = {item.key: item.facts for item in _facts(SAND_FILING, registry).items["matches"]}
    assert items["CS-99"]["match.relation"].value == "other"
    assert items["CS-99"]["match.level"].value in ("identical", "duplicate")


@pytest.mark.parametrize("others", [0, 60])
def test_how_many_others_have_one_hides_no_system_of_the_own_unit(others: int) -> None:
    """Each of them is more like the filing than the own one: its name is the same too."""
    name = "采砂现场智能称重平台"
    twins = [
        SYSTEMS[0] | {"id": f"A{n}", "name": name, "owner": f"示例{n}局"} for n in range(others)
    ]
    items = {
        i.key: i.facts
        for i in _facts(SAND_FILING, Registry.of([*SYSTEMS, *twins])).items["matches"]
    }
    assert items["CS-01"]["match.same_unit"].value is True
    assert items["CS-01"]["match.level"].value == "duplicate"


def test_only_the_nearest_system_that_is_not_its_own_is_marked_so() -> None:
    twin = SYSTEMS[0] | {"id": "CS-98", "owner": "示例市交通运输局", "description": SAND[:20]}
    registry = Registry.of([SYSTEMS[0], twin, *SYSTEMS[1:]])
    for edits, nearest in (({}, {"CS-01"}), ({"predecessor": {"id": "CS-01"}}, {"CS-98"})):
        items = _facts(SAND_FILING | edits, registry).items["matches"]
        shown = {i.key: i.alongside for i in items if i.alongside}
        assert shown.keys() == {"CS-01", "CS-98"}
        assert {key for key, beside in shown.items() if beside.nearest} == nearest


SCOPES: dict[str, tuple[Json, str]] = {
    "本单位的": ({"level": "省级"}, "本单位系统"),
    "县级的": ({"owner": "示例县水利局", "level": "县级"}, "县级系统"),
    "市级的": ({"owner": "示例市交通运输局", "level": "市级"}, "市级系统"),
    "省级的": ({"owner": "示例省水利厅", "level": "省级"}, "省级系统"),
    "国家级的": ({"owner": "国家某部（示例）", "level": "国家级"}, "国家级系统"),
    "没写层级的": ({"owner": "示例公司", "level": ""}, "其他单位系统"),
}


@pytest.mark.parametrize(("entry", "scope"), SCOPES.values(), ids=SCOPES)
def test_whose_a_similar_system_is(entry: Json, scope: str) -> None:
    registry = Registry.of([SYSTEMS[0] | entry, *SYSTEMS[1:]])
    items = {i.key: i.facts for i in _facts(SAND_FILING, registry).items["matches"]}
    assert items["CS-01"]["match.scope"].shown == scope


CHAINS: dict[str, list[Json]] = {
    "前期的前期也是前期": [{"id": "CS-12", "predecessor_id": "CS-01"}],
    "隔两期": [
        {"id": "CS-12", "predecessor_id": "CS-11"},
        {"id": "CS-11", "predecessor_id": "CS-01"},
    ],
    "互为前期也停得下来": [
        {"id": "CS-12", "predecessor_id": "CS-11"},
        {"id": "CS-11", "predecessor_id": "CS-12"},
        {"id": "CS-13", "predecessor_id": "CS-01"},
    ],
}


@pytest.mark.parametrize(("name", "chain"), CHAINS.items(), ids=CHAINS)
def test_predecessors_are_followed(name: str, chain: list[Json]) -> None:
    more = [{"name": f"采砂旧版{s['id']}", "owner": "示例市水务局", **s} for s in chain]
    registry = Registry.of([*SYSTEMS, *more])
    form = SAND_FILING | {"predecessor": {"id": "CS-12"}}
    items = {item.key: item for item in _facts(form, registry).items["matches"]}
    expected = "other" if "互为" in name else "predecessor"
    assert items["CS-01"].facts["match.relation"].value == expected


COMPARABLE: dict[str, tuple[Json, bool]] = {
    "一个空模块没有什么可比": ({"modules": [{}]}, False),
    "空模块加名称": ({"name": "采砂船称重", "modules": [{}]}, True),
    "有内容的模块": ({"modules": [{"description": SAND}]}, True),
    "只有数据资源名称": ({"modules": [{"name": "采砂许可库", "kind": "数据资源"}]}, True),
}


@pytest.mark.parametrize(("project", "comparable"), COMPARABLE.values(), ids=COMPARABLE)
def test_there_is_something_to_compare(project: Json, comparable: bool) -> None:
    form: Json = {"kind": "新建", "completeness": "已提交", "project": project}
    fact = _facts(form, Registry.of(SYSTEMS)).filing["duplicate.comparable"]
    assert fact.value is comparable


REGISTRY_STATES: dict[str, tuple[Registry | None, str]] = {
    "没有提供清单": (None, "none"),
    "清单是空的": (Registry.of(()), "empty"),
    "截止日恰在一年之内": (Registry.of(SYSTEMS, date(2025, 3, 2)), "usable"),
    "截止日超过一年": (Registry.of(SYSTEMS, date(2025, 3, 1)), "stale"),
    "没有写截止日": (Registry.of(SYSTEMS), "usable"),
}


@pytest.mark.parametrize(("registry", "state"), REGISTRY_STATES.values(), ids=REGISTRY_STATES)
def test_state_of_the_registry(registry: Registry | None, state: str) -> None:
    facts = _facts(SAND_FILING, registry).filing
    assert facts["registry.state"].value == state
    verdict = check(Filing.model_validate(SAND_FILING), registry, DAY)
    rules = {rule.id: rule.status for rule in verdict.criteria[1].rules}
    assert rules["C2.registry"] == ("pass" if state == "usable" else "review")


HARDWARE: Json = {
    "project": {"produces_data": False, "modules": [{"name": "存储", "kind": "算力"}]}
}
NO_CATALOG: dict[str, tuple[Json, str]] = {
    "没有写理由": ({}, "doubtful"),
    "别的资料的理由不是目录的理由": (
        {"materials": [{"type": "密码应用方案", "not_applicable": "不涉及密码"}]},
        "doubtful",
    ),
    "目录自己的理由": (
        {"materials": [{"type": "信息资源目录", "not_applicable": "只购存储设备"}]},
        "agreed",
    ),
}


@pytest.mark.parametrize(("materials", "state"), NO_CATALOG.values(), ids=NO_CATALOG)
def test_no_catalogue_is_agreed_only_by_its_own_reason(materials: Json, state: str) -> None:
    form = _merged(HARDWARE, {"completeness": "已提交", **materials})
    assert _facts(form).filing["catalog.declared_none"].value == state


def test_an_unread_file_may_hold_any_material_and_its_name_tells_where_to_look_first() -> None:
    claiming = Unread("2 可研.pdf", "扫描件", "scan", MaterialType.FEASIBILITY.label)
    dossier = Dossier(
        Filing.model_validate({"kind": "新建", "completeness": "submitted"}),
        unread=(claiming, *UNREAD),
    )
    states = {
        item.key: item.facts["material.state"]
        for item in derive(dossier, PACK, DAY, None).items["materials"]
    }
    assert {(fact.value, fact.why) for fact in states.values()} == {(None, "unread")}
    assert states["feasibility"].places == ("2 可研.pdf",)
    assert states["preliminary_design"].places == ("/materials",)
