"""服务的负荷：热身，再连续检查，打印用时、速度、处理器时间、内存增长和错误数。

python benchmarks/service_load.py --checks 1000              一份典型申报，10,000 个系统，两路并发
python benchmarks/service_load.py --soak --checks 100000     轮流用全部示例；内存增长过 5% 也算失败
有错误（或 --soak 时内存增长过界）退出码为 1；用时只打印，不作判断。
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import local

ROOT = Path(__file__).parents[1]
FILINGS = ROOT / "examples/filings"
MOST_GROWTH = 0.05
_TOPICS = ["水库监测", "公墓管理", "停车诱导", "档案管理", "环卫调度", "农机补贴", "燃气巡检"]
_own = local()


@dataclass(frozen=True, slots=True)
class Spent:
    """What the service has used so far: KiB of memory, seconds of processor time."""

    memory: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run came to: seconds and status of each check, the whole, before and after."""

    done: Sequence[tuple[float, int]]
    took: float
    before: Spent
    after: Spent
    own: float


def invented(numbers: Iterable[int]) -> list[dict[str, str]]:
    """The invented systems of some numbers."""
    return [
        {"id": f"S{n}", "name": f"示例{_TOPICS[n % 7]}系统{n}", "owner": f"示例单位{n % 97}",
         "description": f"用于第{n}类{_TOPICS[n * 5 % 7]}业务的登记、审核和统计，覆盖{n % 13}个区"}
        for n in numbers
    ]  # fmt: skip


def start(
    folder: Path, systems: int, more: Sequence[str] = ()
) -> tuple[subprocess.Popen[str], int]:
    """The service with a list of so many invented systems."""
    rows = invented(range(systems))
    registry = folder / "systems.jsonl"
    registry.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    options = ["--port", "0", "--registry", str(registry), "--database", f"sqlite:///{folder}/b.db"]
    process = subprocess.Popen(
        [sys.executable, "-m", "service", *options, *more],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - asked for above
    line = process.stdout.readline()
    return process, int(line.split("（")[0].rsplit(":", 1)[1])


def processes(pid: int) -> list[int]:
    """A process and all it has begun."""
    begun = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    return [pid, *(each for child in begun for each in processes(int(child)))]


def spent(pid: int) -> Spent:
    """By all processes of the service; memory they share is counted once.

    Memory of their own only: how much of a library counts depends on who else has it open.
    """
    memory, ticks = 0, 0
    for each in processes(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text("utf-8").splitlines():
            memory += int(line.split()[1]) if line.startswith("Pss_Anon:") else 0
        ticks += sum(map(int, Path(f"/proc/{each}/stat").read_text("utf-8").split()[13:15]))
    return Spent(memory, ticks / os.sysconf("SC_CLK_TCK"))


def ask(port: int, body: bytes) -> tuple[float, int]:
    """Seconds and status of one check, on a connection kept open."""
    if not hasattr(_own, "connection"):
        _own.connection = HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    _own.connection.request("POST", "/v1/checks", body, {"Content-Type": "application/json"})
    reply = _own.connection.getresponse()
    reply.read()
    return time.perf_counter() - began, reply.status


def run(pid: int, port: int, bodies: Sequence[bytes], checks: int, at_once: int) -> Figures:
    """Warm up, then so many checks."""
    with ThreadPoolExecutor(at_once) as pool:

        def asked(number: int) -> tuple[float, int]:
            return ask(port, bodies[number % len(bodies)])

        list(pool.map(asked, range(max(100, checks // 10))))
        before, own, began = spent(pid), time.process_time(), time.perf_counter()
        done = list(pool.map(asked, range(checks)))
        took, own = time.perf_counter() - began, time.process_time() - own
        return Figures(done, took, before, spent(pid), own)


def percentile(times: Sequence[float], share: float) -> float:
    """Milliseconds that a share of the checks keep within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def told(figures: Figures, soak: bool) -> int:
    """Print the figures; how many things are wrong."""
    times = [seconds for seconds, _ in figures.done]
    errors = sum(status not in (200, 201) for _, status in figures.done)
    count, fifth = len(times), max(1, len(times) // 5)
    first, last = percentile(times[:fifth], 0.99), percentile(times[-fifth:], 0.99)
    grown = figures.after.memory / figures.before.memory - 1
    worked = figures.after.seconds - figures.before.seconds
    print(f"p50 {statistics.median(times) * 1000:.1f} ms，p99 {percentile(times, 0.99):.1f} ms")
    print(f"每秒 {count / figures.took:.1f} 份，错误 {errors}")
    print(f"每份处理器时间：服务 {worked / count * 1000:.1f} ms", end="，")
    print(f"本程序 {figures.own / count * 1000:.1f} ms")
    print(f"p99 首尾变化 {(last / first - 1) * 100:+.1f}%（{first:.1f} → {last:.1f} ms）")
    print(f"内存 {figures.before.memory} → {figures.after.memory} KiB（{grown * 100:+.1f}%）")
    return errors + int(soak and grown > MOST_GROWTH)


def main() -> None:
    """Start, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checks", type=int, default=2000)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--workers", help="检查进程的个数，默认由服务定")
    parser.add_argument("--soak", action="store_true")
    given = parser.parse_args()
    names = (
        sorted(FILINGS.glob("*.json")) if given.soak else [FILINGS / "15-new-return-funding.json"]
    )
    bodies = [path.read_bytes() for path in names]
    more = ("--workers", given.workers) if given.workers else ()
    with tempfile.TemporaryDirectory() as name:
        process, port = start(Path(name), given.systems, more)
        try:
            print(
                f"检查 {given.checks} 份，清单 {given.systems} 个系统，并发 {given.at_once}",
                end="，",
            )
            print(f"CPU {os.cpu_count()} 个，服务的进程 {len(processes(process.pid))} 个")
            wrong = told(run(process.pid, port, bodies, given.checks, given.at_once), given.soak)
        finally:
            process.terminate()
            process.wait()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
