"""Which files were handed in: those of a folder, the members of a zip, or one file."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from compliance.intake.endings import ending
from compliance.intake.jail import Jail
from compliance.intake.words import Reading


@dataclass(frozen=True, slots=True)
class Item:
    """一个文件: the name people know it by, where it lies, and its name inside a zip."""

    name: str
    path: Path
    member: str = ""
    refused: str = ""  # a code: what it may hold is unknown


def gather(path: Path, jail: Jail, words: Reading) -> list[Item]:
    """The files under a path, by name; raises Refused where a zip cannot be listed."""
    if path.is_dir():
        items = list(_walk(path, "", words, words.limits["depth"]))
    elif ending(path.name) == ".zip":
        items = [
            Item(name, path, name) for name in jail.names(path) if not _is_ignored(name, words)
        ]
    else:
        items = [Item(path.name, path, refused=_refusal(path))]
    return _bounded(sorted(items, key=lambda item: item.name), words.limits["files"])


def _bounded(items: list[Item], most: int) -> list[Item]:
    return [
        item if n < most else Item(item.name, item.path, item.member, "files")
        for n, item in enumerate(items)
    ][: most + 1]


def _refusal(path: Path) -> str:
    """Links and devices are told by a code; an ordinary file has none."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return "no_access"
    if stat.S_ISLNK(mode):
        return "symlink"
    return "" if stat.S_ISREG(mode) else "special_file"


def _walk(folder: Path, under: str, words: Reading, depth: int) -> Iterator[Item]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{under}{entry.name}"
        if _is_ignored(name, words):
            continue
        if entry.is_dir() and not entry.is_symlink():
            if depth > 1:
                yield from _walk(entry, f"{name}/", words, depth - 1)
            else:
                yield Item(name, entry, refused="depth")
        else:
            yield Item(name, entry, refused=_refusal(entry))


def _is_ignored(name: str, words: Reading) -> bool:
    path = PurePosixPath(name)
    leaf = path.name
    return (
        leaf in words.ignored
        or leaf.startswith(words.ignored_starts)
        or any(folder in words.ignored_folders for folder in path.parts)
    )
