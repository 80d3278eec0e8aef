"""The filing with where each value came from, what could not be read, and what disagrees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

from compliance.filing.filing import Filing


@dataclass(frozen=True, slots=True)
class Place:
    """位置: a JSON pointer of the filing and, where it was read from a file, the place in it."""

    pointer: str
    file: str = ""
    spot: str = ""  # 第 3 页, 第 12 段, 目录!B7

    def __str__(self) -> str:
        return f"{self.file} {self.spot}".strip() or self.pointer


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why: what it may hold is unknown, not absent.

    `code` is a key of the refusals; `material` is the kind its name claims, if any.
    """

    file: str
    reason: str
    code: str = ""
    material: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places that state different values for one slot, or one that states none readable."""

    pointer: str
    values: tuple[str, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """提示: something of the files that a person should know, with its place and data."""

    code: str
    place: Place
    data: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Dossier:
    """卷宗: what intake hands on; a filing that came as JSON has no origins and nothing unread."""

    filing: Filing
    origins: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
    unread: tuple[Unread, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[Note, ...] = ()

    def place(self, pointer: str) -> Place:
        """Where the value at a pointer was read, or the pointer itself."""
        return self.origins.get(pointer, Place(pointer))

    def conflict(self, pointer: str) -> Conflict | None:
        """The disagreement about a slot or anything under it, if there is one."""
        if not self.conflicts:
            return None
        under = pointer + "/"
        return next(
            (c for c in self.conflicts if c.pointer == pointer or c.pointer.startswith(under)), None
        )


def fingerprint(dossier: Dossier) -> str:
    """A sha256 of the filing and of what was known of it; the order of lists of things counts."""
    known = {
        "filing": dossier.filing.model_dump(mode="json", exclude_defaults=True),
        "unread": sorted((u.file, u.reason, u.material) for u in dossier.unread),
        "conflicts": sorted((conflict.pointer, conflict.values) for conflict in dossier.conflicts),
        "notes": sorted((n.code, str(n.place), sorted(n.data.items())) for n in dossier.notes),
    }
    text = json.dumps(known, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()
