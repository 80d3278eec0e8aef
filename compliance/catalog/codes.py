"""The code lists and words by which a catalogue is read, as catalog_schemas/codes has them."""

from functools import cache, lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from compliance._data import data
from compliance.text import fold

_LONGEST_VALUE = 100
_NO_QUOTES = dict.fromkeys(map(ord, "'\"‘’“”「」"))


class Data(BaseModel):
    """A file of data: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@lru_cache(4096)
def _plain_short(text: str) -> str:
    return fold(text).translate(_NO_QUOTES)


def plain(text: str) -> str:
    """One spelling of a short value: folded, without quotation marks.

    >>> plain("‘每 年’")
    '每年'
    """
    # Catalogues repeat themselves; what is long is rarely written twice and would fill the memory.
    return _plain_short(text) if len(text) <= _LONGEST_VALUE else fold(text).translate(_NO_QUOTES)


def _plain_words(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(plain, words))


WordSet = Annotated[frozenset[str], AfterValidator(_plain_words)]


class CodeList(Data):
    """A code list: its values, other spellings, and which values the guide does not list."""

    schema_uri: str = Field(alias="$schema")
    title: str
    description: str = ""
    examples: tuple[object, ...] = ()
    source: str = Field(alias="$comment")
    type: Literal["string"]
    enum: tuple[str, ...]
    problem: dict[str, str] = Field({}, alias="x-problem")
    variants: dict[str, tuple[str, ...]] = Field(alias="x-variants")
    extension: frozenset[str] = Field(frozenset(), alias="x-extension")
    copy_ways: frozenset[str] = Field(frozenset(), alias="x-copy")
    types: dict[str, tuple[str, ...]] = Field({}, alias="x-types")
    numbered: bool = Field(False, alias="x-numbered")
    sized: bool = Field(False, alias="x-sized")


class Words(Data):
    """The words by which the content of a row is judged."""

    title: str
    source: str
    nothing: WordSet
    placeholders: WordSet
    elsewhere: WordSet
    vague_conditions: WordSet
    restated_types: WordSet
    approval: tuple[str, ...]
    approval_benign: tuple[str, ...]
    approval_negations: tuple[str, ...]
    secret: tuple[str, ...]
    secret_whole: WordSet
    secret_benign: tuple[str, ...]
    secret_negations: tuple[str, ...]
    personal_identifiers: tuple[str, ...]
    clause_breaks: tuple[str, ...]
    region_ends: tuple[str, ...]
    region_benign: tuple[str, ...]
    not_units: WordSet
    system_ends: tuple[str, ...]
    classes: dict[str, str]
    not_shared: WordSet
    coverage_ends: tuple[str, ...]
    sheet_skipped: tuple[str, ...]
    note_starts: tuple[str, ...]
    sample_marks: WordSet


def read_text(*path: str) -> str:
    """The text of a file in catalog_schemas/."""
    return data("catalog_schemas").joinpath(*path).read_text("utf-8")


@cache
def read_words() -> Words:
    """The words of codes/words.json."""
    return Words.model_validate_json(read_text("codes", "words.json"))


@cache
def read_codes(name: str) -> CodeList:
    """The code list codes/<name>.json."""
    return CodeList.model_validate_json(read_text("codes", f"{name}.json"))


@cache
def spellings(name: str) -> dict[str, str]:
    """Every known spelling of a code list, folded, with the value it means."""
    codes = read_codes(name)
    values = {plain(value): value for value in codes.enum}
    return {plain(v): value for value, vs in codes.variants.items() for v in vs} | values


@cache
def format_names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of format categories, and the file types."""
    types = (plain(t) for names in read_codes("formats").types.values() for t in names)
    return frozenset(spellings("formats")), frozenset(types)


def standard(name: str, text: str) -> str:
    """The value of a code list a text means, or the text itself.

    >>> standard("update_periods", "每天"), standard("share_types", "1-无条件")
    ('每日', '无条件共享')
    >>> standard("share_types", "1")  # means different things in different systems
    '1'
    """
    return _standard(name, text) if len(text) <= _LONGEST_VALUE else text


@lru_cache(4096)
def _standard(name: str, text: str) -> str:
    codes, known = read_codes(name), spellings(name)
    tried = [plain(text)]
    if codes.numbered:
        tried.append(tried[0].strip("0123456789.-_:()[]、"))
    if codes.sized:
        tried.append(tried[0].partition("(")[0])
    return next((known[word] for word in tried if word in known), text)
