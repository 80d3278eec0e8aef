"""The numbers Word shows before a paragraph: they are computed, not written in its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def chinese(number: int) -> str:
    """A counting number in Chinese, below ten thousand.

    >>> chinese(12), chinese(20), chinese(305)
    ('十二', '二十', '三百零五')
    """
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(number: int) -> str:
    return (
        chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 800 else str(number)
    )


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else f"({number})"


def _wide(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def shown(number: int, form: str) -> str:
    """A number in one of the forms of Word.

    >>> shown(3, "chineseCounting"), shown(4, "upperRoman"), shown(2, "decimal")
    ('三', 'IV', '2')
    """
    if "chinese" in form.lower() and form != "decimalEnclosedCircleChinese":
        return chinese(number)
    write = _FORMS.get(form)
    return write(number) if write else str(number)


_FORMS: Mapping[str, Callable[[int], str]] = {
    "japaneseCounting": chinese,
    "ideographTraditional": chinese,
    "ideographDigital": lambda n: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(n)),
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": "{:02d}".format,
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, the form of its number and the text around it."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list a paragraph may belong to: lists that share `counter` count on together."""

    counter: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


class Counter:
    """Counts the paragraphs of each list, as Word does when it draws them."""

    def __init__(self, lists: Mapping[str, Numbered]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()

    def next(self, number: str, level: int) -> str:
        """The number before the next paragraph of a list, "" for bullets and unknown lists."""
        known = self._lists.get(number)
        if known is None or level not in known.levels:
            return ""
        counts = self._counts.setdefault(known.counter, {})
        self._advance(known, number, level, counts)
        form = known.levels[level]
        return "" if form.form in ("bullet", "none") else _filled(form, known, counts)

    def _advance(self, known: Numbered, number: str, level: int, counts: dict[int, int]) -> None:
        override = known.starts.get(level)
        if override is not None and (number, level) not in self._seen:
            counts[level] = override
        else:
            counts[level] = counts.get(level, known.levels[level].start - 1) + 1
        self._seen.add((number, level))
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]


def _filled(form: Level, known: Numbered, counts: Mapping[int, int]) -> str:
    text = form.text
    for level in range(9):
        if f"%{level + 1}" in text:
            own = known.levels.get(level, Level())
            count = counts.get(level, own.start)
            text = text.replace(
                f"%{level + 1}", str(count) if form.legal else shown(count, own.form)
            )
    return text
