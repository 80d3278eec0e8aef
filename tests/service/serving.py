"""The service as a process of its own, spoken to over a socket."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Live:
    process: subprocess.Popen[str]
    port: int

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            got = connection.getresponse()
            return Reply(got.status, dict(got.getheaders()), got.read())
        finally:
            connection.close()

    def post(self, path: str, body: bytes, **headers: str) -> Reply:
        return self.ask("POST", path, body, {"Content-Type": "application/json", **headers})


def form(files: Mapping[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """A form with files, and its headers."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + content
        for name, content in files.items()
    ]
    body = b"\r\n".join([*parts, b"--b--\r\n"])
    return body, {"Content-Type": "multipart/form-data; boundary=b"}


def start(*options: str, **environment: str) -> Live:
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--port", "0", *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http://" in line, line
    return Live(process, int(line.split("http://")[1].split("（")[0].rsplit(":", 1)[1]))


def stop(live: Live) -> int:
    if live.process.poll() is None:
        live.process.terminate()
    code = live.process.wait(timeout=60)
    assert live.process.stdout is not None
    live.process.stdout.close()
    return code


def logged(database: str, bodies: Sequence[bytes], query: str) -> list[str]:
    """What a service writes to its error stream over some checks, the last with a query too."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--port", "0", "--database", database],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    live = Live(process, int(line.split("（")[0].rsplit(":", 1)[1]))
    for body in bodies:
        live.post("/v1/checks", body)
    live.post(f"/v1/checks{quote(query, safe='?=')}", bodies[-1])
    process.terminate()
    return process.communicate(timeout=60)[1].splitlines()


def raw(port: int, *parts: bytes, patience: float = 30) -> bytes:
    """What a server answers to bytes sent as they are."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        answer = b""
        try:
            for part in parts:
                connection.sendall(part)
            while got := connection.recv(65536):
                answer += got
        except ConnectionError:
            pass
    return answer
