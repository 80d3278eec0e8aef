"""The serving process's side: one free checker a question, a fresh one for each that dies."""

import copyreg
import logging
import pickle
import socket
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from queue import LifoQueue
from threading import Lock
from types import MappingProxyType
from typing import Any, Literal, cast

logger = logging.getLogger("beian.checker")
WANTED = b"+"
_ATTEMPTS = 2
Reply = tuple[Literal["gives", "raises", "fails"], Any]


def _view(of: dict[str, object]) -> MappingProxyType[str, object]:
    return MappingProxyType(of)


# A dossier has such mappings; pickle alone does not know them.
copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))


def packed(value: object) -> bytes:
    """A question or a reply for the other side."""
    return pickle.dumps(value)


class CheckerLost(Exception):  # noqa: N818 - told as an internal fault
    """The checker died, or failed, over a question: there is no answer."""


class NoNursery(Exception):  # noqa: N818 - told as an internal fault
    """No checker can be had any more; the service must be started anew."""


class Checkers:
    """检查进程: so many processes, each with one question at a time."""

    def __init__(self, nursery: socket.socket, count: int) -> None:
        """`nursery` is this side of the process that makes checkers; raises NoNursery."""
        self._nursery = nursery
        self._lock = Lock()
        # The last to be free has what it needs in the nearest memory.
        self._free: LifoQueue[Connection] = LifoQueue()
        self.gone = False
        for _ in range(count):
            self._free.put(self._made())

    def ask(self, function: Callable[..., Any], given: Sequence[object]) -> object:
        """What a function of a module gives, or raises; waits for a free checker.

        Raises CheckerLost where it failed, or where two checkers died over it.
        """
        how, what = self._reply(packed((function, given)))
        if how == "raises":
            raise what
        if how == "fails":
            raise CheckerLost(what)
        return what

    def _reply(self, question: bytes) -> Reply:
        """Of a free checker, or of a fresh one: the first may have been ended from outside."""
        checker = self._free.get()
        try:
            for _ in range(_ATTEMPTS):
                try:
                    checker.send_bytes(question)
                    return cast("Reply", pickle.loads(checker.recv_bytes()))  # noqa: S301 - ours
                except (EOFError, OSError):
                    logger.warning("a checker ended; another is begun")
                    checker.close()
                    checker = self._made()
            raise CheckerLost("检查进程意外结束")
        finally:
            self._free.put(checker)

    def _made(self) -> Connection:
        """A new checker, once it has begun."""
        ours, theirs = socket.socketpair()
        try:
            with self._lock:
                socket.send_fds(self._nursery, [WANTED], [theirs.fileno()])
        except OSError as error:
            self.gone = True
            raise NoNursery("检查进程无法启动") from error
        finally:
            theirs.close()
        return Connection(ours.detach())
