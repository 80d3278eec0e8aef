"""Codes and items of one entry that a schema cannot judge: entry -> faults."""

import re
from collections.abc import Iterator, Mapping

from compliance.catalog.codes import plain, read_words
from compliance.catalog.problem import Fault, ProblemCode
from compliance.catalog.rows import CatalogEntry
from compliance.credit_code import organisation_code_valid, state_of

# 类 one digit, 项 two, then 目 and 细目 as deep as a place likes; 顺序码 is not padded alike.
_GUIDE_CODE = re.compile(r"([1-3])([0-9]{2,25})/([0-9]{1,10})")
_DIGITS = re.compile(r"[0-9/、.-]+")
_CREDIT_CODE_LENGTH = 18
_LENGTH = re.compile(r"([0-9]{1,6})(?:[,，.、]([0-9]{1,6}))?")
_LONGEST_TEXT, _MOST_DIGITS = 65_535, 38
_WHY = {
    "form": "应为 18 位大写字母和数字",
    "full_width": "含全角字符",
    "check_digit": "校验位不对",
}


def by_identity(entry: CatalogEntry) -> Iterator[Fault]:
    """Everything wrong with the codes and items of one entry."""
    for check in (code, classification, provider_code, item_names, item_lengths):
        yield from check(entry)


def code(entry: CatalogEntry) -> Iterator[Fault]:
    """信息资源代码: one, in the form of the guide."""
    text = entry.text("code")
    several = [part for part in re.split(r"[、,，;；\s|]+", text) if part]
    if len(several) > 1:
        yield Fault(ProblemCode.CODE_SEVERAL, "code")
    elif text and not _GUIDE_CODE.fullmatch(text):
        yield Fault(ProblemCode.CODE_FORM, "code")


def classification(entry: CatalogEntry) -> Iterator[Fault]:
    """The classes a code begins with are those of 分类, where both can be read."""
    match = _GUIDE_CODE.fullmatch(entry.text("code"))
    text = entry.text("classification")
    if match is None or not text:
        return
    written = match[1] + match[2]
    if _DIGITS.fullmatch(text):
        digits = "".join(filter(str.isdigit, text))
        # Local codes nest a second 类项目, so the classes may stand further in.
        if len(digits) > 1 and digits not in written:
            yield Fault(ProblemCode.CODE_CLASSIFICATION, "code", near=text)
        return
    first = next((d for word, d in read_words().classes.items() if text.startswith(word)), None)
    if first not in (None, match[1]):
        yield Fault(ProblemCode.CODE_CLASSIFICATION, "code", near=text[:20])


def provider_code(entry: CatalogEntry) -> Iterator[Fault]:
    """责任方代码: a credit code, or the organisation code that older catalogues have."""
    text = entry.text("provider_code").replace(" ", "")
    if not text or organisation_code_valid(text.replace("-", "")):
        return
    state = state_of(text)
    if state != "valid":
        why = f"共 {len(text)} 位，" if len(text) != _CREDIT_CODE_LENGTH else ""
        yield Fault(ProblemCode.PROVIDER_CODE_INVALID, "provider_code", near=why + _WHY[state])


def _items(entry: CatalogEntry) -> list[Mapping[str, object]]:
    items = entry.values.get("items")
    return [i for i in items if isinstance(i, Mapping)] if isinstance(items, list) else []


def item_names(entry: CatalogEntry) -> Iterator[Fault]:
    """信息项名称: once in an entry."""
    seen: set[str] = set()
    for place, item in enumerate(_items(entry)):
        name = item.get("name")
        if isinstance(name, str) and plain(name) in seen:
            yield Fault(ProblemCode.ITEM_DUPLICATE, "items", place, shown=name)
        seen.update({plain(name)} if isinstance(name, str) else ())


def item_lengths(entry: CatalogEntry) -> Iterator[Fault]:
    """数据长度: a number that its 数据类型 can have."""
    for place, item in enumerate(_items(entry)):
        text = item.get("length")
        if isinstance(text, str) and not _length_fits(text, item.get("type")):
            yield Fault(ProblemCode.ITEM_LENGTH_INVALID, "items", place, shown=text)


def _length_fits(text: str, kind: object) -> bool:
    match = _LENGTH.fullmatch(text)
    if match is None:
        return False
    whole, scale = int(match[1]), int(match[2] or 0)
    if kind == "字符型":
        return 1 <= whole <= _LONGEST_TEXT and match[2] is None
    if kind == "数值型":
        return 1 <= whole <= _MOST_DIGITS and scale <= whole
    return True
