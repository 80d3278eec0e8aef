"""The texts that grams are learned from: sentences of laws, and names of government functions."""

import json
import lzma
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from compliance.duplication import grams as kernel
from compliance.duplication.normalise import Words, core_of, plain

Ints = NDArray[np.int64]

_ARTICLE = re.compile("^第[一二三四五六七八九十百零]+条")
_NOT_TEXT = re.compile(r"[\W_0-9]+")
_NAMES_SYSTEM = re.compile(
    "信息系统|管理系统|监测系统|平台|数据库|信息库|一张图|信息化|数字化|智慧"
)
_LISTS = Path("rules/nanchong/lists")


@dataclass(frozen=True)
class Corpus:
    """Sentences without punctuation, and the law each stands in."""

    sentences: tuple[str, ...]
    laws: Ints


def read_corpus(path: Path) -> Corpus:
    """The sentences of 12 to 120 characters, articles' numbers left out."""
    sentences, laws = [], []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            for sentence in json.loads(line)["sentences"]:
                text = _NOT_TEXT.sub("", _ARTICLE.sub("", sentence)).lower()
                if 12 <= len(text) <= 120:
                    sentences.append(text)
                    laws.append(number)
    return Corpus(tuple(sentences), np.array(laws))


def read_background(path: Path) -> list[str]:
    """The sentences that name a system, once each."""
    texts: dict[str, None] = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for sentence in json.loads(line)["sentences"]:
                text = plain(_ARTICLE.sub("", sentence))
                if _NAMES_SYSTEM.search(sentence) and 12 <= len(text) <= 300:
                    texts[text] = None
    return list(texts)


def read_names() -> list[str]:
    """The cores of the names in the list of functions."""
    words = Words.from_mapping(yaml.safe_load((_LISTS / "names.yaml").read_text("utf-8")))
    listed = yaml.safe_load((_LISTS / "functions.yaml").read_text("utf-8"))["functions"]
    names = [name for entry in listed for name in (entry["title"], *entry["aliases"])]
    return [core for name in names if (core := core_of(name, words))]


def seen_by(texts: list[str], least: int) -> dict[str, NDArray[np.generic]]:
    """How many texts hold each gram, and how many there are."""
    keys, seen = np.unique(kernel.count(texts).keys, return_counts=True)
    kept = seen >= least
    return {
        "keys": keys[kept],
        "seen": seen[kept].astype(np.int32),
        "texts": np.array(len(texts), dtype=np.int32),
    }
