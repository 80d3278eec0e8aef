"""Prints the sha256 of the canonical verdict on every example: the same on every machine.

Run by any interpreter that has the library: python -I .ci/verdicts.py EXAMPLES_FOLDER
"""

import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

from compliance import Registry, check, read_filing


def main(folder: Path) -> None:
    """One line a file; drafts without a date are judged on a fixed day."""
    registry = Registry.load(folder / "registry.csv")
    for path in sorted((folder / "filings").glob("*.json")):
        filing = read_filing(path.read_bytes())
        verdict = check(filing, registry, filing.dates.submitted or date(2026, 3, 2))
        print(path.stem, verdict.outcome, sha256(verdict.canonical).hexdigest(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
