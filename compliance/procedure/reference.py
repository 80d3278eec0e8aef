"""办理程序手册: every field of procedure.yaml with its meaning, its form and its present value."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from compliance.procedure.model import Procedure

Schema = Mapping[str, Any]

# What an overlay changed: told above the tables, and no field to fill in.
_CHANGES = "changes"

_FORMS = {
    "date": "日期，如 2024-05-01",
    "month-day": "每年的一天，如 08-30",
    "json-pointer": "申报表里的位置，如 /funding/total",
    "pattern": "编号样式，如 示例信备〔{year}〕{serial:04}号",
}


def procedure_reference(procedure: Procedure) -> str:
    """The whole sheet in Markdown, for who writes a procedure.yaml of his own."""
    return "\n".join(_lines(procedure)) + "\n"


def _lines(procedure: Procedure) -> Iterator[str]:
    schema = Procedure.model_json_schema()
    parts: Schema = schema["$defs"]
    yield "## 办理程序（procedure.yaml）"
    yield ""
    yield f"{procedure.title}，依据{procedure.source.number}。"
    yield "先是每一项的意思和写法，后是现在的值。"
    yield "本县的 procedure.yaml 只写与它不同之处：把要改的位置写进 changes 的 path，"
    yield "新值写进 value，并写明 reason 和 citation。"
    for change in procedure.changes:
        yield f"- 本包改动：{change}"
    yield ""
    for part in (schema, *parts.values()):
        if "properties" in part:
            yield from _part(part, parts)
    yield from _codes(parts)
    yield from _values(procedure)


def _part(part: Schema, parts: Schema) -> Iterator[str]:
    yield f"### {_term(part)}"
    yield ""
    yield "| 项 | 意思 | 写法 |"
    yield "|---|---|---|"
    needed = part.get("required", ())
    for key, field in part["properties"].items():
        if key == _CHANGES:
            continue
        form = _form(field, parts) + ("" if key in needed else "；可以不写")
        yield f"| `{key}` | {field['title']} | {form} |"
    yield ""


def _term(part: Schema) -> str:
    """The Chinese term that begins a description."""
    return re.split("[:.]", part["description"], maxsplit=1)[0]


def _form(field: Schema, parts: Schema) -> str:
    """How a value is written."""
    match field:
        case {"$ref": str(name)}:
            part = parts[name.rpartition("/")[2]]
            return _term(part) if "properties" in part else _choice(part)
        case {"anyOf": [one, {"type": "null"}]}:
            return f"{_form(one, parts)}，或 null"
        case {"type": "array", "items": item}:
            return f"列表，每项：{_form(item, parts)}"
        case {"type": "object", "additionalProperties": item, "propertyNames": name}:
            return f"按{_form(name, parts)}分项，每项：{_form(item, parts)}"
        case _:
            return _plain(field)


def _plain(field: Schema) -> str:
    match field:
        case {"const": fixed}:
            return f"只能写 {fixed}"
        case {"enum": known}:
            return "、".join(known)
        case {"type": "integer"}:
            return f"整数，{field['minimum']} 到 {field['maximum']}"
        case {"type": "boolean"}:
            return "true 或 false"
        case _:
            return _FORMS.get(field.get("format", ""), "文字")


def _choice(part: Schema) -> str:
    return "、".join(part["enum"]) if "enum" in part else f"{_term(part)}的代码"


def _codes(parts: Schema) -> Iterator[str]:
    yield "### 代码"
    yield ""
    for part in parts.values():
        if "oneOf" in part:
            known = "、".join(f"{each['const']} {each['title']}" for each in part["oneOf"])
            yield f"- {_term(part)}：{known}"
    yield ""


def _values(procedure: Procedure) -> Iterator[str]:
    yield "### 现在的值"
    yield ""
    yield "| 位置 | 值 |"
    yield "|---|---|"
    written = procedure.model_dump(mode="json", exclude_unset=True, exclude={_CHANGES})
    for path, value in _leaves("", written):
        told = json.dumps(value, ensure_ascii=False).replace("|", "\\|")
        yield f"| `{path}` | {told} |"
    yield ""


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Each value with the path an overlay names it by; a list of plain values is one."""
    if isinstance(value, dict) and value:
        for key, part in value.items():
            yield from _leaves(f"{path}/{key}", part)
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for number, part in enumerate(value):
            yield from _leaves(f"{path}/{number}", part)
    else:
        yield path, value
