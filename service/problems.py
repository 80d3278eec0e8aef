"""RFC 9457 problem documents in Chinese. Values that came in are never repeated."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compliance import Problem
from service.answers import Answer

MEDIA = "application/problem+json"
_MOST = 50
_QUOTED = re.compile("“.*”", re.DOTALL)
_DIGITS = re.compile("：[0-9]{5,}.*", re.DOTALL)
_POINTER = re.compile("（(/.*)）$", re.DOTALL)

# status -> (code, title, what to do)
KINDS: Mapping[int, tuple[str, str, str]] = {
    400: ("bad-request", "请求不合规范", "核对请求的写法，接口说明见 /openapi.json"),
    401: ("unauthorized", "没有密钥，或密钥不对", "请求头写明 Authorization: Bearer 密钥"),
    403: ("forbidden", "没有权限", "请有权限的人员办理"),
    404: ("not-found", "没有这个地址或这项内容", "核对地址，接口说明见 /openapi.json"),
    405: ("method-not-allowed", "这个地址不支持这种方法", "可用的方法见响应头 Allow"),
    409: ("conflict", "与已有的内容冲突", "核对后再试"),
    411: ("length-required", "没有说明内容长度", "请求头写明 Content-Length"),
    413: ("content-too-large", "内容超过上限", "删去无关内容，或分成几次提交"),
    415: ("unsupported-media-type", "不接受这种内容", "内容类型写 application/json"),
    422: ("unprocessable-content", "内容无法采用", "按 errors 逐条改正后重新提交"),
    431: ("headers-too-large", "请求头太大", "删去无关的请求头"),
    429: ("too-many-requests", "正在处理的请求太多", "按响应头 Retry-After 的秒数等候后再试"),
    500: ("internal-error", "服务内部错误", "没有得出结论；把 instance 告诉维护人员"),
    501: ("not-implemented", "不支持这种传输方式", "按 HTTP/1.1 常用方式传输"),
    503: ("unavailable", "现在不能服务", "稍后再试"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: a JSON pointer (or line) in what was sent, what is wrong, how to mend it."""

    pointer: str
    detail: str
    mend: str


@dataclass(frozen=True, slots=True)
class ProblemDocument:
    """问题说明, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[Fault, ...] = ()


def without_values(message: str) -> str:
    """A message of the library without what it quotes from the input.

    >>> without_values("“张三”不认识")
    '所填内容不认识'
    """
    return _DIGITS.sub("", _QUOTED.sub("所填内容", message))


def fault_of(problem: Problem) -> Fault:
    """A problem of the library, for a reader who has what was sent before him."""
    pointer = _POINTER.search(problem.place)
    where = pointer[1] if pointer else problem.place
    return Fault(where, without_values(problem.message), without_values(problem.mend))


def problem(
    status: int,
    instance: str,
    faults: Iterable[Fault] = (),
    detail: str = "",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The answer for a status; an unknown one is told as the nearest known."""
    known = status if status in KINDS else (400 if status < 500 else 500)
    code, title, todo = KINDS[known]
    errors = [
        {"pointer": f.pointer, "detail": f.detail, "mend": f.mend}
        for f, _ in zip(faults, range(_MOST), strict=False)
    ]
    document: dict[str, object] = {
        "type": f"urn:beian:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail or todo,
        "instance": f"urn:uuid:{instance}",
        "errors": errors,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    return Answer(body, status, MEDIA, headers or {})
