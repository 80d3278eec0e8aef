"""How much memory a streamed catalogue takes: one JSON line at a time, nothing kept but digests.

python benchmarks/catalog_memory.py [ENTRIES]
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.catalog_speed import entries
from compliance.catalog import BasisWords, Terms, inspect_each, read_json_lines
from compliance.rulebook import load


def main() -> None:
    """Write the lines to a file, stream it, print the peak."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    terms = Terms(BasisWords.model_validate(load().lists["legal_basis"]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.jsonl"
        with path.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(e, ensure_ascii=False) + "\n" for e in entries(count))
        start = time.perf_counter()
        with path.open("rb") as lines:
            found = sum(len(part.problems) for part in inspect_each(read_json_lines(lines), terms))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} 条，{time.perf_counter() - start:.1f} 秒，{found} 个问题")
    print(f"内存最高 {peak:.0f} MB（要求低于 300 MB）")


if __name__ == "__main__":
    main()
