"""Several processes at one census: the same answer, and a clear word when one of them dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from compliance.cli.census import run_census
from compliance.cli.comparing import Means, Searched
from compliance.cli.faults import FAULT, REVIEW
from compliance.duplication import Index
from compliance.duplication.crew import WorkerLost, done_by, hands
from compliance.registry import ExistingSystem, Registry
from tests.making.registries import KNOWLEDGE, LIMITS, WORDS, made_up

linux = pytest.mark.skipif(sys.platform != "linux", reason="别的系统上只用一个进程")
MEANS = Means(WORDS, KNOWLEDGE, LIMITS)
ROOT = Path(__file__).parents[1]
HOME = os.getpid()


class Fatal(tuple[ExistingSystem, ...]):
    """Systems over which a worker is killed, as for lack of memory, once a part has been kept."""

    progress = Path()

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        if os.getpid() != HOME and self.progress.read_text(encoding="utf-8").count("\n") > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__getitem__(place)


def many() -> Searched:
    registry = Registry.of(made_up(5_100))
    return Searched(Index.build(registry, WORDS, KNOWLEDGE), registry)


def broken_off(out: Path) -> int:
    """A census by two workers of which one is killed."""
    searched = many()
    Fatal.progress = out.with_name(f"{out.name}.progress")
    fatal = replace(searched.registry, systems=Fatal(searched.registry.systems))
    return run_census(MEANS, Searched(searched.index, fatal), out, False, 2)


_BROKEN_OFF = """
import sys
from pathlib import Path
from tests.test_census_workers import broken_off
sys.exit(broken_off(Path(sys.argv[1])))
"""


@linux
def test_the_answer_is_the_same_and_a_killed_worker_is_told_and_made_good(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    searched, out = many(), tmp_path / "three.json"
    assert run_census(MEANS, searched, tmp_path / "one.json", False, 1) == REVIEW
    whole = (tmp_path / "one.json").read_bytes()
    assert run_census(MEANS, searched, tmp_path / "two.json", False, 2) == REVIEW
    assert (tmp_path / "two.json").read_bytes() == whole

    # In a process of its own: one that has threads, as a test may have, is not forked.
    ended = subprocess.run(
        [sys.executable, "-c", _BROKEN_OFF, str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    said = ended.stderr.decode("utf-8")
    assert ended.returncode == FAULT, said
    assert "有一个比对进程被中止" in said
    assert "--workers 1" in said
    assert "--resume" in said
    assert not out.exists()

    progress = out.with_name("three.json.progress").read_text(encoding="utf-8")
    kept = len(progress.splitlines()) - 1
    assert kept >= 1
    capfd.readouterr()
    assert run_census(MEANS, searched, out, True, 2) == REVIEW
    assert capfd.readouterr().err.count("已比对") == 6 - kept
    assert out.read_bytes() == whole


def squared(number: int) -> int:
    return number * number


def killed(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def failing(number: int) -> int:
    raise ValueError(number)


@linux
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_part_is_done_once(workers: int) -> None:
    done = list(done_by(workers, squared, range(9)))
    assert sorted(done) == [(n, n * n) for n in range(9)]
    assert list(done_by(workers, squared, [])) == []


@linux
@pytest.mark.parametrize("work", [killed, failing])
def test_a_worker_that_ends_too_soon_is_lost(work: Callable[[int], int]) -> None:
    with pytest.raises(WorkerLost):
        list(done_by(2, work, range(9)))


def test_a_process_with_threads_is_not_forked() -> None:
    enough = Event()
    thread = Thread(target=enough.wait)
    thread.start()
    assert hands(4) == 1
    enough.set()
    thread.join()


_ORPHANS = """
import os, signal, time
from compliance.duplication.crew import done_by
def work(n):
    os.write(1, b"at work\\n")  # one write: print gives the line and its end apart, and three write
    time.sleep(0.01)
for _ in done_by(3, work, range(100_000)):
    pass
"""


@linux
def test_no_worker_is_left_when_the_first_process_is_killed() -> None:
    """The pipe they all hold is at its end only when the last of them has ended."""
    first = subprocess.Popen([sys.executable, "-c", _ORPHANS], stdout=subprocess.PIPE, cwd=ROOT)
    assert first.stdout is not None
    assert first.stdout.readline() == b"at work\n"
    first.kill()
    first.wait()
    first.stdout.read()
    first.stdout.close()
