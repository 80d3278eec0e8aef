"""Through the command: a folder full of hostile files, mutants, zips and single files."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from compliance.cli import beian
from compliance.intake.jail import Jail
from compliance.intake.refusal import Refused
from compliance.intake.words import Reading, read_list
from tests.making import hostile
from tests.making.filings import bundle
from tests.making.mutants import mutant, seeds

WORDS = read_list("intake", Reading)
PASS, RETURN, REVIEW, UNREADABLE = 0, 1, 3, 4


def run(*arguments: object) -> int:
    code = beian.main([str(a) for a in arguments], standalone_mode=False)
    assert isinstance(code, int)
    return code


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean filing with every hostile file beside it."""
    folder = bundle(0).write(tmp_path_factory.mktemp("申报") / "材料")
    for number, case in enumerate([*hostile.files(), *hostile.archives()]):
        (folder / f"附{number:03d}-{case.name}").write_bytes(case.content)
    return folder


def test_hostile_files_never_let_a_filing_pass(hostile_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "结论.json"

    code = run("check", hostile_folder, "--format", "json", "-o", target)

    verdict = json.loads(target.read_text("utf-8"))
    assert code == REVIEW
    assert verdict["outcome"] == "review"


def test_each_hostile_file_is_told_with_its_reason(hostile_folder: Path) -> None:
    from compliance.intake import read

    told = {u.file: u for u in read(hostile_folder).unread}

    for number, case in enumerate([*hostile.files(), *hostile.archives()]):
        name = f"附{number:03d}-{case.name}"
        if case.codes != ("read",) and case.about != "JSON 套十万层":
            assert told[name].reason
            assert told[name].code in WORDS.refusals


ALONE = [
    ("加密的工作簿", UNREADABLE),
    ("扫描件", UNREADABLE),
    ("路径越界的压缩包", UNREADABLE),
    ("最远的一格有字", UNREADABLE),
    ("内容控件套两百层", REVIEW),
]


@pytest.mark.parametrize(("about", "expected"), ALONE, ids=[a[0] for a in ALONE])
def test_exit_code_of_a_single_file(
    about: str, expected: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(c for c in [*hostile.files(), *hostile.archives()] if c.about == about)
    path = tmp_path / case.name
    path.write_bytes(case.content)

    code = run("check", path, "--on", "2025-07-01")

    told = capsys.readouterr()
    assert code == expected or (expected == REVIEW and code == RETURN)
    assert code != UNREADABLE or "无法检查" in told.err


def test_a_zip_gives_the_verdict_of_its_folder(tmp_path: Path) -> None:
    made = bundle(1)
    folder = made.write(tmp_path / "材料")
    (tmp_path / "材料.zip").write_bytes(hostile.zipped(made.files()))

    codes = [
        run("check", path, "--format", "json", "-o", tmp_path / f"{path.suffix}.json")
        for path in (folder, tmp_path / "材料.zip")
    ]
    first, second = (json.loads((tmp_path / f"{s}.json").read_text()) for s in ("", ".zip"))

    assert codes == [REVIEW, REVIEW]
    assert first["criteria"] == second["criteria"]


def test_an_empty_folder_and_a_missing_one_give_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()

    assert run("check", tmp_path / "空") == UNREADABLE
    assert run("check", tmp_path / "没有") == UNREADABLE


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(WORDS.bounds()) as jail:
        yield jail


def answer(jail: Jail, path: Path) -> str:
    try:
        jail.read(path, path.name)
    except Refused as refused:
        return refused.code
    return "read"


def test_three_hundred_mutants_are_read_or_refused(jail: Jail, tmp_path: Path) -> None:
    originals = seeds()
    chance = random.Random(20230914)  # noqa: S311 - to be repeated, not to be secret

    for number in range(300):
        name, content = originals[number % len(originals)]
        path = tmp_path / name
        path.write_bytes(mutant(content, chance))
        code = answer(jail, path)
        assert code == "read" or code in WORDS.refusals


TEMPLATES = [("filing", "xlsx"), ("filing", "docx"), ("manifest", "xlsx"), ("manifest", "docx")]


@pytest.mark.parametrize(("name", "ending"), TEMPLATES, ids=[f"{n}.{e}" for n, e in TEMPLATES])
def test_templates_are_written_and_can_be_read(
    name: str, ending: str, jail: Jail, tmp_path: Path
) -> None:
    target = tmp_path / f"表.{ending}"

    assert run("template", name, "-o", target) == 0
    assert jail.read(target, target.name).text()


def test_a_template_of_another_format_is_wrong_usage(tmp_path: Path) -> None:
    assert run("template", "filing", "-o", tmp_path / "表.pdf") == 2


# Texts over which a careless pattern would run for hours.
LONG = {
    "省略号": "……" * 200_000,
    "点和空格": (". " * 3_000 + "x\n") * 100,
    "共计反复": ("总投资：" + "共计" * 90 + "x\n") * 500,
    "括号不闭合": ("（" * 2_000 + "待补\n") * 200,
    "方括号不闭合": ("【" * 3_000 + "填写\n") * 100,
    "两万个标题": "一、项目概况\n" * 20_000,
    "数字连成一片": "1" * 900_000 + "x",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_and_strange_texts_come_to_an_end(text: str, tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text(text, "utf-8")

    assert run("check", tmp_path, "--on", "2025-07-01") in (RETURN, REVIEW)
