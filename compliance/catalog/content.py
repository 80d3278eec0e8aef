"""Content of one entry that a schema cannot judge: entry -> faults."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from compliance.catalog.codes import format_names, plain, read_codes, read_words, spellings
from compliance.catalog.normalise import parts
from compliance.catalog.problem import Fault, ProblemCode
from compliance.catalog.rows import CatalogEntry

_LATIN = re.compile(r"[a-z0-9]+")
_GAPS = re.compile(r"[\s、,，/;；|()（）:：.-]+")
_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_LONGEST_REGION = 8
_LONGEST_FORMAT = 1_000
_FILES = frozenset({"电子文件", "图形图像", "流媒体"})
_TABLES = frozenset({"库表"})
_CONDITIONAL_OPENING = "有条件开放"


def by_content(entry: CatalogEntry, on: date | None) -> Iterator[Fault]:
    """Everything in one entry, sharing and codes apart, that a schema cannot see."""
    for check in (name, provider, abstract, format_, mismatch, period, opening, shifted):
        yield from check(entry)
    yield from published(entry, on)


def name(entry: CatalogEntry) -> Iterator[Fault]:
    """名称: of the data, not of the system that holds them."""
    if plain(entry.text("name")).endswith(tuple(map(plain, read_words().system_ends))):
        yield Fault(ProblemCode.NAME_SYSTEM, "name")


def provider(entry: CatalogEntry) -> Iterator[Fault]:
    """责任方: a unit, not a region and not a word that stands for no unit."""
    words, text = read_words(), plain(entry.text("provider"))
    region = len(text) <= _LONGEST_REGION and text.endswith(words.region_ends)
    if text in words.not_units or (region and not text.endswith(words.region_benign)):
        yield Fault(ProblemCode.PROVIDER_NOT_UNIT, "provider")


def abstract(entry: CatalogEntry) -> Iterator[Fault]:
    """摘要: more than the name once more."""
    text = plain(entry.text("abstract")).rstrip("。.")
    if text and text == plain(entry.text("name")):
        yield Fault(ProblemCode.ABSTRACT_SAME, "abstract")


def format_(entry: CatalogEntry) -> Iterator[Fault]:
    """格式: at least one part of it is a known category or file type."""
    text = entry.text("format")
    if text and not _is_known(text[:_LONGEST_FORMAT]):
        yield Fault(ProblemCode.FORMAT_UNKNOWN, "format")


@lru_cache(1024)
def _is_known(text: str) -> bool:
    return any(map(_is_format, (text, *_GAPS.split(text))))


def mismatch(entry: CatalogEntry) -> Iterator[Fault]:
    """格式: each file type in one of the categories it is put under; files are no 库表."""
    words = [plain(part) for part in _GAPS.split(entry.text("format")) if part]
    categories = {category for word in words if (category := spellings("formats").get(word))}
    stray = [w for w in words if categories and _types().get(w, categories).isdisjoint(categories)]
    if stray:
        home = "、".join(sorted(_types()[stray[0]]))
        yield Fault(ProblemCode.FORMAT_MISMATCH, "format", near=f"{stray[0]}属于{home}")
    elif categories and categories <= _FILES and set(parts(entry.text("share_method"))) == _TABLES:
        yield Fault(ProblemCode.METHOD_FORMAT, "share_method", near=entry.text("format"))


@cache
def _types() -> dict[str, frozenset[str]]:
    """Of each file type, the categories it is a type of."""
    types = read_codes("formats").types
    every = {plain(word) for words in types.values() for word in words}
    return {w: frozenset(c for c, words in types.items() if w in map(plain, words)) for w in every}


def _is_format(text: str) -> bool:
    word = plain(text)
    names, types = format_names()
    return (
        any(name in word for name in names)
        or word in types
        or any(latin in types for latin in _LATIN.findall(word))
    )


def period(entry: CatalogEntry) -> Iterator[Fault]:
    """更新时限: one of the guide, and the one the abstract states."""
    text = entry.text("update_period")
    stated = {spellings("update_periods")[plain(w)] for w in _stated_periods(entry)}
    if text in read_codes("update_periods").extension:
        yield Fault(ProblemCode.PERIOD_EXTENSION, "update_period")
    if len(stated) == 1 and text in read_codes("update_periods").enum and text not in stated:
        yield Fault(ProblemCode.PERIOD_CONTRADICTS, "update_period", near=stated.pop())


def _stated_periods(entry: CatalogEntry) -> list[str]:
    abstract = plain(entry.text("abstract"))
    if "更新" not in abstract:  # as both ways to state one have it
        return []
    found = _period_pattern().findall(abstract)
    return [before or after for before, after in found]


@cache
def _period_pattern() -> re.Pattern[str]:
    words = sorted((w for w in spellings("update_periods") if len(w) > 1), key=len, reverse=True)
    one = "|".join(re.escape(word.removesuffix("更新") or word) for word in words)
    known = "|".join(re.escape(word) for word in words)
    return re.compile(
        rf"(?<![一-鿿])(?:数据|信息)?({one})(?:进行|定期)?更新(?:一次)?(?![一-鿿])"
        rf"|更新(?:周期|频率|频度|时限)(?:为|是|[:：])({known})(?![一-鿿0-9])"
    )


def opening(entry: CatalogEntry) -> Iterator[Fault]:
    """开放: on condition only with a condition."""
    condition = plain(entry.text("open_condition"))
    if entry.text("open") == _CONDITIONAL_OPENING and (
        not condition or condition in spellings("openness")
    ):
        yield Fault(ProblemCode.OPEN_CONDITION_MISSING, "open_condition")


_OWN_LISTS = {
    "format": ("formats",),
    "share_method": ("share_methods", "formats"),
    "classification": (),
    "provider": (),
}
_FOREIGN = {"share_types": "共享类型", "update_periods": "更新时限", "openness": "是否向社会开放"}


def shifted(entry: CatalogEntry) -> Iterator[Fault]:
    """A value that is none of its own column and surely one of another: the cells have moved."""
    for key, own in _OWN_LISTS.items():
        text = plain(entry.text(key))
        if len(text) < 2 or any(text in spellings(name) for name in own):
            continue
        home = [title for name, title in _FOREIGN.items() if text in _certain(name)]
        if home and not (key == "share_method" and text in read_words().not_shared):
            yield Fault(ProblemCode.VALUE_SHIFTED, key, near=home[0])


@cache
def _certain(name: str) -> frozenset[str]:
    """The spellings that are not a word of ordinary use."""
    return frozenset(w for w in spellings(name) if len(w) > 2 or w.startswith("每"))


def published(entry: CatalogEntry, on: date | None) -> Iterator[Fault]:
    """发布日期: a date, and not one to come."""
    text = entry.text("published")
    if not text:
        return
    day = _day(text)
    if day is None:
        yield Fault(ProblemCode.PUBLISHED_INVALID, "published")
    elif on is not None and day > on:
        yield Fault(ProblemCode.PUBLISHED_FUTURE, "published", near=on.isoformat())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None
