"""YAML 1.2 scalars, no surprises, every value with its line: composed, never constructed."""

import re
from typing import NoReturn

import yaml

from compliance.errors import Problem, RulebookError
from compliance.rulebook.parsed import Path

MAX_DEPTH = 24
MAX_NODES = 200_000

# Only composed, never constructed; the base loader resolves no tags, which _scalar does by itself.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# A leading zero is a code (0107), not a number; a number is at most what a 64-bit integer holds.
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
# What is no text begins with one of these.
_BEGINNINGS = frozenset("~nNtTfF+-0123456789")


class _Builder:
    """Builds plain values from nodes, counting and marking them; used for one text only."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text, self.tagged = file, text, "!" in text
        self.lines: dict[Path, int] = {}
        self.seen: set[int] = set()

    def refuse(self, node: yaml.Node, message: str, mend: str) -> NoReturn:
        raise RulebookError(Problem(f"{self.file} 第 {node.start_mark.line + 1} 行", message, mend))

    def build(self, node: yaml.Node, path: Path) -> object:
        if id(node) in self.seen:
            self.refuse(node, "用了锚点与引用（& 和 *）", "把内容直接写出来")
        self.seen.add(id(node))
        if len(path) > MAX_DEPTH:
            self.refuse(node, f"嵌套超过 {MAX_DEPTH} 层", "检查缩进")
        if len(self.seen) > MAX_NODES:
            self.refuse(node, "内容太多", "把规则分到几个文件里")
        mark = node.start_mark
        if self.tagged and self.text[mark.index : mark.index + 1] == "!":
            self.refuse(node, "用了类型标签（!）", "删去标签")
        self.lines[path] = mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(part, (*path, n)) for n, part in enumerate(node.value)]
        return self.mapping(node, path)

    def mapping(self, node: yaml.Node, path: Path) -> dict[str, object]:
        built: dict[str, object] = {}
        for key, part in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.refuse(key, "键不是一个词", "键只能是文字")
            name = str(key.value)
            if name in built:
                self.refuse(key, f"“{name[:40]}”在同一层写了两次", "删去多余的一处")
            built[name] = self.build(part, (*path, name))
            self.lines[(*path, name)] = key.start_mark.line + 1
        return built


def _scalar(node: yaml.ScalarNode) -> object:
    """The value of a scalar: only an unquoted one can be other than text."""
    text = str(node.value)
    if node.style or (text and text[0] not in _BEGINNINGS):
        return text
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _FRACTION.fullmatch(text) else text


def parsed(content: bytes, file: str) -> tuple[object, dict[Path, int]]:
    """The value of a text and the line each part starts on; raises RulebookError."""
    try:
        text = content.decode("utf-8-sig")
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError:
        raise RulebookError(Problem(file, "文件不是 UTF-8 编码", "另存为 UTF-8 编码")) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = "写法不对，无法分清层次"
        raise RulebookError(
            Problem(f"{file} 第 {line} 行", message, "检查缩进（只用空格）、冒号和引号")
        ) from None
    except yaml.YAMLError:
        raise RulebookError(Problem(file, "有不能出现的字符", "删去看不见的控制字符")) from None
    except RecursionError:
        raise RulebookError(Problem(file, "嵌套太深", "检查括号与缩进")) from None
    if node is None:
        raise RulebookError(Problem(file, "文件是空的", "补上内容"))
    builder = _Builder(file, text)
    return builder.build(node, ()), builder.lines
