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
class Piece:
    """文字片段: a part of a text; share is its part of what both sides share, in millionths.

    0 is what the other side does not say.
    """

    text: str
    share: int = 0


@dataclass(frozen=True, slots=True)
class Aligned:
    """功能对照: a function of each side that mean the same, and how alike, in millionths."""

    left: str
    right: str
    likeness: int


@dataclass(frozen=True, slots=True)
class Concept:
    """同一职能: a government function that both sides speak of, the word of each, what it does."""

    title: str
    left: str
    right: str
    does: str


@dataclass(frozen=True, slots=True)
class Alongside:
    """并列对照: a filing (left) and an existing system (right), and why they are alike.

    scope is whose the system is; relation is told where it is not simply another's; nearest marks
    the one most like the filing. shares are the parts of the score by title, score and shares in
    millionths. names and contents are texts as written, cut into pieces.
    """

    system: str
    name: str
    owner: str
    scope: str
    relation: str
    nearest: bool
    score: int
    shares: tuple[tuple[str, int], ...]
    names: tuple[tuple[Piece, ...], tuple[Piece, ...]]
    contents: tuple[tuple[Piece, ...], tuple[Piece, ...]]
    functions: tuple[Aligned, ...]
    concepts: tuple[Concept, ...]
    near_miss: str


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: a rule that fired.

    `item` names which of several things it is about; `undecided` are the titles of what was not
    known, where that is why it asks; `folded_under` is the rule that already tells of the same
    cause; `waiver` is set where the finding was waived and does not count; `alongside` shows an
    existing system beside the filing, where it is about one.
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
    alongside: Alongside | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Every place once, in the order of the evidence."""
        return tuple(dict.fromkeys(p for evidence in self.evidence for p in evidence.places))
