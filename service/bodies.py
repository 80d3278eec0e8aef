"""JSON bodies that are no filings: read strictly, faults told in Chinese, values not repeated."""

from typing import Any

from pydantic import ValidationError

from compliance import JsonProblem, parse_json
from service.answers import adapter
from service.problems import Fault, fault_of
from service.refusal import Refusal

# pydantic's error types -> what is wrong, how to mend it.
FAULTS: dict[str, tuple[str, str]] = {
    "missing": ("没有填写", "补上"),
    "extra_forbidden": ("没有这一项", "检查拼写，或删去"),
    "string_type": ("应填写文字", "加上双引号"),
    "string_too_short": ("没有填写，或太短", "写明具体内容"),
    "string_too_long": ("太长", "压缩后再试"),
    "string_unicode": ("含有不能显示的字符", "删去不能显示的字符"),
    "bool_type": ("应填写 true 或 false", "不加引号"),
    "int_type": ("应填写整数", "不加引号和小数点"),
    "int_from_float": ("应填写整数", "去掉小数"),
    "greater_than_equal": ("数字太小", "按接口说明改正"),
    "less_than_equal": ("数字太大", "按接口说明改正"),
    "literal_error": ("不认识这个值", "按接口说明改正"),
    "tuple_type": ("应填写列表", "写成 […] 的形式"),
    "too_long": ("项数太多", "分几次提交"),
    "too_short": ("至少要有一项", "补上"),
    "model_type": ("应填写一组内容", "写成 {…} 的形式"),
    "date_type": ("应填写日期", "写成 2026-03-02 的形式"),
    "date_parsing": ("日期写法不对", "写成 2026-03-02 的形式"),
    "date_from_datetime_parsing": ("日期写法不对", "写成 2026-03-02 的形式"),
    "date_from_datetime_inexact": ("日期写法不对", "写成 2026-03-02 的形式"),
    "day": ("日期写法不对，或没有这一天", "写成 2026-03-02 的形式"),
}
_OTHER = ("填写不正确", "按接口说明改正")


def parsed(body: bytes) -> object:
    """The JSON value of a body; raises Refusal 422."""
    try:
        return parse_json(body)
    except JsonProblem as error:
        raise Refusal(422, [fault_of(error.problem)]) from error


def read_body(kind: Any, body: bytes) -> Any:  # noqa: ANN401 - a type and its value
    """The value of a type in a body; raises Refusal 422 with every fault."""
    return read_value(kind, parsed(body))


def read_value(kind: Any, value: object) -> Any:  # noqa: ANN401 - a type and its value
    """The value of a type from JSON; raises Refusal 422 with every fault."""
    try:
        return adapter(kind).validate_python(value)
    except ValidationError as error:
        faults = [
            Fault("".join(f"/{step}"[:60] for step in e["loc"]), *FAULTS.get(e["type"], _OTHER))
            for e in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Refusal(422, faults) from error
