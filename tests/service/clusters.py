"""A PostgreSQL of one's own for the tests, from Debian's packages."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def missing(what: str) -> None:
    """Skip loudly; in CI what is missing is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI 里应当装有 {what}")
    pytest.skip(f"没有 {what}，相关测试未运行")


def binaries() -> Path | None:
    """Where PostgreSQL's programs are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _as_user(folder: Path) -> list[str]:
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a fresh server, stopped and removed afterwards."""
    programs = binaries()
    if programs is None:
        missing("PostgreSQL（apt-get install postgresql）")
        return
    with tempfile.TemporaryDirectory(prefix="beian-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = _as_user(folder)
        data = str(folder / "data")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        quiet = {"check": True, "capture_output": True, "cwd": "/"}
        init = [str(programs / "initdb"), "-D", data, "-U", "beian", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*user, *init], **quiet)  # type: ignore[call-overload]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
        control = [*user, str(programs / "pg_ctl"), "-D", data, "-w"]
        log = ["-l", str(folder / "log")]
        subprocess.run([*control, *log, "-o", options, "start"], **quiet)  # type: ignore[call-overload]
        try:
            yield f"postgresql://beian@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
