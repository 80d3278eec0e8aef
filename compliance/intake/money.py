"""Amounts as documents write them: 120.5万元, 1,205,000元, 人民币壹佰万元整 stays unread."""

import re
from dataclasses import dataclass
from decimal import Decimal

from compliance.text import fold

_AMOUNT = re.compile(
    r"(?:人民币|约|共计|共|计|为|¥|￥|rmb)*+([0-9][0-9,，]*(?:\.[0-9]+)?)(亿元|万元|元|亿|万)?(?:整|人民币|左右)*+"
)
_LONGEST = 60
_UNIT = re.compile(
    r"(?:单位|金额单位)?[:：]?(?:人民币)?(万元|元)$|[(（](?:单位[:：])?(?:人民币)?(万元|元)[)）]"
)
_FEN = {
    "元": Decimal(100),
    "万元": Decimal(1_000_000),
    "万": Decimal(1_000_000),
    "亿元": Decimal(10**10),
    "亿": Decimal(10**10),
}


@dataclass(frozen=True, slots=True)
class Money:
    """金额: a number as written and its unit, "" where none is stated."""

    value: Decimal
    unit: str

    @property
    def fen(self) -> int:
        """The amount in 分."""
        return int(self.value * _FEN[self.unit])

    def stated(self) -> dict[str, str] | None:
        """The amount as the filing states it, None without a unit or below a 分."""
        if self.unit not in _FEN or (self.value * _FEN[self.unit]) % 1:
            return None
        if self.unit in ("元", "万元"):
            return {"value": _plain(self.value), "unit": self.unit}
        return {"value": _plain(self.value * _FEN[self.unit] / _FEN["万元"]), "unit": "万元"}


def _plain(value: Decimal) -> str:
    """Without exponent; Excel's binary tails are cut at the eighth decimal."""
    rounded = round(value, 8)
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(text: str, unit: str = "") -> Money | None:
    """The amount in a cell or behind a label; `unit` is what a header or caption says.

    >>> money("约1,280.5万元").stated(), money("128", "万元").fen
    ({'value': '1280.5', 'unit': '万元'}, 128000000)
    """
    found = _AMOUNT.fullmatch(fold(text)) if len(text) <= _LONGEST else None
    if not found:
        return None
    number = round(Decimal(re.sub("[,，]", "", found[1])), 8)
    return Money(number, found[2] or unit) if number < 10**15 else None


def unit_in(text: str) -> str:
    """The unit a header, a label or a caption gives: 金额（万元）, 单位：元.

    >>> unit_in("合价（万元）"), unit_in("单位：元"), unit_in("数量")
    ('万元', '元', '')
    """
    found = _UNIT.search(fold(text[-_LONGEST:]))
    return (found[1] or found[2]) if found else ""
