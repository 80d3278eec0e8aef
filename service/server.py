"""waitress with problem documents for what it refuses itself, and a SIGTERM that drains."""

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any
from uuid import uuid4

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ErrorTask

from service.problems import problem

MEGABYTE = 1_000_000
_LINGER = 5.0


class ProblemTask(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress refuses (a broken request, a body over the limit), as a problem document."""

    def execute(self) -> None:
        """Write the answer and close."""
        self.channel.refused = True
        told = problem(self.request.error.code, str(uuid4()))
        self.status = f"{told.status} {self.request.error.reason}"
        self.response_headers.append(("Content-Type", told.media))
        self.set_close_on_finish()
        self.content_length = len(told.body)
        self.write(told.body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection. One that was refused is read on for a while: closed with bytes unread,
    the network would throw away the answer too.
    """

    error_task_class = ProblemTask
    refused = False
    lingering_since = 0.0

    def readable(self) -> bool:
        """Whether to wait for bytes."""
        return self.refused or bool(super().readable())

    def handle_read(self) -> None:
        """Take what came; of a refused request nothing is kept."""
        if not self.refused:
            super().handle_read()
        elif not self.recv(65536) or self._lingered():
            super().handle_close()

    def handle_close(self) -> None:
        """Close, or first only stop speaking."""
        if not self.refused or self.lingering_since:
            super().handle_close()
            return
        self.lingering_since = time.monotonic()
        self.will_close = False
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def _lingered(self) -> bool:
        return self.lingering_since > 0 and time.monotonic() - self.lingering_since > _LINGER


TcpWSGIServer.channel_class = Channel


@dataclass(frozen=True, slots=True)
class Listening:
    """A bound server: `sockets` is the map waitress polls."""

    server: Any
    sockets: dict[int, Any]
    port: int


def listen(app: Flask, host: str, port: int, threads: int, max_body: int) -> Listening:
    """Bind; raises OSError where the address cannot be had."""
    sockets: dict[int, Any] = {}
    server = create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=threads,
        # Above our own limit, so that the application says how large a body may be.
        max_request_body_size=max_body + MEGABYTE,
        connection_limit=1000,
        channel_timeout=30,
        asyncore_use_poll=True,
        ident=None,
    )
    listeners = list(_listeners(sockets))
    return Listening(server, sockets, int(listeners[0].effective_port))


def catch_signals() -> list[int]:
    """Where the signals to stop will be found; from now on none of them kills at once."""
    # No lock may be taken in a handler: a second signal would wait for the first for ever.
    stopping: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def tell_systemd(state: str) -> None:
    """Where systemd started us and waits to be told."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        abstract = address.startswith("@")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as waiting:
            waiting.sendto(state.encode(), f"\0{address[1:]}" if abstract else address)


def run(listening: Listening, over: Callable[[], bool], grace: float) -> None:
    """Serve until it is over; then answer what has come in, at most `grace` seconds."""
    while not over():
        _turn(listening, 0.2)
    drain(listening, grace)


def drain(listening: Listening, grace: float) -> None:
    """Take what is already at the door, close it, finish what is inside."""
    until = time.monotonic() + grace
    _turn(listening, 0.0)
    while any(_at_the_door(listener) for listener in _listeners(listening.sockets)):
        _turn(listening, 0.0)
    for listener in list(_listeners(listening.sockets)):
        wasyncore.dispatcher.close(listener)
    while _busy(listening) and time.monotonic() < until:
        _turn(listening, 0.05)
    listening.server.task_dispatcher.shutdown()


def _turn(listening: Listening, timeout: float) -> None:
    wasyncore.loop(timeout=timeout, use_poll=True, map=listening.sockets, count=1)


def _listeners(sockets: dict[int, Any]) -> Iterator[Any]:
    return (each for each in sockets.values() if isinstance(each, TcpWSGIServer))


def _at_the_door(listener: TcpWSGIServer) -> bool:
    """Whether a connection waits to be accepted."""
    return bool(select.select([listener.socket], [], [], 0)[0])


def _busy(listening: Listening) -> bool:
    """Whether a request is being received, worked on or answered."""
    return any(
        channel.requests or channel.request is not None or channel.total_outbufs_len
        for channel in listening.sockets.values()
        if isinstance(channel, Channel)
    )
