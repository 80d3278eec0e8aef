"""Leaf: JSON that is refused when it is ambiguous: doubled keys, NaN, depth, size, encoding."""

import json
from typing import NoReturn

from compliance.errors import Problem

MAX_BYTES = 20_000_000
MAX_DEPTH = 64


class JsonProblem(ValueError):  # noqa: N818 - it carries a Problem, as SheetError does
    """Why a text is not accepted as JSON."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _refuse(place: str, message: str, mend: str) -> NoReturn:
    raise JsonProblem(Problem(place, message, mend))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen = dict(pairs)
    if len(seen) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        _refuse("", f"同一层里“{twice[:40]}”写了两次，无法判断以哪一个为准", "删去多余的一处")
    return seen


def _constant(name: str) -> NoReturn:
    _refuse("", f"{name} 不是数字", "改为具体数字，没有的写 null")


def _whole(digits: str) -> int:
    if len(digits) > 20:
        _refuse("", f"数字太大：{digits[:20]}…", "核对数字")
    return int(digits)


def _number(digits: str) -> float:
    if abs(number := float(digits)) == float("inf"):
        _refuse("", f"数字太大：{digits[:20]}…", "核对数字")
    return number


def _check_depth(text: str) -> None:
    """Before parsing: the parser recurses, and quotes hide brackets only inside strings."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth, quoted, escaped = 0, False, False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                _refuse("", f"嵌套超过 {MAX_DEPTH} 层", "检查括号是否写错")
        elif character in "]}":
            depth -= 1


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("", "文件不是 UTF-8 编码", "另存为 UTF-8 编码的 JSON 文件")


def parse(content: bytes | str) -> object:
    """The JSON value of a text.

    Raises JsonProblem, with line and column where the syntax is broken.
    """
    if len(content) > MAX_BYTES:
        _refuse("", f"内容超过 {MAX_BYTES // 1_000_000} MB", "删去无关内容后再试")
    text = _decode(content) if isinstance(content, bytes) else content.removeprefix("\ufeff")
    if not text.strip():
        _refuse("", "内容是空的", "填写后再试")
    _check_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise JsonProblem(Problem(place, "不是合格的 JSON", "检查逗号、引号和括号")) from error
