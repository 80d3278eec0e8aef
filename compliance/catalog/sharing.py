"""Sharing of one entry: type against condition, basis, method and secrecy; entry -> faults."""

import re
from collections.abc import Iterable, Iterator

from compliance.catalog.basis import classify, strength
from compliance.catalog.basis_words import BasisLevel, BasisWords
from compliance.catalog.codes import plain, read_codes, read_words, standard
from compliance.catalog.normalise import parts
from compliance.catalog.problem import Fault, ProblemCode
from compliance.catalog.rows import CatalogEntry

_UNCONDITIONAL, _CONDITIONAL, _REFUSED = range(3)  # places in the code list of sharing types
_CONDITIONS = ("share_condition", "use_requirement")
_BASES = ("refusal_basis", "share_condition", "use_requirement")
_MEANT_AS_BASIS = _BASES[:2]  # 共享条件/不予共享依据 is often one column; others only by citing
_ENDS = ".,;!。，；！"
_CLAUSE = re.compile(r"[,，.。;；:：!！?？、()（）]")
_TITLE = re.compile(r"《[^《》]*》")

_OF_BASIS = {
    BasisLevel.STATE_POLICY: ProblemCode.BASIS_STATE_POLICY,
    BasisLevel.LOCAL_REGULATION: ProblemCode.BASIS_LOCAL_REGULATION,
    BasisLevel.PROVINCIAL_POLICY: ProblemCode.BASIS_PROVINCIAL_POLICY,
    BasisLevel.UNRECOGNISED: ProblemCode.BASIS_UNRECOGNISED,
    BasisLevel.OPENNESS_ONLY: ProblemCode.BASIS_OPENNESS_ONLY,
    BasisLevel.NOT_LAW: ProblemCode.BASIS_NOT_LAW,
}


def by_sharing(entry: CatalogEntry, basis_words: BasisWords) -> Iterator[Fault]:
    """Everything in one entry that its sharing type makes a fault."""
    yield from refusal(entry, basis_words)
    for check in (condition, contradiction, method, secret, identifier):
        yield from check(entry)


def refusal(entry: CatalogEntry, basis_words: BasisWords) -> Iterator[Fault]:
    """不予共享: the strongest basis, in whichever of the three columns it stands."""
    keys = [key for key in _BASES if key in entry.values]
    if not _is(entry, _REFUSED) or not keys or any(entry.unread(key) for key in keys):
        return
    stated = {key: classify(entry.text(key), basis_words) for key in keys if _stated(entry, key)}
    meant = next((key for key in _MEANT_AS_BASIS if key in stated), "")
    bases = [(basis, key) for key, basis in stated.items() if key == meant or basis.cited]
    if not bases:
        yield Fault(ProblemCode.BASIS_MISSING, "refusal_basis")
        return
    basis, key = min(bases, key=lambda found: strength(found[0]))
    if basis.level in _OF_BASIS:
        yield Fault(_OF_BASIS[basis.level], key)


def condition(entry: CatalogEntry) -> Iterator[Fault]:
    """有条件共享: a condition that says more than 无, the type once more, or 依申请."""
    keys = [key for key in _CONDITIONS if key in entry.values]
    if not _is(entry, _CONDITIONAL) or not keys or any(entry.unread(key) for key in keys):
        return
    stated = [key for key in keys if _stated(entry, key)]
    vague = [key for key in stated if _bare(entry.text(key)) in read_words().vague_conditions]
    if not stated:
        yield Fault(ProblemCode.CONDITION_MISSING, keys[0])
    elif stated == vague:
        yield Fault(ProblemCode.CONDITION_VAGUE, vague[0])


def contradiction(entry: CatalogEntry) -> Iterator[Fault]:
    """无条件共享 whose requirement asks for an approval."""
    words = read_words()
    if not _is(entry, _UNCONDITIONAL):
        return
    for key in _CONDITIONS:
        text = _without(entry.text(key), words.approval_benign)
        meant = standard("share_types", entry.text(key))
        if _asserted(text, words.approval, words.approval_negations) or meant in _other_types():
            yield Fault(ProblemCode.REQUIREMENT_CONTRADICTS, key)


def method(entry: CatalogEntry) -> Iterator[Fault]:
    """共享方式: known, not by copies alone, and there where the type shares and nowhere else."""
    stated = parts(entry.text("share_method"))
    codes = read_codes("share_methods")
    known = set(stated).intersection(codes.enum)
    none = any(plain(part) in read_words().not_shared for part in stated)
    shared = _is(entry, _UNCONDITIONAL) or _is(entry, _CONDITIONAL)
    if (none and shared) or (known and _is(entry, _REFUSED)):
        yield Fault(ProblemCode.METHOD_CONTRADICTS, "share_method", near=entry.text("share_type"))
    elif not stated or none or _is(entry, _REFUSED):
        return
    elif not known:
        yield Fault(ProblemCode.METHOD_UNKNOWN, "share_method")
    elif known <= codes.copy_ways:
        yield Fault(ProblemCode.METHOD_COPY, "share_method")


def secret(entry: CatalogEntry) -> Iterator[Fault]:
    """A row marked secret, or refused because what it lists is secret."""
    words = read_words()
    if plain(entry.text("secrecy")) in words.secret_whole:
        yield Fault(ProblemCode.SECRET_LISTED, "secrecy")
    for key in ("secrecy", *(_BASES if _is(entry, _REFUSED) else ())):
        # 《保守国家秘密法》 is a title, not a statement about the row.
        text = _without(_TITLE.sub("", entry.text(key)), words.secret_benign)
        if _asserted(text, words.secret, words.secret_negations):
            yield Fault(ProblemCode.SECRET_LISTED, key)


def identifier(entry: CatalogEntry) -> Iterator[Fault]:
    """无条件共享 of identity numbers."""
    text = "、".join(_item_names(entry.values.get("items")))
    if _is(entry, _UNCONDITIONAL) and any(w in text for w in read_words().personal_identifiers):
        yield Fault(ProblemCode.IDENTIFIER_OPEN, "items")


def _item_names(items: object) -> Iterator[str]:
    if isinstance(items, str):
        yield items
    elif isinstance(items, list):
        yield from (str(item.get("name") or "") for item in items)


def _other_types() -> tuple[str, ...]:
    return read_codes("share_types").enum[_CONDITIONAL:]


def _is(entry: CatalogEntry, place: int) -> bool:
    return entry.text("share_type") == read_codes("share_types").enum[place]


def _bare(text: str) -> str:
    return plain(text).strip(_ENDS)


def _stated(entry: CatalogEntry, key: str) -> bool:
    words = read_words()
    return _bare(entry.text(key)) not in words.nothing | words.restated_types


def _without(text: str, benign: Iterable[str]) -> str:
    for word in benign:
        text = text.replace(word, "")
    return text


def _asserted(text: str, said: Iterable[str], negations: tuple[str, ...]) -> bool:
    """Whether a clause says one of the words with no negation before it.

    Clause by clause: 不涉及国家秘密，涉及工作秘密 denies the first and states the second.
    """
    text = plain(text)
    if not any(word in text for word in said):
        return False
    for word in read_words().clause_breaks:
        text = text.replace(word, ",")
    clauses = _CLAUSE.split(text)
    before = [clause.partition(word)[0] for word in said for clause in clauses if word in clause]
    return any(not any(negation in b for negation in negations) for b in before)
