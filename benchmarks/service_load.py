"""检查服务的负荷：先热身，再连续检查，打印用时、速度、内存增长和错误数。

用法：python benchmarks/service_load.py [--checks 2000] [--systems 10000] [--at-once 2]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import local

ROOT = Path(__file__).parents[1]
_own = local()


def start(folder: Path, systems: int) -> tuple[subprocess.Popen[str], int]:
    """The service with a list of so many invented systems."""
    topics = (
        "水库监测",
        "公墓管理",
        "停车诱导",
        "档案管理",
        "环卫调度",
        "农机补贴",
        "燃气巡检",
        "社保经办",
    )
    rows = [
        {"id": f"S{n}", "name": f"示例{topics[n % 8]}系统{n}", "owner": f"示例单位{n % 97}",
         "description": f"用于第{n}类{topics[n * 7 % 8]}业务的登记、审核和统计，覆盖{n % 13}个片区"}
        for n in range(systems)
    ]  # fmt: skip
    registry = folder / "systems.jsonl"
    registry.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    options = ["--port", "0", "--registry", str(registry), "--database", f"sqlite:///{folder}/b.db"]
    process = subprocess.Popen(
        [sys.executable, "-m", "service", *options],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - asked for above
    line = process.stdout.readline()
    return process, int(line.split("（")[0].rsplit(":", 1)[1])


def processes(pid: int) -> list[int]:
    """A process and all it has begun."""
    begun = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    return [pid, *(each for child in begun for each in processes(int(child)))]


def resident(pid: int) -> int:
    """KiB in memory, of all processes; what they share is counted once."""
    shares = (
        line.split()[1]
        for each in processes(pid)
        for line in Path(f"/proc/{each}/smaps_rollup").read_text("utf-8").splitlines()
        if line.startswith("Pss:")
    )
    return sum(map(int, shares))


def processor(pid: int) -> float:
    """Seconds of processor time so far, of all processes."""
    spent = (
        Path(f"/proc/{each}/stat").read_text("utf-8").split()[13:15] for each in processes(pid)
    )
    return sum(int(ticks) for pair in spent for ticks in pair) / os.sysconf("SC_CLK_TCK")


def ask(port: int, body: bytes) -> tuple[float, int]:
    """Seconds and status of one check, on a connection kept open."""
    if not hasattr(_own, "connection"):
        _own.connection = HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    _own.connection.request("POST", "/v1/checks", body, {"Content-Type": "application/json"})
    reply = _own.connection.getresponse()
    reply.read()
    return time.perf_counter() - began, reply.status


def percentile(times: list[float], share: float) -> float:
    """Milliseconds that a share of the checks keep within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def main() -> None:
    """Warm up, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks", type=int, default=2000)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=2)
    given = parser.parse_args()
    body = (ROOT / "examples/filings/15-new-return-funding.json").read_bytes()
    with tempfile.TemporaryDirectory() as name:
        process, port = start(Path(name), given.systems)
        try:
            with ThreadPoolExecutor(given.at_once) as pool:
                list(pool.map(lambda _: ask(port, body), range(max(50, given.checks // 10))))
                before, worked = resident(process.pid), processor(process.pid)
                own = time.process_time()
                began = time.perf_counter()
                done = list(pool.map(lambda _: ask(port, body), range(given.checks)))
                took = time.perf_counter() - began
            after, worked = resident(process.pid), processor(process.pid) - worked
            own = time.process_time() - own
        finally:
            process.terminate()
            process.wait()
    times = [seconds for seconds, _ in done]
    fifth = max(1, len(times) // 5)
    errors = sum(status not in (200, 201) for _, status in done)
    print(f"检查 {len(done)} 份，清单 {given.systems} 个系统", end="，")
    print(f"并发 {given.at_once}，CPU {os.cpu_count()} 个")
    print(f"p50 {statistics.median(times) * 1000:.1f} ms，p99 {percentile(times, 0.99):.1f} ms")
    print(f"每秒 {len(done) / took:.1f} 份，错误 {errors}")
    each = 1000 / len(done)
    print(f"每份处理器时间：服务 {worked * each:.1f} ms，本程序 {own * each:.1f} ms")
    first, last = percentile(times[:fifth], 0.99), percentile(times[-fifth:], 0.99)
    print(f"p99 首尾变化 {(last / first - 1) * 100:+.1f}%（{first:.1f} → {last:.1f} ms）")
    print(f"内存 {before} → {after} KiB（{(after / before - 1) * 100:+.1f}%）")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
