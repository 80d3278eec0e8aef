"""Hostile files: each is refused for its own reason or harmlessly read, within bounds."""

import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from compliance.intake.files import gather
from compliance.intake.jail import Jail
from compliance.intake.refusal import Refused
from compliance.intake.words import Reading, read_list
from tests.making import hostile
from tests.making.hostile import Hostile
from tests.making.sheets import xlsx_bytes

WORDS = read_list("intake", Reading)
FILES = hostile.files()
ARCHIVES = hostile.archives()


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(WORDS.bounds()) as jail:
        yield jail


def answer(jail: Jail, path: Path, member: str = "") -> str:
    try:
        jail.read(path, member or path.name, member)
    except Refused as refused:
        return refused.code
    return "read"


@pytest.mark.parametrize(
    "case", FILES, ids=[f"{f.name.rpartition('.')[2]}：{f.about}" for f in FILES]
)
def test_hostile_file_has_its_own_reason(case: Hostile, jail: Jail, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.content)

    code = answer(jail, path)

    assert code in case.codes
    assert code == "read" or code in WORDS.refusals


@pytest.mark.parametrize("case", ARCHIVES, ids=[f.about for f in ARCHIVES])
def test_hostile_zip_is_refused_as_a_whole(case: Hostile, jail: Jail, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.content)

    with pytest.raises(Refused) as refused:
        gather(path, jail, WORDS)

    assert refused.value.code in case.codes


def test_at_least_sixty_hostile_files_over_eight_formats() -> None:
    every = [*FILES, *ARCHIVES]

    assert len(every) >= 60
    assert len({case.name.rpartition(".")[2] for case in every}) >= 8


def test_a_good_member_is_read_beside_refused_ones(jail: Jail, tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    cases = [
        Hostile("", f"{n}-{case.name}", case.content, case.codes)
        for n, case in enumerate(hostile.members())
    ]
    path.write_bytes(
        hostile.zipped(
            {case.name: case.content for case in cases} | {"说明.txt": "示例项目说明".encode()}
        )
    )

    codes = {item.name: answer(jail, item.path, item.member) for item in gather(path, jail, WORDS)}

    assert codes.pop("说明.txt") == "read"
    assert all(codes[case.name] in case.codes for case in cases)


def test_names_written_in_gbk_are_read_as_they_were_meant(jail: Jail, tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXX/XXXX.txt", "示例项目说明".encode())
    raw = path.read_bytes().replace(b"XXXX/XXXX.txt", "材料/说明.txt".encode("gb18030"))
    path.write_bytes(raw)

    items = gather(path, jail, WORDS)

    assert [item.name for item in items] == ["材料/说明.txt"]
    assert answer(jail, items[0].path, items[0].member) == "read"


def test_the_file_that_kills_the_child_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    limits = WORDS.bounds()
    culprit, good = tmp_path / "a.xlsx", tmp_path / "说明.txt"
    far = hostile._changed(
        xlsx_bytes({"表": [["甲"]]}), hostile._SHEET, hostile._cell("XFD1048576")
    )
    culprit.write_bytes(far)
    good.write_text("示例项目说明", "utf-8")
    unguarded = {field: getattr(limits, field) for field in limits.__slots__}
    unguarded |= {"sheet_rows": 2**21, "sheet_columns": 2**15, "sheet_cells": 2**40}

    with Jail(type(limits)(**unguarded)) as jail:
        assert answer(jail, culprit) in ("crashed", "memory")
        assert answer(jail, good) == "read"


def test_told_to_stop_a_file_in_hand_is_still_read(tmp_path: Path) -> None:
    """systemd and Ctrl+C tell every process; whoever asked for the file still waits for it."""
    path = tmp_path / "说明.txt"
    path.write_text("示例项目说明", "utf-8")
    with Jail(WORDS.bounds()) as jail:
        assert answer(jail, path) == "read"
        assert jail._child is not None
        first = jail._child.pid
        for number in (signal.SIGTERM, signal.SIGINT):
            jail._child.send_signal(number)
        assert answer(jail, path) == "read"
        assert jail._child.pid == first


def test_links_and_devices_in_a_folder_are_never_opened(jail: Jail, tmp_path: Path) -> None:
    (tmp_path / "目标.txt").write_text("不应读到", "utf-8")
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / "链接.txt").symlink_to(tmp_path / "目标.txt")
    (folder / "链接夹").symlink_to(tmp_path, target_is_directory=True)

    items = gather(folder, jail, WORDS)

    assert {item.name: item.refused for item in items} == {
        "链接.txt": "symlink",
        "链接夹": "symlink",
    }


def test_files_the_system_leaves_behind_are_no_materials(jail: Jail, tmp_path: Path) -> None:
    for name in ("~$报告.docx", "Thumbs.db", ".DS_Store", "报告.txt"):
        (tmp_path / name).write_text("示例", "utf-8")

    assert [item.name for item in gather(tmp_path, jail, WORDS)] == ["报告.txt"]
