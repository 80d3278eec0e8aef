"""How much of a name stands in what the other side says: two that name each other are the same."""

from functools import lru_cache

from compliance.duplication.grams import Weights, keys_of
from compliance.duplication.normalise import Profile

_READ = 20_000


def covered(named: Profile, other: Profile, weights: Weights) -> float:
    """The share of the pairs of characters of a core name that the other's text has, by weight.

    Of several names the one that is covered best; 0 where every core is too short.
    """
    text = "\n".join((*other.cores, *other.content))[:_READ]
    return max((said_of(core, text, weights) for core in named.cores), default=0.0)


def said_of(core: str, text: str, weights: Weights) -> float:
    """The share of the pairs of characters of a plain phrase that a plain text has, by weight."""
    telling = _telling(core, weights)
    whole = sum(weight for _, weight in telling)
    said = sum(weight for pair, weight in telling if pair in text)
    return said / whole if whole else 0.0


# The names of a register are asked for again at every filing.
@lru_cache(maxsize=4096)
def _telling(core: str, weights: Weights) -> tuple[tuple[str, float], ...]:
    """The pairs of characters of a phrase, with their weights."""
    pairs = sorted({core[n : n + 2] for n in range(len(core) - 1)})
    return tuple(zip(pairs, weights.of(keys_of(pairs, view=2)).tolist(), strict=True))
