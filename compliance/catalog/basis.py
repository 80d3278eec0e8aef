"""不予共享依据: how strong the strongest basis is that a text cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compliance.catalog.basis_words import BasisLevel, BasisWords, canonical
from compliance.text import fold, shorten

_SUFFIX = re.compile(r"\([^()]{0,60}\)$")
_YEAR_NUMBER = re.compile(r"([一-鿿]{1,20})[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?([0-9]{1,5})号")
_ORDER_NUMBER = re.compile(r"([一-鿿]{1,20})(?:令第?([0-9]{1,4})号|第([0-9]{1,4})号令)")
_NUMERAL = "0-9零〇一二三四五六七八九十百千"
_ARTICLE = re.compile(rf"第[{_NUMERAL}至到和及、,-]{{1,20}}条")
# The article belongs to the title just before it: nothing but the year or number stands between.
_ARTICLE_NEXT = re.compile(rf"\)?(?:\([^()]{{0,60}}\))*[的中之]?(?:规定)?{_ARTICLE.pattern}")
_BREAK = re.compile(r"[,。;:.!?()\[\]【】《》<>〈〉\n]")
_MOST_LEAD_INS = 6
_LONGEST_TITLE = 200
_LONGEST_TEXT = 2_000
_LEVELS = tuple(BasisLevel)


@dataclass(frozen=True, slots=True)
class Basis:
    """依据: the level, and the title or number that decides it ("" where only words do)."""

    level: BasisLevel
    cited: str


def strength(basis: Basis) -> int:
    """A sort key: the strongest basis comes first."""
    return _LEVELS.index(basis.level)


def classify(text: str, words: BasisWords) -> Basis:
    """The strongest basis a text cites.

    >>> words = BasisWords(title="示例", sources=(), state="中华人民共和国", lead_ins=("依据",),
    ...     negations=(), stated_none=(), levels={"law": {"titles": ["统计法"]}})
    >>> classify("依据《中华人民共和国统计法》第二十五条", words)
    Basis(level=<BasisLevel.LAW: 'law'>, cited='中华人民共和国统计法')
    >>> classify("依据《统计法》", words).level
    <BasisLevel.UNRECOGNISED: 'unrecognised'>
    """
    basis = _strongest(fold(text[:_LONGEST_TEXT]), words)
    if len(text) > _LONGEST_TEXT and basis.level is BasisLevel.NOT_LAW:
        return Basis(BasisLevel.UNRECOGNISED, "")  # the rest was not read
    return basis


def _strongest(text: str, words: BasisWords) -> Basis:
    spans = tuple(_titles(text))
    outside = _outside(text, spans)
    found = (
        *_by_title(text, spans, words),
        *_by_number(outside, words),
        *_unmarked(outside, words),
    )
    best = min(found, key=strength, default=None)
    if best and best.level is not BasisLevel.NOT_LAW:
        return best
    said = _by_words(canonical(outside), words)
    if best and said is not BasisLevel.UNRECOGNISED:
        return best
    return Basis(said or BasisLevel.UNRECOGNISED, "")


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost 《…》 begin and end: a law named inside a city's title is no law."""
    depth = start = 0
    for place, character in enumerate(text):
        if character == "《":
            start = start if depth else place
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if not depth:
                yield start, place + 1


def _outside(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    starts = (0, *(end for _, end in spans))
    ends = (*(start for start, _ in spans), len(text))
    return "《》".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _by_title(text: str, spans: tuple[tuple[int, int], ...], words: BasisWords) -> Iterator[Basis]:
    last = 0
    for start, end in spans:
        inner = text[start + 1 : end - 1].replace("《", "〈").replace("》", "〉")
        level = _level_of(inner, words, marked=True)
        if level is BasisLevel.LAW and not _ARTICLE_NEXT.match(text, end):
            level = BasisLevel.UNRECOGNISED
        if text[last:start].endswith(words.negations):
            level = BasisLevel.UNRECOGNISED
        yield Basis(level or BasisLevel.UNRECOGNISED, shorten(inner))
        last = end


def _level_of(title: str, words: BasisWords, marked: bool) -> BasisLevel | None:
    if len(title) > _LONGEST_TITLE:
        return None
    formal = _SUFFIX.sub("", canonical(title)).removeprefix(words.state)
    return next((level for level in _LEVELS if words.of(level).names(formal, marked)), None)


def _by_number(outside: str, words: BasisWords) -> Iterator[Basis]:
    for pattern, order in ((_YEAR_NUMBER, ""), (_ORDER_NUMBER, "令")):
        for match in pattern.finditer(outside):
            issuer = match[1] + order
            number = next(digits for digits in match.groups()[1:] if digits)
            level = _issued_by(issuer, number, words)
            if level is BasisLevel.LAW and not _ARTICLE_NEXT.match(outside, match.end()):
                level = BasisLevel.UNRECOGNISED
            yield Basis(level or BasisLevel.UNRECOGNISED, shorten(match[0]))


def _issued_by(issuer: str, number: str, words: BasisWords) -> BasisLevel | None:
    """By the exact number before the issuer: 国令第711号 is more than a 国令."""
    for written in (f"{issuer}第{number}号", issuer):
        for level in _LEVELS:
            if any(_led(written, known, words) for known in words.of(level).numbers):
                return level
    return None


def _led(written: str, known: str, words: BasisWords) -> bool:
    """Whether a number ends in a known one with nothing but a lead-in before it.

    阆中发 ends in 中发 and is another thing.
    """
    before = written.removesuffix(known)
    return before != written and (not before or before.endswith(words.lead_ins))


def _unmarked(outside: str, words: BasisWords) -> Iterator[Basis]:
    """Titles written without 《》, where what is left after the lead-ins is exactly a title."""
    for piece in _BREAK.split(outside):
        last = 0
        for article in _ARTICLE.finditer(piece):
            yield from _unmarked_titles(piece[last : article.start()], words, article=True)
            last = article.end()
        yield from _unmarked_titles(piece[last:], words, article=False)


def _unmarked_titles(listed: str, words: BasisWords, article: bool) -> Iterator[Basis]:
    """The titles of an enumeration; an article after it belongs to the last."""
    *others, last = listed.split("、")
    for title, cited in (*((other, False) for other in others), (last, article)):
        for left in _led_out(title, words):
            level = _level_of(left, words, marked=False)
            if level is BasisLevel.LAW and not cited:
                level = BasisLevel.UNRECOGNISED
            if level:
                yield Basis(level, shorten(left))
                break


def _led_out(title: str, words: BasisWords) -> Iterator[str]:
    """The title, and what is left of it as lead-ins fall off (文 is one, and begins 文物保护法)."""
    for _ in range(_MOST_LEAD_INS):
        if not title:
            return
        yield title
        lead_in = next((word for word in words.lead_ins if title.startswith(word)), "")
        if not lead_in:
            return
        title = title.removeprefix(lead_in)


def _by_words(outside: str, words: BasisWords) -> BasisLevel | None:
    if any(word in outside for word in words.stated_none):
        return BasisLevel.NOT_LAW
    levels = (BasisLevel.UNRECOGNISED, BasisLevel.NOT_LAW)
    return next((lv for lv in levels if any(w in outside for w in words.of(lv).phrases)), None)
