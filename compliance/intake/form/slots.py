"""The slots of the form: every leaf of the filing with its section, label and kind of answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args

from pydantic.fields import FieldInfo

from compliance.filing import Amount, Filing, Material, Term
from compliance.filing.scalars import Part

Answered = Literal["text", "flag", "day", "whole", "term", "amount", "terms"]

# What the form does not ask: its version, and the catalogue, which has a template of its own.
_LEFT_OUT = {"/format", "/catalog"}


@dataclass(frozen=True, slots=True)
class Slot:
    """一栏: where its answer goes in the filing, what it is called, and how it is answered."""

    pointer: str
    section: str
    label: str
    answered: Answered
    term: type[Term] | None = None
    note: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers of a closed list."""
        if self.answered == "flag":
            return ("是", "否")
        return tuple(term.label for term in self.term) if self.term else ()


@dataclass(frozen=True, slots=True)
class ListSlot:
    """一张清单: a list of the filing and its columns, each with a pointer below one entry."""

    pointer: str
    title: str
    columns: tuple[Slot, ...]


@cache
def slots() -> tuple[Slot, ...]:
    """The single answers, in the order of the filing."""
    return tuple(found for found in _walk(Filing, "", "") if isinstance(found, Slot))


@cache
def lists() -> tuple[ListSlot, ...]:
    """The lists, in the order of the filing."""
    return tuple(found for found in _walk(Filing, "", "") if isinstance(found, ListSlot))


@cache
def manifest() -> ListSlot:
    """The list of materials by itself."""
    return ListSlot("/materials", "资料", tuple(_columns(Material)))


def _walk(model: type[Part], pointer: str, section: str) -> Iterator[Slot | ListSlot]:
    for name, field in model.model_fields.items():
        here = f"{pointer}/{name}"
        if here not in _LEFT_OUT:
            yield from _found(field, here, section)


def _found(field: FieldInfo, pointer: str, section: str) -> Iterator[Slot | ListSlot]:
    kinds = list(_kinds(field.annotation))
    title = field.title or pointer.rpartition("/")[2]
    part = next((k for k in kinds if isinstance(k, type) and issubclass(k, Part)), None)
    if tuple in kinds and part is not None:
        yield ListSlot(pointer, title, tuple(_columns(part)))
    elif part is not None and part is not Amount:
        yield from _walk(part, pointer, f"{section}·{title}" if section else title)
    else:
        yield _slot(field, pointer, section or "总体", kinds)


def _columns(part: type[Part]) -> Iterator[Slot]:
    for name, field in part.model_fields.items():
        yield _slot(field, f"/{name}", "", list(_kinds(field.annotation)))


def _kinds(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - annotations are of any type
    """The plain types in an annotation, outermost first."""
    origin = getattr(annotation, "__origin__", None)
    if isinstance(origin, type):
        yield origin
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        if inner is not NoneType and inner is not Ellipsis and not isinstance(inner, str):
            yield from _kinds(inner)


_ANSWERED: tuple[tuple[type, Answered], ...] = (
    (Amount, "amount"),
    (bool, "flag"),
    (int, "whole"),
    (date, "day"),
)


def _slot(field: FieldInfo, pointer: str, section: str, kinds: list[Any]) -> Slot:
    label = field.title or pointer.rpartition("/")[2]
    term = next((k for k in kinds if isinstance(k, type) and issubclass(k, Term)), None)
    note = field.description or (f"如：{field.examples[0]}" if field.examples else "")
    if term is not None:
        answered: Answered = "terms" if tuple in kinds else "term"
    else:
        answered = next((name for kind, name in _ANSWERED if kind in kinds), "text")
    return Slot(pointer, section, label, answered, term, note)
