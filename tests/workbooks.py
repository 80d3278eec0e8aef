"""Workbooks for the tests, written cell by cell."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import xlsxwriter

OutSheet = Any  # XlsxWriter has no types


def workbook(*sheets: tuple[str, Callable[[OutSheet], None]]) -> bytes:
    """An xlsx file of some sheets, each filled by its function."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, fill in sheets:
            fill(book.add_worksheet(name))
    return out.getvalue()


def table(*rows: Iterable[object]) -> Callable[[OutSheet], None]:
    """Fills a sheet with rows from its first cell on; None leaves a cell out."""

    def fill(sheet: OutSheet) -> None:
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)

    return fill


def three_row_header(sheet: OutSheet) -> None:
    """A title over everything, groups, leaves; one row an item; names merged down."""
    sheet.merge_range("A1:N1", "二、政务信息资源产生清单（示例）")
    singles = {"A": "序号", "B": "信息资源名称", "H": "信息资源摘要", "L": "信息资源分类"}
    for letter, title in (singles | {"M": "更新周期", "N": "责任单位"}).items():
        sheet.merge_range(f"{letter}2:{letter}3", title)
    for area, title, leaves in (
        ("C2:D2", "信息资源格式", ("分类", "类型")),
        ("E2:G2", "信息项信息", ("名称", "类型", "长度")),
        ("I2:K2", "共享属性", ("类型", "条件", "方式")),
    ):
        sheet.merge_range(area, title)
        for offset, leaf in enumerate(leaves):
            sheet.write(2, ord(area[0]) - ord("A") + offset, leaf)
    sheet.merge_range("A4:A5", 1)
    sheet.merge_range("B4:B5", "示例市水库水位信息")
    shared = (
        "各库逐日水位",
        "有条件共享",
        "限防汛部门",
        "共享平台",
        "部门/示例市水务局",
        "每年一次",
    )
    table_rows: list[tuple[object, ...]] = [
        (None, None, "电子表格", "xlsx", "库名", "C", 50, *shared),
        (None, None, "电子表格", "xlsx", "水位", "公共", "8,2", *shared),
        (2, "示例市雨情信息", "数据库", "达梦", "站名", "C", 20, "各站雨情", "不予共享", "涉及敏感",
         None, "部门/示例市水务局", "每周年"),
    ]  # fmt: skip
    for number, row in enumerate(table_rows, 3):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    sheet.merge_range("N4:N6", "示例市水务局")
    sheet.write("A8", "合计 2 条")
    sheet.merge_range("A9:N9", "填报人：示例")
