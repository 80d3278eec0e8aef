"""The duplicate search: exact, in one order, explained, and not fooled by empty words."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from compliance.duplication import (
    Index,
    Level,
    Match,
    Subject,
    Thresholds,
    Words,
    is_use,
    level_of,
    subject_of,
)
from compliance.duplication.evidence import shared_phrases, spoken
from compliance.duplication.normalise import core_of, plain
from compliance.errors import RulebookError
from compliance.registry import ExistingSystem, Registry

LISTS = Path(__file__).parents[1] / "rules/nanchong/lists/names.yaml"
WORDS = Words.from_mapping(yaml.safe_load(LISTS.read_text(encoding="utf-8")))
THRESHOLDS = Thresholds(
    identical_score=800_000,
    duplicate_score=400_000,
    suspected_score=220_000,
    related_score=150_000,
    near_name_ratio=800_000,
    min_registry=100,
)
ROWS: list[dict[str, object]] = [
    {
        "id": "01",
        "name": "示例停车诱导平台",
        "description": "发布全市停车场空余车位，引导车主就近停放",
    },
    {
        "id": "02",
        "name": "示例路内泊位收费系统",
        "description": "对路内泊位计时收费，支持无感支付和欠费追缴",
    },
    {
        "id": "03",
        "name": "示例水库安全监测系统",
        "functions": ["雨情采集", "坝体位移监测", "渗压监测"],
    },
    {
        "id": "04",
        "name": "示例山洪灾害预警平台",
        "description": "汇集雨情水情，向受威胁群众发布预警",
    },
    {"id": "05", "name": "信息管理系统", "description": "登记犬只免疫、办理养犬登记证"},
    {"id": "06", "name": "示例公文交换系统", "description": ""},
    {"id": "07", "name": "码", "description": "为食品小作坊发放追溯码"},
    {"id": "08", "name": "（）", "description": "采集扬尘和噪声数据"},
    {"id": "09", "name": "示例档案数字化加工", "data_resources": ["婚姻登记档案", "不动产档案"]},
    {
        "id": "10",
        "name": "顺庆区网格化巡查平台",
        "description": "网格员上报巡查事件",
        "region": "顺庆区",
    },
    {
        "id": "11",
        "name": "高坪区网格化巡查平台",
        "description": "网格员上报巡查事件",
        "region": "高坪区",
    },
    {"id": "12", "name": "示例信访受理系统", "aliases": ["示例阳光接访直通车"]},
]
REGISTRY = Registry.of(ROWS)
INDEX = Index.build(REGISTRY, WORDS)
PARKING = Subject("示例智慧停车诱导系统（二期）", "引导车主寻找空余车位，公布停车场收费标准")


def found(subject: Subject, index: Index = INDEX) -> dict[str, Match]:
    return {match.system.id: match for match in index.search(subject)}


def texts(subject: Subject) -> tuple[str, str, str]:
    core = core_of(subject.name, WORDS, (subject.owner, subject.region))
    content = plain("".join((subject.description, *subject.functions, *subject.data_resources)))
    return core, content, core + content


def plain_cosine(subject: Subject) -> dict[str, float]:
    """The definition, written out with scikit-learn alone."""
    total = np.zeros(len(REGISTRY.systems))
    compared = np.zeros(len(REGISTRY.systems))
    columns = zip(*(texts(subject_of(system)) for system in REGISTRY.systems), strict=True)
    for column, asked, weight in zip(columns, texts(subject), (0.25, 0.25, 0.5), strict=True):
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
        matrix = vectorizer.fit_transform(column)
        total += weight * cosine_similarity(vectorizer.transform([asked]), matrix)[0]
        compared += weight * np.array([bool(asked) and bool(text) for text in column])
    ids = [system.id for system in REGISTRY.systems]
    return dict(zip(ids, total / np.maximum(compared, 0.25), strict=True))


SUBJECTS = {
    "各项齐全": PARKING,
    "没有功能描述": replace(PARKING, description=""),
    "没有名称": replace(PARKING, name=""),
    "名称是套话": replace(PARKING, name="综合信息服务平台"),
    "名称只有一个字": Subject("码", "发放追溯码"),
    "只有功能清单": Subject("", functions=("雨情采集", "渗压监测")),
    "数据资源相同": Subject("示例婚姻档案库", data_resources=("婚姻登记档案",)),
    "写明单位和区域": Subject("顺庆区网格化巡查", "上报巡查事件", owner="顺庆区", region="顺庆区"),
}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_the_score_is_the_plain_cosine(subject: Subject) -> None:
    expected = {key: score for key, score in plain_cosine(subject).items() if score > 1e-6}
    scores = {key: match.score / 1e6 for key, match in found(subject).items()}
    assert scores == pytest.approx(expected, abs=1e-6)
    assert scores


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_the_best_comes_first_and_equal_scores_by_id(subject: Subject) -> None:
    matches = INDEX.search(subject)
    assert list(matches) == sorted(matches, key=lambda match: (-match.score, match.system.id))
    for top in range(1, len(matches) + 1):
        assert INDEX.search(subject, top) == matches[:top]


@given(st.permutations(ROWS))
def test_the_order_of_the_registry_changes_nothing(rows: list[dict[str, object]]) -> None:
    index = Index.build(Registry.of(rows), WORDS)
    assert index.version == INDEX.version
    assert index.search(PARKING) == INDEX.search(PARKING)


def test_equal_scores_are_cut_by_id_not_by_chance() -> None:
    twins = [{"id": f"{n:03}", "name": "示例窨井监测"} for n in range(90)]
    random.Random(7).shuffle(twins)  # noqa: S311
    matches = Index.build(Registry.of(twins), WORDS).search(Subject("示例窨井监测"), top=5)
    assert [match.system.id for match in matches] == ["000", "001", "002", "003", "004"]


def test_the_version_follows_the_data_and_the_words() -> None:
    other_data = Index.build(Registry.of(ROWS[:-1]), WORDS)
    other_words = Index.build(REGISTRY, replace(WORDS, generic=(*WORDS.generic, "网格化")))
    assert len({INDEX.version, other_data.version, other_words.version}) == 3


def test_a_copy_of_a_system_scores_one_and_has_its_name() -> None:
    for system in REGISTRY.systems:
        match = found(subject_of(system))[system.id]
        assert match.score == 1_000_000
        assert match.same_name is (system.id not in ("05", "08"))


def test_a_boilerplate_name_alone_matches_nothing() -> None:
    assert INDEX.search(Subject("信息管理系统")) == ()
    assert INDEX.search(Subject("南充市综合服务管理平台（二期）")) == ()
    assert INDEX.search(Subject("（）")) == ()


def test_a_boilerplate_name_is_told_and_its_content_still_compared() -> None:
    match = found(Subject("信息管理系统", "养犬登记证办理"))["05"]
    assert match.boilerplate
    assert not match.same_name
    assert match.name_ratio == 0
    assert match.views == ("功能与数据", "名称、功能与数据")


def test_a_view_without_text_on_either_side_is_left_out_and_told() -> None:
    named = found(Subject("示例公文交换", "公文登记与传阅"))["06"]
    assert named.views == ("名称", "名称、功能与数据")
    assert [title for title, _ in named.contributions] == list(named.views)


def test_the_contributions_are_shares_of_the_score() -> None:
    for match in INDEX.search(PARKING):
        assert sum(share for _, share in match.contributions) == pytest.approx(1_000_000, abs=3)


def test_the_shared_phrases_are_in_both_and_generic_words_are_not_among_them() -> None:
    match = found(PARKING)["01"]
    assert match.shared[0] == "停车诱导"
    assert {"空余车位", "引导车主"} <= set(match.shared)
    assert "平台" not in match.shared
    assert len(match.shared) <= 8


@given(*[st.lists(st.text("甲乙丙", min_size=1, max_size=9), max_size=3)] * 2)
def test_shared_phrases_are_exactly_the_maximal_ones(left: list[str], right: list[str]) -> None:
    def phrases(texts: list[str]) -> set[str]:
        return {t[i:j] for t in texts for i in range(len(t)) for j in range(i + 2, len(t) + 1)}

    both = phrases(left) & phrases(right)
    longest = {one for one in both if not any(one != other and one in other for other in both)}
    assert shared_phrases(spoken(left), right) == tuple(sorted(longest))


def test_long_hostile_texts_do_not_stop_the_search() -> None:
    flood = {"id": "99", "name": "示例洪水", "description": "甲乙" * 500_000}
    index = Index.build(Registry.of([*ROWS, flood]), WORDS)
    assert found(Subject("示例洪水", "乙甲" * 10_000), index)["99"].shared


def test_district_and_phase_are_left_out_of_the_name_but_tell_two_systems_apart() -> None:
    matches = found(Subject("顺庆区网格化巡查平台（二期）", "网格员上报巡查事件"))
    assert matches["10"].score == matches["11"].score == 1_000_000
    assert matches["10"].name_ratio == matches["11"].name_ratio == 1_000_000
    assert not matches["10"].same_name
    exact = found(Subject("顺庆区网格化巡查平台", "网格员上报巡查事件"))
    assert (exact["10"].same_name, exact["11"].same_name) == (True, False)


def test_a_name_is_the_same_for_all_widths_and_punctuation() -> None:
    assert found(Subject("示例（停车）诱导 平台"))["01"].same_name


def test_an_alias_is_a_name_of_the_system() -> None:
    match = found(Subject("示例阳光接访直通车", "受理信访"))["12"]
    assert match.same_name
    assert match.name_ratio == 1_000_000


def test_a_short_core_gives_no_name_ratio() -> None:
    assert found(Subject("码", "追溯码"))["07"].name_ratio == 0


def test_an_empty_registry_or_subject_gives_no_match() -> None:
    assert Index.build(Registry.of([]), WORDS).search(PARKING) == ()
    assert Index.build(Registry.of([{"id": "1", "name": "（）"}]), WORDS).search(PARKING) == ()
    assert INDEX.search(Subject("")) == ()


def test_a_registry_of_names_alone_is_searched_by_name() -> None:
    index = Index.build(Registry.of([{"id": "1", "name": "示例停车诱导"}]), WORDS)
    (match,) = index.search(PARKING)
    assert match.views == ("名称", "名称、功能与数据")


CORES = {
    "地区、通用词和期次": ("南充市智慧停车诱导平台（二期）", "停车诱导"),
    "年度和运维": ("2024年度医保结算系统运维项目", "医保结算"),
    "简称不误伤水系": ("嘉陵江水质监测", "嘉陵江水质监测"),
    "业务词不误伤": ("住房城乡建设信息平台", "住房城乡建设"),
    "只剩一个字时用原名": ("云平台", "云平台"),
    "全是套话": ("南充市综合信息管理服务平台", ""),
    "没有文字": ("……", ""),
    "空": ("", ""),
}


@pytest.mark.parametrize(("name", "core"), CORES.values(), ids=CORES)
def test_the_core_is_what_the_name_says(name: str, core: str) -> None:
    assert core_of(name, WORDS) == core


def test_the_stated_owner_and_region_are_left_out_of_the_name() -> None:
    stated = ("示例市水务局", "示例省·示例市")
    assert core_of("示例市水务局防汛值班系统", WORDS, stated) == "防汛值班"


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_text_is_searched_within_bounds(name: str, description: str) -> None:
    for match in INDEX.search(Subject(name, description)):
        assert 0 < match.score <= 1_000_000
        assert 0 <= match.name_ratio <= 1_000_000


def test_using_a_platform_is_told_from_building_one() -> None:
    assert is_use("依托市政务云平台部署", WORDS)
    assert not is_use("建设停车诱导屏", WORDS)


BUILT_BY_USE = {
    "依托已有的云自建平台": ("依托市政务云建设智慧停车管理平台", False),
    "对接之后自己开发": ("对接市级平台，开发停车诱导功能", False),
    "依托的名称里有建设二字": ("依托工程建设项目审批管理系统", True),
    "依托别人建设的": ("依托住房和城乡建设部门统一建设的监管平台", True),
    "建设在先，对接在后": ("建设停车平台并对接省级平台", True),
}


@pytest.mark.parametrize("name", BUILT_BY_USE)
def test_what_is_built_upon_what_exists_is_built(name: str) -> None:
    clause, used = BUILT_BY_USE[name]
    assert is_use(clause, WORDS) is used


def test_traditional_characters_are_read_as_simplified() -> None:
    match = found(Subject("示例檔案數字化加工"))["09"]
    assert match.same_name


BROKEN_LISTS: dict[str, tuple[dict[str, object], str]] = {
    "缺词表": ({"regions": [], "stages": [], "generic": []}, "/use"),
    "多词表": ({"regions": [], "stages": [], "generic": [], "use": [], "x": []}, "/x"),
    "不是列表": ({"regions": "四川", "stages": [], "generic": [], "use": []}, "/regions"),
    "有空词": ({"regions": [], "stages": [""], "generic": [], "use": []}, "/stages"),
    "繁简不成对": (
        {"regions": [], "stages": [], "generic": [], "use": [], "traditional": ["國"]},
        "/traditional",
    ),
    "有数字": ({"regions": [], "stages": [], "generic": [1], "use": []}, "/generic"),
}


@pytest.mark.parametrize(("lists", "place"), BROKEN_LISTS.values(), ids=BROKEN_LISTS)
def test_a_broken_word_list_is_refused_with_its_place(lists: dict[str, object], place: str) -> None:
    with pytest.raises(RulebookError) as refusal:
        Words.from_mapping(lists)
    assert refusal.value.problems[0].place == place


BLANK = Match(ExistingSystem(id="1", name="示例"), 0, 0, (), (), False, False, ())
LEVELS: dict[str, tuple[Match, Level]] = {
    "达到相同界限": (replace(BLANK, score=800_000), "identical"),
    "同名且达到重复界限": (replace(BLANK, score=400_000, same_name=True), "identical"),
    "同名而内容不近": (replace(BLANK, score=1, same_name=True), "duplicate"),
    "达到重复界限": (replace(BLANK, score=400_000), "duplicate"),
    "名称近似": (replace(BLANK, name_ratio=800_000), "duplicate"),
    "差一点到重复": (replace(BLANK, score=399_999, name_ratio=799_999), "suspected"),
    "达到疑似界限": (replace(BLANK, score=220_000), "suspected"),
    "达到相关界限": (replace(BLANK, score=219_999), "related"),
    "不到相关界限": (replace(BLANK, score=149_999), "clear"),
}


@pytest.mark.parametrize(("match", "level"), LEVELS.values(), ids=LEVELS)
def test_the_level_of_a_match(match: Match, level: Level) -> None:
    assert level_of(match, THRESHOLDS, registry_size=100) == level
    capped = "suspected" if level in ("identical", "duplicate") else level
    assert level_of(match, THRESHOLDS, registry_size=99) == capped
