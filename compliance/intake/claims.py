"""A claim: what one place of one file says about one slot of the filing, and how firmly."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from compliance.filing import MaterialType, Place
from compliance.intake.chapters import Chapter
from compliance.intake.document import Document
from compliance.intake.outline import Section
from compliance.intake.recognise import Recognised


class Firmness(IntEnum):
    """How firmly a place says it: the form and the manifest decide, prose only suggests."""

    PROSE = 1
    STATED = 2
    FORM = 3


@dataclass(frozen=True, slots=True)
class Source:
    """一份材料: a file that was read, what it is, and its sections and chapters."""

    name: str
    document: Document
    kind: Recognised
    sections: tuple[Section, ...]
    chapters: Mapping[str, Chapter]

    def place(self, pointer: str, spot: str) -> Place:
        """A place in this file."""
        return Place(pointer, self.name, spot)

    @property
    def type(self) -> MaterialType:
        """The kind of material it is."""
        return self.kind.type


@dataclass(frozen=True, slots=True)
class Claim:
    """陈述: the JSON value for a slot; `written` as it stands there; `fault` where it is unusable.

    `contradicts` marks prose that calls in question what the form says; prose that is not `alone`
    needs a firmer claim beside it, else a person is asked.
    """

    pointer: str
    value: object
    written: str
    place: Place
    firmness: Firmness
    fault: str = ""
    confidence: float = 1.0
    contradicts: bool = False
    alone: bool = True
    entries: tuple[str, ...] = ()  # the spot of each entry of a list
