"""The process that makes the checkers: it has read everything, has no threads, and only forks.

The serving process has threads, so must not fork. Everyone here ends when the other side of its
socket is gone, however the serving process ended; the signals to stop are for that one alone.
"""

import gc
import logging
import os
import pickle
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from compliance import Dossier, Filing, Kind, Registry
from service.checking.pool import WANTED, Checkers, NoNursery, Reply, packed
from service.checks import judge
from service.context import Context
from service.refusal import Refusal
from service.store import StoreUnavailable

logger = logging.getLogger("beian.checker")
READY = b"."
# Almost nothing of a check is in a cycle: looking for garbage at every 700 objects cost it 4 %.
_GARBAGE = 20_000
# A checker that is asked nothing looks this often, in seconds, whether the list has changed.
_IDLE = 1.0
# Seconds for one question, files and all; then the system ends the checker, even inside C.
LONGEST = 300


def start(context: Context, count: int) -> Checkers:
    """So many checkers, warm. Call it before there are threads; raises NoNursery."""
    ours, theirs = socket.socketpair()
    context.database.forget()
    if os.fork() == 0:
        ours.close()
        _live(lambda: _nurse(context, theirs))
    theirs.close()
    if ours.recv(1) != READY:
        raise NoNursery("检查进程没有准备好")
    return Checkers(ours, count)


def _live(life: Callable[[], None]) -> None:
    """A forked process from beginning to end: nothing of the one it came from goes on in it."""
    code = 1
    try:
        # Not SIG_IGN: that would be handed on to the programs a checker starts.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        life()
        code = 0
    except Exception as error:
        logger.error("process ended", exc_info=error)
    finally:
        os._exit(code)


def _nurse(context: Context, serving: socket.socket) -> None:
    """Warm up, then a checker for every socket that is handed in; in the end see them all off."""
    _warm(context)
    with tempfile.TemporaryDirectory(prefix="beian-") as rooms:
        signal.signal(signal.SIGCHLD, lambda *_: _clear(rooms, os.WNOHANG))
        serving.sendall(READY)
        while wanted := _wanted(serving):
            if os.fork() == 0:
                serving.close()
                _live(lambda: _check(context, wanted, rooms))
            wanted.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _clear(rooms, 0)


def _wanted(serving: socket.socket) -> Connection | None:
    """The socket of a checker to be made; None once the service is gone."""
    asked, sockets, _, _ = socket.recv_fds(serving, len(WANTED), 1)
    return Connection(sockets[0]) if asked else None


def _clear(rooms: str, how: int) -> None:
    """Away with what checkers that ended have left: killed, they could not do so themselves."""
    with suppress(ChildProcessError):
        while pid := os.waitpid(-1, how)[0]:
            shutil.rmtree(Path(rooms, str(pid)), ignore_errors=True)


def _warm(context: Context) -> None:
    """Once what every check needs: the index, the engines of each kind. Kept out of the garbage
    collector's sight, so that its pages stay shared.
    """
    for kind in Kind:
        judge(context, _sample(kind))
    context.database.forget()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


def _sample(kind: Kind) -> Dossier:
    """A filing with something to compare."""
    project = {"name": "示例系统", "construction_content": "示例内容"}
    return Dossier(Filing.model_validate({"kind": kind, "project": project}))


def _check(context: Context, serving: Connection, rooms: str) -> None:
    """A checker's life; what it lays down is in a room of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    tempfile.tempdir = str(Path(rooms, str(os.getpid())))
    Path(tempfile.tempdir).mkdir(mode=0o700)
    _answer(context, serving)


def _answer(context: Context, serving: Connection) -> None:
    """Answer one question after another, and follow the list in between."""
    known = context.fixed or context.follower.known
    while True:
        try:
            question = serving.recv_bytes() if serving.poll(_IDLE) else None
        except (EOFError, OSError):
            return
        known = _followed(context, known)
        if question is None:
            continue
        signal.alarm(LONGEST)
        reply = _reply(context, question)
        signal.alarm(0)
        serving.send_bytes(packed(reply))


def _followed(context: Context, known: Registry | None) -> Registry | None:
    """The list as it is now; a new one is indexed first, however long that takes."""
    if context.fixed:
        return known
    with suppress(StoreUnavailable):  # the question will tell
        newest = context.systems()
        if newest is not known:
            judge(context, _sample(Kind.NEW))
        return newest
    return known


def _reply(context: Context, question: bytes) -> Reply:
    function, given = pickle.loads(question)  # noqa: S301 - from the serving process
    try:
        return "gives", function(context, *given)
    except Refusal as refusal:
        return "raises", refusal
    except StoreUnavailable:
        return "raises", Refusal(503, headers={"Retry-After": "5"})
    except Exception as error:
        logger.error("fault in a checker", exc_info=error)
        return "fails", type(error).__name__
