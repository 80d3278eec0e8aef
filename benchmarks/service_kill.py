"""写入和批处理时 kill -9：数一数已确认而丢失的、写了一半的、没有续上的。

python -m benchmarks.service_kill --rounds 10               内置的 SQLite
python -m benchmarks.service_kill --rounds 10 --postgres    自起一个 PostgreSQL（用 Debian 的包）
--database 地址 用已有的库；有一份丢失、一批没有续上或留痕不符，退出码为 1。
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread

from tests.service.clusters import cluster

ROOT = Path(__file__).parents[1]
FILINGS = sorted((ROOT / "examples/filings").glob("*.json"))
JSON = {"Content-Type": "application/json"}


def start(database: str) -> tuple[subprocess.Popen[str], int]:
    """The service and its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--port", "0", "--database", database],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - asked for above
    return process, int(process.stdout.readline().split("（")[0].rsplit(":", 1)[1])


def ask(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes, str]:
    """Status, body and where it is kept."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, JSON)
        reply = connection.getresponse()
        return reply.status, reply.read(), reply.getheader("Location") or ""
    finally:
        connection.close()


def write(port: int, acknowledged: dict[str, bytes]) -> None:
    """Check until the service dies; what was answered is acknowledged."""
    body = FILINGS[0].read_bytes()
    try:
        while True:
            status, verdict, where = ask(port, "POST", "/v1/checks", body)
            if status == 201:
                acknowledged[where] = verdict
    except (OSError, HTTPException):
        return


def batch(port: int) -> str:
    """Hand in a batch; its address, or "" where it was not acknowledged."""
    filings = [{"name": p.stem, "filing": json.loads(p.read_text("utf-8"))} for p in FILINGS[:6]]
    status, _, where = ask(port, "POST", "/v1/batches", json.dumps({"filings": filings}).encode())
    return where if status == 202 else ""


def main() -> None:
    """Kill, count, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--database", default="")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - moments to kill at, no secret
    acknowledged: dict[str, bytes] = {}
    batches: list[str] = []
    server = cluster() if given.postgres else nullcontext("")
    with tempfile.TemporaryDirectory() as name, server as url:
        database = given.database or url or f"sqlite:///{name}/b.db"
        if url:
            subprocess.run(
                [sys.executable, "-m", "service", "migrate", "--database", url],
                cwd=ROOT,
                check=True,
            )
        for _ in range(given.rounds):
            process, port = start(database)
            batches.append(batch(port))
            known = len(acknowledged)
            writers = [Thread(target=write, args=(port, acknowledged)) for _ in range(2)]
            for writer in writers:
                writer.start()
            while len(acknowledged) < known + 2:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.5)
            process.kill()
            process.wait()
            for writer in writers:
                writer.join()
        process, port = start(database)
        lost = sum(ask(port, "GET", where)[1] != body for where, body in acknowledged.items())
        until = time.monotonic() + 900
        waiting = [where for where in batches if where]
        while waiting and time.monotonic() < until:
            states = {w: json.loads(ask(port, "GET", w)[1])["state"] for w in waiting}
            waiting = [where for where, state in states.items() if state == "running"]
            time.sleep(0.2)
        process.terminate()
        process.wait()
        audit = [sys.executable, "-m", "service", "audit", "verify", "--database", database]
        verified = subprocess.run(audit, cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"kill -9 {given.rounds} 次，已确认 {len(acknowledged)} 份，丢失或不符 {lost} 份")
    print(f"批次 {len([w for w in batches if w])} 个，没有续上的 {len(waiting)} 个")
    print(verified.stdout.strip())
    sys.exit(1 if lost or waiting or verified.returncode else 0)


if __name__ == "__main__":
    main()
