"""How long one `beian check` takes as a command, from nothing, against a large register.

    python -m benchmarks.cold_check [--systems 10000] [--runs 7]

Each run is a new process, by turns with the register as CSV and as a saved index, and without any.
The least and the middle of the times are printed; on a machine that others use too, read the least.
"""

import argparse
import csv
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.duplication_speed import systems
from compliance.duplication import Knowledge
from compliance.duplication.knowledge import learned_grams
from compliance.rulebook import load

ROOT = Path(__file__).parents[1]
FILING = ROOT / "examples" / "filings" / "01-new-pass.json"


def written(path: Path, number: int) -> Path:
    """So many made-up systems as CSV."""
    knowledge = Knowledge.from_mapping(load().lists["functions"], learned_grams())
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["系统编号", "系统名称", "建设单位", "功能描述", "功能清单"])
        for n, system in enumerate(systems(number, knowledge)):
            functions = "；".join(system.functions)
            unit = f"示例单位{n % 300}"
            rows.writerow([system.id, system.name, unit, system.description, functions])
    return path


def run(*arguments: str) -> float:
    """Seconds until the command is done; it must give a verdict."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "compliance", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return time.perf_counter() - start


def main() -> None:
    """Write a register, index it, check by turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = written(Path(folder) / "systems.csv", given.systems)
        index = Path(folder) / "systems.index"
        run("registry", "index", str(table), "-o", str(index))
        ways = {
            f"{given.systems:,} systems as CSV": ["--registry", str(table)],
            f"{given.systems:,} systems as a saved index": ["--registry", str(index)],
            "no register": [],
        }
        times: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(given.runs):
            for way, options in ways.items():
                times[way].append(run("check", str(FILING), *options))
    for way, taken in times.items():
        print(f"{way:<32} least {min(taken):.2f} s, middle {statistics.median(taken):.2f} s")


if __name__ == "__main__":
    main()
