"""清单改动后多久见效：改、删、导入各一个系统，看每个检查进程答的第一份用时多少、依据的是不是新清单。

python -m benchmarks.service_follow --systems 10000                一个服务，SQLite
python -m benchmarks.service_follow --postgres --services 2        两个服务（如两台机器）共用一个库
改动总是发给第一个服务，得到答复后同时向每个服务发与检查进程同样多的申报。有一份依据旧清单或出错，
退出码为 1；用时只打印，不作判断。
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.service_load import FILINGS, ROOT, invented, spent
from tests.service.clusters import cluster

SERVICE = [sys.executable, "-m", "service"]
FILING = (FILINGS / "15-new-return-funding.json").read_bytes()
JSON, LINES = "application/json", "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one system: what it is called, and the request."""

    title: str
    method: str
    path: str
    body: bytes = b""
    media: str = JSON


def ask(port: int, change: Change) -> tuple[float, int, bytes]:
    """Seconds, status and body of a request."""
    connection, began = HTTPConnection("127.0.0.1", port, timeout=600), time.perf_counter()
    try:
        headers = {"Content-Type": change.media}
        connection.request(change.method, change.path, change.body, headers)
        reply = connection.getresponse()
        body = reply.read()
        return time.perf_counter() - began, reply.status, body
    finally:
        connection.close()


CHECK = Change("检查", "POST", "/v1/checks", FILING)
LIST = Change("清单", "GET", "/v1/registry/systems?limit=1")


def changes(number: int, systems: int) -> list[Change]:
    """One system changed, one removed, and that one brought in again in other words."""
    first, other = (number * 101 % systems, number * 103 % systems)
    if first == other:
        other = (other + 1) % systems
    changed, back = (dict(row) for row in invented((first, other)))
    for row in (changed, back):
        row["description"] = f"第{number}次改写：停车泊位信息采集、诱导和收费"
    path = "/v1/registry/systems/"
    return [
        Change("改一个", "PUT", path + changed["id"], _json(changed)),
        Change("删一个", "DELETE", path + back["id"]),
        Change("导入一个", "POST", "/v1/registry/import", _json(back), LINES),
    ]


def _json(row: dict[str, str]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode()


def start(database: str, workers: int) -> tuple[subprocess.Popen[str], int]:
    """A service and its port."""
    options = ["--port", "0", "--database", database, "--workers", str(workers)]
    process = subprocess.Popen(
        [*SERVICE, *options],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - asked for above
    return process, int(process.stdout.readline().split("（")[0].rsplit(":", 1)[1])


def seen(ports: Sequence[int], workers: int) -> tuple[list[float], int]:
    """Seconds of the first check of every checker, and how many did not go by the list as it is."""
    with ThreadPoolExecutor(len(ports) * max(workers, 1)) as pool:
        asked = [port for port in ports for _ in range(max(workers, 1))]
        replies = list(pool.map(lambda port: ask(port, CHECK), asked))
    version = json.loads(ask(ports[0], LIST)[2])["version"]
    wrong = sum(
        status != 201 or json.loads(body)["registry"]["version"] != version
        for _, status, body in replies
    )
    return [took for took, _, _ in replies], wrong


def told(title: str, times: Sequence[float]) -> None:
    """Print the middle and the longest time."""
    middle, longest = statistics.median(times) * 1000, max(times) * 1000
    print(f"{title}：中位 {middle:.0f} ms，最长 {longest:.0f} ms（{len(times)} 份）", flush=True)


def run(pids: Sequence[int], ports: Sequence[int], given: argparse.Namespace) -> int:
    """Calm checks, then a change and a check of every checker, in turn; how many were wrong."""
    took, wrong = seen(ports, given.workers)
    for _ in range(5):
        took, more = seen(ports, given.workers)
        wrong += more
    told("没有改动时", took)
    times: dict[str, list[float]] = {}
    before = [spent(pid) for pid in pids]
    for number in range(given.rounds):
        for change in changes(number + 1, given.systems):
            _, status, body = ask(ports[0], change)
            wrong += status >= 300
            if status >= 300:
                print(change.title, status, body.decode())
            time.sleep(given.after)
            took, more = seen(ports, given.workers)
            times.setdefault(change.title, []).extend(took)
            wrong += more
    after = [spent(pid) for pid in pids]
    for title, each in times.items():
        told(f"{title}后的第一份", each)
    worked = sum(b.seconds - a.seconds for a, b in zip(before, after, strict=True))
    done = given.rounds * 3
    print(f"处理器时间：每次改动连同检查 {worked / done:.2f} 秒（各进程之和）")
    for one, other in zip(before, after, strict=True):
        print(f"内存 {one.memory // 1024} → {other.memory // 1024} MiB")
    return wrong


def main() -> None:
    """Fill, start, change, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--services", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--after", type=float, default=0.0, help="改动答复之后等多少秒再检查")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        cluster() if given.postgres else nullcontext(f"sqlite:///{name}/b.db") as database,
    ):
        listed = Path(name, "systems.jsonl")
        rows = invented(range(given.systems))
        listed.write_bytes(b"\n".join(map(_json, rows)))
        for command in (["migrate"], ["registry", "import", str(listed)]):
            subprocess.run(
                [*SERVICE, *command, "--database", database],
                cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        started = [start(database, given.workers) for _ in range(given.services)]
        print(
            f"清单 {given.systems} 个系统，{database.split(':')[0]}，"
            f"服务 {given.services} 个，各 {given.workers} 个检查进程",
            flush=True,
        )
        try:
            wrong = run([p.pid for p, _ in started], [port for _, port in started], given)
        finally:
            for process, _ in started:
                process.terminate()
                process.wait()
    print(f"依据旧清单或出错的 {wrong} 份")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
