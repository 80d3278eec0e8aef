"""The form: what is written in it is what is read, in both formats, and faults are told."""

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.filing import Filing
from compliance.intake import read
from compliance.intake.form import lists, read_form, slots
from compliance.intake.form.answers import BadAnswer, answer
from compliance.intake.form.slots import Slot, manifest
from compliance.intake.jail import Jail
from compliance.intake.words import Reading, read_list
from compliance.report.filing_form import write_filing, write_manifest

_WORDS = st.text("示例项目水务局甲乙丙㙍𠮷ABC123，、（）", min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and text != "无"
)


def _of(slot: Slot) -> st.SearchStrategy[object]:
    match slot.answered:
        case "flag":
            return st.booleans()
        case "day":
            return st.dates().map(str)
        case "whole":
            return st.integers(2000, 2100) if "年" in slot.label else st.integers(1, 5)
        case "term" | "terms":
            codes = st.sampled_from([member.value for member in slot.term or ()])
            return codes if slot.answered == "term" else st.lists(codes, max_size=3)
        case "amount":
            value = st.decimals("0.01", 10**6, places=2).map(lambda d: format(Decimal(d), "f"))
            return st.fixed_dictionaries({"value": value, "unit": st.sampled_from(["元", "万元"])})
    return _WORDS


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    tree: dict[str, object] = {}
    for slot in draw(st.lists(st.sampled_from(slots()), unique=True, max_size=25)):
        _put(tree, slot.pointer, draw(_of(slot)))
    for listed in draw(st.lists(st.sampled_from(lists()), unique=True, max_size=4)):
        entry = st.fixed_dictionaries({s.pointer[1:]: _of(s) for s in listed.columns})
        _put(tree, listed.pointer, draw(st.lists(entry, max_size=3)))
    return Filing.model_validate(tree)


def _put(tree: dict[str, object], pointer: str, value: object) -> None:
    *path, leaf = pointer.split("/")[1:]
    node = tree
    for name in path:
        node = node.setdefault(name, {})  # type: ignore[assignment]
    node[leaf] = value


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(read_list("intake", Reading).bounds()) as jail:
        yield jail


def read_back(jail: Jail, target: Path) -> tuple[Filing, list[str]]:
    tree: dict[str, object] = {}
    told = read_form(jail.read(target, target.name))
    for one in told:
        if not one.fault:
            _put(tree, one.pointer, one.value)
    return Filing.model_validate(tree), [one.fault for one in told if one.fault]


def check_round_trip(ending: str, jail: Jail, filing: Filing) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, f"申报表.{ending}")
        write_filing(target, filing)
        found, faults = read_back(jail, target)

    assert faults == []
    assert found == filing


_SHARED = [HealthCheck.function_scoped_fixture]


@settings(max_examples=30, deadline=None, suppress_health_check=_SHARED)
@given(filing=filings())
def test_a_filled_workbook_is_read_exactly(jail: Jail, filing: Filing) -> None:
    check_round_trip("xlsx", jail, filing)


@settings(max_examples=8, deadline=None, suppress_health_check=_SHARED)
@given(filing=filings())
def test_a_filled_word_form_is_read_exactly(jail: Jail, filing: Filing) -> None:
    check_round_trip("docx", jail, filing)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_blank_form_states_nothing(ending: str, jail: Jail, tmp_path: Path) -> None:
    target = tmp_path / f"申报表.{ending}"
    write_filing(target)

    assert read_form(jail.read(target, target.name)) == ()


def test_the_same_form_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_filing(tmp_path / name)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_slot_of_the_filing_is_asked_once() -> None:
    labels = [(slot.section, slot.label) for slot in slots()]

    assert len(labels) == len(set(labels))
    assert {"/unit/name", "/funding/total", "/security/crypto_plan/form"} <= {
        s.pointer for s in slots()
    }
    assert len({listed.title for listed in lists()}) == len(lists())


def _slot(pointer: str) -> Slot:
    return next(slot for slot in slots() if slot.pointer == pointer)


WRITTEN = [
    ("金额和单位分两栏", "/funding/total", "120.5", "万元", {"value": "120.5", "unit": "万元"}),
    ("金额带千分号和单位", "/funding/total", "1,205,000元", "", {"value": "1205000", "unit": "元"}),
    ("日期写成年月日", "/dates/submitted", "2025年7月1日", "", "2025-07-01"),
    ("日期写成斜杠", "/dates/submitted", "2025/7/1", "", "2025-07-01"),
    ("选项写中文", "/kind", "续运维", "", "maintenance"),
    ("是否", "/project/produces_data", "否", "", False),
    ("整数带单位", "/project/months", "12个月", "", 12),
]
REFUSED = [
    ("金额没有单位", "/funding/total", "120.5", "", "单位"),
    ("金额两处单位不同", "/funding/total", "120.5万元", "元", "不一致"),
    ("金额写成文字", "/funding/total", "壹佰万元整", "", "金额数字"),
    ("没有的日期", "/dates/submitted", "2025-13-01", "", "不是日期"),
    ("不在可选范围", "/kind", "其他", "", "新建"),
    ("是否写成别的", "/project/produces_data", "可能", "", "“是”或“否”"),
]


@pytest.mark.parametrize(
    ("pointer", "text", "unit", "value"), [w[1:] for w in WRITTEN], ids=[w[0] for w in WRITTEN]
)
def test_ways_of_writing_an_answer(pointer: str, text: str, unit: str, value: object) -> None:
    assert answer(_slot(pointer), text, unit) == value


@pytest.mark.parametrize(
    ("pointer", "text", "unit", "why"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_what_cannot_be_an_answer_is_told(pointer: str, text: str, unit: str, why: str) -> None:
    with pytest.raises(BadAnswer, match=why):
        answer(_slot(pointer), text, unit)


def test_a_manifest_overrides_what_a_file_looks_like(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("本文件说明网络安全的各项措施。", "utf-8")
    write_manifest(tmp_path / "材料清单.xlsx", ["说明.txt"])
    first = read(tmp_path)
    rows = [["网络安全技术方案", "", "", "说明.txt", "", "", ""]]
    from tests.making.sheets import xlsx_bytes

    header = [column.label for column in manifest().columns]
    (tmp_path / "材料清单.xlsx").write_bytes(xlsx_bytes({"资料": [header, *rows]}))
    second = read(tmp_path)

    assert [m.type.value for m in first.filing.materials or ()] != ["network_security_plan"]
    assert [m.type.value for m in second.filing.materials or () if m.file == "说明.txt"] == [
        "network_security_plan"
    ]
