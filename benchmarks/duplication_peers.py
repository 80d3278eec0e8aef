"""The peers of the search: scikit-learn and others, over the same texts, each a query to ask."""

import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from compliance.duplication import Subject, Words, subject_of
from compliance.duplication.normalise import profile_of
from compliance.duplication.vectors import VIEWS, texts_of
from compliance.registry import Registry

TOP = 50
Query = Callable[[Subject], object]


def of_sklearn(registry: Registry, words: Words) -> Query:
    """Three vectorizers and cosine_similarity, as tutorials have it."""
    profiles = [profile_of(subject_of(s), words) for s in registry.systems]
    columns = list(zip(*map(texts_of, profiles), strict=True))
    fitted = []
    for texts in columns:
        vectorizer = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 2), lowercase=False, sublinear_tf=True
        )
        fitted.append((vectorizer, vectorizer.fit_transform(texts)))

    def ask(subject: Subject) -> object:
        texts = texts_of(profile_of(subject, words))
        total = np.zeros(len(profiles))
        for (vectorizer, matrix), text, view in zip(fitted, texts, VIEWS, strict=True):
            total += view.weight / 100 * cosine_similarity(vectorizer.transform([text]), matrix)[0]
        best = np.argpartition(-total, TOP)[:TOP]
        return best[np.argsort(-total[best], kind="stable")]

    ask.fitted = fitted  # type: ignore[attr-defined]
    return ask


def _of_topn(words: Words, sklearn: Query) -> Query:
    """The same views stacked in one matrix, and sparse_dot_topn."""
    from sparse_dot_topn import sp_matmul_topn

    fitted = sklearn.fitted  # type: ignore[attr-defined]
    roots = [(view.weight / 100) ** 0.5 for view in VIEWS]
    stacked = hstack([m * root for (_, m), root in zip(fitted, roots, strict=True)], format="csr")
    columns = csr_matrix(stacked.T)

    def ask(subject: Subject) -> object:
        texts = texts_of(profile_of(subject, words))
        parts = [
            v.transform([t]) * root for (v, _), t, root in zip(fitted, texts, roots, strict=True)
        ]
        row = csr_matrix(hstack(parts))
        return sp_matmul_topn(row, columns, top_n=TOP, sort=True)

    return ask


def _of_bm25s(registry: Registry, words: Words) -> Query:
    """BM25 over pairs of characters: another score, for its speed."""
    import bm25s

    def pairs(text: str) -> list[str]:
        return [text[n : n + 2] for n in range(len(text) - 1)]

    profiles = [profile_of(subject_of(s), words) for s in registry.systems]
    retriever = bm25s.BM25()
    retriever.index([pairs(texts_of(p)[2]) for p in profiles], show_progress=False)

    def ask(subject: Subject) -> object:
        scores = retriever.get_scores(pairs(texts_of(profile_of(subject, words))[2]))
        return np.argpartition(-scores, TOP)[:TOP]

    return ask


def _of_rapidfuzz(registry: Registry, words: Words) -> Query:
    """The ratio of names alone."""
    from rapidfuzz import fuzz, process

    names = [profile_of(subject_of(s), words).core for s in registry.systems]

    def ask(subject: Subject) -> object:
        core = profile_of(subject, words).core
        return process.extract(core, names, scorer=fuzz.ratio, limit=TOP)

    return ask


def _of_tantivy(registry: Registry, words: Words) -> Query:
    """An index of pairs of characters on disk: another score, for its speed."""
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("t", tokenizer_name="whitespace").build()
    index = tantivy.Index(schema)
    writer = index.writer()

    def pairs(text: str) -> str:
        return " ".join(text[n : n + 2] for n in range(len(text) - 1))

    for system in registry.systems:
        text = texts_of(profile_of(subject_of(system), words))[2]
        writer.add_document(tantivy.Document(t=pairs(text)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(subject: Subject) -> object:
        text = pairs(texts_of(profile_of(subject, words))[2])
        return searcher.search(index.parse_query(text, ["t"]), TOP)

    return ask


def built(title: str, make: Callable[[], object]) -> object:
    """What is made, and how long it took."""
    start = time.perf_counter()
    made = make()
    print(f"  build {title:<28} {time.perf_counter() - start:8.2f} s", flush=True)
    return made


def others_of(registry: Registry, words: Words) -> dict[str, Query]:
    """The peers that are installed, built."""
    sklearn: Query = built("scikit-learn", lambda: of_sklearn(registry, words))  # type: ignore[assignment]
    peers = {"scikit-learn": sklearn}
    others: dict[str, Callable[[], Query]] = {
        "sparse_dot_topn": lambda: _of_topn(words, sklearn),
        "bm25s": lambda: _of_bm25s(registry, words),
        "rapidfuzz": lambda: _of_rapidfuzz(registry, words),
        "tantivy": lambda: _of_tantivy(registry, words),
    }
    for name, make in others.items():
        if find_spec(name):
            peers[name] = built(name, make)  # type: ignore[assignment]
        else:
            print(f"  {name} is not installed: left out")
    return peers
