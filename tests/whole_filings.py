"""Random whole filings through both engines, in a process of its own: a crash is its exit code.

python -m tests.whole_filings 1000   prints {"checks": ..., "faults": ..., "engines": [...]}
"""

import json
import sys
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance import Dossier, Registry, Verdict, check
from tests.strategies import REGISTRY, days_of_judgement, dossiers


def run(count: int) -> list[Verdict]:
    """The verdicts of random dossiers, with and without a registry."""
    verdicts: list[Verdict] = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(dossiers(), st.sampled_from([REGISTRY, None]), days_of_judgement())
    def each(dossier: Dossier, registry: Registry | None, day: date) -> None:
        verdicts.append(check(dossier, registry, day))

    each()
    return verdicts


if __name__ == "__main__":
    found = run(int(sys.argv[1]))
    told = {
        "checks": len(found),
        "faults": sum(len(verdict.faults) for verdict in found),
        "engines": sorted({engine for verdict in found for engine in verdict.run.engines}),
    }
    sys.stdout.write(json.dumps(told) + "\n")
