"""A saved index: the same answers, and never used when damaged or foreign."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compliance.duplication import Index, subject_of
from compliance.duplication.arrays import MAGIC, is_array_file
from compliance.duplication.knowledge import NOTHING
from compliance.duplication.store import open_index, save_index
from compliance.errors import RegistryError
from compliance.facts.listing import listing_of
from compliance.registry import ExistingSystem, Lookup, Registry
from compliance.text import fold
from tests.making.registries import KNOWLEDGE, WORDS, made_up

REGISTRY = Registry.of(made_up(120), as_of=date(2026, 1, 31))
INDEX = Index.build(REGISTRY, WORDS, KNOWLEDGE)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "systems.index"
    save_index(path, INDEX, REGISTRY)
    return path


def test_a_saved_index_gives_the_same_answers(saved: Path) -> None:
    opened = open_index(saved, WORDS, KNOWLEDGE)
    assert opened.index.version == INDEX.version
    for system in (REGISTRY.systems[0], REGISTRY.systems[77]):
        assert opened.index.search(subject_of(system)) == INDEX.search(subject_of(system))


def test_a_saved_index_holds_its_registry(saved: Path) -> None:
    registry = open_index(saved, WORDS, KNOWLEDGE).registry
    assert tuple(registry.systems) == tuple(REGISTRY.systems)
    assert registry.systems[3:5] == list(REGISTRY.systems[3:5])
    assert (registry.version, registry.as_of) == (REGISTRY.version, REGISTRY.as_of)
    assert registry.index_file == saved


def test_a_saved_index_still_tells_what_was_left_out_of_its_list(tmp_path: Path) -> None:
    registry = Registry.of(
        [*made_up(5), {"id": "没有名称"}, {"id": "X", "name": "甲", "种类": "乙"}]
    )
    path = tmp_path / "faulty.index"
    save_index(path, Index.build(registry, WORDS, KNOWLEDGE), registry)
    opened = open_index(path, WORDS, KNOWLEDGE).registry
    assert (opened.left_out, opened.faults) == (1, registry.faults)
    assert len(opened.faults) == 2


def _found(lookup: Lookup, system: ExistingSystem, number: int) -> tuple[object, ...]:
    """All that can be asked of a system's names."""
    names = [fold(text) for text in (system.record_no, system.name, system.id)]
    return (
        tuple(lookup.of_owner(fold(system.owner))),
        lookup.of_id(system.id),
        lookup.first_of(names[number % 3 : number % 3 + 1]),
        lookup.first_of(names),
        tuple(lookup.unified()),
    )


def test_a_saved_index_looks_up_as_the_list_does(tmp_path: Path) -> None:
    rows = [
        s.model_copy(
            update={
                "owner": f"示例单位{n % 7}",
                "record_no": f"示例备〔2025〕{n}号" if n % 3 else "",
                "unified": n % 11 == 0,
                "name": REGISTRY.systems[n % 40].name,
            }
        )
        for n, s in enumerate(REGISTRY.systems)
    ]
    registry = Registry.of(rows)
    path = tmp_path / "looked-up.index"
    save_index(path, Index.build(registry, WORDS, KNOWLEDGE), registry)
    saved, listed = open_index(path, WORDS, KNOWLEDGE).registry.lookup, listing_of(registry)
    assert saved is not None
    for number, system in enumerate(registry.systems):
        assert _found(saved, system, number) == _found(listed, system, number)
    assert len(saved.unified()) == 11
    kinds = ("system", "data_resource", "algorithm", "compute")
    assert [saved.has_kind(k) for k in kinds] == [listed.has_kind(k) for k in kinds]
    assert saved.has_kind("system")
    assert not saved.has_kind("compute")
    assert not saved.of_owner("没有的单位")
    assert saved.of_id("没有") is saved.first_of(["没有", ""]) is None


def test_an_index_that_was_added_to_is_saved_and_opened(tmp_path: Path) -> None:
    new = ExistingSystem.model_validate({"id": "A0", "name": "示例水库大坝安全监测系统"})
    registry = Registry.of([new, *REGISTRY.systems[1:]])
    index = INDEX.updated(registry)
    path = tmp_path / "added.index"
    save_index(path, index, registry)
    opened = open_index(path, WORDS, KNOWLEDGE)
    assert opened.index.version == index.version
    assert opened.index.search(subject_of(new))[0].system == new
    assert [s.id for s in opened.registry.systems][:2] == ["A0", REGISTRY.systems[1].id]


def test_an_index_without_knowledge_keeps_its_own_weights(tmp_path: Path) -> None:
    index = Index.build(REGISTRY, WORDS)
    path = tmp_path / "plain.index"
    save_index(path, index, REGISTRY)
    subject = subject_of(REGISTRY.systems[9])
    assert open_index(path, WORDS, NOTHING).index.search(subject) == index.search(subject)


def test_an_empty_registry_is_saved_and_opened(tmp_path: Path) -> None:
    empty = Registry.of([])
    path = tmp_path / "empty.index"
    save_index(path, Index.build(empty, WORDS, KNOWLEDGE), empty)
    opened = open_index(path, WORDS, KNOWLEDGE)
    assert opened.index.search(subject_of(REGISTRY.systems[0])) == ()


@pytest.mark.parametrize("part", range(40))
def test_one_changed_byte_anywhere_is_noticed(saved: Path, tmp_path: Path, part: int) -> None:
    content = bytearray(saved.read_bytes())
    content[len(content) * part // 40] ^= 0x10
    damaged = tmp_path / "damaged.index"
    damaged.write_bytes(content)
    with pytest.raises(RegistryError) as refusal:
        open_index(damaged, WORDS, KNOWLEDGE)
    assert "beian registry index" in str(refusal.value)


@pytest.mark.parametrize("part", range(1, 7))
def test_two_sectors_in_each_others_place_are_noticed(
    saved: Path, tmp_path: Path, part: int
) -> None:
    content = bytearray(saved.read_bytes())
    start = int.from_bytes(content[len(MAGIC) : len(MAGIC) + 8], "little") + len(MAGIC) + 8
    one = -(-start // 64) * 64 + part * 150_016
    first, second = content[one : one + 512], content[one + 512 : one + 1024]
    assert first != second
    content[one : one + 1024] = second + first
    damaged = tmp_path / "damaged.index"
    damaged.write_bytes(content)
    with pytest.raises(RegistryError, match="索引文件已损坏"):
        open_index(damaged, WORDS, KNOWLEDGE)


@pytest.mark.parametrize("kept", [0, 5, 14, 30, 4_000, 1_000_000, -1, -33])
def test_a_file_cut_short_is_refused(saved: Path, tmp_path: Path, kept: int) -> None:
    cut = tmp_path / "cut.index"
    cut.write_bytes(saved.read_bytes()[:kept])
    with pytest.raises(RegistryError):
        open_index(cut, WORDS, KNOWLEDGE)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    for content in (b"id,name\n1,x\n", MAGIC, MAGIC + b"\xff" * 100, MAGIC + bytes(3_000_000)):
        path = tmp_path / "other.index"
        path.write_bytes(content)
        with pytest.raises(RegistryError):
            open_index(path, WORDS, KNOWLEDGE)
    with pytest.raises(RegistryError):
        open_index(tmp_path / "none.index", WORDS, KNOWLEDGE)


def test_an_index_of_other_words_or_knowledge_is_refused(saved: Path) -> None:
    other = replace(WORDS, generic=(*WORDS.generic, "网格化"))
    for words, knowledge in ((other, KNOWLEDGE), (WORDS, NOTHING)):
        with pytest.raises(RegistryError, match="别的规则包或词表"):
            open_index(saved, words, knowledge)


def test_a_list_is_told_from_an_index(saved: Path, tmp_path: Path) -> None:
    assert is_array_file(saved)
    assert not is_array_file(tmp_path / "none")
    older = tmp_path / "older.index"
    older.write_bytes(saved.read_bytes().replace(MAGIC, b"BEIAN-INDEX 1\n", 1))
    assert is_array_file(older)
    with pytest.raises(RegistryError, match="别的版本所建"):
        open_index(older, WORDS, KNOWLEDGE)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="写不进"):
        save_index(tmp_path / "no" / "x.index", INDEX, REGISTRY)
