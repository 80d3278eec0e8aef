"""The form of statements.yaml: labels, headers and phrases, each with the slot it speaks of."""

import re
from collections.abc import Mapping
from functools import cache

from pydantic import Field

from compliance.filing import MaterialType
from compliance.intake.words import Listed, read_list
from compliance.text import fold


class TableWords(Listed):
    """清单的表头: the columns of a list and those without which a table is not that list."""

    need: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


class BudgetWords(Listed):
    """投资表的列."""

    number: tuple[str, ...]
    name: tuple[str, ...]
    price: tuple[str, ...]
    quantity: tuple[str, ...]
    amount: tuple[str, ...]


class Phrase(Listed):
    """说法: a phrase, the slot it answers, and its answer affirmed, denied or only planned.

    A denial inside the phrase turns it round, but where the denial is the phrase (`literal`).
    """

    pointer: str
    pattern: str
    yes: bool | str | None = None
    no: bool | str | None = None
    planned: str = "void"
    confidence: float = Field(ge=0, le=1)
    contradicts: bool = False
    literal: bool = False


class Signal(Listed):
    """信号: a phrase a person should see where it is affirmed."""

    code: str
    label: str
    pattern: str


class Statements(Listed):
    """statements.yaml."""

    title: str
    sources: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    by_type: Mapping[str, Mapping[MaterialType, str]]
    only: Mapping[str, tuple[MaterialType, ...]]
    silent: tuple[MaterialType, ...]
    titled: tuple[MaterialType, ...]
    answers: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, TableWords]
    totals: tuple[str, ...]
    none_words: tuple[str, ...]
    budget: BudgetWords
    chapter_text: Mapping[str, tuple[str, ...]]
    negators: tuple[str, ...]
    not_negators: tuple[str, ...]
    negated_after: tuple[str, ...]
    excluded_after: tuple[str, ...]
    planned: tuple[str, ...]
    conditional: tuple[str, ...]
    others: tuple[str, ...]
    ask_a_person: Mapping[str, bool | str]
    prose: tuple[Phrase, ...]
    signals: tuple[Signal, ...]


def statements() -> Statements:
    """The statements of the pack."""
    return read_list("statements", Statements)


@cache
def label_of(text: str) -> str:
    """The slot a label names, "" for none; what stands in brackets behind it is left out.

    >>> label_of("项目总投资（万元）"), label_of("投资情况")
    ('/funding/total', '')
    """
    plain = bare(text)
    return _labels().get(plain, "")


@cache
def _labels() -> Mapping[str, str]:
    return {
        fold(label): pointer for pointer, labels in statements().labels.items() for label in labels
    }


def bare(text: str) -> str:
    """A label or header without numbers, marks and remarks in brackets."""
    plain = fold(text)
    plain = re.sub(r"[(\[【][^()\[\]【】]*[)\]】]|[*:：]", "", plain)
    return re.sub(
        r"^(?:[0-9]+[.、]|[一二三四五六七八九十]+、|\([0-9一二三四五六七八九十]+\))", "", plain
    )
