"""Whether a phrase is affirmed, denied, only planned, or no statement of this project."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from compliance.intake.statements import statements

Polarity = Literal["yes", "no", "planned", "void"]
_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_CLAUSE = re.compile(r"[，,：:]")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text."""
    return (found[0] for found in _SENTENCE.finditer(text))


@cache
def _either(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def polarity(sentence: str, start: int, end: int) -> Polarity:
    """How a phrase at a place of a sentence is meant.

    >>> polarity("本项目不自建机房", 4, 8), polarity("新建专用机房80平方米", 0, 6)
    ('no', 'yes')
    """
    words = statements()
    if _is_quoted(sentence, start) or _is_conditional(sentence, start):
        return "void"
    if _either(words.others).search(sentence[:start]):
        return "void"
    before = _CLAUSE.split(sentence[:start])[-1]
    after = _CLAUSE.split(sentence[end:])
    denied = denials(before) % 2 == 1
    denied = denied or bool(_either(words.negated_after).search(after[0]))
    if denied or _either(words.excluded_after).search("，".join(after[:2])):
        return "no"
    return "planned" if _either(words.planned).search(before) else "yes"


def denials(text: str) -> int:
    """How many words of denial a text holds; 不少于 and 无线 are none.

    >>> denials("不得由施工单位"), denials("不少于三十日")
    (1, 0)
    """
    words = statements()
    plain = _either(words.not_negators).sub("", text)
    return len(_either(words.negators).findall(plain))


def _is_quoted(sentence: str, start: int) -> bool:
    return sentence.count("《", 0, start) > sentence.count("》", 0, start)


def _is_conditional(sentence: str, start: int) -> bool:
    """若 as in 若干 is no condition."""
    words = statements().conditional
    found = _either(words).search(sentence.replace("若干", "几个"), 0, start)
    return found is not None
