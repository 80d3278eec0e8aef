"""The lists intake reads by, from the pack: limits, reasons, outlines, names, labels."""

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from compliance._data import data
from compliance.intake.limits import Limits
from compliance.rulebook.yaml_text import read_yaml

L = TypeVar("L", bound="Listed")


class Listed(BaseModel):
    """A list file, or a part of one; the words are the pack's."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reading(Listed):
    """intake.yaml: the limits of reading and why a file is refused."""

    title: str
    sources: tuple[str, ...]
    limits: Mapping[str, int]
    ignored: tuple[str, ...]
    ignored_starts: tuple[str, ...]
    ignored_folders: tuple[str, ...]
    refusals: Mapping[str, tuple[str, str]]

    def bounds(self) -> Limits:
        """The limits as the child takes them."""
        return Limits(**self.limits)

    def reason(self, code: str, detail: str = "") -> str:
        """Why a file was not read and what to do, in one sentence.

        >>> read_list("intake", Reading).reason("scan")
        '扫描件，无法读取文字（提交可以复制文字的电子版；扫描件可另附）'
        """
        why, mend = self.refusals.get(code, self.refusals["unreadable"])
        return f"{why.replace('【】', detail) if detail else why.replace('（【】）', '')}（{mend}）"


def _folder() -> Traversable:
    return data("rules").joinpath("nanchong", "lists")


@cache
def _read(name: str, form: type[Listed]) -> Listed:
    file = f"{name}.yaml"
    return form.model_validate(read_yaml(_folder().joinpath(file).read_bytes(), file).value)


def read_list(name: str, form: type[L]) -> L:
    """A list file of the pack by its name, read once."""
    found = _read(name, form)
    if not isinstance(found, form):
        raise TypeError(name)
    return found
