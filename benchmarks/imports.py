"""How long `beian --help` takes, and what `import compliance` brings in.

python -m benchmarks.imports
Each command runs in a process of its own; the least of eight, beside `python -c pass`.
"""

import subprocess
import sys
import time

RUNS = 8
HEAVY = ("sklearn", "scipy", "numpy", "flask", "pydantic", "yaml", "durable_rules_engine", "lxml")
_LISTED = "import sys, compliance; print('\\n'.join(sorted(sys.modules)))"


def least(*command: str) -> float:
    """The least milliseconds of a command."""
    times: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def modules() -> list[str]:
    """The modules in memory after `import compliance`."""
    child = subprocess.run(
        [sys.executable, "-c", _LISTED], check=True, capture_output=True, text=True
    )
    return child.stdout.split()


def main() -> int:
    """Prints the figures."""
    bare = least("-c", "pass")
    for title, command in {
        "import compliance": ("-c", "import compliance"),
        "beian --help": ("-m", "compliance", "--help"),
        "import check": ("-c", "from compliance import check"),
    }.items():
        took = least(*command)
        print(f"{title}: {took:.0f} ms, python alone {bare:.0f} ms, ratio {took / bare:.1f}")
    found = modules()
    heavy = [name for name in HEAVY if name in found]
    own = sum(name.partition(".")[0] == "compliance" for name in found)
    print(f"import compliance: {own} of our modules; heavy ones: {'、'.join(heavy) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
