"""The lists of a pack that facts are measured by, read into types once a pack."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from compliance.catalog import BasisWords
from compliance.duplication import Words
from compliance.errors import Problem, RulebookError
from compliance.filing import MaterialType
from compliance.registry import ExistingSystem
from compliance.registry.system import Flag, Phrases, Prose, Short
from compliance.rulebook import RulePack
from compliance.text import fold

Id = Annotated[str, Field(min_length=1)]
# What is compared with what a filing says, as `fold` has both.
Folded = Annotated[str, AfterValidator(fold)]


class Part(BaseModel):
    """A list of a pack: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RequiredMaterial(Part):
    """应交资料: present where any of its types is."""

    id: Id
    any_of: tuple[MaterialType, ...]

    @property
    def title(self) -> str:
        """Its name, with the alternatives."""
        return "或".join(material.label for material in self.any_of)


class MaterialLists(Part):
    """lists/materials.yaml."""

    groups: dict[str, tuple[RequiredMaterial, ...]]
    lists: dict[str, tuple[str, ...]]
    archive: tuple[str, ...]
    unlisted: tuple[str, ...]
    placeholders: tuple[Folded, ...]

    def groups_of(self, kind: str | None, archiving: bool) -> tuple[str, ...]:
        """The groups a kind needs; of no known kind, what every kind needs."""
        needed = self.lists.get(kind, ()) if kind else self.lists["maintenance"]
        return (*needed, *(self.archive if archiving else ()))


class FundingWords(Part):
    """lists/funding_words.yaml."""

    whole: tuple[Folded, ...]
    undecided: tuple[str, ...]


class ScopeWords(Part):
    """lists/scope_words.yaml."""

    doubtful: tuple[str, ...]


class CommonCapability(Part):
    """A capability built for the whole state, and the names it goes by."""

    title: str
    words: tuple[str, ...]


class NoteWords(Part):
    """What a note of intake is counted under, and how it is told."""

    field: str
    said: str


class UnifiedSystem(ExistingSystem):
    """统建通用系统: what may be reused, and what a unit still builds itself; a list says it all."""

    aliases: Phrases
    category: str
    description: Prose
    capability: Prose
    self_build: Prose
    official: Flag
    citation: Short
    unified: Flag = True


class UnifiedList(Part):
    """lists/unified.yaml."""

    note: str
    systems: tuple[UnifiedSystem, ...]


class Lists(Part):
    """Every list of a pack that facts are measured by."""

    materials: MaterialLists
    funding_words: FundingWords
    scope_words: ScopeWords
    state_common: dict[str, CommonCapability]
    unified: UnifiedList
    legal_basis: BasisWords
    notes: dict[str, NoteWords]
    names: Mapping[str, object]

    @cached_property
    def words(self) -> Words:
        """The words that names and contents are compared with."""
        return Words.from_mapping(self.names)


def lists_of(pack: RulePack) -> Lists:
    """The lists of a pack; raises RulebookError naming the list where one is not of its form."""
    try:
        return Lists.model_validate({n: pack.lists.get(n) for n in Lists.model_fields})
    except ValidationError as error:
        problems = [
            Problem(f"lists/{e['loc'][0]}.yaml", "/".join(map(str, e["loc"][1:])) + " 写法不对")
            for e in error.errors(include_url=False)[:10]
        ]
        raise RulebookError(*problems) from None
