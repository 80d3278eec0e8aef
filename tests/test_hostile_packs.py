"""Packs that mean harm or are badly broken: refused whole, with file, line and reason."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from compliance import RulebookError, load
from compliance.rulebook.form import schema
from compliance.rulebook.yaml_text import read_yaml
from compliance.shape import Shapes

ROOT = Path(__file__).parents[1]
REAL = ROOT / "rules" / "nanchong"
RULE = """  - id: C7.n{n}
    title: 凑数
    severity: info
    basis: inference
    cite: {{source: practice, clause: 凑数, quote: ""}}
    office: finance
    info_when: {{funding.gap: {n}}}
    message: 凑数
    remedy: 凑数
    since: 2026.1.0
"""


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(pack: Path) -> None:
        text = (pack / file).read_text("utf-8")
        assert old in text
        (pack / file).write_text(text.replace(old, new, 1), "utf-8")

    return edit


OTHERS: tuple[object, ...] = (None, 7, "", [], {"a": 1}, True)


def add(file: str, content: bytes) -> Callable[[Path], None]:
    def edit(pack: Path) -> None:
        (pack / file).write_bytes(content)

    return edit


def many_rules(pack: Path) -> None:
    for sheet in range(25):
        rules = "".join(RULE.format(n=sheet * 400 + n) for n in range(400))
        (pack / f"z{sheet:02}.yaml").write_text(f"criterion: 7\nrules:\n{rules}", "utf-8")


def many_files(pack: Path) -> None:
    for number in range(201):
        (pack / "lists" / f"z{number}.yaml").write_text("a: 1\n", "utf-8")


def many_bytes(pack: Path) -> None:
    for number in range(6):
        (pack / "lists" / f"z{number}.yaml").write_bytes(b"# " + b"x" * 1_900_000 + b"\na: 1\n")


FUNDING, GAP = "c7-funding.yaml", "{funding.gap: {gt: $funding_gap_max}}"
# What is done to a copy of the pack; the file, with the line or @ what stands on it; the reason.
HOSTILE: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "互相引用的锚点": (add("z.yaml", b"criterion: 7\nrules: &r [*r]\n"), "z.yaml 第 2 行", "锚点"),
    "十兆的文件": (add("z.yaml", b"#" * 10_000_000), "z.yaml", "超过 2 MB"),
    "十兆的清单": (add("lists/z.yaml", b"#" * 10_000_000), "lists/z.yaml", "超过 2 MB"),
    "制表符缩进": (add("z.yaml", b"criterion: 7\nrules:\n\t- id: X\n"), "z.yaml 第 3 行", "空格"),
    "键写了两次": (add("z.yaml", b"criterion: 7\ncriterion: 8\n"), "z.yaml 第 2 行", "写了两次"),
    "执行代码的标签": (
        add("z.yaml", b"criterion: !!python/object/apply:os.system ['true']\n"),
        "z.yaml 第 1 行",
        "标签",
    ),
    "不认识的格式版本": (swap("pack.yaml", "format: 1", "format: 2"), "pack.yaml@format: 2", "“2”"),
    "条款表的格式版本": (
        swap("clauses.yaml", "format: 1", "format: 9"),
        "clauses.yaml@format: 9",
        "“9”",
    ),
    "用正则比较": (
        swap(FUNDING, GAP, '{funding.gap: {matches: "(a+)+$"}}'),
        f"{FUNDING}@matches",
        "matches",
    ),
    "编号里藏正则": (
        swap(FUNDING, "id: C7.sum", "id: C7.(sum|total)*"),
        f"{FUNDING}@C7.(sum",
        "写法不对",
    ),
    "一万条规则": (many_rules, "z00.yaml 第 2 行", "多于 400 条"),
    "两百多个文件": (many_files, "nanchong", "文件多于 200 个"),
    "合计十一兆": (many_bytes, "nanchong", "合计超过 8 MB"),
    "原文路径往上走": (
        swap("pack.yaml", "text: sources/notice.txt", "text: sources/../../fields.txt"),
        "pack.yaml@sources/..",
        "写法不对",
    ),
    "规则表是一串文字": (add("z.yaml", "规则很多".encode()), "z.yaml 第 1 行", "类型不对"),
    "规则是空的": (add("z.yaml", b"criterion: 7\nrules: [null]\n"), "z.yaml 第 2 行", "类型不对"),
    "条件套二十层": (
        swap(FUNDING, GAP, "{all: [" * 12 + "{funding.gap: 1}" + "]}" * 12),
        FUNDING,
        "嵌套",
    ),
}


def located(pack: Path, place: str) -> str:
    file, _, text = place.partition("@")
    lines = (pack / file).read_text("utf-8").splitlines() if text else []
    return (
        f"{file} 第 {next(n for n, one in enumerate(lines, 1) if text in one)} 行" if text else file
    )


@pytest.mark.parametrize(("spoil", "place", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_refused_with_file_line_and_reason(
    tmp_path: Path, spoil: Callable[[Path], None], place: str, reason: str
) -> None:
    pack = Path(shutil.copytree(REAL, tmp_path / "nanchong"))
    spoil(pack)
    with pytest.raises(RulebookError) as raised:
        load(pack)
    problems, place = raised.value.problems, located(pack, place)
    assert any(p.place.startswith(place) for p in problems), [str(p) for p in problems]
    assert any(reason in f"{p.message}{p.mend}" for p in problems), [str(p) for p in problems]
    assert all(p.mend for p in problems)


def test_a_pack_that_is_refused_leaves_the_one_that_was_loaded_alone(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(REAL, tmp_path / "nanchong"))
    good = load(pack)
    many_rules(pack)
    with pytest.raises(RulebookError):
        load(pack)
    assert load().sha256 == good.sha256


# Mostly of the right form, so that both say yes often enough to be compared.
WORDS = st.sampled_from(["C7.sum", "凑数", "review", "notice", "eq", "2026-01-01", "", "new", "x"])
SCALARS = st.one_of(WORDS, st.booleans(), st.integers(-2, 500), st.none(), st.floats(-1, 1))
KEYS = st.sampled_from(
    ["id", "title", "severity", "cite", "all", "any", "eq", "in", "funding.gap", "format", "rules"]
)
VALUES = st.recursive(
    SCALARS,
    lambda part: st.one_of(
        st.lists(part, max_size=3), st.dictionaries(st.one_of(KEYS, WORDS), part, max_size=4)
    ),
    max_leaves=12,
)
PARTS = sorted(schema()["$defs"])


@settings(max_examples=300, deadline=None)
@given(part=st.sampled_from(PARTS), value=VALUES)
def test_what_the_quick_check_accepts_jsonschema_accepts(part: str, value: object) -> None:
    validator = Draft202012Validator({**schema(), "$ref": f"#/$defs/{part}"})
    if Shapes(schema()["$defs"]).of(part)(value):
        assert validator.is_valid(value)


@pytest.mark.parametrize("file", sorted(REAL.glob("c*.yaml")), ids=lambda file: file.stem)
def test_one_thing_changed_in_a_real_sheet_is_judged_alike(file: Path) -> None:
    part = {"candidates": "candidates", "clauses": "clauses"}.get(file.stem, "sheet")
    validator = Draft202012Validator({**schema(), "$ref": f"#/$defs/{part}"})
    accepts = Shapes(schema()["$defs"]).of(part)
    value = read_yaml(file.read_bytes(), file.name).value
    assert accepts(value)
    assert validator.is_valid(value)
    assert isinstance(value, dict)
    for key in ("rules", "clauses", "candidates"):
        for entry in list(value.get(key, ()))[:3]:
            for name in list(entry):
                held = entry.pop(name)
                assert accepts(value) == validator.is_valid(value), name
                for other in OTHERS:
                    entry[name] = other
                    assert accepts(value) == validator.is_valid(value), (name, other)
                entry[name] = held


def test_a_keyword_that_the_quick_check_does_not_know_is_no_yes() -> None:
    with pytest.raises(ValueError, match="uniqueItems"):
        Shapes({"odd": {"type": "array", "uniqueItems": True}}).of("odd")
