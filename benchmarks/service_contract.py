"""接口与它自己的说明：按 /openapi.json 造请求，数实际发了多少、答了什么。

python -m benchmarks.service_contract                              逐项覆盖一遍，再随机一千个
python -m benchmarks.service_contract --cases 5000 --seeds 1,2,3   三个种子，各随机五千个
--postgres 自起一个 PostgreSQL（用 Debian 的包），不用内置的 SQLite。
个数是 schemathesis 生成的随机请求；状态是服务自己的 /metrics 所数。随机请求不够数、有 5xx、
有说明里没有的状态、类型或内容不符，退出码为 1。
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from service.store import migrate as bring_up
from service.store import open_database
from tests.service.clusters import cluster
from tests.service.serving import Live, start, stop

ROOT = Path(__file__).parents[1]
FILINGS = sorted((ROOT / "examples/filings").glob("*.json"))
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)
# Random ones alone seldom hit upon a number that exists. Operations without a parameter have but
# one case, so that the others are asked for more.
_KNOWN, _MORE = 0.7, 1.25
_STATUS = re.compile(r'^beian_requests_total{.*status="(\d+)"} (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a run came to: requests made, how many of them were good, what the service counted."""

    cases: int
    passed: int
    statuses: Mapping[str, int]
    output: str

    @property
    def good(self) -> bool:
        """Whether every request was answered as described, none with a fault of the server."""
        faults = sum(n for status, n in self.statuses.items() if status >= "5")
        return 0 < self.cases == self.passed and not faults


def program() -> str | None:
    """schemathesis, beside this Python or on the path."""
    beside = Path(sys.executable).with_name("schemathesis")
    return str(beside) if beside.exists() else shutil.which("schemathesis")


def settle_in(live: Live, folder: Path) -> None:
    """Something of each kind in the store, and a configuration that knows its numbers."""
    csv = {"Content-Type": "text/csv"}
    live.ask("POST", "/v1/registry/import", (ROOT / "examples/registry.csv").read_bytes(), csv)
    filings = [{"name": p.stem, "filing": json.loads(p.read_bytes())} for p in FILINGS[:2]]
    checks = [live.post("/v1/checks", p.read_bytes()).headers["Location"] for p in FILINGS[6:10]]
    body = json.dumps({"filings": filings}).encode()
    batches = [live.post("/v1/batches", body).headers["Location"] for _ in range(4)]
    systems = live.ask("GET", "/v1/registry/systems").json()["systems"]
    rules = live.ask("GET", "/v1/rules").json()
    known = {
        "checks": [where.rpartition("/")[2] for where in checks],
        "batches": [where.rpartition("/")[2] for where in batches],
        "registry": [system["id"] for system in systems[:4]],
        "rules": [rule["id"] for rule in rules[:4]],
    }
    (folder / "schemathesis.toml").write_text(configuration(known), "utf-8")


def configuration(known: Mapping[str, list[str]]) -> str:
    """Where an address has a number, mostly one of those that exist."""
    told = [f"[dictionaries.{kind}]\nvalues = {json.dumps(n)}\n" for kind, n in known.items()]
    for kind in known:
        each = f'{{ dictionary = "{kind}", probability = {_KNOWN} }}'
        told.append(f'[[operations]]\ninclude-path-regex = "^/v1/{kind}/.*[{{]id[}}]"\n')
        told.append(f'parameters = {{ "path.id" = {each} }}\n')
    return "\n".join(told)


def counted(live: Live) -> Counter[str]:
    """How many requests the service has answered, by status."""
    figures = live.ask("GET", "/metrics").body.decode()
    answered: Counter[str] = Counter()
    for status, count in _STATUS.findall(figures):
        answered[status] += int(float(count))
    return answered


def run(live: Live, folder: Path, phase: str, *options: str) -> Told:
    """One phase of schemathesis against a service."""
    base, before = f"http://127.0.0.1:{live.port}", counted(live)
    command = [str(program()), "run", f"{base}/openapi.json", "--url", base, "--phases", phase]
    done = subprocess.run(
        [*command, "--checks", CHECKS, "--no-color", *options],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    cases, passed = (int(told[1]), int(told[2])) if told and not done.returncode else (0, 0)
    return Told(cases, passed, counted(live) - before, done.stdout + done.stderr)


def covered(live: Live, folder: Path) -> Told:
    """Every parameter and field once at each of its borders: the same whatever the seed."""
    return run(live, folder, "coverage")


def fuzzed(live: Live, folder: Path, seed: int, cases: int) -> Told:
    """At least so many random requests."""
    operations = sum(map(len, live.ask("GET", "/openapi.json").json()["paths"].values()))
    each = str(round(_MORE * cases / operations) + 1)
    return run(live, folder, "fuzzing", "--seed", str(seed), "-n", each)


def said(name: str, told: Told) -> str:
    """The figures in a line, after what was found."""
    statuses = "，".join(f"{status} {n} 个" for status, n in sorted(told.statuses.items()))
    faults = sum(n for status, n in told.statuses.items() if status >= "5")
    counts = f"请求 {told.cases} 个，合格 {told.passed} 个，5xx {faults} 个（{statuses}）"
    return f"{name}：{counts}" if told.good else f"{told.output[-5000:]}\n{name}：{counts}"


def told_of(live: Live, folder: Path, seeds: Sequence[int], cases: int) -> Iterator[bool]:
    """Each run in a line; whether it was good, and large enough."""
    first = covered(live, folder)
    print(said("逐项覆盖", first), flush=True)
    yield first.good
    for seed in seeds:
        told = fuzzed(live, folder, seed, cases)
        print(said(f"种子 {seed}", told), "" if told.cases >= cases else "（不够数）", flush=True)
        yield told.good and told.cases >= cases


def main() -> None:
    """Ask, count, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    server = cluster() if given.postgres else nullcontext("")
    with tempfile.TemporaryDirectory() as name, server as url:
        database = url or f"sqlite:///{name}/b.db"
        bring_up(open_database(database))
        live = start("--max-body", "1000000", "--database", database)
        settle_in(live, Path(name))
        seeds = [int(seed) for seed in given.seeds.split(",")]
        good = all(list(told_of(live, Path(name), seeds, given.cases)))
        stop(live)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
