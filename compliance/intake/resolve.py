"""Claims -> one value a slot, or the places that disagree."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compliance.filing import Amount, Conflict, Note, Place
from compliance.intake.claims import Claim, Firmness
from compliance.text import fold, shorten

_SURE = 0.75
# Free text is not compared word by word.
_UNCOMPARED = {
    "/project/summary",
    "/project/business_need",
    "/project/construction_content",
    "/catalog",
    "/existing_systems",
    "/sharing/interfaces",
    "/sharing/duty_list",
    "/platform_use/platforms",
    "/integration/plans",
    "/differences",
    "/unit/leader",
    "/unit/office",
    "/unit/handler",
}
_PLAN_SLOTS = ("/security/network_plan", "/security/crypto_plan", "/security/level_plan")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the claims come to: the claim that counts for each slot, conflicts and notes."""

    values: Mapping[str, Claim]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Note, ...]


def resolve(claims: Iterable[Claim]) -> Resolved:
    """The firmest claim of each slot; those that disagree with it make the slot a conflict."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.pointer, []).append(claim)
    values: dict[str, Claim] = {}
    conflicts: list[Conflict] = []
    notes: list[Note] = []
    for pointer, group in groups.items():
        usable = [claim for claim in group if not claim.fault]
        faults = [claim for claim in group if claim.fault]
        best = _best(usable)
        if best is not None and _is_sure(best):
            values[pointer] = best
        elif best is not None:
            conflicts.append(_told(pointer, [best]))
            notes.append(Note("low_confidence", best.place, {"said": best.written}))
        conflicts.extend(_disagreement(pointer, best, usable))
        conflicts.extend(_faults(pointer, best, faults))
    return Resolved(values, tuple(conflicts), tuple(notes))


def _is_sure(claim: Claim) -> bool:
    return claim.firmness > Firmness.PROSE or (claim.alone and claim.confidence >= _SURE)


def _best(claims: Sequence[Claim]) -> Claim | None:
    """The firmest; of lists the longest, of others the first."""
    return max(
        claims,
        key=lambda c: (c.firmness, c.confidence, len(c.value) if isinstance(c.value, list) else 0),
        default=None,
    )


def _faults(pointer: str, best: Claim | None, faults: Sequence[Claim]) -> list[Conflict]:
    """What the form says and cannot mean is unknown; elsewhere only where nothing else is said."""
    told = [c for c in faults if c.firmness is Firmness.FORM or best is None]
    return [_told(pointer, told)] if told else []


def _disagreement(pointer: str, best: Claim | None, claims: Sequence[Claim]) -> list[Conflict]:
    if best is None or pointer in _UNCOMPARED or pointer.startswith(_PLAN_SLOTS):
        return []
    others = [c for c in claims if c is not best and _counts(c) and not agree(pointer, best, c)]
    distinct: dict[str, Claim] = {}
    for claim in others:
        distinct.setdefault(fold(claim.written), claim)
    return [_told(pointer, [best, *list(distinct.values())[:4]])] if others else []


def _counts(claim: Claim) -> bool:
    return claim.firmness > Firmness.PROSE or (claim.contradicts and claim.confidence >= _SURE)


def _told(pointer: str, claims: Sequence[Claim]) -> Conflict:
    words = tuple(_line(claim) for claim in claims)
    return Conflict(pointer, words, tuple(claim.place for claim in claims))


def _line(claim: Claim) -> str:
    fault = f"（{claim.fault}）" if claim.fault else ""
    return f"{_where(claim.place)}：{shorten(claim.written)}{fault}"


def _where(place: Place) -> str:
    return f"{place.file} {place.spot}".strip()


def agree(pointer: str, one: Claim, other: Claim) -> bool:
    """Whether two claims say the same."""
    if isinstance(one.value, list) and isinstance(other.value, list):
        return _lists_agree(pointer, one.value, other.value)
    if pointer == "/project/name":
        return _names_agree(one, other)
    return _plain(one.value) == _plain(other.value)


def _names_agree(one: Claim, other: Claim) -> bool:
    """A title may hold more than the name: the unit before it, 工程 behind it."""
    first, second = _name(one.value), _name(other.value)
    titled = Firmness.PROSE in (one.firmness, other.firmness)
    return first == second or (titled and (first in second or second in first))


def _name(value: object) -> str:
    return fold(str(value)).translate(dict.fromkeys(map(ord, "《》“”\"'「」")))


def _plain(value: object) -> object:
    if isinstance(value, dict) and set(value) == {"value", "unit"}:
        return Amount.model_validate(value).fen
    if isinstance(value, str):
        return _name(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _lists_agree(pointer: str, one: Sequence[object], other: Sequence[object]) -> bool:
    first, second = (
        [e for e in one if isinstance(e, dict)],
        [e for e in other if isinstance(e, dict)],
    )
    if pointer == "/project/goals":
        values = {_name(e.get("indicator")): _name(e.get("value")) for e in first}
        return all(
            values.get(n, v) == v
            for e in second
            if (n := _name(e.get("indicator"))) and (v := _name(e.get("value")))
        )
    if pointer == "/project/modules":
        names, others = (
            {_name(e.get("name")) for e in first},
            {_name(e.get("name")) for e in second},
        )
        return names <= others or others <= names
    return sorted(_entry(e) for e in first) == sorted(_entry(e) for e in second)


def _entry(entry: Mapping[str, object]) -> str:
    return "|".join(
        f"{key}={_plain(value)}" for key, value in sorted(entry.items()) if value is not None
    )
