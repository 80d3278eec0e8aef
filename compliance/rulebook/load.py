"""A rule pack from its folder: read safely, checked for form and for sense, or refused whole."""

from datetime import date
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from compliance._data import data
from compliance.errors import RulebookError
from compliance.rulebook.files import (
    NOT_OF_THE_PACK,
    check_sources,
    digest,
    documents,
    folder_of,
    lists_of,
    names,
    read_files,
    refuse,
    sheets_of,
)
from compliance.rulebook.form import check_form
from compliance.rulebook.overlay import overlaid
from compliance.rulebook.pack import RulePack
from compliance.rulebook.parts import clauses_of, fields_of, header_of, rules_of
from compliance.rulebook.sense import MOST_RULES, check_sense
from compliance.rulebook.yaml_text import Document, read_yaml

__all__ = ["DEFAULT", "load", "names", "read_fields", "require_in_force"]

DEFAULT = "nanchong"
_DEEPEST = 3  # a city's pack, a county's, and one of a park or bureau in it


@cache
def read_fields() -> Document:
    """rules/fields.yaml, checked for form; the same for every pack, and nobody's to change."""
    document = read_yaml(data("rules").joinpath("fields.yaml").read_bytes(), "fields.yaml")
    check_form(document, "fields")
    return document


def _is_overlay(header: Document) -> bool:
    return isinstance(header.value, dict) and "extends" in header.value


def _build(folder: Traversable, over: tuple[str, ...] = ()) -> RulePack:
    files = read_files(folder)
    read = documents(files, apart=NOT_OF_THE_PACK)
    header = read["pack.yaml"]
    check_form(header, "overlay" if _is_overlay(header) else "pack")
    texts = check_sources(header, files)
    sheets = sheets_of(read)
    _check_number(sheets)
    for sheet in sheets:
        check_form(sheet, "sheet")
    if _is_overlay(header):
        base = _base(header, folder, over)
        pack = overlaid(base, header, sheets, lists_of(read), texts, digest(files, base.sha256))
    else:
        pack = _whole(read, header, sheets, texts, digest(files))
    check_sense(pack, header)
    return pack


def _check_number(sheets: list[Document]) -> None:
    """Refuses more rules than an engine takes before anything is made of them."""
    number = 0
    for sheet in sheets:
        rules = sheet.value.get("rules") if isinstance(sheet.value, dict) else None
        number += len(rules) if isinstance(rules, list) else 0
        if number > MOST_RULES:
            fault = f"到这张表为止规则已多于 {MOST_RULES} 条，引擎容不下"
            raise RulebookError(sheet.problem(("rules",), fault, "合并相近的规则"))


def _whole(
    read: dict[str, Document],
    header: Document,
    sheets: list[Document],
    texts: dict[str, str],
    sha: str,
) -> RulePack:
    """A pack that stands by itself."""
    fields, collections = fields_of(read_fields())
    clauses = read.get("clauses.yaml")
    if clauses:
        check_form(clauses, "clauses")
    return RulePack(
        **header_of(header, texts),
        sha256=sha,
        fields=fields,
        collections=collections,
        rules=tuple(rule for sheet in sheets for rule in rules_of(sheet)),
        clauses=clauses_of(clauses) if clauses else (),
        lists=lists_of(read),
    )


def _base(header: Document, folder: Traversable, over: tuple[str, ...]) -> RulePack:
    """The pack that an overlay extends: beside it, or one that comes with the library."""
    value = header.value
    assert isinstance(value, dict)  # noqa: S101 - of the form "overlay"
    wanted, own = str(value["extends"]["id"]), str(value["id"])
    chain = (*over, own)
    if wanted in chain or len(chain) > _DEEPEST:
        told = " → ".join((*chain, wanted))
        raise refuse(header.place(("extends",)), f"规则包层层相依或成了圈：{told}", "改正 extends")
    beside = folder.parent / wanted if isinstance(folder, Path) else None
    if beside is not None and beside.joinpath("pack.yaml").is_file():
        return _build(beside, chain)
    if wanted in names():
        return _build(folder_of(wanted), chain)
    known = "、".join(names())
    fault = f"没有名为“{wanted}”的规则包可依"
    raise refuse(header.place(("extends",)), fault, f"可用：{known}；自有的放在同一文件夹下")


@lru_cache(maxsize=4)
def _packaged(name: str) -> RulePack:
    return _build(folder_of(name))


def load(pack: str | Path = DEFAULT) -> RulePack:
    """The pack of a name, or in a folder of one's own.

    Raises RulebookError with file, line and mend; a pack is taken whole or not at all.
    """
    if isinstance(pack, str) and pack in names():
        return _packaged(pack)
    return _build(folder_of(pack))


def require_in_force(pack: RulePack, day: date) -> None:
    """Raises RulebookError where the pack does not hold on a day."""
    if day < pack.effective_from:
        start = pack.effective_from.isoformat()
        raise refuse("", f"规则包自 {start} 起施行，不能用于 {day}", "核对判断所用的日期")
    if pack.effective_until is not None and day >= pack.effective_until:
        end = pack.effective_until.isoformat()
        raise refuse("", f"规则包到 {end} 为止，不能用于 {day}", "改用新的规则包")
