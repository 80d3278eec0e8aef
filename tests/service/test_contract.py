"""The interface against its own description: random requests, no fault, no surprise.

BEIAN_EXAMPLES=150 BEIAN_SEEDS=1,2,3 makes it about 5,000 cases a seed.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.clusters import missing
from tests.service.serving import Live

_CHECKS = ",".join(
    (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
)


_EXAMPLES = os.environ.get("BEIAN_EXAMPLES", "12")
_SEEDS = os.environ.get("BEIAN_SEEDS", "2023").split(",")


@pytest.mark.parametrize("seed", _SEEDS)
def test_a_thousand_random_requests_meet_no_fault(live: Live, seed: str, tmp_path: Path) -> None:
    beside = Path(sys.executable).with_name("schemathesis")
    program = str(beside) if beside.exists() else shutil.which("schemathesis")
    if program is None:
        missing("schemathesis")
    base = f"http://127.0.0.1:{live.port}"
    command = [str(program), "run", f"{base}/openapi.json", "--url", base, "--seed", seed]
    more = ["-n", _EXAMPLES, "--checks", _CHECKS, "--phases", "coverage,fuzzing", "--no-color"]
    done = subprocess.run(
        [*command, *more], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    told = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout[-5000:]
    assert told is not None
    assert int(told[1]) == int(told[2]) >= 1000
