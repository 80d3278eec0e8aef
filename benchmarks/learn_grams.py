"""Learn what grams mean from the text of laws: a vector a gram, so that paraphrases come near.

    python -m benchmarks.learn_grams ../shared/corpus/laws.jsonl.xz rules/learned/grams.npz

Beside the vectors stand how many of the sentences that name a system, and how many names of the
list functions.yaml, hold each gram: the background from which the weights of grams are taken, so
that a score does not depend on how many systems a registry has.

Positives are adjacent sentences, halves of one, and sentences of two laws that say nearly the same;
grams of both sides are dropped by half, so that what stands in for what has to be learned. One
core, about six minutes; the same seed gives the same file on the same machine.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks.learning_texts import (
    Corpus,
    Ints,
    read_background,
    read_corpus,
    read_names,
    seen_by,
)
from compliance.duplication import grams as kernel

Floats = NDArray[np.float32]

_BATCH, _WARM, _RATE, _HEAT = 1024, 50, 0.02, 0.07
_NEAREST = (0.15, 0.75)
_KINDS = (("nearest", 0.58), ("adjacent", 0.21), ("halves", 0.21))


def count(corpus: Corpus, size: int) -> tuple[csr_array, list[str]]:
    """1 + ln(count) of the commonest grams of one and two characters, by sentence."""
    counter = CountVectorizer(
        analyzer="char", ngram_range=(1, 2), max_features=size, dtype=np.float32
    )
    counts = csr_array(counter.fit_transform(corpus.sentences))
    counts.data = 1 + np.log(counts.data)
    return counts, list(counter.get_feature_names_out())


def idf_of(counts: csr_array) -> Floats:
    """Scikit-learn's smooth inverse document frequency."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + seen)) + 1, dtype=np.float32)


def unit(rows: csr_array) -> csr_array:
    """Rows of length one."""
    length = np.sqrt(rows.multiply(rows).sum(axis=1))
    return csr_array(diags_array(1 / np.maximum(length, 1e-9)) @ rows)


def nearest(weighted: csr_array, grams: list[str], laws: Ints, take: int, seed: int) -> Ints:
    """Pairs (sentence, sentence of another law) of a middling cosine over pairs of characters."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.choice(weighted.shape[0], min(take, weighted.shape[0]), replace=False))
    long = np.flatnonzero([len(gram) == 2 for gram in grams])
    vectors = unit(csr_array(weighted[rows][:, long]))
    columns = csr_array(vectors.T)
    pairs = []
    for start in range(0, len(rows), 500):
        scores = (vectors[start : start + 500] @ columns).toarray()
        own = laws[rows[start : start + 500]][:, None] == laws[rows][None, :]
        scores[own | (scores > _NEAREST[1])] = 0
        best = scores.argmax(axis=1)
        good = scores[np.arange(len(best)), best] >= _NEAREST[0]
        pairs.append(np.stack([rows[start : start + 500][good], rows[best[good]]], axis=1))
    return np.concatenate(pairs)


def halves(corpus: Corpus, rows: Ints) -> tuple[list[str], list[str]]:
    """The first and the last half of each sentence."""
    texts = [corpus.sentences[row] for row in rows]
    return [t[: len(t) // 2] for t in texts], [t[len(t) // 2 :] for t in texts]


@dataclass(frozen=True)
class Supply:
    """What batches are drawn from."""

    counts: csr_array
    first: csr_array
    last: csr_array
    near: Ints
    adjacent: Ints


def batches(supply: Supply, steps: int, seed: int) -> Iterator[tuple[csr_array, csr_array]]:
    """Two sides of positives, the grams they share dropped by half."""
    rng = np.random.default_rng(seed)
    for _ in range(steps):
        sizes = [int(_BATCH * share) for _, share in _KINDS]
        near = supply.near[rng.choice(len(supply.near), sizes[0])]
        beside = supply.adjacent[rng.choice(len(supply.adjacent), sizes[1])]
        half = rng.choice(supply.first.shape[0], sizes[2])
        left = vstack([supply.counts[near[:, 0]], supply.counts[beside], supply.first[half]])
        right = vstack([supply.counts[near[:, 1]], supply.counts[beside + 1], supply.last[half]])
        yield _dropped(csr_array(left), csr_array(right), rng)


def _dropped(
    left: csr_array, right: csr_array, rng: np.random.Generator
) -> tuple[csr_array, csr_array]:
    both = csr_array(left.sign().multiply(right.sign()))
    both.data = (rng.random(len(both.data)) < 0.5).astype(np.float32)
    both.eliminate_zeros()
    out = left - left.multiply(both), right - right.multiply(both)
    for side in out:
        side.eliminate_zeros()
    return csr_array(out[0]), csr_array(out[1])


def _normal(raw: Floats) -> tuple[Floats, Floats]:
    norms = np.linalg.norm(raw, axis=1, keepdims=True)
    length = np.asarray(np.maximum(norms, 1e-6), dtype=np.float32)
    return np.asarray(raw / length, dtype=np.float32), length


def gradient(table: Floats, left: csr_array, right: csr_array) -> tuple[float, Floats]:
    """The symmetric InfoNCE loss of a batch, and its gradient by the table."""
    (one, one_length), (two, two_length) = _normal(left @ table), _normal(right @ table)
    scores = one @ two.T / _HEAT
    by_row = np.exp(scores - scores.max(axis=1, keepdims=True))
    by_row /= by_row.sum(axis=1, keepdims=True)
    by_column = np.exp(scores - scores.max(axis=0, keepdims=True))
    by_column /= by_column.sum(axis=0, keepdims=True)
    loss = -float(np.log(np.diagonal(by_row) + 1e-9).mean())
    pull = (by_row + by_column) / 2 - np.eye(len(scores), dtype=np.float32)
    pull /= _HEAT * len(scores)
    at_one, at_two = pull @ two, pull.T @ one
    back_one = (at_one - one * (at_one * one).sum(axis=1, keepdims=True)) / one_length
    back_two = (at_two - two * (at_two * two).sum(axis=1, keepdims=True)) / two_length
    return loss, np.asarray(left.T @ back_one + right.T @ back_two, dtype=np.float32)


def learn(supply: Supply, idf: Floats, dims: int, steps: int, seed: int) -> Floats:
    """The table of gram vectors, by Adam."""
    rng = np.random.default_rng(seed)
    table = rng.normal(0, 0.1, (len(idf), dims)).astype(np.float32)
    first, second = np.zeros_like(table), np.zeros_like(table)
    for step, (left, right) in enumerate(batches(supply, steps, seed), 1):
        weigh = diags_array(idf)
        loss, grad = gradient(table, csr_array(left @ weigh), csr_array(right @ weigh))
        first += 0.1 * (grad - first)
        second += 0.001 * (grad * grad - second)
        rate = _RATE * min(1, step / _WARM) * (1 - 0.9 * step / steps)
        table -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        if step % 100 == 0:
            print(f"step {step}: loss {loss:.3f}", flush=True)
    return table


def quantise(table: Floats) -> NDArray[np.int8]:
    """To whole numbers of -127 to 127, one scale for all."""
    scale = float(np.quantile(np.abs(table), 0.9995))
    return np.asarray(np.clip(np.rint(table / scale * 127), -127, 127), dtype=np.int8)


def main() -> None:
    """Learn, and write grams and vectors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--dims", type=int, default=96)
    parser.add_argument("--steps", type=int, default=1300)
    parser.add_argument("--near", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    corpus = read_corpus(given.corpus)
    counts, grams = count(corpus, given.size)
    idf = idf_of(counts)
    print(f"{len(corpus.sentences)} sentences, {len(grams)} grams", flush=True)
    near = nearest(csr_array(counts @ diags_array(idf)), grams, corpus.laws, given.near, given.seed)
    print(f"{len(near)} near pairs", flush=True)
    rng = np.random.default_rng(given.seed)
    rows = rng.choice(len(corpus.sentences), 60_000, replace=False)
    counter = CountVectorizer(
        analyzer="char", ngram_range=(1, 2), vocabulary=grams, dtype=np.float32
    )
    sides = []
    for texts in halves(corpus, rows):
        side = csr_array(counter.transform(texts))
        side.data = 1 + np.log(side.data)
        sides.append(side)
    adjacent = np.flatnonzero(corpus.laws[1:] == corpus.laws[:-1])
    supply = Supply(counts, sides[0], sides[1], near, adjacent)
    table = learn(supply, idf, given.dims, given.steps, given.seed)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    keys = kernel.keys_of(grams)
    order = np.argsort(keys)
    arrays: dict[str, Any] = {"grams": keys[order], "vectors": quantise(table)[order]}
    for title, texts, least in (
        ("text", read_background(given.corpus), 2),
        ("name", read_names(), 1),
    ):
        arrays |= {f"{title}_{part}": array for part, array in seen_by(texts, least).items()}
    np.savez_compressed(given.out, **arrays)
    digest = sha256(given.out.read_bytes()).hexdigest()
    print(f"{given.out}: {given.out.stat().st_size:,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
