"""What can go wrong with input, as exceptions; a filing that falls short is a Finding instead.

ComplianceError                 anything this library refuses
├── FilingError                 the filing cannot be read at all; every problem with its place
├── RegistryError               the list of existing systems cannot be read
├── CatalogError                the file of a resource catalogue cannot be read
├── RulebookError               a rule pack is broken or none is in force
├── IntakeError                 nothing of what was handed in can be read
├── WaiverError                 a waiver file cannot be used
└── DateNeededError             no date to judge by
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input: where (JSON pointer, or file and line), what, and how to mend it."""

    place: str
    message: str
    mend: str = ""

    def __str__(self) -> str:
        where = f"{self.place}：" if self.place else ""
        return f"{where}{self.message}" + (f"（{self.mend}）" if self.mend else "")


class ComplianceError(Exception):
    """Something this library refuses, in the reader's words."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class FilingError(ComplianceError, ValueError):
    """The filing is not readable as one."""


class RegistryError(ComplianceError, ValueError):
    """The list of existing systems is not readable as one."""


class CatalogError(ComplianceError, ValueError):
    """The file is not readable as a resource catalogue."""


class RulebookError(ComplianceError, ValueError):
    """The rule pack is broken, or none is in force on the date asked."""


class IntakeError(ComplianceError, ValueError):
    """Nothing of what was handed in can be read; every file is told with its reason."""


class WaiverError(ComplianceError, ValueError):
    """The waivers cannot be used."""


class DateNeededError(ComplianceError, ValueError):
    """The date of judgement is neither in the filing nor given."""
