"""What fills a paper: single fields, and lists of rows; all of it text a reader sees."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compliance.errors import ComplianceError, Problem
from compliance.text import listed, shorten

Row = Mapping[str, str]
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")
# what XML 1.0 cannot hold
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class PaperError(ComplianceError, ValueError):
    """A template or a paper's input cannot be used."""


@dataclass(frozen=True, slots=True)
class Content:
    """A paper's fields by name, and its lists of rows by name."""

    fields: Mapping[str, str]
    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def names(self) -> Iterator[str]:
        """Every placeholder a template may use."""
        yield from self.fields
        for name, rows in self.lists.items():
            yield from (f"{name}.{key}" for key in (rows[0] if rows else ()))


def list_of(text: str, content: Content) -> str:
    """The list a text draws on, or nothing."""
    for name in PLACEHOLDER.findall(text):
        of, dot, _ = str(name).partition(".")
        if dot and of in content.lists:
            return of
    return ""


def fill_text(text: str, fields: Mapping[str, str], of: str = "", row: Row | None = None) -> str:
    """A text with its placeholders filled; those of the row are written 列表.字段.

    What is filled in is never a placeholder itself.

    >>> fill_text("{{ 名称 }}（{{问题.序号}}）", {"名称": "示例平台"}, "问题", {"序号": "1"})
    '示例平台（1）'
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if row is not None and name.startswith(f"{of}."):
            return row.get(name.removeprefix(f"{of}."), "").replace("{{", "｛｛")
        return fields[name].replace("{{", "｛｛") if name in fields else found[0]

    return clean(PLACEHOLDER.sub(value, text))


def clean(text: str) -> str:
    """The text without the characters no document can hold."""
    return _FORBIDDEN.sub("", text)


def is_figure(name: str, text: str) -> bool:
    """Whether a table program should have a field as a number, so that it can be summed up.

    >>> is_figure("总投资万元", "120.5"), is_figure("备案号", "20260001")
    (True, False)
    """
    return name.endswith(("万元", "序号")) and bool(_AMOUNT.fullmatch(text))


def refuse_unknown(
    texts: Iterable[str], content: Content, name: str, blocks: Iterable[str] = ()
) -> None:
    """Raises PaperError where a template asks for what the paper does not have.

    `blocks` are placeholders that are filled later.
    """
    known = {*content.names(), *blocks}
    lists = {of for of, rows in content.lists.items() if not rows}
    for text in texts:
        asked = dict.fromkeys(map(str, PLACEHOLDER.findall(text)))
        unknown = [a for a in asked if a not in known and a.partition(".")[0] not in lists]
        if unknown:
            mend = f"可用：{'、'.join(sorted(known))}"
            message = f"模板里有不认识的内容：{_braced(unknown)}"
            raise PaperError(Problem(f"{name}“{shorten(text)}”", message, mend))


def refuse_left_out(texts: Iterable[str], needed: Iterable[str], name: str) -> None:
    """Raises PaperError where a template leaves out what the paper has to say."""
    asked = {str(found) for text in texts for found in PLACEHOLDER.findall(text)}
    left_out = [each for each in needed if each not in asked]
    if left_out:
        message = f"模板里没有：{_braced(left_out)}，照它出的文书会漏掉内容"
        raise PaperError(Problem(name, message, "补上；自带的用 beian papers template 取出对照"))


def _braced(names: Iterable[str]) -> str:
    return listed(f"{{{{{each}}}}}" for each in names)
