"""Leaf: the answer to a question that is dear, kept until another is asked."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class Remembered:
    """上一次的结果: one value under its key; a newer one takes its place."""

    _known: tuple[Hashable, object] | None = None
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable) -> object:
        """The value of a key, None where it is not the one that is kept."""
        with self._lock:
            return self._known[1] if self._known and self._known[0] == key else None

    def put(self, key: Hashable, value: object) -> None:
        """Keep a value."""
        with self._lock:
            self._known = (key, value)
