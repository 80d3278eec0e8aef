"""By what a basis is known: the form of the list legal_basis.yaml of a rule pack."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from compliance.catalog.codes import Data
from compliance.text import fold

_DROPPED = dict.fromkeys(map(ord, "'\"‘’“”「」、"))


class BasisLevel(StrEnum):
    """依据层级, strongest first."""

    LAW = "law"  # 法律、行政法规, with the article
    STATE_POLICY = "state_policy"  # 国家政策
    LOCAL_REGULATION = "local_regulation"  # 地方性法规
    PROVINCIAL_POLICY = "provincial_policy"  # 省级政策
    UNRECOGNISED = "unrecognised"  # a person has to look: 部门规章, a law without its article
    OPENNESS_ONLY = "openness_only"  # 政府信息公开条例 only
    NOT_LAW = "not_law"  # 市县文件、内部规定、单纯的顾虑


def canonical(text: str) -> str:
    """One spelling of a title: folded, without quotation marks and the mark of enumeration.

    >>> canonical("中共中央、国务院关于“数据二十条”")
    '中共中央国务院关于数据二十条'
    """
    return fold(text).translate(_DROPPED)


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(map(canonical, words)), key=lambda word: (-len(word), word)))


def _canonical_set(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(canonical, words))


Terms = Annotated[tuple[str, ...], AfterValidator(_longest_first)]
Titles = Annotated[frozenset[str], AfterValidator(_canonical_set)]


class TitleForm(Data):
    """What a title begins with, holds and ends in; a list left out asks nothing."""

    starts: Terms = ()
    contains: Terms = ()
    ends: Terms = ()

    def fits(self, title: str, marked: bool) -> bool:
        """Whether a canonical title has this form; without 《》 only an ending makes a title."""
        return (
            (title.endswith(self.ends) if self.ends else marked)
            and (not self.starts or title.startswith(self.starts))
            and (not self.contains or any(word in title for word in self.contains))
        )


class LevelWords(Data):
    """By what a basis of one level is known: titles, forms of titles, numbers, loose words.

    `suffixes`: a title of the list and this (实施条例) is of the level too.
    """

    titles: Titles = frozenset()
    suffixes: Terms = ()
    forms: tuple[TitleForm, ...] = ()
    numbers: Terms = ()
    phrases: Terms = ()

    def names(self, title: str, marked: bool) -> bool:
        """Whether a canonical title, without the name of the state, is of this level."""
        return (
            title in self.titles
            or any(
                title.endswith(s) and title.removesuffix(s) in self.titles for s in self.suffixes
            )
            or any(form.fits(title, marked) for form in self.forms)
        )


class BasisWords(Data):
    """依据识别词: the list legal_basis.yaml of a rule pack."""

    title: str
    sources: tuple[str, ...]
    state: str
    lead_ins: Terms
    negations: Terms
    stated_none: Terms
    levels: dict[BasisLevel, LevelWords]

    def of(self, level: BasisLevel) -> LevelWords:
        """The words of a level."""
        return self.levels.get(level, LevelWords())
