"""A blank catalogue to fill in: one header row, drop-down lists, a note on every column."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from compliance.catalog.codes import read_codes
from compliance.catalog.columns import read_columns
from compliance.catalog.schema import read_entry_schema
from compliance.report.xlsx import OutSheet, Workbook, for_print, write

_ROWS = 2_000
_SHEET, _CODES, _GUIDE = "信息资源目录", "代码表", "填写说明"
_WIDTH, _WIDE = 14, 30
_HEAD = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
_COLOURS = {True: "#FCE4D6", False: "#EDEDED"}
_ITEM_COLUMNS = ("name", "type", "length")
_REQUIRED_WHEN = {
    "share_method": "共享的必填",
    "use_requirement": "共享的必填",
    "share_condition": "有条件共享的填",
    "refusal_basis": "不予共享的必填",
    "open_condition": "开放的填",
}
# Lists whose values may stand together in a cell only advise; the others refuse.
_LISTS = {
    "update_period": "update_periods",
    "share_type": "share_types",
    "share_method": "share_methods",
    "open": "openness",
    "format": "formats",
    "items.type": "data_types",
}
_ADVISING = frozenset({"share_method", "format", "update_period"})


def write_catalog(target: Path) -> None:
    """Write a blank catalogue."""
    target.write_bytes(catalog_blank())


def catalog_blank() -> bytes:
    """An xlsx file with a blank catalogue, its code lists and how to fill it in."""
    book = Workbook()
    sheet = book.sheet(_SHEET)
    for_print(sheet, headed=True)
    columns = _columns()
    for place, (key, title, how) in enumerate(columns):
        _head(book, sheet, place, key, title, how)
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, 42)
    _code_lists(book, sheet, [key for key, _, _ in columns])
    _guide(book, columns)
    return book.content()


def _columns() -> Sequence[tuple[str, str, str]]:
    """Key, title and how to fill it in, of each column in the order of the schema."""
    schema: Mapping[str, Any] = read_entry_schema()
    titles = {column.key: column.title for column in read_columns().columns}
    found: list[tuple[str, str, str]] = [("", "序号", "从 1 起编")]
    for key, said in schema["properties"].items():
        if key != "items":
            found.append((key, titles[key], said["description"]))
            continue
        parts = said["items"]["properties"]
        found += [
            (f"items.{part}", parts[part]["title"], parts[part]["description"])
            if part != "type"
            else ("items.type", "数据类型", parts[part]["description"])
            for part in _ITEM_COLUMNS
        ]
    return (*found, ("", "备注", "需要说明的其他情况"))


def _is_required(key: str) -> bool:
    required: Any = read_entry_schema()["required"]
    return key in {*required, "name", "items.name"}


def _head(book: Workbook, sheet: OutSheet, place: int, key: str, title: str, how: str) -> None:
    mark = "必填" if _is_required(key) else _REQUIRED_WHEN.get(key, "")
    look = {**_HEAD, "bg_color": _COLOURS[bool(mark)]}
    write(book, sheet, (0, place), f"{title}（{mark}）" if mark else title, look)
    wide = key in ("name", "abstract", "use_requirement", "share_condition", "refusal_basis")
    text = book.format(num_format="@", text_wrap=True, valign="top")
    sheet.set_column(place, place, _WIDE if wide else _WIDTH, text)
    if how:
        sheet.write_comment(0, place, how, {"author": "beian 预检", "x_scale": 2})


def _code_lists(book: Workbook, sheet: OutSheet, keys: Sequence[str]) -> None:
    lists = book.sheet(_CODES)
    for place, (key, name) in enumerate(_LISTS.items()):
        codes = read_codes(name)
        write(book, lists, (0, place), codes.title, {"bold": True})
        for row, value in enumerate(codes.enum, 1):
            write(book, lists, (row, place), value)
        lists.set_column(place, place, 20)
        column = keys.index(key)
        letter = chr(ord("A") + place)
        validation = {
            "validate": "list",
            "source": f"={_CODES}!${letter}$2:${letter}${len(codes.enum) + 1}",
            "error_type": "warning" if key in _ADVISING else "stop",
            "error_title": codes.title,
            "error_message": "不在代码表里，请从下拉列表中选择",
        }
        sheet.data_validation(1, column, _ROWS, column, validation)


def _guide(book: Workbook, columns: Sequence[tuple[str, str, str]]) -> None:
    sheet = book.sheet(_GUIDE)
    for_print(sheet, headed=False)
    lines = (
        "每条资源占一行；有几个信息项的，在下面接着每行写一个信息项，其余各栏留空。",
        "依据：南信办〔2023〕1号二（五），分类、责任方、格式、属性、更新时限、共享类型、共享方式、使用要求。",
        "属性分三栏填写：信息项名称、数据类型、数据长度。",
    )
    for row, line in enumerate(lines):
        write(book, sheet, (row, 0), line)
    for row, (key, title, how) in enumerate(columns, len(lines) + 1):
        mark = "必填" if _is_required(key) else _REQUIRED_WHEN.get(key, "选填")
        for place, cell in enumerate((title, mark, how)):
            write(book, sheet, (row, place), cell, {"text_wrap": True, "valign": "top"})
    for place, width in enumerate((22, 16, 80)):
        sheet.set_column(place, place, width)
