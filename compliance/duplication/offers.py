"""What existing systems offer for use instead of building: themselves, and each function."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, repeat

from compliance.duplication.index import Index
from compliance.duplication.lexicon import Lexicon, words_in
from compliance.duplication.normalise import core_of, plain
from compliance.keyed import Keyed
from compliance.registry import ExistingSystem, SystemKind, same

# A function that is called by less, and by no word of the lexicon, may be anything.
_SAYS_ENOUGH = 6
_KEPT = 16_384
_DATA: SystemKind = "data_resource"


@dataclass(frozen=True, slots=True)
class Offer:
    """可复用能力: a whole system (function empty), or one function or resource of it.

    A system's data are of another kind than the system.
    """

    system: ExistingSystem
    function: str
    kind: SystemKind


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a module or an offer is called: plain, its core, its pairs, the functions it names."""

    said: str
    core: str
    pairs: frozenset[str]
    functions: frozenset[int]


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    return frozenset(map("".join, pairwise(text)))


def phrase_of(text: str, stated: tuple[str, ...], index: Index) -> Phrase:
    """A name made comparable; stated are the owner and region, left out of it."""
    said, core = plain(text), core_of(text, index.words, stated)
    # A function is named where its word is most of what is said.
    words = words_in(core, index.lexicon).items()
    named = (function for function, word in words if 5 * len(word) >= 3 * len(core))
    return Phrase(said, core, pairs_of(core), frozenset(named))


Offered = tuple[tuple[Offer, tuple[Phrase, ...]], ...]


@lru_cache(maxsize=2)
def _stock(_: Keyed[Lexicon]) -> dict[tuple[str, str, str], Offered]:
    """What systems offer by a lexicon, as far as was asked: nothing of a filing."""
    return {}


def offered_by(systems: Sequence[ExistingSystem], index: Index) -> list[Offered]:
    """What each system offers; worked out once, since the same ones are met at every check."""
    # An index that was updated has the words and the lexicon of the one before.
    stock, every = _stock(Keyed(id(index.lexicon), index.lexicon)), []
    for system in systems:
        key = (system.id, system.name, system.capability)
        offers = stock.get(key)
        if offers is None or not same(offers[0][0].system, system):
            if len(stock) >= _KEPT:
                stock.clear()
            offers = stock[key] = _offers(system, index)
        every.append(offers)
    return every


def _offers(system: ExistingSystem, index: Index) -> Offered:
    """What a system offers: itself, then each telling function or resource of it."""
    stated = (system.owner, system.region)
    whole = tuple(phrase_of(name, stated, index) for name in (system.name, *system.aliases))
    named = chain(
        zip(system.functions, repeat(system.kind)), zip(system.data_resources, repeat(_DATA))
    )
    parts = ((Offer(system, name, kind), (phrase_of(name, stated, index),)) for name, kind in named)
    common = index.knowledge.common_modules
    told = ((o, p) for o, p in parts if p[0].said not in common and _tells(p[0]))
    return ((Offer(system, "", system.kind), whole), *told)


def _tells(phrase: Phrase) -> bool:
    """Whether what is offered is called by more than two general words."""
    return bool(phrase.functions) or len(phrase.said) >= _SAYS_ENOUGH
