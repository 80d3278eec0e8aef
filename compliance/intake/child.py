"""The child: reads one file after another under limits and answers each with one line of bytes."""

import json
import signal
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from compliance.intake.document import dump
from compliance.intake.limits import Limits
from compliance.intake.package import open_package
from compliance.intake.readers import read_document
from compliance.intake.refusal import Refused

# Windows has none: there only the clock of the parent holds.
_HAS_LIMITS = find_spec("resource") is not None
if _HAS_LIMITS:
    import resource


def _bound(limits: Limits) -> None:
    if not _HAS_LIMITS:
        return
    for kind, amount in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))


def _allow_seconds(seconds: int) -> None:
    """The clock of the processor runs on from file to file, so its bound moves with it."""
    if _HAS_LIMITS:
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(
                resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard)
            )


def _load(path: str, member: str, limits: Limits) -> bytes:
    if member:
        with Path(path).open("rb") as file:
            content = file.read(limits.unpacked_bytes + 1)
        return open_package(content, limits).read(member)
    with Path(path).open("rb") as file:
        return file.read(limits.file_bytes + 1)


def _answer(request: dict[str, str], limits: Limits) -> bytes:
    try:
        if request["ask"] == "names":
            with Path(request["path"]).open("rb") as file:
                content = file.read(limits.unpacked_bytes + 1)
            return b"N" + json.dumps(open_package(content, limits).names()).encode()
        content = _load(request["path"], request["member"], limits)
        if request["ask"] == "content":
            return b"C" + content
        answer = b"D" + dump(read_document(content, request["name"], limits))
        if len(answer) > limits.answer_bytes:
            raise Refused("text_large")
        return answer
    except Refused as refused:
        return b"R" + json.dumps([refused.code, refused.detail]).encode()
    except MemoryError:
        return b'R["memory", ""]'
    except OSError:
        return b'R["no_access", ""]'
    except Exception as error:  # noqa: BLE001 - what a library raises on hostile input is no closed list
        return b"R" + json.dumps(["unreadable", type(error).__name__]).encode()


def serve(requests: BinaryIO, answers: BinaryIO, limits: Limits) -> None:
    """Answer requests, a JSON line each, with eight bytes of length and then the answer."""
    for line in requests:
        _allow_seconds(limits.cpu_seconds)
        answer = _answer(json.loads(line), limits)
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


def main() -> None:
    """Serve the pipes this process was started with; the first line has the limits."""
    # Told to stop, its parent first ends what it has begun: a file half read would count as broken.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    limits = Limits(**json.loads(requests.readline()))
    _bound(limits)
    serve(requests, answers, limits)
