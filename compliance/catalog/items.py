"""属性: a raw value -> the items of an entry, as objects or as the text they were written in."""

import re
import unicodedata
from collections.abc import Mapping

from compliance.catalog.codes import read_codes, standard
from compliance.catalog.columns import column, column_of
from compliance.catalog.normalise import normalised, scalar_text, stated
from compliance.text import visible

_MOST = 2_000
_SIZE = re.compile(r"\(([0-9]+(?:,[0-9]+)?)\)$")
_GROUPS = re.compile(r"[；;\n]")
_HEADING = re.compile(r"([^：:/]{1,60})[：:]")
_ONE = re.compile(r"([^/]{1,60})/([^/]{1,20})(?:/([0-9]{1,5}(?:,[0-9]{1,2})?))?")


def read_items(value: object) -> object:
    """信息项: objects and names become objects, a text in the form 名/类型、名/类型 too.

    Any other text stays one; blank items are left out; None where unreadable.

    >>> read_items("水库：库名/字符型/50、水位/N")[1]
    {'name': '水库：水位', 'type': '数值型'}
    """
    if isinstance(value, str | None):
        text = scalar_text(value)
        said = text and stated(visible(text), column("items"))
        return (_listed(text) if text and said else None) or said
    every = [value] if isinstance(value, Mapping) else value
    if not isinstance(every, list | tuple) or len(every) > _MOST:
        return None
    read = [_item(item) for item in every]
    if any(item is None for item in read):
        return None
    return [item for item, raw in zip(read, every, strict=True) if item or not _blank(raw)] or ""


def raw_place(value: object, item: int) -> int | None:
    """Where the item of a place stands among the raw ones; None where those are a text or object.

    >>> raw_place(["库名", "", "水位"], 1), raw_place("库名/C、水位/N", 1)
    (2, None)
    """
    if not isinstance(value, list | tuple):
        return None
    kept = [n for n, raw in enumerate(value) if _item(raw) or not _blank(raw)]
    return kept[item] if item < len(kept) else None


def _listed(text: str) -> list[dict[str, object]] | None:
    """The items of a text that names each with its type; None where one part does not."""
    found: list[dict[str, object]] = []
    for group in filter(str.strip, _GROUPS.split(text)):
        heading = _HEADING.match(group)
        prefix = f"{visible(heading[1])}：" if heading else ""
        for part in filter(str.strip, group[heading.end() if heading else 0 :].split("、")):
            match = _ONE.fullmatch(visible(part))
            kind = standard("data_types", match[2]) if match else ""
            if match is None or kind not in read_codes("data_types").enum:
                return None
            item = _item({"name": prefix + match[1], "type": match[2], "length": match[3]})
            found += [item] if item else []
    return found[:_MOST] or None


def _item(raw: object) -> dict[str, object] | None:
    if isinstance(raw, str) or raw is None:
        raw = {"name": raw}
    if not isinstance(raw, Mapping):
        return None
    named = ((column_of(key, "items"), v) for key, v in raw.items() if isinstance(key, str))
    read = {column.key: normalised(v, column) for column, v in named if column is not None}
    if not read.get("length") and (size := _SIZE.search(_size_text(raw))):
        read["length"] = size[1]
    return {key: value for key, value in read.items() if value != ""}


def _size_text(raw: Mapping[object, object]) -> str:
    """The type as written, where it may hold the length: varchar(50)."""
    types = [v for k, v in raw.items() if isinstance(k, str) and _is_type(k)]
    text = types[0] if len(types) == 1 else ""
    return unicodedata.normalize("NFKC", text).strip() if isinstance(text, str) else ""


def _is_type(header: str) -> bool:
    column = column_of(header, "items")
    return column is not None and column.key == "type"


def _blank(raw: object) -> bool:
    """Whether an item states nothing at all, rather than something unreadable."""
    values = raw.values() if isinstance(raw, Mapping) else [raw]
    return all(isinstance(v, str | None) and not (v or "").strip() for v in values)
