"""How much of a name stands in what the other side says: two that name each other are the same."""

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
    pairs = sorted({core[n : n + 2] for n in range(len(core) - 1)})
    telling = weights.of(keys_of(pairs, view=2)).tolist()
    whole = sum(telling)
    said = sum(weight for pair, weight in zip(pairs, telling, strict=True) if pair in text)
    return said / whole if whole else 0.0
