"""An overlay's changes, laid over another pack's procedure before it is checked."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from compliance.errors import Problem, RulebookError
from compliance.rulebook.yaml_text import Document
from compliance.text import listed

_KEYS = {"path", "value", "reason", "citation"}
_HEADER = {"format", "extends", "id", "title", "source", "changes"}
_FIXED = {"format", "extends", "changes"}

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """A procedure as written: its tree, the document, and which document a changed part is from."""

    tree: dict[str, object]
    document: Document
    moved: Mapping[Path, tuple[Document, Path]] = field(default_factory=dict)

    def problem(self, path: Path, message: str, mend: str) -> Problem:
        """A fault of one part, at the line of the file that wrote it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.moved:
                document, there = self.moved[path[:length]]
                return document.problem((*there, *path[length:]), message, mend)
        return self.document.problem(path, message, mend)


def apply(base: Base, overlay: Document) -> Base:
    """The base with an overlay's own header and each of its changes; the target must be there."""
    written = overlay.value
    if not isinstance(written, dict):
        raise RulebookError(overlay.problem((), "应由“项: 内容”组成"))
    if unknown := sorted(written.keys() - _HEADER):
        message = f"覆盖文件里没有“{unknown[0]}”这一项"
        raise RulebookError(overlay.problem((unknown[0],), message, "改动都写在 changes 里"))
    listed = written.get("changes", [])
    if not isinstance(listed, list):
        raise RulebookError(overlay.problem(("changes",), "changes 应为列表", "每条改动前写 -"))
    tree, moved, told = deepcopy(base.tree), dict(base.moved), list(_told(base.tree))
    for key in written.keys() - _FIXED:
        tree[key] = written[key]
        moved[(key,)] = (overlay, (key,))
    for number, change in enumerate(listed):
        here = ("changes", number)
        path = _target(change, here, overlay)
        before = _replace(tree, path, change["value"], overlay, (*here, "path"))
        moved[path] = (overlay, (*here, "value"))
        told.append(_words(path, before, change))
    tree["changes"] = told
    return Base(tree, base.document, moved)


def _told(tree: dict[str, object]) -> list[str]:
    changes = tree.get("changes", [])
    return [str(change) for change in changes] if isinstance(changes, list) else []


def _target(change: object, here: Path, overlay: Document) -> Path:
    if not isinstance(change, dict) or change.keys() != _KEYS:
        need = "每条改动要有且只有 path、value、reason、citation"
        raise RulebookError(overlay.problem(here, need, "补上缺的，删去多的"))
    for key in ("path", "reason", "citation"):
        if not isinstance(change[key], str) or not change[key].strip():
            raise RulebookError(overlay.problem((*here, key), f"{key} 没有填写", "写明后再试"))
    parts = change["path"].strip("/").split("/")
    return tuple(int(part) if part.isdecimal() else part for part in parts)


def _replace(
    tree: dict[str, object], path: Path, value: object, overlay: Document, place: Path
) -> object:
    """Put a value where the path leads and give back what stood there."""
    held: object = tree
    for part in path[:-1]:
        held = held[part] if _has(held, part) else None  # type: ignore[index]
    last = path[-1]
    if not _has(held, last) or path[0] in _FIXED:
        raise RulebookError(overlay.problem(place, "没有这一处可改", "对照被覆盖的文件核对 path"))
    before: object = held[last]  # type: ignore[index]
    held[last] = value  # type: ignore[index]
    return before


def _has(held: object, part: str | int) -> bool:
    """A part of a list is meant by its number, of offices and rounds also by its id."""
    if isinstance(held, list):
        return isinstance(part, int) and part < len(held)
    return isinstance(held, dict) and part in held


def _words(path: Path, before: object, change: Mapping[str, object]) -> str:
    where = "/".join(map(str, path))
    old, new = _short(before), _short(change["value"])
    return f"{where}：{old} 改为 {new}（{change['reason']}；依据{change['citation']}）"


def _short(value: object) -> str:
    if value is None:
        return "不定"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return listed(value, 6) if value else "（空）"
    return (str(value) or "（空）") if isinstance(value, int | str) else "另一组内容"
