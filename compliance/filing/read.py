"""From JSON as it came to a Filing; every fault is told in Chinese, with its place and mend."""

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from compliance import strict_json
from compliance.errors import FilingError, Problem
from compliance.filing.filing import Filing
from compliance.filing.terms import Term
from compliance.strict_json import JsonProblem
from compliance.text import shorten

_MOST = 50
# pydantic's and our own error types -> what is wrong, how to mend it.
FAULTS: dict[str, tuple[str, str]] = {
    "missing": ("没有填写", "补上"),
    "extra_forbidden": ("申报表里没有这一项", "检查拼写，或删去"),
    "string_type": ("应填写文字", "加上双引号"),
    "string_too_long": ("太长", "压缩到 {max_length} 字以内"),
    "bool_type": ("应填写 true 或 false", "是写 true，否写 false，没有填写的写 null"),
    "int_type": ("应填写整数", "不加引号和小数点"),
    "int_from_float": ("应填写整数", "去掉小数"),
    "greater_than_equal": ("数字太小", "不小于 {ge}"),
    "less_than_equal": ("数字太大", "不大于 {le}"),
    "tuple_type": ("应填写列表", "写成 […] 的形式"),
    "too_long": ("项数太多", "不多于 {max_length} 项"),
    "model_type": ("应填写一组内容", "写成 {{…}} 的形式"),
    "model_attributes_type": ("应填写一组内容", "写成 {{…}} 的形式"),
    "literal_error": ("“{given}”不认识", "只能填写：{expected}"),
    "enum": ("“{given}”不认识", "只能填写：{expected}"),
    "day_form": ("日期写法不对", "写成 2026-03-02 的形式"),
    "day_absent": ("没有这一天", "核对月和日"),
    "number_type": ("应填写数字", "写成 120.5 的形式"),
    "number_full_width": ("用了全角数字", "改用半角数字"),
    "number_form": ("数字写法不对", "写成 120.5 的形式，不写正负号、逗号和指数"),
    "amount_large": ("金额太大", "核对数额和单位"),
    "amount_fine": ("金额小于一分", "最多到分"),
    "invalid_key": ("键不是文字", "检查 JSON"),
}
_OTHER = ("填写不正确", "对照 beian schema filing 核对")


def title_of(pointer: str) -> str:
    """The Chinese titles on the way to a slot.

    >>> title_of("/funding/sources/0/amount")
    '资金 › 资金来源 › 第 1 项 › 金额'
    """
    steps = pointer.strip("/").split("/") if pointer.strip("/") else []
    return _labels(tuple(int(step) if step.isdigit() else step for step in steps))


def _labels(location: tuple[int | str, ...]) -> str:
    titles: list[str] = []
    current: Any = Filing
    for step in location:
        if isinstance(step, int):
            titles.append(f"第 {step + 1} 项")
            continue
        field = current.model_fields.get(step) if _is_model(current) else None
        if field is None:
            titles.append(shorten(step, 30))
            break
        titles.append(field.title or step)
        current = _model_in(field.annotation)
    return " › ".join(titles)


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _model_in(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no type
    """The model inside an annotation such as tuple[Module, ...] | None."""
    if _is_model(annotation):
        return annotation
    inside = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in inside if model is not None), None)


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join("/" + str(p).replace("~", "~0").replace("/", "~1")[:60] for p in location)


def _expected(error: ErrorDetails) -> str:
    written = str(error.get("ctx", {}).get("expected", ""))
    for term in Term.__subclasses__():
        codes = [entry.value for entry in term]
        if written and all(code in written for code in codes) and len(codes) > 1:
            return "、".join(entry.label for entry in term)
    return written


def _problem(error: ErrorDetails) -> Problem:
    message, mend = FAULTS.get(error["type"], _OTHER)
    given = error["input"]
    words = {
        **error.get("ctx", {}),
        "given": shorten(given) if isinstance(given, str) else "…",
        "expected": _expected(error),
    }
    location = tuple(step for step in error["loc"] if not _is_union_tag(step))
    where = f"{_labels(location)}（{_pointer(location)}）" if location else "整份申报"
    return Problem(where, message.format_map(words), mend.format_map(words))


def _is_union_tag(step: int | str) -> bool:
    """pydantic names the branch of a union in the path; it is no key of the filing."""
    return isinstance(step, str) and (step[:1].isupper() or "[" in step)


def read_filing(content: bytes | str) -> Filing:
    """The filing in a JSON text.

    Raises FilingError with one Problem for each fault: the place, what is wrong, how to mend it.

    >>> read_filing('{"kind": "新建"}').kind.label
    '新建'
    """
    try:
        return Filing.model_validate(strict_json.parse(content))
    except JsonProblem as error:
        raise FilingError(error.problem) from None
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [_problem(each) for each in details[:_MOST]]
        if len(details) > _MOST:
            problems.append(Problem("", f"另有 {len(details) - _MOST} 处", "先改正以上各处"))
        raise FilingError(*dict.fromkeys(problems)) from None
