"""The one safe loader of rule packs: YAML, every value with its line."""

from collections.abc import Mapping
from dataclasses import dataclass

from compliance.errors import Problem, RulebookError
from compliance.rulebook.parsed import Path, read_kept

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text: its value and the line each part starts on, by path."""

    file: str
    value: object
    lines: Mapping[Path, int]

    def place(self, path: Path = ()) -> str:
        """File and line of a part, or of the nearest part around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return f"{self.file} 第 {self.lines.get(path, 1)} 行"

    def problem(self, path: Path, message: str, mend: str = "") -> Problem:
        """A fault of one part."""
        return Problem(self.place(path), message, mend)


def read_yaml(content: bytes, file: str) -> Document:
    """The document in a text; raises RulebookError naming the file and line.

    >>> read_yaml("on: 2024-05-01\\n编号: 0107\\n".encode(), "示例.yaml").value
    {'on': '2024-05-01', '编号': '0107'}
    """
    if len(content) > MAX_BYTES:
        raise RulebookError(Problem(file, "文件超过 2 MB", "规则包只放规则，不放数据"))
    if kept := read_kept(content):
        return Document(file, *kept)
    from compliance.rulebook.yaml_nodes import parsed

    return Document(file, *parsed(content, file))
