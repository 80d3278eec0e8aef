"""What is written in a cell of the form <-> the value of the filing, exactly."""

import re
from datetime import date

from compliance.filing import Amount, Term
from compliance.intake.form.slots import Slot

NONE = "无"
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,8})?")
_AMOUNT = re.compile(r"([0-9][0-9,，]*(?:\.[0-9]+)?)\s*(万元|元)?")


class BadAnswer(ValueError):  # noqa: N818 - the words of the form
    """What is written cannot be the answer; the message says why, for the person who wrote it."""


def written(value: object) -> tuple[str, str]:
    """The cell of a value and the cell of its unit."""
    match value:
        case None:
            return "", ""
        case bool():
            return ("是" if value else "否"), ""
        case Amount():
            return format(value.value, "f"), value.unit
        case Term():
            return value.label, ""
        case tuple():
            return "、".join(term.label for term in value), ""
        case date():
            return value.isoformat(), ""
    return str(value), ""


def answer(slot: Slot, text: str, unit: str = "") -> object:
    """The value of a cell as the JSON of the filing; raises BadAnswer.

    >>> from compliance.intake.form.slots import slots
    >>> total = next(s for s in slots() if s.pointer == "/funding/total")
    >>> answer(total, "1,280.5 万元")
    {'value': '1280.5', 'unit': '万元'}
    """
    text = text.strip()
    match slot.answered:
        case "flag":
            return _flag(text)
        case "day":
            return _day(text)
        case "whole":
            return _whole(text)
        case "term":
            return _term(slot, text)
        case "terms":
            return [_term(slot, part) for part in re.split(r"[、,，;；\n]", text) if part.strip()]
        case "amount":
            return _amount(text, unit.strip())
    return text


def _flag(text: str) -> bool:
    if text in ("是", "√", "有"):
        return True
    if text in ("否", "×", NONE):
        return False
    raise BadAnswer("应填“是”或“否”")


def _day(text: str) -> str:
    found = _DAY.fullmatch(text.removesuffix(" 00:00:00"))
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else _refuse()
    except ValueError:
        raise BadAnswer("不是日期，应写成 2026-03-02 的形式") from None


def _refuse() -> str:
    raise ValueError


def _whole(text: str) -> int:
    plain = re.fullmatch(r"([0-9]{1,12})(?:\.0+)?(?:年|个月|月|天|级|字节)?", text)
    if not plain:
        raise BadAnswer("应填整数")
    return int(plain[1])


def _term(slot: Slot, text: str) -> str:
    term = slot.term
    wanted = text.strip().removeprefix("第")
    for member in term or ():
        if wanted in (member.label, member.value):
            return member.value
    raise BadAnswer(f"不在可选范围内，可填：{'、'.join(slot.choices)}")


def _amount(text: str, unit: str) -> dict[str, str]:
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise BadAnswer("应填金额数字")
    stated = {found[2], unit} - {None, ""}
    if len(stated) != 1:
        raise BadAnswer("没有写明单位（元或万元）" if not stated else "金额和单位栏写的单位不一致")
    value = re.sub("[,，]", "", found[1])
    if not _NUMBER.fullmatch(value):
        raise BadAnswer("金额数字过长")
    return {"value": value, "unit": stated.pop() or ""}
