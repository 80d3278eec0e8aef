"""What every deriver of facts is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.catalog import Inspection
from compliance.facts.fact import Fact, Item
from compliance.facts.lists import Lists
from compliance.facts.reading import Reading
from compliance.filing import Filing
from compliance.registry import Registry
from compliance.rulebook import RulePack, Value


@dataclass(frozen=True, slots=True)
class Context:
    """A filing to be measured, with the pack, the day and the registry to measure it by."""

    reading: Reading
    pack: RulePack
    lists: Lists
    day: date
    registry: Registry | None
    inspection: Inspection

    @property
    def filing(self) -> Filing:
        """The filing as stated."""
        return self.reading.filing

    def parameter(self, name: str) -> int:
        """A parameter's value on the day of judgement."""
        return self.pack.parameters[name].on(self.day).value

    def label(self, field: str, value: Value) -> str:
        """What a reader sees of a code."""
        return self.pack.fields[field].labels.get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class Derived:
    """The facts of one room of the filing."""

    filing: Mapping[str, Fact]
    items: Mapping[str, tuple[Item, ...]]


Deriver = Callable[[Context], Derived]
