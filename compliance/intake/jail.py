"""The parent's side of the child that reads: one a filing, replaced when a file kills it."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Event, Timer
from types import TracebackType
from typing import Self

from compliance.intake.document import Document, parse
from compliance.intake.limits import Limits
from compliance.intake.refusal import Refused

# First in the child's path: of two versions on the machine it takes its parent's.
_ROOT = str(Path(__file__).parents[2])
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from compliance.intake.child import main; main()"
)


class Jail:
    """读取子进程: files are parsed in a bounded process; a hostile one ends only that.

    These are limits, not a sandbox: the child may still read what its user may read.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def names(self, path: Path) -> list[str]:
        """The files in a zip; raises Refused."""
        names = json.loads(self._ask({"ask": "names", "path": str(path)}, b"N"))
        return [str(name) for name in names]

    def read(self, path: Path, name: str, member: str = "") -> Document:
        """The document in a file, or in a member of a zip; raises Refused."""
        request = {"ask": "read", "path": str(path), "name": name, "member": member}
        try:
            return parse(self._ask(request, b"D"))
        except (ValueError, TypeError) as error:
            raise Refused("unreadable", type(error).__name__) from error

    def content(self, path: Path, member: str) -> bytes:
        """The bytes of a member of a zip; raises Refused."""
        request = {"ask": "content", "path": str(path), "name": "", "member": member}
        return self._ask(request, b"C")

    def _ask(self, request: dict[str, str], wanted: bytes) -> bytes:
        child = self._child or self._start()
        late = Event()
        clock = Timer(self._limits.wall_seconds, _stop, (child, late))
        clock.start()
        try:
            answer = self._exchange(child, request)
        except (OSError, EOFError) as error:
            self._end()
            raise Refused("timeout" if late.is_set() else "crashed") from error
        finally:
            clock.cancel()
        if answer[:1] == wanted:
            return answer[1:]
        code, detail = json.loads(answer[1:])
        raise Refused(str(code), str(detail))

    def _exchange(self, child: subprocess.Popen[bytes], request: dict[str, str]) -> bytes:
        assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - both are pipes
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.flush()
        length = int.from_bytes(_exactly(child, 8), "big")
        if length > self._limits.answer_bytes + 1:
            raise EOFError
        return _exactly(child, length)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-I", "-c", _PROGRAM, _ROOT]
        self._child = subprocess.Popen(  # noqa: S603 - our own program, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._child.stdin is not None  # noqa: S101 - a pipe was asked for
        self._child.stdin.write(json.dumps(asdict(self._limits)).encode() + b"\n")
        return self._child

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        self._child.wait()
        self._child = None


def _stop(child: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    child.kill()


def _exactly(child: subprocess.Popen[bytes], length: int) -> bytes:
    assert child.stdout is not None  # noqa: S101 - a pipe was asked for
    content = child.stdout.read(length)
    if len(content) < length:
        raise EOFError
    return content
