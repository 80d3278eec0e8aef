"""How long one `beian check` takes as a command, from nothing, against a large register.

    python -m benchmarks.cold_check [--systems 10000] [--runs 7] [--beian COMMAND]

The command is the installed one: of the wheel of this checkout, in a fresh environment that sees
the packages of this one, with compiled bytecode; or any other, by --beian. Each run is a new
process, by turns with the register as CSV and as a saved index, and without any. The least and the
middle are printed, of the clock and of the processor, and beside them how fast the machine was:
on one that others use too, read the processor's least.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

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


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a run: by the clock, and of the processor."""

    clock: float
    processor: float


def installed(folder: Path) -> Path:
    """The command of this checkout, installed as a user would have it."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    seen = sysconfig.get_path("purelib", vars={"base": str(folder)})
    Path(seen, "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    wheels = folder / "wheels"
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(wheels), str(ROOT)]
    subprocess.run(build, check=True)
    install = [str(python), "-m", "pip", "install", "-q", "--no-deps", *map(str, wheels.iterdir())]
    subprocess.run(install, check=True)
    return folder / "bin" / "beian"


def _environment() -> dict[str, str]:
    """That of a user: nothing that keeps bytecode from being used, or names another source."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def run(command: Path, *arguments: str) -> Taken:
    """What it took until the command was done; it must give a verdict."""
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [str(command), *arguments], cwd="/", env=_environment(), capture_output=True, check=False
    )
    clock, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(clock, processor)


def speed() -> float:
    """Seconds of the processor for ten million additions: how fast the machine is just now."""
    start, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - start


def _told(name: str, taken: list[float]) -> str:
    return f"{name} least {min(taken):.2f} s, middle {statistics.median(taken):.2f} s"


def measured(command: Path, folder: Path, systems: int, runs: int) -> None:
    """Write a register, index it, check by turns, print."""
    table, index = written(folder / "systems.csv", systems), folder / "systems.index"
    run(command, "registry", "index", str(table), "-o", str(index))
    ways = {
        f"{systems:,} systems as CSV": ["--registry", str(table)],
        f"{systems:,} systems as a saved index": ["--registry", str(index)],
        "no register": [],
    }
    times: dict[str, list[Taken]] = {way: [] for way in ways}
    speeds = [speed()]
    for _ in range(runs):
        for way, options in ways.items():
            times[way].append(run(command, "check", str(FILING), *options))
        speeds.append(speed())
    print(f"ten million additions take {min(speeds):.2f} to {max(speeds):.2f} s")
    for way, taken in times.items():
        clock = _told("clock", [one.clock for one in taken])
        processor = _told("processor", [one.processor for one in taken])
        print(f"{way:<32} {clock}; {processor}")


def main() -> None:
    """Install the command unless one is given, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--beian", type=Path, help="an installed command to measure instead")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        command = given.beian or installed(folder / "venv")
        measured(command, folder, given.systems, given.runs)


if __name__ == "__main__":
    main()
