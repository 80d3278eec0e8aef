"""Verdicts a second with the facts given, by both engines and by the reference alone; memory.

python -m benchmarks.verdicts                    both figures, and memory over 20,000 verdicts
python -m benchmarks.verdicts --count 100000     memory over 100,000
python -m benchmarks.verdicts --whole --count N  memory over N whole checks, facts measured anew
Seconds are the least of many runs: on a shared machine the rest is noise.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compliance.engine import answers_of, evaluate, plan_for
from compliance.facts import Facts, derive
from compliance.filing import Dossier, read_filing
from compliance.precheck import about, check
from compliance.registry import Registry
from compliance.rulebook import load
from compliance.verdict import FilingInfo, Run, Verdict, decide

EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = date(2026, 6, 18)
TYPICAL = {
    "通过": "01-new-pass",
    "退回": "13-new-return-catalog-none",
    "重复": "08-new-return-duplicate-own",
}
PACK = load()
REGISTRY = Registry.load(EXAMPLES / "registry.csv", as_of=date(2026, 6, 1))
KIBI = 1024


@dataclass(frozen=True, slots=True)
class Given:
    """A filing of which the facts are measured."""

    dossier: Dossier
    info: FilingInfo
    facts: Facts


def given(path: Path) -> Given:
    """An example with its facts."""
    dossier = Dossier(read_filing(path.read_bytes()))
    return Given(dossier, about(dossier), derive(dossier, PACK, DAY, REGISTRY))


def verdict_of(filing: Given, with_durable: bool) -> Verdict:
    """What `check` does once the facts are there."""
    facts = filing.facts
    evaluation = evaluate(facts, plan_for(PACK, facts.kind, DAY), with_durable)
    answers = answers_of(evaluation, facts, PACK)
    run = Run(engines=evaluation.engines)
    return decide(answers, filing.info, PACK, DAY, REGISTRY, (), evaluation.faults, run)


def least(call: Callable[[], object], seconds: float) -> float:
    """The least seconds of a call, over some time."""
    end, best = time.perf_counter() + seconds, float("inf")
    while time.perf_counter() < end:
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def resident() -> int:
    """KiB of memory in use by this process (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // KIBI


def print_speed(seconds: float) -> None:
    """A line for each typical filing."""
    for title, name in TYPICAL.items():
        filing = given(EXAMPLES / "filings" / f"{name}.json")
        verdict = verdict_of(filing, with_durable=True)
        both = least(lambda f=filing: verdict_of(f, True), seconds)  # type: ignore[misc]
        alone = least(lambda f=filing: verdict_of(f, False), seconds)  # type: ignore[misc]
        print(
            f"{title} {name}: {verdict.outcome}, {'+'.join(verdict.run.engines)} "
            f"{1 / both:,.0f}/s, reference alone {1 / alone:,.0f}/s, ratio {both / alone:.1f}"
        )


def print_memory(count: int, whole: bool) -> None:
    """How much memory grows over many verdicts, after a tenth of them to warm up."""
    filings = [given(path) for path in sorted((EXAMPLES / "filings").glob("*.json"))]
    faults = 0
    for number in range(-count // 10, count):
        if number == 0:
            gc.collect()
            before = resident()
        filing = filings[number % len(filings)]
        verdict = (
            check(filing.dossier, REGISTRY, DAY) if whole else verdict_of(filing, with_durable=True)
        )
        faults += len(verdict.faults)
    gc.collect()
    grown = resident() - before
    print(f"{count:,} {'checks' if whole else 'verdicts'}: {grown:+,} KiB, faults {faults}")


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args()
    if not asked.whole:
        print_speed(asked.seconds)
    if asked.count:
        print_memory(asked.count, asked.whole)
    return 0


if __name__ == "__main__":
    sys.exit(main())
