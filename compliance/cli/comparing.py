"""What the commands that compare have in common: the pack's words and levels, and an index."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self, TypeVar

from compliance.duplication import Index, Knowledge, Thresholds, Words
from compliance.duplication.arrays import is_array_file
from compliance.duplication.knowledge import learned_grams
from compliance.duplication.store import open_index
from compliance.errors import Problem, RegistryError
from compliance.registry import Registry
from compliance.rulebook import load
from compliance.text import visible

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Means:
    """By what is compared: words, knowledge and levels of a pack on a day."""

    words: Words
    knowledge: Knowledge
    thresholds: Thresholds

    @classmethod
    def read(cls, pack: str | None, on: date | None) -> Self:
        """From the options; raises RulebookError where the pack cannot be used."""
        day = on or date.today()
        rules = load(pack) if pack else load()
        lists = rules.lists.get("functions")
        values = {name: p.on(day).value for name, p in rules.parameters.items()}
        return cls(
            Words.from_mapping(rules.lists["names"]),
            Knowledge.from_mapping(lists, learned_grams()),
            Thresholds.from_values(values),
        )


@dataclass(frozen=True, slots=True)
class Searched:
    """A registry with its index."""

    index: Index
    registry: Registry


def read_registry(path: Path, means: Means, as_of: date | None = None) -> Searched:
    """From a saved index, or from a list that is indexed now; raises RegistryError."""
    if is_array_file(path):
        opened = open_index(path, means.words, means.knowledge)
        return Searched(opened.index, not_empty(opened.registry.dated(as_of), path))
    registry = not_empty(Registry.load(path, as_of=as_of), path)
    return Searched(Index.build(registry, means.words, means.knowledge), registry)


def read_list(path: Path, means: Means) -> Registry:
    """The list alone, from a file or out of a saved index; raises RegistryError."""
    if is_array_file(path):
        return not_empty(open_index(path, means.words, means.knowledge).registry, path)
    return not_empty(Registry.load(path), path)


def not_empty(registry: Registry, path: Path) -> Registry:
    """A registry that has a system; raises RegistryError: nothing found in none means nothing."""
    if registry.systems:
        return registry
    empty = Problem(visible(path.name), "没有一个可用的系统", "补上系统，或按下面的提示改正")
    raise RegistryError(empty, *registry.faults[:10])
