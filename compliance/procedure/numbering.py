"""备案号: the pattern of an office's numbers; who is next the store says, under its lock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r"\{([^{}]*)\}")
_SERIAL = re.compile(r"serial(?::0([1-9]))?")
_LAST = 10**9 - 1


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
    return ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number taken apart; without a year in the pattern the series runs on over the years."""

    year: int | None
    serial: int


def scope(pattern: str, year: int) -> int | None:
    """Which series a number of a year belongs to: each year its own, or one for all."""
    return year if "{year}" in pattern else None


def write(pattern: str, year: int, serial: int) -> str:
    """The number of a serial.

    >>> write("示例信备〔{year}〕{serial:04}号", 2026, 7)
    '示例信备〔2026〕0007号'
    """
    if not 1 <= serial <= _LAST:
        raise ValueError(serial)

    def written(token: re.Match[str]) -> str:
        if token[1] == "year":
            return str(year)
        width = token[1].partition(":0")[2]
        return str(serial).zfill(int(width or 1))

    return _TOKEN.sub(written, pattern)


def parse(pattern: str, number: str) -> Number | None:
    """The year and serial of a number, or None where it is not exactly of the pattern.

    >>> parse("示例信备〔{year}〕{serial:04}号", "示例信备〔2026〕0007号")
    Number(year=2026, serial=7)
    """
    parts = _TOKEN.split(pattern)
    regex = "".join(re.escape(part) if n % 2 == 0 else _group(part) for n, part in enumerate(parts))
    found = re.fullmatch(regex, number)
    if not found:
        return None
    year = int(found["year"]) if "year" in found.groupdict() else None
    read = Number(year, int(found["serial"]))
    return read if read.serial and write(pattern, year or 0, read.serial) == number else None


def _group(token: str) -> str:
    return "(?P<year>[0-9]{4})" if token == "year" else "(?P<serial>[0-9]{1,9})"  # noqa: S105


def next_serial(taken: Iterable[int]) -> int:
    """The serial after the highest taken one: a number given back is never given again."""
    return max(taken, default=0) + 1


def gaps(taken: Iterable[int]) -> tuple[int, ...]:
    """The serials that are missing below the highest: none where numbers came by allocation.

    >>> gaps([1, 2, 5])
    (3, 4)
    """
    held = set(taken)
    return tuple(n for n in range(1, max(held, default=0)) if n not in held)
