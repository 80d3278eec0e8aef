"""读目录表: layouts of real sheets, and where each thing that is wrong lies."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.catalog import CatalogFile, inspect, read_catalog, table_rows
from compliance.errors import CatalogError
from tests.test_catalog import WORDS
from tests.workbooks import OutSheet, table, three_row_header, workbook

SAMPLE = Path(__file__).parent / "samples" / "three_row_header.xls"
HEAD = (
    "序号",
    "信息资源名称",
    "分类",
    "责任方",
    "格式",
    "属性",
    "更新时限",
    "共享类型",
    "共享方式",
    "使用要求",
)
GOOD = (
    1,
    "示例市水库水位信息",
    "部门/水利",
    "示例市水务局",
    "xlsx",
    "库名、水位",
    "每日",
    "有条件共享",
    "共享平台",
    "用于防汛",
)
NEXT = (
    2,
    "示例市雨情信息",
    "部门/水利",
    "示例市水务局",
    "xlsx",
    "站名、雨量",
    "每日",
    "有条件共享",
    "共享平台",
    "用于防汛",
)


def read(*rows: Any, name: str = "目录.xlsx") -> CatalogFile:  # noqa: ANN401
    return read_catalog(name, workbook(("目录", table(*rows))))


def placed(file: CatalogFile) -> list[tuple[str, str]]:
    problems = inspect(file.rows, WORDS).problems
    return [(p.code.value, place.address if (place := file.place(p)) else "") for p in problems]


@pytest.mark.parametrize("old", [False, True], ids=["xlsx", "xls"])
def test_a_merged_header_of_three_rows_and_a_row_for_each_item(old: bool) -> None:
    content = SAMPLE.read_bytes() if old else workbook(("产生清单", three_row_header))
    file = read_catalog("示例目录", content)
    first, second = file.rows
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first["属性"] == [
        {"信息项名称": "库名", "数据类型": "C", "数据长度": 50},
        {"信息项名称": "水位", "数据类型": "公共", "数据长度": "8,2"},
    ]
    assert (first["格式"], second["格式"]) == ("电子表格/xlsx", "数据库/达梦")
    assert second["责任单位"] == "示例市水务局"
    assert placed(file) == [
        ("item_type_unknown", "产生清单!F5"),
        ("period_unknown", "产生清单!M6"),
        ("basis_not_law", "产生清单!J6"),
    ]
    assert [note.place for note in file.notes] == [
        "工作表“产生清单”第 8 行",
        "工作表“产生清单”第 9 行",
    ]


def named(head: tuple[object, ...], *rows: tuple[object, ...]) -> list[str]:
    return [
        str(row.get("信息资源名称", "")) for row in read(head, *rows).rows if isinstance(row, dict)
    ]


def test_a_header_below_a_title_instructions_and_blank_rows() -> None:
    rows = (("示例市水务局目录",), ("填表说明：逐条填写",), (), HEAD, GOOD, (), NEXT)
    assert placed(read(*rows)) == []
    assert [row["信息资源名称"] for row in read(*rows).rows if isinstance(row, dict)] == [
        GOOD[1],
        NEXT[1],
    ]


def test_the_order_marks_and_notes_of_columns_do_not_matter() -> None:
    order = (7, 3, 9, 1, 0, 8, 4, 6, 2, 5)
    head = tuple(f"*{HEAD[n]}\n（必填项）" if n % 2 else HEAD[n] for n in order)
    assert placed(read(head, tuple(GOOD[n] for n in order))) == []


OTHERS: list[tuple[str, tuple[object, ...]]] = [
    ("合计", ("合计", "2 条")),
    ("注", ("注：以上数据截至示例日期",)),
    ("填报人", ("填报人", "示例")),
    ("表头又来一遍", HEAD),
    ("示例行", ("示例", *GOOD[1:])),
    ("只有备注一栏", (None,) * 10 + ("以下不填",)),
]


@pytest.mark.parametrize("row", [c[1] for c in OTHERS], ids=[c[0] for c in OTHERS])
def test_what_is_no_entry_is_left_out_and_told(row: tuple[object, ...]) -> None:
    file = read((*HEAD, "备注"), GOOD, row, NEXT)
    assert len(file.rows) == 2
    assert [note.place for note in file.notes] == ["工作表“目录”第 3 行"]


ENTRIES: list[tuple[str, tuple[object, ...]]] = [
    ("名称像备注的条目", (3, "注册企业信息", *GOOD[2:])),
    ("只写了名称的条目", (None, "说明书备案信息")),
    ("没有名称的条目", (3, None, *GOOD[2:])),
    ("只写了序号和责任方", (3, None, None, "示例市水务局")),
]


@pytest.mark.parametrize("row", [c[1] for c in ENTRIES], ids=[c[0] for c in ENTRIES])
def test_a_poor_entry_is_still_an_entry(row: tuple[object, ...]) -> None:
    assert len(read(HEAD, GOOD, row).rows) == 2


ITEM_HEAD = ("信息资源名称", "信息资源代码", "责任方", "信息项名称", "数据类型", "共享类型")


def items_of(*rows: tuple[object, ...]) -> list[tuple[object, int]]:
    file = read(ITEM_HEAD, *rows)
    return [(r["信息资源名称"], len(r["属性"])) for r in file.rows if isinstance(r, dict)]


def test_item_rows_below_an_entry_are_its_items_however_the_rest_is_repeated() -> None:
    first = ("水位信息", "3070210/1", "水务局", "库名", "C", "有条件共享")
    assert items_of(first, (None, None, None, "水位", "N", None)) == [("水位信息", 2)]
    assert items_of(first, (None, None, "水务局", "水位", "N", "有条件共享")) == [("水位信息", 2)]
    assert items_of(first, (*first[:3], "水位", "N", "有条件共享")) == [("水位信息", 2)]


def test_a_heading_and_its_leaf_may_stand_in_one_cell() -> None:
    head = ("资源名称", "信息项-名称", "信息项-类型", "共享属性/类型", "共享属性/方式", "更新周期")
    (row,) = read(head, ("水位信息", "水位", "N", "有条件共享", "接口", "每日")).rows
    assert row == {
        "资源名称": "水位信息",
        "更新周期": "每日",
        "共享类型": "有条件共享",
        "共享方式": "接口",
        "属性": [{"信息项名称": "水位", "数据类型": "N"}],
    }


def test_a_row_that_differs_from_the_entry_above_is_an_entry_of_its_own() -> None:
    first = ("水位信息", "3070210/1", "水务局", "库名", "C", "有条件共享")
    assert items_of(first, ("雨情信息", *first[1:])) == [("水位信息", 1), ("雨情信息", 1)]
    assert items_of(first, (None, None, "气象局", "水位", "N", None)) == [("水位信息", 1), ("", 1)]
    assert items_of(first, (*first[:5], "不予共享")) == [("水位信息", 1), ("水位信息", 1)]


def test_items_on_a_second_sheet_are_joined_by_name() -> None:
    entries = table(
        (
            "信息资源目录名称",
            "分类",
            "责任方",
            "格式",
            "更新周期",
            "共享类型",
            "共享方式",
            "使用要求",
        ),
        (
            "水位信息",
            "部门/水利",
            "示例市水务局",
            "xlsx",
            "每日",
            "有条件共享",
            "共享平台",
            "用于防汛",
        ),
    )
    items = table(
        ("信息资源目录名称", "信息项名称", "数据类型"),
        ("水位信息", "库名", "C"),
        ("水位信息", "水位", "公共"),
        ("别的信息", "站名", "C"),
    )
    file = read_catalog("目录.xlsx", workbook(("信息资源目录", entries), ("信息项", items)))
    assert placed(file) == [("item_type_unknown", "信息项!C3")]
    assert [note.place for note in file.notes] == ["工作表“信息项”第 4 行"]


def test_sheets_that_are_no_catalogue_or_hidden_are_told() -> None:
    good = table(HEAD, GOOD)

    def hidden(sheet: OutSheet) -> None:
        good(sheet)
        sheet.hide()

    demand = table(HEAD, NEXT)
    codes = table(
        ("更新时限", "共享类型", "共享方式", "格式"), ("每日", "有条件共享", "接口", "xlsx")
    )
    content = workbook(
        ("目录", good), ("旧目录", hidden), ("3部门需求清单", demand), ("码表", codes)
    )
    file = read_catalog("目录.xlsx", content)
    assert len(file.rows) == 1
    assert [str(note) for note in file.notes] == [
        "工作表“旧目录”：是隐藏的，没有检查（要检查的取消隐藏）",
        "工作表“3部门需求清单、码表”：不是目录表，没有检查（是目录的核对表头）",
    ]


def test_two_sheets_of_entries_are_one_catalogue() -> None:
    content = workbook(("一", table(HEAD, GOOD)), ("二", table(HEAD, NEXT, GOOD)))
    file = read_catalog("目录.xlsx", content)
    assert placed(file) == [("name_duplicate", "二!B3")]
    assert file.row_name(0) == "一!第 2 行"


def test_hidden_rows_and_columns_are_checked_and_told() -> None:
    def fill(sheet: OutSheet) -> None:
        table(HEAD, GOOD, NEXT)(sheet)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(4, 4, None, None, {"hidden": True})

    file = read_catalog("目录.xlsx", workbook(("目录", fill)))
    assert len(file.rows) == 2
    assert [note.message for note in file.notes] == [
        "第 3 行是隐藏的，照样检查了",
        "“格式”一栏是隐藏的，照样检查了",
    ]


def test_a_provider_merged_down_is_that_of_every_entry() -> None:
    def fill(sheet: OutSheet) -> None:
        table(HEAD, GOOD, NEXT)(sheet)
        sheet.merge_range("D2:D3", "示例市水务局")

    assert placed(read_catalog("目录.xlsx", workbook(("目录", fill)))) == []


def test_an_unknown_column_is_told_at_its_header_with_the_nearest_name() -> None:
    head = (*HEAD[:6], "更新周其", *HEAD[7:], "数据更新时间")
    file = read(head, (*GOOD, "2024-05-01"))
    problems = inspect(file.rows, WORDS).problems
    assert {(p.code.value, p.shown, p.near) for p in problems} == {
        ("attribute_missing", "", ""),
        ("unknown_column", "数据更新时间", "说的是哪一天更新，不是多久更新一次"),
        ("unknown_column", "更新周其", "更新时限"),
    }
    assert {place.address for p in problems if (place := file.place(p))} == {
        "目录!第 2 行",
        "目录!G1",
        "目录!K1",
    }


def test_one_header_twice_keeps_both_values_and_their_difference_is_a_problem() -> None:
    file = read((*HEAD, "共享类型"), (*GOOD, "不予共享"), (*NEXT, "有条件共享"))
    assert [code for code, _ in placed(file)][:1] == ["row_unreadable"]
    assert {place for _, place in placed(file)} == {"目录!K2"}


def test_numbers_as_text_full_width_digits_and_serial_dates_are_read_rightly() -> None:
    head = (*HEAD, "责任方代码", "发布日期", "是否向社会开放")
    code = "".join(chr(ord(letter) + 0xFEE0) for letter in "11999900MB0000001K")
    row = (*GOOD[:4], "XLSX ", *GOOD[5:7], "２－有条件共享", *GOOD[8:], code, 45413, 0.0)
    file = read(head, row)
    inspection = inspect(file.rows, WORDS)
    assert inspection.problems == ()
    assert ("published", "2024-05-01") in {(c.key, c.after) for c in inspection.changes}


def test_a_csv_is_read_with_lines_as_a_spreadsheet_numbers_them() -> None:
    lines = [",".join(map(str, row)) for row in (HEAD, GOOD, (*NEXT[:6], "牲畜饲养", *NEXT[7:]))]
    file = read_catalog("目录.csv", "\r\n".join(lines).encode("gb18030"))
    assert placed(file) == [("period_unknown", "G3")]
    assert file.row_name(1) == "第 3 行"


def test_json_is_a_list_a_filing_or_lines() -> None:
    for name, text in (
        ("目录.json", '[{"名称": "水位"}]'),
        ("申报.json", '{"catalog": [{"名称": "水位"}]}'),
        ("目录.jsonl", '{"名称": "水位"}\n\n'),
    ):
        file = read_catalog(name, text.encode())
        assert file.rows == ({"名称": "水位"},)
        assert file.row_name(0) == "第 1 条"
        assert placed(file)[0] == ("attribute_missing", "")


UNREADABLE: list[tuple[str, str, bytes, str]] = [
    ("空工作簿", "a.xlsx", workbook(("表", table())), "没有内容"),
    ("空文件", "a.csv", b"", "没有内容"),
    (
        "没有表头",
        "a.xlsx",
        workbook(("表", table(("甲", "乙"), ("丙", "丁")))),
        "没有找到目录的表头",
    ),
    (
        "别的表",
        "a.xlsx",
        workbook(("表", table(("名称", "备注"), ("水位", "无")))),
        "只认出：信息资源名称",
    ),
    ("只有表头", "a.xlsx", workbook(("表", table(HEAD))), "没有条目"),
    ("坏的 JSON", "a.json", b"[{]", "JSON"),
    ("不是目录的 JSON", "a.json", b"3", "不是目录"),
    ("空的 JSON 目录", "a.json", b"[]", "没有条目"),
    ("坏的一行", "a.jsonl", b'{"a": 1}\n{', "第 2 行"),
    ("冒充表格的字节", "a.xlsx", b"\0\1\2", "二进制"),
]


@pytest.mark.parametrize(
    ("name", "content", "said"), [c[1:] for c in UNREADABLE], ids=[c[0] for c in UNREADABLE]
)
def test_what_is_no_catalogue_is_refused_by_name_and_reason(
    name: str, content: bytes, said: str
) -> None:
    with pytest.raises(CatalogError) as caught:
        read_catalog(name, content)
    assert name in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.problems[0].mend


CELLS = st.sampled_from([*HEAD, *map(str, GOOD), "", "合计", "示例", "信息项名称", "类型", "7"])


@given(st.lists(st.lists(CELLS, max_size=12), max_size=10))
@settings(deadline=None, max_examples=150)
def test_any_csv_is_read_or_refused_and_every_problem_has_a_place(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    try:
        file = read_catalog("目录.csv", text.encode())
    except CatalogError:
        return
    lines = len(rows)
    for problem in inspect(file.rows, WORDS).problems:
        place = file.place(problem)
        assert place is not None
        assert 0 <= place.line < lines


@given(st.permutations(range(len(HEAD))), st.integers(0, 9), st.sets(st.integers(1, 9), max_size=4))
@settings(deadline=None, max_examples=100)
def test_each_blank_of_the_eight_is_found_at_its_cell(
    order: list[int], above: int, blank: set[int]
) -> None:
    row = ["" if n in blank else GOOD[n] for n in order]
    file = read(*[("说明",)] * above, tuple(HEAD[n] for n in order), row)
    letters = {"ABCDEFGHIJ"[order.index(n)] for n in blank}
    places = {address for _, address in placed(file)}
    assert places == {f"目录!{letter}{above + 2}" for letter in letters}


def test_a_table_of_any_document_whose_merges_are_filled_in_is_read_too() -> None:
    title = ("示例市水务局政务信息资源目录",) * 8
    groups = (
        "名称",
        "分类",
        "提供方",
        "信息项信息",
        "信息项信息",
        "更新周期",
        "共享属性",
        "共享属性",
    )
    leaves = ("名称", "分类", "提供方", "名称", "类型", "更新周期", "类型", "方式")
    first = ("水位信息", "部门/水利", "示例市水务局", "库名", "C", "每日", "有条件共享", "接口")
    second = (*first[:3], "水位", "N", *first[5:])
    note = ("注：示例",) * 8
    (row,) = table_rows([title, groups, leaves, first, second, note])
    assert (row.line, row.item_lines) == (3, (3, 4))
    assert row.values["属性"] == [
        {"信息项名称": "库名", "数据类型": "C"},
        {"信息项名称": "水位", "数据类型": "N"},
    ]
    assert (row.values["共享类型"], row.values["共享方式"]) == ("有条件共享", "接口")


def test_a_list_of_systems_is_no_catalogue() -> None:
    head = ("名称", "责任单位", "摘要", "格式", "备注")
    assert table_rows([head, ("水位系统", "示例市水务局", "监测", "B/S", "")]) == ()
