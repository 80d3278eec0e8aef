"""Changed documents through the jail: every one has to be read or refused.

python -m benchmarks.intake_mutants [--count 20000] [--seed 1]
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from compliance.intake.jail import Jail
from compliance.intake.refusal import Refused
from compliance.intake.words import Reading, read_list
from tests.making.mutants import mutant, seeds


def main() -> None:
    """Print how many were read, refused and for what, and the slowest."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    words, originals = read_list("intake", Reading), seeds()
    chance = random.Random(chosen.seed)  # noqa: S311 - to be repeated
    answers: Counter[str] = Counter()
    unknown, slowest = 0, 0.0
    with tempfile.TemporaryDirectory() as folder, Jail(words.bounds()) as jail:
        for number in range(chosen.count):
            name, content = originals[number % len(originals)]
            path = Path(folder, name)
            path.write_bytes(mutant(content, chance))
            start = time.perf_counter()
            try:
                jail.read(path, name)
                answers["读出"] += 1
            except Refused as refused:
                answers[refused.code] += 1
                unknown += refused.code not in words.refusals
            slowest = max(slowest, time.perf_counter() - start)
    print(f"{chosen.count} 个变异文件：{dict(answers.most_common())}")
    print(f"没有理由的 {unknown} 个，最慢 {slowest:.2f} 秒")


if __name__ == "__main__":
    main()
