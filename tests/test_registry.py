"""The registry: what is read, what is refused, and that only the content counts."""

import csv
import io
import json
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from compliance.errors import RegistryError
from compliance.registry import ExistingSystem, Registry
from tests.workbooks import OutSheet, table, workbook

ROWS: list[dict[str, object]] = [
    {
        "id": "SL-001",
        "name": "示例水库安全监测系统",
        "owner": "示例市水务局",
        "region": "示例市",
        "level": "市级",
        "description": "汇集雨情、水情和坝体位移数据,超限时报警",
        "functions": ["雨情采集", "渗压监测"],
        "year": 2021,
        "status": "在用",
    },
    {
        "id": "JT-002",
        "name": "示例停车诱导平台",
        "owner": "示例市交通运输局",
        "kind": "系统",
        "data_resources": ["车位占用信息"],
        "status": "申报中",
        "aliases": ["示例停车一张网"],
    },
    {
        "id": "TY-003",
        "name": "示例统一身份认证",
        "level": "省级",
        "unified": True,
        "official": True,
        "citation": "示例函〔2024〕3号",
        "capability": "单点登录、实名核验",
        "self_build": "本部门的岗位与权限",
    },
]
TITLES = {
    "id": "系统编号",
    "name": "系统名称",
    "owner": "建设单位",
    "region": "区域",
    "level": "层级",
    "kind": "种类",
    "description": "功能描述",
    "functions": "功能清单",
    "data_resources": "数据资源",
    "year": "建设年份",
    "status": "状态",
    "aliases": "别名",
    "unified": "统建通用系统",
    "official": "列入正式公布的清单",
    "citation": "清单文号",
    "capability": "可提供能力",
    "self_build": "部门自行承担内容",
}


def cell(value: object) -> str:
    if isinstance(value, list):
        return "；".join(value)
    return (
        {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def as_csv(rows: list[dict[str, object]], delimiter: str = ",") -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(TITLES.values())
    writer.writerows([cell(row.get(column, "")) for column in TITLES] for row in rows)
    return file.getvalue()


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def as_jsonl(rows: list[dict[str, object]]) -> bytes:
    return b"\n".join(map(as_json, rows))


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


FILES = {
    "JSON 列表": ("r.json", as_json(ROWS)),
    "JSON 带截止日期": ("r.json", as_json({"as_of": "2026-03-02", "systems": ROWS})),
    "JSON 带字节序标记": ("r.json", b"\xef\xbb\xbf" + as_json(ROWS)),
    "JSON 用中文列名": (
        "r.json",
        as_json([{TITLES[key]: value for key, value in row.items()} for row in ROWS]),
    ),
    "JSONL": ("r.jsonl", as_jsonl(ROWS)),
    "JSONL 换行为回车换行并有空行": ("r.JSONL", as_jsonl(ROWS).replace(b"\n", b"\r\n\r\n")),
    "CSV UTF-8": ("r.csv", as_csv(ROWS).encode()),
    "CSV UTF-8 带标记": ("r.csv", as_csv(ROWS).encode("utf-8-sig")),
    "CSV GB18030": ("r.csv", as_csv(ROWS).encode("gb18030")),
    "CSV UTF-16 制表符": ("r.csv", as_csv(ROWS, "\t").encode("utf-16")),
}


@pytest.mark.parametrize(("name", "content"), FILES.values(), ids=FILES)
def test_the_format_of_the_file_changes_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    registry = Registry.load(written(tmp_path, name, content))
    assert registry.faults == ()
    assert registry.systems == Registry.of(ROWS).systems
    assert registry.version == Registry.of(ROWS).version


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_keys_changes_nothing(chance: random.Random) -> None:
    rows = [dict(chance.sample(sorted(row.items()), len(row))) for row in ROWS]
    chance.shuffle(rows)
    assert Registry.of(rows) == Registry.of(ROWS)


def test_any_change_of_content_is_another_version() -> None:
    changed = [ROWS[0] | {"year": 2022}, *ROWS[1:]]
    assert Registry.of(changed).version != Registry.of(ROWS).version
    assert Registry.of(ROWS[:2]).version != Registry.of(ROWS).version


def test_systems_are_kept_in_the_order_of_their_ids() -> None:
    assert [system.id for system in Registry.of(ROWS).systems] == ["JT-002", "SL-001", "TY-003"]


def test_labels_and_lists_are_read_as_codes_and_tuples() -> None:
    parking, reservoir, identity = Registry.of(ROWS).systems
    assert (parking.status, parking.kind, reservoir.level) == ("applied", "system", "city")
    assert reservoir.functions == ("雨情采集", "渗压监测")
    assert identity.unified
    assert identity.official


@pytest.mark.parametrize("between", "；;、|\n")
def test_every_usual_mark_separates_a_list(between: str) -> None:
    row = ROWS[1] | {"functions": f" 车位查询{between}{between}缴费 "}
    assert Registry.of([row]).systems[0].functions == ("车位查询", "缴费")


@pytest.mark.parametrize(
    ("label", "code"),
    {
        "在用": "in_use",
        "运维中": "maintenance",
        "在建": "building",
        "申报中": "applied",
        "停用": "suspended",
        "已下线": "retired",
    }.items(),
)
def test_a_status_is_read_in_chinese_and_as_code(label: str, code: str) -> None:
    for said in (label, code):
        assert (
            ExistingSystem.model_validate({"id": "1", "name": "示例", "status": said}).status
            == code
        )


def test_the_day_given_goes_before_the_day_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "r.json", as_json({"as_of": "2026-03-02", "systems": ROWS}))
    assert Registry.load(path).as_of == date(2026, 3, 2)
    assert Registry.load(path, as_of=date(2026, 5, 6)).as_of == date(2026, 5, 6)
    assert Registry.load(path).version == Registry.load(path, as_of=date(2026, 5, 6)).version


def test_existing_systems_and_mappings_may_be_mixed() -> None:
    system = ExistingSystem(id="A", name="示例档案系统")
    assert Registry.of([system, *ROWS]).systems[0] is system


def test_numbers_and_text_give_the_same_id_and_year() -> None:
    number = Registry.of([{"id": 12, "name": "示例档案系统", "year": "2021年"}])
    assert number == Registry.of([{"id": "12", "name": "示例档案系统", "year": 2021}])


def test_invisible_characters_do_not_make_another_id() -> None:
    assert Registry.of([{"id": "A\u200b\u202e1", "name": "示例\x1b系统"}]).systems[0].id == "A1"


FAULTY_ROWS: dict[str, tuple[object, str, str]] = {
    "没有编号": ({"name": "示例系统"}, "第 2 条“系统编号”", "没有填写"),
    "没有名称": ({"id": "X"}, "第 2 条“系统名称”", "没有填写"),
    "名称只有空白": ({"id": "X", "name": " \u3000"}, "第 2 条“系统名称”", "没有填写"),
    "名称只有看不见的字符": ({"id": "X", "name": "\u200b"}, "第 2 条“系统名称”", "没有填写"),
    "名称是列表": ({"id": "X", "name": ["示例"]}, "第 2 条“系统名称”", "应填写文字"),
    "名称太长": ({"id": "X", "name": "示" * 201}, "第 2 条“系统名称”", "超过 200 字"),
    "描述太长": (
        {"id": "X", "name": "示例", "description": "示" * 1_000_001},
        "第 2 条“功能描述”",
        "超过 1000000 字",
    ),
    "功能是数字": ({"id": "X", "name": "示例", "functions": 5}, "第 2 条“功能清单”", "文字的列表"),
    "功能里有数字": ({"id": "X", "name": "示例", "functions": [5]}, "第 2 条“功能清单”", "文字"),
    "编号重复": ({"id": "JT-002", "name": "示例另一系统"}, "第 2 条“系统编号”", "已采用第 1 条"),
    "同一列写了两次": (
        {"id": "X", "系统编号": "Y", "name": "示例"},
        "第 2 条“系统编号”",
        "写了两次",
    ),
    "不是一个系统": ("示例系统", "第 2 条", "应为一个系统的各项信息"),
    "列名不是文字": ({1: 2}, "第 2 条", "应为一个系统的各项信息"),
}


@pytest.mark.parametrize(("row", "place", "message"), FAULTY_ROWS.values(), ids=FAULTY_ROWS)
def test_a_faulty_row_is_told_and_the_good_rows_are_kept(
    row: object, place: str, message: str
) -> None:
    registry = Registry.of([ROWS[1], row, ROWS[0]])  # type: ignore[list-item]
    assert [system.id for system in registry.systems] == ["JT-002", "SL-001"]
    (fault,) = registry.faults
    assert fault.place == place
    assert message in fault.message
    assert fault.mend


# Of these only the value is left out: a system lost would be a duplicate not found.
FAULTY_VALUES: dict[str, tuple[dict[str, object], str, str]] = {
    "年份是中文": (
        {"id": "X", "name": "示例", "year": "二〇二一"},
        "第 2 条“建设年份”",
        "“二〇二一”",
    ),
    "年份太早": ({"id": "X", "name": "示例", "year": 21}, "第 2 条“建设年份”", "年份“21”不对"),
    "年份是小数": ({"id": "X", "name": "示例", "year": 2021.5}, "第 2 条“建设年份”", "不对"),
    "年份是真假": ({"id": "X", "name": "示例", "year": True}, "第 2 条“建设年份”", "不对"),
    "年份大得没有边": ({"id": "X", "name": "示例", "year": 10**5000}, "第 2 条“建设年份”", "不对"),
    "状态不认识": ({"id": "X", "name": "示例", "status": "挺好"}, "第 2 条“状态”", "“挺好”不认识"),
    "层级不认识": ({"id": "X", "name": "示例", "level": "街道"}, "第 2 条“层级”", "“街道”不认识"),
    "是否不认识": (
        {"id": "X", "name": "示例", "unified": "也许"},
        "第 2 条“统建通用系统”",
        "不认识",
    ),
}


@pytest.mark.parametrize(("row", "place", "message"), FAULTY_VALUES.values(), ids=FAULTY_VALUES)
def test_a_faulty_side_value_is_told_and_its_row_is_kept_without_it(
    row: dict[str, object], place: str, message: str
) -> None:
    registry = Registry.of([ROWS[1], row])
    assert ExistingSystem(id="X", name="示例") in registry.systems
    assert registry.left_out == 0
    (fault,) = registry.faults
    assert fault.place == place
    assert message in fault.message
    assert fault.mend


def test_each_wrong_column_of_a_row_is_told_once() -> None:
    registry = Registry.of([{"id": "X", "year": "?", "functions": [1, 2, 3]}])
    assert [fault.place for fault in registry.faults] == [
        "第 1 条“系统名称”",
        "第 1 条“功能清单”",
        "第 1 条“建设年份”",
    ]


def test_an_unknown_column_is_told_once_and_its_rows_are_kept() -> None:
    registry = Registry.of([row | {"amount": 5, "备注": None} for row in ROWS])
    assert len(registry.systems) == 3
    (fault,) = registry.faults
    assert (fault.place, fault.message) == ("第 1 条“amount”", "没有这一列，内容未采用")
    assert registry.version == Registry.of(ROWS).version


def test_which_of_two_with_one_id_is_kept_does_not_hang_on_their_order() -> None:
    twins = [ROWS[0], ROWS[0] | {"name": "示例大坝监测系统"}]
    assert Registry.of(twins).systems == Registry.of(twins[::-1]).systems


def test_a_fault_of_a_csv_file_names_the_line_it_starts_on(tmp_path: Path) -> None:
    text = '编号,名称,年份\nA,"示例\n系统",2021\n\nB,示例平台,很久以前\nC,示例库,2020,多出\n'
    registry = Registry.load(written(tmp_path, "r.csv", text.encode()))
    assert [system.name for system in registry.systems] == ["示例 系统", "示例平台"]
    assert [fault.place for fault in registry.faults] == ["第 5 行“建设年份”", "第 6 行"]


def test_a_broken_line_of_jsonl_is_told_and_the_others_are_kept(tmp_path: Path) -> None:
    content = as_json(ROWS[0]) + b'\n{"id": \n' + as_json(ROWS[1]) + b'\n{"id":"X","id":"Y"}\n[1]'
    registry = Registry.load(written(tmp_path, "r.jsonl", content))
    assert len(registry.systems) == 2
    assert [fault.place for fault in registry.faults] == ["第 2 行", "第 4 行", "第 5 行"]


def test_a_list_of_no_systems_is_an_empty_registry(tmp_path: Path) -> None:
    for name, content in {"r.json": b"[]", "r.csv": "编号,名称\n".encode()}.items():
        assert Registry.load(written(tmp_path, name, content)) == Registry.of([])


def test_a_long_description_in_csv_is_read(tmp_path: Path) -> None:
    text = f"编号,名称,功能描述\nA,示例系统,{'监测' * 200_000}\n"
    assert len(Registry.load(written(tmp_path, "r.csv", text.encode())).systems) == 1


REFUSED = {
    "不是 JSON": ("r.json", b'[{"id": 1,]', "不是合格的 JSON"),
    "JSON 里键重复": ("r.json", b'[{"id": "1", "id": "2", "name": "x"}]', "写了两次"),
    "JSON 里有 NaN": ("r.json", b'[{"id": "1", "year": NaN}]', "NaN 不是数字"),
    "JSON 嵌套太深": ("r.json", b"[" * 100_000, "嵌套超过"),
    "JSON 太大": ("r.json", b" " * 20_000_001, "改用 JSONL 或 CSV"),
    "JSON 不是清单": ("r.json", b'{"id": "1"}', "不是系统清单"),
    "JSON 清单外有别的": ("r.json", b'{"systems": [], "x": 1}', "清单之外"),
    "截止日期不对": ("r.json", b'{"as_of": "2026-02-30", "systems": []}', "截止日期"),
    "JSON 不是 UTF-8": ("r.json", '["示例"]'.encode("gb18030"), "UTF-8"),
    "JSON 是空的": ("r.json", b"", "空"),
    "JSONL 没有一行能读": ("r.jsonl", b"x\ny", "不是合格的 JSON"),
    "JSONL 嵌套太深": ("r.jsonl", b"[" * 100_000, "嵌套超过"),
    "JSONL 是空的": ("r.jsonl", b"\n \n", "没有内容"),
    "CSV 没有认识的列": ("r.csv", "甲,乙\n1,2\n".encode(), "没有认识的列名"),
    "CSV 有两列名称": ("r.csv", "编号,名称,系统名称\n".encode(), "不止一列"),
    "CSV 是空的": ("r.csv", b"\n", "没有内容"),
    "CSV 引号没有成对": ("r.csv", '编号,名称\nA,"示例\nB,示例\n'.encode(), "第 2 行"),
    "CSV 其实是工作簿": ("r.csv", b"PK\x03\x04...", "工作簿"),
    "CSV 是二进制": ("r.csv", b"\x7fELF\x00\x01", "二进制"),
    "CSV 编码无法识别": ("r.csv", b"\xff\xff\xff", "编码"),
    "CSV 的 UTF-16 断了": ("r.csv", b"\xff\xfea", "编码"),
    "不认识的格式": ("r.docx", b"", "不能读取这种文件"),
}


@pytest.mark.parametrize(("name", "content", "message"), REFUSED.values(), ids=REFUSED)
def test_an_unreadable_file_is_refused_by_name_with_a_mend(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(RegistryError, match=message) as refusal:
        Registry.load(written(tmp_path, name, content))
    (problem,) = refusal.value.problems
    assert problem.place.startswith(name)
    assert problem.mend


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("none.csv", "folder.csv"):
        with pytest.raises(RegistryError, match="找不到这个文件"):
            Registry.load(tmp_path / name)


def test_a_file_above_200_mb_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "r.csv").open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(RegistryError, match="超过 200 MB"):
        Registry.load(tmp_path / "r.csv")


def json_values() -> st.SearchStrategy[object]:
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    keys = st.sampled_from([*TITLES, *TITLES.values()]) | st.text(max_size=3)
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6),
    )


@given(st.lists(json_values(), max_size=4))
def test_no_rows_raise_and_the_registry_is_whole(rows: list[object]) -> None:
    registry = Registry.of([*ROWS, *rows])  # type: ignore[list-item]
    ids = [system.id for system in registry.systems]
    assert ids == sorted(set(ids))
    assert Registry.of(registry.systems) == Registry.of(registry.systems[::-1])


@given(st.binary(max_size=300), st.sampled_from([".json", ".jsonl", ".csv"]))
def test_no_bytes_raise_anything_but_a_registry_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, ending: str
) -> None:
    path = written(tmp_path_factory.getbasetemp(), f"any{ending}", content)
    try:
        registry = Registry.load(path)
    except RegistryError as refusal:
        assert refusal.problems[0].mend  # noqa: PT017
    else:
        assert len(registry.version) == 64


def test_every_column_has_a_chinese_title_in_the_schema() -> None:
    schema = ExistingSystem.model_json_schema()
    titles = {name: column["title"] for name, column in schema["properties"].items()}
    assert TITLES.items() <= titles.items()
    assert all("\u4e00" <= title[0] <= "\u9fff" for title in titles.values())


def test_a_system_is_frozen_and_knows_no_other_column() -> None:
    with pytest.raises(ValidationError):
        ExistingSystem.model_validate({"id": "1", "name": "示例", "amount": 5})
    with pytest.raises(ValidationError):
        ExistingSystem(id="1", name="示例").name = "别的"  # type: ignore[misc]


def test_the_registry_does_not_load_the_numerical_packages() -> None:
    heavy = "{'numpy', 'scipy', 'sklearn', 'rapidfuzz'}"
    code = f"import sys, compliance.registry; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_workbook_is_read_under_its_titles_and_a_formula_without_result_is_told(
    tmp_path: Path,
) -> None:
    rows = (
        ("示例市既有系统清单",),
        (),
        ("系统编号", "系统名称", "功能清单", "建设年份"),
        (1, "示例停车诱导平台", "空位发布；收费", 2021),
        ("B", "示例水库监测系统", None, None),
        ("B", "重复的编号", None, None),
    )

    def fill(sheet: OutSheet) -> None:
        table(*rows)(sheet)
        sheet.write(6, 0, "C")
        sheet.write_formula(6, 1, '="示例"&A1', value="")

    content = workbook(("说明", table(("看下一张表",))), ("清单", fill))
    registry = Registry.load(written(tmp_path, "r.xlsx", content))
    assert [(s.id, s.year) for s in registry.systems] == [("1", 2021), ("B", None)]
    assert registry.systems[0].functions == ("空位发布", "收费")
    assert [fault.place for fault in registry.faults] == ["第 7 行", "第 6 行“系统编号”"]
    assert registry.left_out == 2


COLUMNS = ("系统编号", "系统名称", "建设单位")


def test_every_sheet_that_names_systems_is_read_and_a_hidden_one_is_told(tmp_path: Path) -> None:
    hidden = table(COLUMNS, ("C", "示例水质监测系统", "示例局"))

    def hide(sheet: OutSheet) -> None:
        hidden(sheet)
        sheet.hide()

    content = workbook(
        ("2023", table(COLUMNS, ("A", "示例停车诱导平台", "示例局"))),
        ("统计", table(("单位", "年份", "数量"), ("示例局", 2023, 1))),
        ("2024", table(COLUMNS, ("B", "示例水库监测系统", "示例局"), ("D", "", "示例局"))),
        ("旧表", hide),
    )
    registry = Registry.load(written(tmp_path, "r.xlsx", content))
    assert [s.id for s in registry.systems] == ["A", "B"]
    assert [str(fault.place) for fault in registry.faults] == [
        "“2024”第 3 行“系统名称”",
        "“旧表”",
    ]
    assert registry.left_out == 2
    with pytest.raises(RegistryError, match="隐藏"):
        Registry.load(written(tmp_path, "h.xlsx", workbook(("a", table(("x",))), ("旧表", hide))))


def test_a_header_of_two_rows_and_a_unit_merged_over_its_systems_are_read(tmp_path: Path) -> None:
    def fill(sheet: OutSheet) -> None:
        for column, title in enumerate(COLUMNS):
            sheet.merge_range(0, column, 1, column, title)
        sheet.merge_range(0, 3, 0, 4, "建设内容")
        table((None,) * 5, (None, None, None, "功能描述", "数据资源"))(sheet)
        sheet.merge_range(2, 2, 4, 2, "示例水务局")
        for number, key in enumerate("ABC", 2):
            table(*((),) * number, (key, f"示例{key}类系统", None, "监测", "台账"))(sheet)
        table(*((),) * 5, ("D", "示例丁类系统", None, None, None))(sheet)

    registry = Registry.load(written(tmp_path, "r.xlsx", workbook(("清单", fill))))
    assert not registry.faults
    assert [(s.id, s.owner, s.description) for s in registry.systems] == [
        *((key, "示例水务局", "监测") for key in "ABC"),
        ("D", "", ""),
    ]


def test_a_cell_without_a_title_is_told(tmp_path: Path) -> None:
    content = workbook(("清单", table(COLUMNS, ("A", "示例停车诱导平台", "示例局", "多出"))))
    (fault,) = Registry.load(written(tmp_path, "r.xlsx", content)).faults
    assert str(fault) == "第 2 行：有内容的单元格上面没有列名（补上列名）"


@pytest.mark.parametrize("cell", ["=A1&B1", "#REF!", " #N/A "])
def test_a_formula_without_result_is_told_with_row_and_column(tmp_path: Path, cell: str) -> None:
    text = f"系统编号,系统名称,功能描述\nA,示例水库监测系统,{cell}\nB,#5 泵站监测,水位\n"
    registry = Registry.load(written(tmp_path, "r.csv", text.encode()))
    assert ([s.id for s in registry.systems], registry.left_out) == (["B"], 1)
    (fault,) = registry.faults
    assert str(fault) == "第 2 行“功能描述”：是公式或错误值，没有结果（另存为数值后再试）"


def test_a_workbook_without_a_list_is_refused(tmp_path: Path) -> None:
    content = workbook(("说明", table(("看下一张表",))))
    with pytest.raises(RegistryError, match="没有认识的列名"):
        Registry.load(written(tmp_path, "r.xlsx", content))
