"""What is compared of a system: its core name, and its text cut into pieces at the punctuation."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache

from compliance.errors import Problem, RulebookError
from compliance.registry import ExistingSystem, SystemKind
from compliance.text import fold

_PUNCTUATION = re.compile(r"[\W_]+")
# A registered text may be a million characters long; what it is about is said at its beginning.
_SAID = 20_000
_YEAR = "(?:19|20)[0-9]{2}年?度?"


@dataclass(frozen=True, slots=True)
class Words:
    """名称用词: what is left out of a name before it is compared, and how using is told apart.

    regions, stages and generic are left out; use marks what is connected to, not built;
    traditional are pairs of a traditional and a simplified character (國国).
    """

    regions: tuple[str, ...]
    stages: tuple[str, ...]
    generic: tuple[str, ...]
    use: tuple[str, ...]
    traditional: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Short, since what is made of the words is looked up for every name."""
        return hash((len(self.regions), len(self.stages), len(self.generic), len(self.use)))

    @classmethod
    def from_mapping(cls, lists: object) -> "Words":
        """The words from a pack's list file; raises RulebookError where it is not one."""
        if not isinstance(lists, Mapping):
            raise RulebookError(Problem("lists/names.yaml", "没有名称用词表", "恢复这一文件"))
        known = {field.name for field in fields(cls)}
        needed = {field.name for field in fields(cls) if field.default is MISSING}
        for name in sorted((needed - set(lists)) | (set(lists) - known)):
            fault = "缺少词表" if name in known else "不认识的词表"
            raise RulebookError(Problem(f"/{name}", fault, f"只能有：{'、'.join(sorted(known))}"))
        words = {name: _list_of_words(name, lists[name]) for name in known & set(lists)}
        if any(len(pair) != 2 for pair in words.get("traditional", ())):
            raise RulebookError(Problem("/traditional", "繁简对照应为两个字", "前繁后简，如 國国"))
        return cls(**words)


def _list_of_words(name: str, words: object) -> tuple[str, ...]:
    """Each word as it stands in a plain text, doubles left out, so that equal lists are equal."""
    if not isinstance(words, list | tuple) or not all(
        isinstance(w, str) and plain(w) for w in words
    ):
        raise RulebookError(Problem(f"/{name}", "词表应为词语的列表", "每行写一个不为空的词"))
    return tuple(sorted({plain(word) for word in words}))


@dataclass(frozen=True, slots=True)
class Subject:
    """比对对象: what is known of a system that is to be built, or of one that exists."""

    name: str
    description: str = ""
    functions: tuple[str, ...] = ()
    data_resources: tuple[str, ...] = ()
    owner: str = ""
    region: str = ""
    kind: SystemKind = "system"


@dataclass(frozen=True, slots=True)
class Profile:
    """A subject made comparable: plain names and cores (own name first) and the plain pieces.

    said is the beginning of all it says, with an end of line between pieces.
    """

    names: tuple[str, ...]
    cores: tuple[str, ...]
    content: tuple[str, ...]
    said: str

    @property
    def core(self) -> str:
        """The core of its own name; empty where the name says nothing."""
        return self.cores[0]

    @property
    def boilerplate(self) -> bool:
        """Whether there is a name, but one of generic words only."""
        return bool(self.names[0]) and not self.core


def pieces(text: str) -> tuple[str, ...]:
    """A text folded and cut at punctuation.

    >>> pieces("停车诱导、ＯＡ（二期）")
    ('停车诱导', 'oa', '二期')
    """
    folded = fold(text)
    if folded.isalnum():  # a word throughout, as most names are
        return (folded,)
    return tuple(piece for piece in _PUNCTUATION.split(folded) if piece)


def plain(text: str) -> str:
    """A text folded, without punctuation.

    >>> plain("智慧停车（二期）")
    '智慧停车二期'
    """
    return "".join(pieces(text))


def _longest_first(words: set[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


@lru_cache(maxsize=8)
def _simplifier(words: Words) -> Callable[[str], str]:
    """Makes texts simplified, as far as the words know the characters."""
    table = {ord(pair[0]): pair[1] for pair in words.traditional}
    any_of = re.compile(f"[{''.join(map(chr, table))}]" if table else "(?!)")

    def simplify(text: str) -> str:
        return text.translate(table) if any_of.search(text) else text

    return simplify


@lru_cache(maxsize=8)
def _left_out(words: Words) -> re.Pattern[str]:
    every = _longest_first({*words.regions, *words.stages, *words.generic})
    return re.compile("|".join([_YEAR, *map(re.escape, every)]))


# A register has few units and regions, each many times.
@lru_cache(maxsize=4096)
def _stated(texts: tuple[str, ...]) -> tuple[str, ...]:
    """What is left out of a name because owner and region say it, the longest first."""
    parts = {piece for text in texts for piece in pieces(text)}
    return tuple(part for part in _longest_first(parts) if len(part) > 1)


def core_of(name: str, words: Words, stated: Iterable[str] = ()) -> str:
    """What a name says beyond region, stage, year and generic words; empty where nothing is left.

    `stated` are the owner and region as registered, left out too. A core of one character is too
    little to compare, the whole name then stands.

    >>> words = Words(regions=("南充市",), stages=("二期",), generic=("平台", "智慧"), use=())
    >>> [core_of(name, words) for name in ("南充市停车平台（二期）", "智慧平台", "云平台")]
    ['停车', '', '云平台']
    """
    whole = rest = plain(name)
    for part in _stated(tuple(stated)):
        rest = rest.replace(part, "")
    rest = _left_out(words).sub("", rest)
    return whole if len(rest) == 1 else rest


@lru_cache(maxsize=16_384)
def says(phrase: str, words: Words) -> bool:
    """Whether a phrase of two texts says anything beyond generic words; most are met again."""
    return bool(core_of(phrase, words))


def is_use(clause: str, words: Words) -> bool:
    """Whether a clause speaks of using what exists, not of building.

    >>> is_use("依托市政务云部署", Words(regions=(), stages=(), generic=(), use=("依托",)))
    True
    """
    said = plain(clause)
    return any(word in said for word in words.use)


def says_anything(subject: Subject) -> bool:
    """Whether there is a word in it: what says nothing is like nothing, and that means nothing."""
    content = (*subject.functions, *subject.data_resources)
    return any(map(plain, (subject.name, subject.description, *content)))


def subject_of(system: ExistingSystem) -> Subject:
    """An existing system as something to compare."""
    return Subject(
        name=system.name,
        description=system.description,
        functions=system.functions,
        data_resources=system.data_resources,
        owner=system.owner,
        region=system.region,
        kind=system.kind,
    )


def profile_of(subject: Subject, words: Words, aliases: tuple[str, ...] = ()) -> Profile:
    """The comparable form of a subject; aliases are further names of the same system."""
    simplify = _simplifier(words)
    names = tuple(map(simplify, (subject.name, *aliases)))
    stated = (simplify(subject.owner), simplify(subject.region))
    told = (subject.description, *subject.functions, *subject.data_resources)
    cores = tuple(core_of(name, words, stated) for name in names)
    content = pieces(simplify("，".join(told)))
    said = "\n".join((*cores, *content))[:_SAID]
    return Profile(tuple(map(plain, names)), cores, content, said)
