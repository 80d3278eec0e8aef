"""What a rule found: the words, the clause, the evidence, the places and the mend."""

from dataclasses import dataclass
from typing import Literal

Effect = Literal["return", "review", "info"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """证据: what was seen of one field, and where (JSON pointer, or place in a file)."""

    field: str
    title: str
    shown: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitedClause:
    """引据: the document's number and title, the clause, and the quotation where held."""

    number: str
    title: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """豁免: who takes it on themselves that a finding does not count, why and until when."""

    rule: str
    reason: str
    owner: str
    expires: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: a rule that fired.

    `item` names which of several things it is about; `undecided` are the titles of what was not
    known, where that is why it asks; `folded_under` is the rule that already tells of the same
    cause; `waiver` is set where the finding was waived and does not count.
    """

    rule: str
    criterion: int
    effect: Effect
    title: str
    message: str
    remedy: str
    office: str
    basis: str
    cite: CitedClause
    evidence: tuple[Evidence, ...]
    item: str = ""
    cause: str = ""
    undecided: tuple[str, ...] = ()
    folded_under: str = ""
    waiver: Waiver | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Every place once, in the order of the evidence."""
        return tuple(dict.fromkeys(p for evidence in self.evidence for p in evidence.places))
