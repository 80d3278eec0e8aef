"""How long the rulebook takes: load, compile, lint, cases, mutation.

Ratios are against jsonschema validating the same sheets, in the same run: a loaded machine is
slower in both. Run: python benchmarks/rulebook.py
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from jsonschema import Draft202012Validator

from compliance.authoring.cases import read_book
from compliance.authoring.lint import lint
from compliance.authoring.mutation import mutation_of
from compliance.authoring.trial import tried
from compliance.engine.evaluate import engines_of
from compliance.engine.plan import _plan
from compliance.filing import Kind
from compliance.rulebook import RulePack, folder_of, load, read_files
from compliance.rulebook.files import documents, sheets_of
from compliance.rulebook.form import schema
from compliance.rulebook.load import _build

FOLDER = folder_of("nanchong")


def best(of: int, work: Callable[[], object]) -> tuple[float, float]:
    """The shortest of several runs: seconds on the clock, seconds of the processor."""
    runs = []
    for _ in range(of):
        clock, cpu = perf_counter(), process_time()
        work()
        runs.append((perf_counter() - clock, process_time() - cpu))
    return min(runs)


def peer() -> None:
    """jsonschema over the sheets, as they were once checked."""
    validator = Draft202012Validator({**schema(), "$ref": "#/$defs/sheet"})
    for sheet in sheets_of(documents(read_files(FOLDER))):
        if not validator.is_valid(sheet.value):
            raise ValueError(sheet.file)


def compile_all(pack: RulePack) -> None:
    """Every kind's plan in both engines, from nothing: a new plan is in no cache."""
    for kind in Kind:
        engines_of(_plan(pack, kind.value, date(2026, 3, 2)))


def tell(what: str, seconds: tuple[float, float], against: float) -> None:
    """One line: milliseconds on the clock and of the processor, and against the peer."""
    clock, cpu = seconds
    print(f"{what:<40}{clock * 1000:9.0f} ms{cpu * 1000:9.0f} ms CPU{cpu / against:9.2f} x")


def main() -> None:
    """Print the figures."""
    pack = load()
    book = read_book(pack, "nanchong")
    _, against = best(5, peer)
    print(f"{len(pack.rules)} rules, {len(pack.clauses)} sentences, {len(book.cases)} cases")
    tell("jsonschema over the sheets (peer)", (against, against), against)
    tell("load", best(7, lambda: _build(FOLDER)), against)
    tell(
        "compile one kind of five, both engines",
        _fifth(best(3, lambda: compile_all(pack))),
        against,
    )
    tell("load the derived county", best(5, lambda: _build(folder_of("example-county"))), against)
    tell("lint", best(3, lambda: lint("nanchong")), against)
    tell("cases", best(1, lambda: [tried(case, book, pack) for case in book.cases]), against)
    clock, cpu = perf_counter(), process_time()
    done = mutation_of(pack, book)
    spent = (perf_counter() - clock, process_time() - cpu)
    tell(f"mutation: {done.count} mutants, {len(done.alive)} alive", spent, against)


def _fifth(seconds: tuple[float, float]) -> tuple[float, float]:
    return seconds[0] / len(Kind), seconds[1] / len(Kind)


if __name__ == "__main__":
    main()
