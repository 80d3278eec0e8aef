"""Random filings of every kind: partial or full, draft or submitted, right or wrong, as JSON."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from compliance.credit_code import check_digit
from compliance.filing import Conflict, Dossier, Filing, Unread
from compliance.filing.terms import (
    Action,
    Category,
    Channel,
    Completeness,
    Disposition,
    Kind,
    MaterialType,
    ModuleKind,
    PlanForm,
    PlanLevel,
    ProcurementMode,
    Stage,
    Term,
    UnitLevel,
)
from compliance.registry import Registry

Json = dict[str, object]

# 既有系统清单与“示例市”各单位，均为虚构。
REGISTRY = Registry.load(
    Path(__file__).parents[1] / "examples" / "registry.csv", as_of=date(2026, 3, 1)
)
DAYS = (
    date(2023, 9, 14),
    date(2023, 10, 11),
    date(2025, 7, 31),
    date(2025, 8, 1),
    date(2026, 3, 2),
    date(2026, 8, 30),
    date(2026, 8, 31),
)
PERSONS = ("甲乙丙丁戊", "子丑寅卯辰")


def part(**slots: SearchStrategy[object]) -> SearchStrategy[Json]:
    """A part of the form in which any slot may be left out."""
    return st.fixed_dictionaries({}, optional=dict(slots))


def terms(kind: type[Term]) -> SearchStrategy[object]:
    """A term, by code or by label."""
    return st.sampled_from([said for term in kind for said in (term.value, term.label)])


def lists(of: SearchStrategy[Json], most: int = 3) -> SearchStrategy[object]:
    """A list that may be empty: a stated none."""
    return st.lists(of, max_size=most)


def _code(first_17: str) -> str:
    return first_17 + check_digit(first_17)


_WRONG_CODES = ("11999900MB000000", "11999900MB00000012", "１１９９９９００MB0000001R", "无")
CODES = st.sampled_from([_code("11999900MB0000001"), _code("12999900MB0000023"), *_WRONG_CODES])
FLAGS = st.booleans()
WORDS = st.sampled_from(
    [
        "桥梁裂缝监测平台",
        "窨井盖倾斜告警",
        "办公自动化系统",
        "统一身份认证",
        "电子证照库",
        *(system.name for system in REGISTRY.systems[:30]),
    ]
) | st.text(max_size=6)
PROSE = st.sampled_from(
    [
        "对接统一身份认证和共享交换平台",
        "汇集雨情、水情数据，超限时报警",
        "购置打印机和办公终端",
        "略",
        *(system.description for system in REGISTRY.systems[:30]),
    ]
) | st.text(max_size=6)
UNITS = st.sampled_from(
    [*sorted({system.owner for system in REGISTRY.systems})[:12], "示例市水务局"]
)
DATES = st.sampled_from(DAYS).map(date.isoformat)
AMOUNTS = st.fixed_dictionaries(
    {
        "value": st.sampled_from(["100", "110", "110.01", "0", "0.01", "36.5"]),
        "unit": st.sampled_from(["万元", "万元", "元"]),
    }
)
MODULES = part(
    name=WORDS,
    description=PROSE,
    kind=terms(ModuleKind),
    action=terms(Action),
    exception_reason=PROSE,
)
MATERIALS = st.fixed_dictionaries(
    {"type": terms(MaterialType)},
    optional={
        "also": st.lists(terms(MaterialType), max_size=2),
        "title": WORDS,
        "file": st.just("甲.pdf"),
        "size": st.sampled_from([0, 1024]),
        "not_applicable": PROSE,
    },
)
OWN_SYSTEMS = part(
    id=st.sampled_from([system.id for system in REGISTRY.systems[:30]]),
    name=WORDS,
    kind=terms(ModuleKind),
    in_use=FLAGS,
    mergeable=FLAGS,
    disposition=terms(Disposition),
)
ROWS: SearchStrategy[object] = st.one_of(
    st.sampled_from(["", None, 3, [], "见附件"]),
    part(
        信息资源名称=WORDS,
        分类=st.just("农业农村/农机化"),
        责任方=UNITS,
        格式=st.sampled_from(["数据库", "电子表格", "竹简"]),
        属性=st.sampled_from(["编号、姓名", "身份证号码", ""]),
        更新时限=st.sampled_from(["每日", "不定期", "一世一代"]),
        共享类型=st.sampled_from(["无条件共享", "有条件共享", "不予共享", "3"]),
        共享方式=st.sampled_from(["接口", "拷贝", "口述"]),
        使用要求=st.sampled_from(["须审批", "依申请", "用于补助核对"]),
        不予共享依据=st.sampled_from(
            [
                "《中华人民共和国个人信息保护法》第三十四条",
                "本单位内部规定",
                "敏感",
                "政府信息公开条例",
            ]
        ),
    ),
)
PLANS = part(form=terms(PlanForm), where=WORDS, reason=PROSE)
PERSONAL = part(
    **dict.fromkeys(
        (
            "handled",
            "sensitive",
            "automated",
            "provided",
            "cross_border",
            "major",
            "assessed",
            "stored_abroad",
            "export_assessed",
        ),
        FLAGS,
    )
)
PLATFORMS = part(
    name=WORDS, owner=UNITS, level=terms(UnitLevel), registered=FLAGS, registered_on=DATES
)
# Mostly in scope: what is out of it is judged by nothing else.
LEVELS = st.sampled_from([*["市级"] * 5, *(term.value for term in UnitLevel)])
UNIT = part(
    name=UNITS,
    credit_code=CODES,
    level=LEVELS,
    region=st.just("示例市"),
    leader=st.just(PERSONS[0]),
    office=st.just("信息科"),
    handler=st.just(PERSONS[1]),
)
PROJECT = part(
    name=WORDS,
    category=terms(Category),
    secrecy=st.sampled_from([*["非涉密"] * 6, "涉密"]),
    summary=PROSE,
    construction_content=PROSE,
    modules=lists(MODULES),
    business_need=PROSE,
    goals=lists(
        part(indicator=WORDS, value=st.just("≥95"), unit=st.just("%"), deadline=DATES), most=2
    ),
    produces_data=FLAGS,
    no_data_reason=PROSE,
    plan_year=st.sampled_from([2023, 2024, 2026, 2027]),
    months=st.sampled_from([0, 10]),
)
SECURITY = part(
    proposed_level=st.integers(1, 5),
    filing_no=st.just("示例备证〔2026〕1号"),
    go_live=DATES,
    network_plan=PLANS,
    crypto_plan=PLANS,
    level_plan=PLANS,
    data_classified=FLAGS,
    critical=FLAGS,
    crypto_assessed_on=DATES,
    personal_information=PERSONAL,
    outsourcing=part(used=FLAGS, approved=FLAGS, agreement=FLAGS),
    log_days=st.sampled_from([0, 179, 180, 365]),
)
FUNDING = part(
    total=AMOUNTS,
    sources=lists(
        part(name=st.sampled_from(["待定", "自筹", "2027年部门预算"]), amount=AMOUNTS), most=2
    ),
    secured=FLAGS,
    operation_cost=AMOUNTS,
    channel=terms(Channel),
    procurement_mode=terms(ProcurementMode),
    estimate=AMOUNTS,
    budget=AMOUNTS,
    annual=lists(part(year=st.just(2027), amount=AMOUNTS), most=1),
    fixed_assets=FLAGS,
    contractor_prepays=FLAGS,
)
FORM = part(
    kind=terms(Kind),
    completeness=terms(Completeness),
    stage=terms(Stage),
    record_no=st.just("示例备〔2023〕0001号"),
    registry_id=st.sampled_from([system.id for system in REGISTRY.systems[:30]]),
    unit=UNIT,
    project=PROJECT,
    materials=st.lists(MATERIALS, max_size=8),
    existing_systems=lists(OWN_SYSTEMS),
    existing_satisfies=FLAGS,
    predecessor=part(
        id=st.sampled_from([system.id for system in REGISTRY.systems[:30]]),
        name=WORDS,
        increment=PROSE,
    ),
    differences=lists(part(system=WORDS, statement=PROSE), most=2),
    integration=part(
        done=FLAGS,
        decision=part(date=DATES, number=st.just("示例纪要〔2026〕1号")),
        plans=lists(part(title=WORDS, level=terms(PlanLevel)), most=2),
    ),
    sharing=part(
        interfaces=lists(part(name=WORDS, standard=st.just("HTTPS/JSON")), most=2),
        closed_system=FLAGS,
        duty_list=st.just("示例责任清单"),
    ),
    catalog=st.lists(ROWS, max_size=3),
    security=SECURITY,
    funding=FUNDING,
    platform_use=part(used=FLAGS, platforms=lists(PLATFORMS, most=2)),
    dates=part(submitted=DATES, approved=DATES, accepted=DATES),
)

# Pointers a file may disagree with another about.
POINTERS = (
    "/kind",
    "/unit/name",
    "/unit/credit_code",
    "/unit/level",
    "/project/name",
    "/project/secrecy",
    "/project/modules",
    "/project/construction_content",
    "/project/business_need",
    "/project/plan_year",
    "/materials",
    "/existing_systems",
    "/integration/done",
    "/integration/decision/date",
    "/sharing/interfaces",
    "/catalog",
    "/catalog/0/name",
    "/security/network_plan",
    "/security/proposed_level",
    "/funding/total",
    "/funding/sources",
    "/funding/sources/0/amount",
    "/funding/estimate",
    "/platform_use/platforms",
    "/dates/approved",
)
CONFLICTS = st.builds(Conflict, st.sampled_from(POINTERS), st.just(("甲处", "乙处")))
UNREAD = st.builds(Unread, st.just("扫描件.pdf"), st.just("扫描件，无法读取文字"))


@st.composite
def forms(draw: st.DrawFn) -> Json:
    """Any filing the form takes, as JSON."""
    return draw(FORM)


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    """Any filing the form takes."""
    return Filing.model_validate(draw(FORM))


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A filing, at times with a file that was not read or places that disagree."""
    unread = draw(st.lists(UNREAD, max_size=1))
    conflicts = draw(st.lists(CONFLICTS, max_size=2))
    return Dossier(draw(filings()), unread=tuple(unread), conflicts=tuple(conflicts))


def days_of_judgement() -> SearchStrategy[date]:
    """Days around which the law or a deadline turns."""
    near = st.integers(-1, 1).map(timedelta)
    return st.builds(lambda day, off: max(DAYS[0], day + off), st.sampled_from(DAYS), near)
