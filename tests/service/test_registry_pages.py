"""The list over the interface: workbooks brought in row by row, and the systems that are twins."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from compliance import Registry, RegistryError, find_twins, load
from service.listing import XLSX
from tests.service.serving import Live, form
from tests.workbooks import table, workbook

ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 2)
ROWS = (
    ("示例市既有系统清单",),
    ("系统编号", "系统名称", "建设单位", "功能描述", "建设年份"),
    ("X-1", "示例停车诱导平台", "示例市城管局", "停车泊位信息采集、诱导与收费", 2021),
    ("X-2", None, "示例市水务局", "水库监测", 2020),
    ("X-3", "示例水库监测系统", "示例市水务局", "水库水位监测", 1800),
    ("X-1", "又一个系统", "示例市水务局", "编号重复", 2022),
)


def formulas() -> bytes:
    """Names: a text with a plus, a formula with and one without a result, one as a text."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("清单")
        sheet.write_row(0, 0, ("系统编号", "系统名称"))
        sheet.write_row(1, 0, ("F-1", "+1+1"))
        sheet.write_row(4, 0, ("F-4", "=1+1"))
        sheet.write(2, 0, "F-2")
        sheet.write_formula(2, 1, '="示例"&"系统"', None, "示例系统")
        sheet.write(3, 0, "F-3")
        sheet.write_formula(3, 1, '="示例"&"系统"', None, "")
    return out.getvalue()


def brought(live: Live, content: bytes, query: str = "") -> dict[str, object]:
    reply = live.ask("POST", f"/v1/registry/import{query}", content, {"Content-Type": XLSX})
    assert reply.status == 200, reply.body.decode()
    told: dict[str, object] = reply.json()
    return told


def listed(live: Live) -> dict[str, str]:
    systems = live.ask("GET", "/v1/registry/systems").json()["systems"]
    return {system["id"]: system["name"] for system in systems}


def test_a_workbook_is_previewed_then_brought_in_and_each_bad_row_is_told(
    serving: Callable[..., Live],
) -> None:
    live, content = serving(), workbook(("清单", table(*ROWS)))
    seen = brought(live, content, "?dry_run=true")
    assert (seen["read"], seen["left_out"], listed(live)) == (4, 2, {})
    done = brought(live, content)
    assert {**done, "dry_run": True} == seen
    assert listed(live) == {"X-1": "示例停车诱导平台", "X-3": "示例水库监测系统"}
    faults = done["faults"]
    assert isinstance(faults, list)
    assert [fault["pointer"] for fault in faults] == [
        "第 4 行“系统名称”",
        "第 5 行“建设年份”",
        "第 6 行“系统编号”",
    ]
    assert all(fault["mend"] for fault in faults)


def test_a_formula_is_read_as_its_text_or_its_stored_result_and_never_run(
    serving: Callable[..., Live],
) -> None:
    live = serving()
    done = brought(live, formulas())
    assert listed(live) == {"F-1": "+1+1", "F-2": "示例系统"}
    assert "公式没有结果" in str(done["faults"])
    assert "第 5 行“系统名称”" in str(done["faults"])
    text = live.ask("GET", "/v1/registry/export?format=csv").body.decode("utf-8-sig")
    assert "'+1+1" in text
    assert live.ask("GET", "/registry/export.csv").body.decode("utf-8-sig") == text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("清单.xlsx", b"PK\x03\x04 broken", "损坏"),
        ("清单.xlsx", b"id,name\nA,B\n", "不是 Excel 工作簿"),
        ("清单.docx", b"PK\x03\x04", "不能读取这种文件"),
        ("没有后缀", b"id,name\nA,B\n", "不能读取这种文件"),
        ("清单.xlsx", workbook(("说明", table(("看下一张表",)))), "没有认识的列名"),
    ],
    ids=["坏的工作簿", "其实是CSV", "是文档", "没有后缀", "没有列名"],
)
def test_what_is_no_list_is_refused_in_words(
    serving: Callable[..., Live], name: str, content: bytes, words: str
) -> None:
    live = serving()
    body, headers = form({name: content})
    reply = live.ask("POST", "/v1/registry/import", body, headers)
    assert reply.status == 422
    assert words in reply.body.decode()


def test_twins_are_told_by_group_and_follow_the_list(serving: Callable[..., Live]) -> None:
    live = serving()
    assert live.ask("GET", "/v1/registry/twins").json()["groups"] == []
    assert "清单还是空的" in live.ask("GET", "/registry/twins").body.decode()
    csv = (ROOT / "examples/registry.csv").read_bytes()
    assert live.ask("POST", "/v1/registry/import", csv, {"Content-Type": "text/csv"}).status == 200
    told = live.ask("GET", "/v1/registry/twins").json()
    expected = find_twins(Registry.load(ROOT / "examples/registry.csv"), load(), date.today())
    assert [[s["id"] for s in group] for group in told["groups"]] == [
        [system.id for system in group] for group in expected
    ]
    first = told["groups"][0][0]["id"]
    assert live.ask("DELETE", f"/v1/registry/systems/{first}").status == 204
    again = live.ask("GET", "/v1/registry/twins").json()
    assert first not in {s["id"] for group in again["groups"] for s in group}
    assert "组内最相近的" in live.ask("GET", "/registry/twins").body.decode()


def test_what_is_poor_about_the_list_is_told_by_kind_and_follows_it(
    serving: Callable[..., Live],
) -> None:
    live, csv = serving(), {"Content-Type": "text/csv"}
    assert "清单还是空的" in live.ask("GET", "/registry/quality").body.decode()
    for line, told in (
        ("Q-1,综合平台,示例市水务局", "没有功能描述，也没有功能清单"),
        ("Q-1,综合平台,", "没有建设单位，无法判断"),
    ):
        live.ask("POST", "/v1/registry/import", f"id,name,owner\n{line}\n".encode(), csv)
        assert told in live.ask("GET", "/registry/quality").body.decode()


def rows(count: int, name: str) -> Registry:
    return Registry.of({"id": f"{n:05}", "name": name.format(n)} for n in range(count))


def test_above_the_limit_the_command_is_named(serving: Callable[..., Live]) -> None:
    live = serving()
    lines = ["id,name", *(f"{n:05},示例第{n}号台账" for n in range(3_001))]
    live.ask("POST", "/v1/registry/import", "\n".join(lines).encode(), {"Content-Type": "text/csv"})
    reply = live.ask("GET", "/v1/registry/twins")
    page = live.ask("GET", "/registry/twins")
    assert (reply.status, page.status) == (409, 200)
    for told in (reply.body.decode(), page.body.decode()):
        assert "3,001" in told
        assert "beian registry census" in told


def test_so_many_pairs_of_one_name_are_told_rather_than_found() -> None:
    with pytest.raises(RegistryError, match=r"对，这里比对不完.*census"):
        find_twins(rows(400, "示例市智慧停车管理平台"), load(), DAY)


def test_no_systems_have_no_twins() -> None:
    assert find_twins(Registry.of([]), load(), DAY) == ()
