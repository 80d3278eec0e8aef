"""Faults between packs: two in force for one place on one day; and names an engine mixes up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from compliance._data import data
from compliance.authoring.lint_clauses import candidate_faults
from compliance.errors import RulebookError
from compliance.rulebook import RulePack, folder_of, load, names
from compliance.rulebook.yaml_text import read_yaml

Found = Iterator[tuple[str, str, str, str]]


def header_faults(pack: RulePack, folder: str | Path) -> Found:
    """Faults of a pack as a whole, and beside its neighbours."""
    yield from _overlaps(pack, folder)
    yield from collisions(pack)
    try:
        yield from candidate_faults(pack, str(folder))
    except RulebookError as error:
        yield from (("load", p.place, p.message, p.mend) for p in error.problems)


def _overlaps(pack: RulePack, folder: str | Path) -> Found:
    for other in _neighbours(folder):
        same = other.jurisdiction == pack.jurisdiction and other.id != pack.id
        if same and _meet(pack, other):
            fault = f"与“{other.title}”（{other.id}）同为{pack.jurisdiction}，施行日期重叠"
            yield "overlapping", _place(folder), fault, "让一个的 until 等于另一个的 from"


def _place(folder: str | Path) -> str:
    header = folder_of(folder).joinpath("pack.yaml")
    return read_yaml(header.read_bytes(), "pack.yaml").place(("effective",))


def _neighbours(folder: str | Path) -> Iterator[RulePack]:
    """The other packs in the same folder; one that cannot be loaded is not this one's fault."""
    place = folder_of(folder)
    if isinstance(place, Path) and place.parent != data("rules"):
        every: list[str | Path] = [p.parent for p in sorted(place.parent.glob("*/pack.yaml"))]
    else:
        every = list(names())
    for one in every:
        try:
            yield load(one)
        except RulebookError:
            continue


def _meet(one: RulePack, two: RulePack) -> bool:
    ends = one.effective_until or date.max, two.effective_until or date.max
    return one.effective_from < ends[1] and two.effective_from < ends[0]


def collisions(pack: RulePack) -> Found:
    """Fields that durable-rules, which knows them by a 32-bit hash, cannot tell apart."""
    first: dict[int, str] = {}
    for name in ("t", "id", "sid", "u", *pack.fields):
        known = first.setdefault(_fnv(name.replace(".", "__")), name)
        if known != name:
            fault = f"“{name}”与“{known}”在引擎里会混为一谈"
            yield "engine", "fields.yaml", fault, "给其中一个换个编号"


def _fnv(name: str) -> int:
    """FNV-1a, 32 bits."""
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value
