"""The search with the list of functions, near misses and the learned grams."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import yaml

from compliance.duplication import Index, Knowledge, Level, Match, Subject, level_of, subject_of
from compliance.duplication.knowledge import NOTHING, learned_grams
from compliance.duplication.lexicon import lexicon_of, words_in
from compliance.errors import RulebookError
from compliance.registry import Registry
from tests.making.registries import KNOWLEDGE, LIMITS, PACK, WORDS, made_up

LEXICON = lexicon_of(KNOWLEDGE)
# Nothing made up may speak of what the pairs below speak of.
APART = ("办公与机关事务", "机关通用软件与设备", "交通运输", "水利", "公安政法")
PAIRS: dict[str, tuple[Subject, dict[str, object], Level]] = {
    "名称不同而职能相同": (
        Subject("无纸化办公系统", "机关内部收文发文、请示审批和会议通知网上办理"),
        {"name": "示例协同办公平台", "description": "处理机关公文收发、签批、会议通知和督办"},
        "suspected",
    ),
    "同名同事": (
        Subject("水库大坝安全监测系统", "采集水库雨水情和大坝位移、渗压，超限时预警"),
        {"name": "示例水库大坝安全监测平台", "description": "自动采集大坝渗压、位移和雨水情数据"},
        "duplicate",
    ),
    "一字不差": (
        Subject("出租汽车驾驶员服务质量考核系统", "登记驾驶员的投诉、违规和年度考核得分"),
        {
            "name": "出租汽车驾驶员服务质量考核系统",
            "description": "登记驾驶员的投诉、违规和年度考核得分",
        },
        "identical",
    ),
    "毫不相干": (
        Subject("社区矫正对象监管系统", "矫正对象定位、报到和教育学习"),
        {"name": "示例公交线路调度系统", "description": "公交车辆到站预报和排班"},
        "clear",
    ),
    "近似而不同": (
        Subject("行政执法监督平台", "监督执法主体、执法公示和执法全过程记录"),
        {"name": "示例行政处罚平台", "description": "行政执法立案、调查取证和执法全过程记录"},
        "related",
    ),
}


ROWS = [{"id": f"Z{n}", **row} for n, (_, row, _) in enumerate(PAIRS.values())]


def index_of(others: int) -> Index:
    return Index.build(Registry.of([*ROWS, *made_up(others, APART)]), WORDS, KNOWLEDGE)


def found_in(index: Index) -> dict[str, Match]:
    """Of each pair the match, where the system is found."""
    return {
        title: match
        for n, (title, (subject, _, _)) in enumerate(PAIRS.items())
        for match in index.search(subject, top=100)
        if match.system.id == f"Z{n}"
    }


SMALL = found_in(index_of(30))


@pytest.mark.parametrize("others", [30, 300, 3_000, 30_000])
def test_a_level_means_the_same_whatever_the_size_of_the_registry(others: int) -> None:
    index = index_of(others)
    found = found_in(index)
    for title, (_, _, level) in PAIRS.items():
        match = found.get(title)
        assert (level_of(match, LIMITS, index.size) if match else "clear") == level, title
        if match:
            alone = SMALL[title]
            assert (match.mean, match.likeness) == (alone.mean, alone.likeness)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_in_a_tiny_list_what_is_only_its_own_neighbour_is_not_related(size: int) -> None:
    names = ("婚姻登记预约", "犬只免疫登记", "城市停车登记")[:size]
    index = Index.build(Registry.of({"id": n, "name": n} for n in names), WORDS, KNOWLEDGE)
    told = "对大坝渗压、位移、裂缝和库水位逐时观测，汛期按预案报警，调度泄洪闸门，巡检结果登记成册"
    found = index.search(Subject("水库大坝安全监测", told))
    assert {level_of(match, LIMITS, index.size) for match in found} == {"clear"}
    # Of one system alone nearly all of the score is its likeness to itself.
    careless = replace(LIMITS, least_likeness=0)
    assert size > 1 or level_of(found[0], careless, index.size) == "related"


def test_systems_that_share_no_word_are_found_by_their_function_and_the_reason_is_told() -> None:
    match = SMALL["名称不同而职能相同"]
    assert [(hit.title, hit.left, hit.right) for hit in match.functions] == [
        ("协同办公", "无纸化办公", "协同办公")
    ]
    assert "收文发文" in match.functions[0].does
    assert "政务职能" in dict(match.contributions)


def test_a_near_miss_is_told_with_its_reason_and_never_a_duplicate() -> None:
    match = SMALL["近似而不同"]
    assert "执法监督" in match.near_miss
    worst = replace(match, score=10**6, mean=10**6, likeness=10**6, same_name=True)
    assert level_of(replace(worst, mean=LIMITS.text_mean - 1), LIMITS, 1_000) == "related"
    # The same text under another name is looked at by a person.
    assert level_of(replace(worst, mean=LIMITS.text_mean), LIMITS, 1_000) == "suspected"
    assert level_of(worst, LIMITS, 1_000) == "suspected"


def test_every_near_miss_of_the_list_holds_both_ways() -> None:
    for miss in KNOWLEDGE.near_misses:
        left, right = miss.left[0], miss.right[0]
        assert KNOWLEDGE.near_miss(left, right)
        assert KNOWLEDGE.near_miss(right, left)
        assert not KNOWLEDGE.near_miss(left, left + right)


def test_the_shares_of_a_score_add_up() -> None:
    for match in Index.build(Registry.of(made_up(60)), WORDS, KNOWLEDGE).search(
        PAIRS["同名同事"][0]
    ):
        assert sum(share for _, share in match.contributions) == pytest.approx(10**6, abs=5)
        assert 0 < match.score <= 10**6
        assert all(0 <= share <= 10**6 for share in match.covered)


def test_the_order_of_rows_changes_nothing() -> None:
    rows = list(made_up(300))
    first, second = (Index.build(Registry.of(r), WORDS, KNOWLEDGE) for r in (rows, rows[::-1]))
    subject = PAIRS["同名同事"][0]
    assert first.version == second.version
    assert first.search(subject) == second.search(subject)


def test_rank_and_search_say_the_same() -> None:
    index = Index.build(Registry.of(made_up(300)), WORDS, KNOWLEDGE)
    subject = subject_of(index.block.systems[7])
    ranked = [(r.id, r.score, r.mean) for r in index.rank(subject, 20)]
    assert ranked == [(m.system.id, m.score, m.mean) for m in index.search(subject, 20)]
    assert ranked[0][0] == index.block.ids[7]


WORDS_FOUND = {
    "拉丁字母的简称独立出现才算": ("oa系统", {"协同办公": "oa"}),
    "拉丁字母在别的词里不算": ("upload系统", {}),
    "长词优先": ("公文流转", {"协同办公": "公文流转"}),
    "没有职能": ("综合管理", {}),
}


@pytest.mark.parametrize(("text", "found"), WORDS_FOUND.values(), ids=WORDS_FOUND)
def test_words_of_the_list_are_found_in_a_text(text: str, found: dict[str, str]) -> None:
    titles = {KNOWLEDGE.functions[n].title: word for n, word in words_in(text, LEXICON).items()}
    assert titles == found


def test_the_list_names_every_function_once() -> None:
    titles = [function.title for function in KNOWLEDGE.functions]
    assert len(titles) == len(set(titles)) > 400
    for function in KNOWLEDGE.functions:
        assert len(set(function.aliases)) == len(function.aliases), function.title


def test_a_generic_word_is_no_function() -> None:
    generic = set(WORDS.generic)
    assert [a for f in KNOWLEDGE.functions for a in f.aliases if a in generic] == []


BROKEN: dict[str, object] = {
    "不是对象": ["x"],
    "缺近似表": {"functions": []},
    "叫法为空": {
        "functions": [{"title": "停车", "field": "交", "aliases": [], "does": "车位"}],
        "near_misses": [],
    },
    "多一项": {"functions": [], "near_misses": [], "x": 1},
}


@pytest.mark.parametrize("lists", BROKEN.values(), ids=BROKEN)
def test_a_broken_list_of_functions_is_refused(lists: object) -> None:
    with pytest.raises(RulebookError, match=r"functions\.yaml"):
        Knowledge.from_mapping(lists)


def test_without_a_list_there_is_no_knowledge() -> None:
    assert Knowledge.from_mapping(None) is NOTHING


def test_the_lists_work_without_the_learned_grams() -> None:
    index = Index.build(
        Registry.of(made_up(50)), WORDS, Knowledge.from_mapping(PACK.lists["functions"])
    )
    subject = subject_of(index.block.systems[3])
    assert index.search(subject)[0].system.id == index.block.ids[3]


def test_the_learned_grams_are_the_ones_that_were_measured() -> None:
    content = learned_grams()
    assert content is not None
    assert len(content) < 2_000_000
    assert KNOWLEDGE.learned is not None
    assert np.all(np.diff(KNOWLEDGE.learned.grams.astype(np.int64)) > 0)


def test_the_learned_grams_are_described_with_their_digest() -> None:
    folder = Path(__file__).parents[1] / "rules/learned"
    described = yaml.safe_load((folder / "grams.yaml").read_text(encoding="utf-8"))
    assert described["sha256"] == sha256((folder / described["file"]).read_bytes()).hexdigest()
    assert (folder.parents[1] / described["program"]).is_file()
