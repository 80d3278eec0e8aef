"""The form of a pack's files by rules/pack.schema.json, its faults with file, line and mend."""

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from compliance._data import data
from compliance.errors import Problem, RulebookError
from compliance.rulebook.yaml_text import Document
from compliance.shape import Shapes
from compliance.text import shorten

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_MOST = 20
_NO_PATTERN = "写法不对"
_COMPARISON = "可用 eq、ne、lt、lte、gt、gte、in，值为 true、false、整数或文字"
_SAID: dict[str, tuple[str, str]] = {
    "type": ("“{value}”的类型不对", "应为：{limit}"),
    "enum": ("“{value}”不认识", "只能是：{limit}"),
    "const": ("“{value}”不认识", "只能是：{limit}"),
    "pattern": ("“{value}”" + _NO_PATTERN, "按 {limit} 的形式写"),
    "minLength": ("没有内容", "补上"),
    "maxLength": ("太长", "压缩到 {limit} 字以内"),
    "minItems": ("至少要有 {limit} 项", "补上"),
    "maxItems": ("多于 {limit} 项", "分开写"),
    "minProperties": ("没有内容", "补上"),
    "minimum": ("“{value}”太小", "不小于 {limit}"),
    "maximum": ("“{value}”太大", "不大于 {limit}"),
    "dependentRequired": ("缺少与之相配的内容", "有 text 的要写 sha256"),
    "propertyNames": ("键“{value}”" + _NO_PATTERN, "检查拼写"),
}


@cache
def schema() -> dict[str, Any]:
    """rules/pack.schema.json; nobody may change what is given."""
    read: dict[str, Any] = json.loads(data("rules").joinpath("pack.schema.json").read_text("utf-8"))
    return read


@cache
def _shapes() -> Shapes:
    return Shapes(schema()["$defs"])


@cache
def _validator(part: str) -> "Draft202012Validator":
    # Only for what is wrong: the import takes longer than the quick yes to a whole pack.
    from jsonschema import Draft202012Validator

    return Draft202012Validator({**schema(), "$ref": f"#/$defs/{part}"})


def _required(error: "ValidationError") -> Iterator[str]:
    present = error.instance if isinstance(error.instance, dict) else {}
    required: Any = error.validator_value
    yield from (name for name in required if name not in present)


def _unknown(error: "ValidationError") -> Iterator[str]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    known = schema.get("properties", {})
    present = error.instance if isinstance(error.instance, dict) else {}
    yield from (name for name in present if name not in known)


def _asks_for_a_condition(limit: object) -> bool:
    return isinstance(limit, list) and {"required": ["review_when"]} in limit


def _words(error: "ValidationError") -> tuple[str, str]:
    match error.validator:
        case "required":
            return f"缺少“{'”“'.join(_required(error))}”", "补上"
        case "additionalProperties":
            return f"不认识“{'”“'.join(map(shorten, _unknown(error)))}”", "检查拼写，或删去"
        case "anyOf" if _asks_for_a_condition(error.validator_value):
            return "规则没有写任何触发条件", "写 return_when、review_when、info_when 之一"
        case "anyOf" if isinstance(error.instance, dict):
            return f"比较“{shorten(str(error.instance), 40)}”写法不对", _COMPARISON
        case _:
            said = _SAID.get(str(error.validator), ("写法不对", "对照 rules/pack.schema.json"))
    shown = shorten(str(error.instance), 40)
    limit: Any = error.validator_value
    listed = "、".join(map(str, limit)) if isinstance(limit, list) else str(limit)
    words = {"value": shown, "limit": listed}
    return said[0].format_map(words), said[1].format_map(words)


def check_form(document: Document, part: str) -> None:
    """Raises RulebookError with at most 20 faults where a document is not of the form of a part."""
    if _shapes().of(part)(document.value):
        return
    errors = sorted(_validator(part).iter_errors(document.value), key=lambda e: [*map(str, e.path)])
    problems: list[Problem] = []
    for error in errors[:_MOST]:
        message, mend = _words(error)
        where = "/".join(map(str, error.absolute_path))
        told = f"{where}：{message}" if where else message
        problems.append(document.problem(tuple(error.absolute_path), told, mend))
    if problems:
        raise RulebookError(*problems)
