"""备案号: the pattern of an office's numbers; who is next the store says, under its lock."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\{([^{}]*)\}")
_SERIAL = re.compile(r"serial(?::0([1-9]))?")
_LAST = 10**9 - 1
_LONGEST = 60


def check_pattern(pattern: str) -> str:
    """What is wrong with a pattern, or nothing.

    >>> check_pattern("示例信备〔{year}〕{serial:04}号"), check_pattern("示例信备{year}号")
    ('', '要有一处 {serial}（序号），且只有一处')
    """
    tokens = [str(token) for token in _TOKEN.findall(pattern)]
    unknown = [t for t in tokens if t != "year" and not _SERIAL.fullmatch(t)]
    if unknown:
        return f"不认识 {{{unknown[0]}}}，只能用 {{year}}、{{serial}}、{{serial:04}}"
    if len([t for t in tokens if t != "year"]) != 1:
        return "要有一处 {serial}（序号），且只有一处"
    if tokens.count("year") > 1:
        return "{year} 最多写一处"
    if re.search(r"[{}]", _TOKEN.sub("", pattern)):
        return "花括号没有成对"
    if re.search(r"\}\{|[0-9]\{|\}[0-9]", pattern):
        return "年份、序号与相邻的数字要用文字隔开，否则无法还原"
    return f"太长，压缩到 {_LONGEST} 字以内" if len(pattern) > _LONGEST else ""


@dataclass(frozen=True, slots=True)
class Numbering:
    """编号样式: a pattern that `check_pattern` finds nothing wrong with.

    >>> Numbering("示例信备〔{year}〕{serial:04}号").write(2026, 7)
    '示例信备〔2026〕0007号'
    """

    pattern: str

    def __post_init__(self) -> None:
        if fault := check_pattern(self.pattern):
            raise ValueError(fault)

    def series(self, year: int) -> str:
        """The series a year's numbers count in: without {year} one for all years.

        >>> Numbering("示例信备〔{year}〕{serial:04}号").series(2026)
        '示例信备〔2026〕{serial}号'
        """
        return _TOKEN.sub(lambda t: str(year) if t[1] == "year" else "{serial}", self.pattern)

    def write(self, year: int, serial: int) -> str:
        """The number of a serial."""
        if not 1 <= serial <= _LAST:
            raise ValueError(serial)

        def written(token: re.Match[str]) -> str:
            width = token[1].partition(":0")[2]
            return str(year) if token[1] == "year" else str(serial).zfill(int(width or 1))

        return _TOKEN.sub(written, self.pattern)

    def serial(self, year: int, number: str) -> int | None:
        """The serial of a number of a year's series, or None where it is not exactly of it.

        >>> Numbering("示例信备〔{year}〕{serial:04}号").serial(2026, "示例信备〔2026〕0007号")
        7
        """
        before, after = self.series(year).split("{serial}")
        middle = number.removeprefix(before).removesuffix(after)
        if not re.fullmatch("[0-9]{1,9}", middle) or not int(middle):
            return None
        return int(middle) if self.write(year, int(middle)) == number else None
