"""How many checks go on at a time, how many may wait; the rest are told to come again."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from service.refusal import Refusal

_AGAIN = {"Retry-After": "2"}


class Gate:
    """闸门: `slots` at work, `waiting` at the door for at most `patience` seconds."""

    def __init__(self, slots: int = 2, waiting: int = 50, patience: float = 30.0) -> None:
        self._inside = BoundedSemaphore(slots)
        self._places = BoundedSemaphore(slots + waiting)
        self._patience = patience

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Be inside; raises Refusal 429 where there is no room or it takes too long."""
        if not self._places.acquire(blocking=False):
            raise Refusal(429, headers=_AGAIN)
        try:
            if not self._inside.acquire(timeout=self._patience):
                raise Refusal(429, headers=_AGAIN)
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._places.release()

    @contextmanager
    def waited(self) -> Iterator[None]:
        """Be inside, however long it takes: for what nobody waits for at the other end."""
        with self._inside:
            yield
