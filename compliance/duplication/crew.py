"""Work done by several processes at once, made by fork: what is large is shared, not copied."""

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
_Crew = dict[Connection, ForkProcess]


class WorkerLost(Exception):  # noqa: N818 - it says what happened
    """A process ended before its part was done: killed, or out of memory."""


def hands(asked: int | None) -> int:
    """How many processes to use: as asked, else one a processor; one where none can be made.

    A process with threads is not forked: another thread may hold a lock that nobody gives back.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return asked or len(os.sched_getaffinity(0))


def done_by(
    number: int, work: Callable[[Part], Result], parts: Iterable[Part]
) -> Iterator[tuple[Part, Result]]:
    """Each part with its result, in the order in which they get done.

    By this process, where the number is one. Raises WorkerLost.
    """
    if number == 1:
        yield from ((part, work(part)) for part in parts)
        return
    crew: _Crew = {}
    try:
        for _ in range(number):
            _hire(crew, work)
        yield from _handed_out(crew, iter(parts))
    finally:
        for connection, process in crew.items():
            connection.close()
            process.terminate()
            process.join()


def _hire(crew: _Crew, work: Callable[[Part], Result]) -> None:
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_labour, args=(theirs, [ours, *crew], work), daemon=True)
    with warnings.catch_warnings():
        # From Python 3.12 on, it warns of the threads of a matrix library, which minds forks.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()
    crew[ours] = process


def _labour(
    orders: Connection, of_others: list[Connection], work: Callable[[Part], Result]
) -> None:
    """Does what comes in, until nobody is left to ask: an open end of a pipe is one who may."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for connection in of_others:
        connection.close()
    with suppress(EOFError, ConnectionError):
        while True:
            orders.send(work(orders.recv()))


def _handed_out(crew: _Crew, parts: Iterator[Part]) -> Iterator[tuple[Part, Any]]:
    busy: dict[Connection, Part] = {}
    for connection, part in zip(crew, parts, strict=False):
        _hand(connection, part, busy)
    while busy:
        ready = wait(list(busy))
        for connection in [one for one in busy if one in ready]:
            done, result = busy.pop(connection), _result(connection)
            for part in islice(parts, 1):
                _hand(connection, part, busy)
            yield done, result


def _hand(connection: Connection, part: Part, busy: dict[Connection, Part]) -> None:
    try:
        connection.send(part)
    except ConnectionError:
        raise WorkerLost from None
    busy[connection] = part


def _result(connection: Connection) -> Any:  # noqa: ANN401 - it is what work gives
    try:
        return connection.recv()
    except (EOFError, ConnectionError):
        raise WorkerLost from None
