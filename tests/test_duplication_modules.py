"""Modules against what is there: what to cut, what to use instead, what is still to be built."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.duplication import Index, Subject
from compliance.duplication.modules import ModuleMatch, match_modules
from compliance.duplication.normalise import plain
from compliance.duplication.side_by_side import aligned, passage, read, side_by_side, side_of
from compliance.facts.comparison import subject_of_filing
from compliance.filing import Filing
from compliance.finding import Piece
from compliance.registry import ExistingSystem, Registry
from compliance.text import visible
from tests.making.registries import KNOWLEDGE, LIMITS, WORDS

ROWS: list[dict[str, object]] = [
    {
        "id": "01",
        "name": "示例公共停车场管理系统",
        "region": "示例",
        "description": "登记停车场和泊位，用地磁判断空位，引导屏发布空余车位",
        "functions": ["泊位状态采集", "空余车位发布", "统计分析"],
        "data_resources": ["停车场基础信息"],
    },
    {
        "id": "02",
        "name": "示例路灯单灯控制系统",
        "description": "路灯开关、调光和故障报警",
        "functions": ["单灯开关调光", "综合统计分析"],
    },
    {
        "id": "03",
        "name": "示例占道经营视频识别算法",
        "kind": "algorithm",
        "description": "识别街面流动摊贩和占道经营",
    },
]
UNIFIED = ExistingSystem(
    id="TJ-1",
    name="政务协同办公平台",
    aliases=("无纸化办公系统",),
    description="机关收文发文、请示审批和会议",
    capability="开通账号即可办文办会",
    self_build="梳理本单位办文流程",
    unified=True,
)
REGISTRY = Registry.of(ROWS)
INDEX = Index.build(REGISTRY, WORDS, KNOWLEDGE)
SYSTEMS = (*REGISTRY.systems, UNIFIED)


def repeated(module: Subject, project: str = "示例园区综合平台") -> ModuleMatch | None:
    found = match_modules(INDEX, Subject(project), [module], LIMITS, SYSTEMS)
    return next((one for one in found if one.advice == "建议核减"), None)


REPEATED = {
    "与某系统的一项功能相同": (Subject("泊位状态采集"), "01", "泊位状态采集"),
    "与整个系统相同": (Subject("路灯单灯控制", "路灯开关和调光、故障报警"), "02", ""),
    "与统建系统相同": (Subject("无纸化办公"), "TJ-1", ""),
    "名称不同而职能相同": (Subject("公文流转"), "TJ-1", ""),
    "名称只差一两个字": (Subject("泊位状态的采集"), "01", "泊位状态采集"),
    "内容里说到那项功能": (
        Subject("泊位状态引导", "采集各处泊位的状态"),
        "01",
        "泊位状态采集",
    ),
    "数据资源相同": (Subject("停车场基础信息", kind="data_resource"), "01", "停车场基础信息"),
    "算法相同": (
        Subject("占道经营视频识别", "识别占道经营和流动摊贩", kind="algorithm"),
        "03",
        "",
    ),
}


@pytest.mark.parametrize(("module", "system", "function"), REPEATED.values(), ids=REPEATED)
def test_a_module_that_is_there_already_is_told(
    module: Subject, system: str, function: str
) -> None:
    found = repeated(module)
    assert found is not None
    assert (found.offer.system.id, found.offer.function) == (system, function)
    assert found.offer.system.name in found.reuse


NOT_REPEATED = {
    "没有同类的": Subject("示例烟花爆竹流向登记"),
    "几乎每个系统都有的模块": Subject("统计分析"),
    "只是对接": Subject("对接停车场管理系统"),
    "种类不同": Subject("占道经营视频识别", "识别占道经营和流动摊贩", kind="compute"),
    "什么都没写": Subject(""),
    "只有通用词": Subject("信息管理系统"),
    "近似而不是一回事": Subject("停车收费监管", "监管停车收费标准"),
}


@pytest.mark.parametrize("module", NOT_REPEATED.values(), ids=NOT_REPEATED)
def test_a_module_that_is_not_there_is_not_told(module: Subject) -> None:
    assert repeated(module) is None


def test_a_whole_project_that_a_unified_system_covers_is_turned_down_as_a_whole() -> None:
    (found,) = match_modules(INDEX, Subject("示例局无纸化办公系统"), [], LIMITS, SYSTEMS)
    assert (found.advice, found.offer.system.id) == ("驳回新建", "TJ-1")
    assert "开通账号即可办文办会" in found.reuse
    assert found.self_build == "梳理本单位办文流程"


def test_what_the_existing_system_says_nothing_of_is_left_to_build() -> None:
    module = Subject("停车场管理", "登记停车场和泊位，为新能源汽车预约充电并结算电费")
    found = repeated(module)
    assert found is not None
    assert found.left == ("为新能源汽车预约充电并结算电费",)
    assert "预约充电" in found.self_build


def test_a_project_is_turned_down_as_a_whole_for_a_unified_system_only() -> None:
    assert match_modules(INDEX, Subject("示例路灯单灯控制系统"), [], LIMITS, SYSTEMS) == ()


def test_an_official_list_goes_before_what_is_only_registered() -> None:
    official = UNIFIED.model_copy(
        update={"id": "ZZ", "official": True, "citation": "示例〔2026〕1号"}
    )
    found = match_modules(
        INDEX, Subject("示例"), [Subject("无纸化办公")], LIMITS, [*SYSTEMS, official]
    )
    assert [one.offer.system.id for one in found] == ["ZZ"]


def test_a_filing_is_compared_by_what_it_builds() -> None:
    filing = Filing.model_validate(
        {
            "project": {
                "name": "示例停车诱导系统",
                "construction_content": "发布空余车位，依托市政务云部署；对接省级停车平台",
                "modules": [
                    {"name": "空余车位发布", "action": "自建"},
                    {"name": "短信平台", "action": "对接使用"},
                    {"name": "泊位台账", "kind": "数据资源", "action": "自建"},
                ],
            }
        }
    )
    subject = subject_of_filing(filing, WORDS)
    assert (subject.description, subject.functions) == ("发布空余车位", ("空余车位发布",))
    assert subject.data_resources == ("泊位台账",)


def test_clauses_that_speak_of_use_are_not_compared() -> None:
    module = Subject("示例园区门户", "依托路灯单灯控制系统，调用停车场管理系统的空位数据")
    assert repeated(module) is None


@given(st.text("停车诱导、 （）Ａa", max_size=20), st.text("停车诱导、 （）Ａa", max_size=20))
def test_the_pieces_are_the_text_and_those_marked_hold_what_both_share(one: str, two: str) -> None:
    shown = passage(read(one), read(two), INDEX.weights, WORDS)
    assert "".join(piece.text for piece in shown) == visible(one)
    marked = [plain(piece.text) for piece in shown if piece.share]
    assert all(text[n : n + 2] in plain(two) for text in marked for n in range(len(text) - 1))
    assert sum(piece.share for piece in shown) == pytest.approx(
        10**6 if marked else 0, abs=len(marked)
    )


def marks(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.share]


def test_two_sides_are_marked_both_and_functions_stand_face_to_face() -> None:
    left = Subject("停车诱导", "发布空余车位", functions=("空位发布", "收费"))
    right = Subject("停车场管理", "引导屏发布空余车位", functions=("泊位采集", "空位信息发布"))
    both = side_by_side(side_of(left), side_of(right), INDEX.weights, WORDS)
    assert marks(both.names[0]) == ["停车"]
    assert marks(both.contents[1]) == ["发布空余车位", "空位", "发布"]
    assert [(a.left, a.right) for a in both.functions] == [("空位发布", "空位信息发布")]
    assert aligned([], ["泊位采集"]) == ()


def test_generic_words_are_not_marked() -> None:
    left, right = read("停车信息管理系统"), read("路灯信息管理系统")
    assert marks(passage(left, right, INDEX.weights, WORDS)) == []


def test_what_is_far_from_anything_shared_is_cut_out() -> None:
    far = "甲" * 500
    shown = passage(read(f"{far}停车诱导{far}"), read("停车诱导"), INDEX.weights, WORDS)
    assert ["……" in piece.text for piece in shown] == [True, False, True]
    assert sum(len(piece.text) for piece in shown) < 200
