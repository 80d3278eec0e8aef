"""An index that follows a list: byte for byte the one that is built of the list anew."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from pkgutil import walk_packages

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compliance
from compliance import ExistingSystem, Filing, Registry, check
from compliance.duplication import Index, subject_of
from compliance.duplication.block import Block
from compliance.facts import comparison
from compliance.facts.comparison import index_of
from tests.making.registries import KNOWLEDGE, PACK, WORDS, made_up

DAY = date(2026, 3, 2)
# What a text may have that no other has, and what it may be without.
TEXTS = (
    "",
    "，。",
    "停车泊位信息采集、诱导和收费",
    "公文流转、OA、请示审批和会议通知",
    "龘靐齉𠀀𠀁特有的字",
    "aaaa",
)
NAMES = ("平台", "示例停车诱导平台", "示例协同办公系统（二期）", "龘靐登记系统", "OA")
SYSTEMS = st.builds(
    ExistingSystem,
    id=st.sampled_from([f"S{n}" for n in range(12)]),
    name=st.sampled_from(NAMES),
    owner=st.sampled_from(["", "示例市城管局"]),
    description=st.sampled_from(TEXTS),
    functions=st.lists(st.sampled_from(TEXTS[2:]), max_size=2).map(tuple),
    aliases=st.lists(st.sampled_from(NAMES), max_size=1).map(tuple),
    year=st.sampled_from([None, 2020]),
)
LISTS = st.lists(SYSTEMS, max_size=12, unique_by=lambda system: system.id).map(Registry.of)


def parts(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Everything a value is made of, arrays as bytes with their kind and shape."""
    if isinstance(value, np.ndarray):
        yield path, (value.dtype.str, value.shape, value.tobytes())
    elif is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name), f"{path}.{field.name}")
    else:
        yield path, value


def same(one: Block, other: Block) -> bool:
    return dict(parts(one)) == dict(parts(other))


def built(registry: Registry) -> Index:
    return Index.build(registry, WORDS, KNOWLEDGE)


@settings(max_examples=40, deadline=None)
@given(st.lists(LISTS, min_size=2, max_size=5))
def test_whatever_lists_it_followed_it_is_the_one_built_of_the_last(
    followed: Sequence[Registry],
) -> None:
    index, anew = built(followed[0]), built(followed[-1])
    for registry in followed[1:]:
        index = index.updated(registry)
    assert same(index.block, anew.block)
    assert index.version == anew.version
    for system in followed[-1].systems:
        assert index.search(subject_of(system)) == anew.search(subject_of(system))


def test_of_a_list_so_long_that_it_is_read_in_parts_it_is_the_same() -> None:
    rows = [ExistingSystem.model_validate(row) for row in made_up(4_100)]
    changed = rows[7].model_copy(update={"description": "停车泊位龘信息采集"})
    registry = Registry.of([*rows[:7], changed, *rows[8:4_000], *rows[4_003:]])
    index = built(Registry.of(rows[:4_050])).updated(registry)
    assert same(index.block, built(registry).block)


def test_what_did_not_change_is_not_read_again() -> None:
    rows = [ExistingSystem.model_validate(row) for row in made_up(50)]
    index = built(Registry.of(rows))
    assert index.shared(Registry.of(rows[1:])) == 49
    assert index.shared(Registry.of(ExistingSystem.model_validate(r) for r in made_up(60))) == 50


def test_without_learned_grams_the_weights_are_those_of_the_list_as_it_is() -> None:
    first, last = (Registry.of(made_up(count)) for count in (30, 50))
    index, anew = Index.build(first, WORDS).updated(last), Index.build(last, WORDS)
    assert index.version == anew.version
    assert same(index.block, anew.block)


def lists_over_time() -> list[Registry]:
    rows = [ExistingSystem.model_validate(row) for row in made_up(40)]
    other = rows[3].model_copy(update={"name": "示例水库大坝安全监测系统"})
    changed = [*rows[:3], other, *rows[4:]]
    return [Registry.of(some) for some in (rows, changed, changed[:30], rows)]


def test_of_a_list_that_changed_a_little_the_index_before_is_forgotten() -> None:
    comparison._kept.clear()
    every = lists_over_time()
    for registry in every:
        assert same(index_of(registry, PACK).block, built(registry).block)
    assert list(comparison._kept) == [(every[-1].version, PACK.sha256)]


def test_of_lists_with_little_in_common_each_index_is_kept_and_at_most_four() -> None:
    comparison._kept.clear()
    every = [Registry.of({"id": f"{n}-{m}", "name": "示例"} for m in range(3)) for n in range(6)]
    made = [index_of(registry, PACK) for registry in every]
    assert [index_of(registry, PACK) for registry in every[-4:]] == made[-4:]
    assert len(comparison._kept) == 4
    assert index_of(every[0], PACK) is not made[0]


FILING = Filing.model_validate(
    {
        "kind": "new",
        "unit": {"name": "示例市城管局", "region": "示例市"},
        "project": {
            "name": "示例市停车诱导平台",
            "construction_content": "停车泊位信息采集、诱导和收费；移动办公",
            "modules": [
                {"name": "停车诱导", "action": "build", "kind": "system"},
                {"name": "移动办公系统", "action": "build", "kind": "system"},
                {"name": "泊位数据资源", "action": "build", "kind": "data_resource"},
            ],
        },
        "predecessor": {"id": "P-1"},
    }
)
SYSTEM = ExistingSystem(
    id="P-2",
    name="示例停车收费系统",
    owner="示例市城管局",
    description="停车泊位收费",
    functions=("停车诱导发布", "泊位收费"),
)
BESIDE = tuple(ExistingSystem(id=f"Q-{n}", name=f"示例台账{n}") for n in range(8))
# What is changed of the one system: the verdict must be that of the list as it is.
CHANGES: dict[str, dict[str, object]] = {
    "名称": {"name": "示例市停车诱导平台"},
    "单位": {"owner": "示例市水务局"},
    "描述": {"description": "停车泊位信息采集、诱导和收费；移动办公"},
    "功能清单": {"functions": ("移动办公系统",)},
    "没有功能清单": {"functions": ()},
    "数据资源": {"data_resources": ("泊位数据资源",)},
    "种类": {"kind": "data_resource"},
    "状态": {"status": "retired"},
    "前期": {"id": "P-1", "predecessor_id": "P-2"},
    "备案号": {"record_no": "P-1"},
    "统建": {"unified": True, "aliases": ("移动办公系统",)},
    "统建且正式": {
        "unified": True,
        "official": True,
        "citation": "示例办〔2026〕1号",
        "aliases": ("移动办公系统",),
        "capability": "开通账号即用",
        "self_build": "梳理岗位",
    },
    "可提供能力": {"unified": True, "capability": "开通即用", "functions": ("停车诱导",)},
}


# Where what is made of a list, or of its systems, may be kept.
ROOMS = ("compliance.duplication.", "compliance.facts.", "compliance.verdict.")


def forget_everything() -> None:
    """Empty the caches of these rooms."""
    comparison._kept.clear()
    for module in walk_packages(compliance.__path__, "compliance."):
        if module.name.startswith(ROOMS):
            for value in vars(import_module(module.name)).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def told(registry: Registry) -> bytes:
    """The verdict but for which list it goes by."""
    verdict = check(FILING, registry, DAY)
    assert verdict.registry is not None
    assert verdict.registry.version == registry.version
    return verdict.canonical.replace(registry.version.encode(), b"")


BEFORE = Registry.of([SYSTEM, *BESIDE])


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_that_was_kept_of_the_list_before_is_left_in_a_verdict(
    change: dict[str, object],
) -> None:
    after = Registry.of([SYSTEM.model_copy(update=change), *BESIDE])
    first, then, back = (told(registry) for registry in (BEFORE, after, BEFORE))
    forget_everything()
    assert then == told(after)
    assert first == back != then
