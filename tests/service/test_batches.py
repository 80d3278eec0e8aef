"""Batches: done in order, done once, stopped when told, gone on with after a crash; and roles."""

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from compliance import Dossier
from service.batches import gathered
from service.route import Upload
from service.store import Database, add_key
from service.uploads import dossier_of
from tests.service.serving import Live, Reply

ROOT = Path(__file__).parents[2]
FILINGS = sorted((ROOT / "examples/filings").glob("*.json"))
FUNDING = ROOT / "examples/filings/15-new-return-funding.json"


def batch_of(paths: list[Path]) -> bytes:
    filings = [{"name": p.stem, "filing": json.loads(p.read_text("utf-8"))} for p in paths]
    return json.dumps({"filings": filings}).encode()


def ended(live: Live, number: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401
    for _ in range(1200):
        batch = live.ask("GET", f"/v1/batches/{number}", headers=headers).json()
        if batch["state"] != "running":
            return batch
        time.sleep(0.1)
    raise AssertionError(batch)


def test_every_filing_of_a_batch_gets_its_verdict(live: Live) -> None:
    paths = [FILINGS[0], FUNDING]
    begun = live.post("/v1/batches", batch_of(paths))
    assert begun.status == 202
    batch = ended(live, begun.json()["id"])
    outcomes = json.loads((ROOT / "examples/expected.json").read_text("utf-8"))
    assert [item["state"] for item in batch["items"]] == ["done", "done"]
    assert len(outcomes) == len(FILINGS)
    alone = live.post("/v1/checks", FUNDING.read_bytes()).json()
    kept = live.ask("GET", f"/v1/checks/{batch['items'][1]['check']}").json()
    assert kept == alone


def test_one_bad_filing_ends_in_words_and_the_others_in_verdicts(live: Live) -> None:
    body = json.loads(batch_of([FUNDING]))
    body["filings"].insert(0, {"name": "坏", "filing": []})
    begun = live.post("/v1/batches", json.dumps(body).encode())
    bad, good = ended(live, begun.json()["id"])["items"]
    assert (bad["state"], bad["check"], bad["project"]) == ("failed", "", "")
    said = json.loads(FUNDING.read_bytes())
    assert (good["project"], good["unit"]) == (said["project"]["name"], said["unit"]["name"])
    assert bad["fault"]
    assert good["state"] == "done"


def test_the_same_key_and_content_is_one_batch_and_other_content_a_conflict(live: Live) -> None:
    key = {"Idempotency-Key": "a-1"}
    first = live.post("/v1/batches", batch_of([FUNDING]), **key)
    again = live.post("/v1/batches", batch_of([FUNDING]), **key)
    other = live.post("/v1/batches", batch_of([FILINGS[0]]), **key)
    assert (first.status, again.status, other.status) == (202, 200, 409)
    assert first.json()["id"] == again.json()["id"]


def test_a_cancelled_batch_checks_no_more_and_keeps_no_content(live: Live) -> None:
    begun = live.post("/v1/batches", batch_of(FILINGS)).json()["id"]
    stopped = live.ask("DELETE", f"/v1/batches/{begun}").json()
    states = {item["state"] for item in stopped["items"]}
    assert stopped["state"] == "cancelled"
    assert states <= {"done", "failed", "cancelled"}
    assert "cancelled" in states


def test_the_table_of_a_batch_has_a_row_for_each_filing(live: Live) -> None:
    begun = live.post("/v1/batches", batch_of([FILINGS[0], FUNDING])).json()["id"]
    ended(live, begun)
    reply = live.ask("GET", f"/v1/batches/{begun}/result.xlsx")
    with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        words = archive.read("xl/sharedStrings.xml").decode()
    assert sheet.count("<row ") == 3
    assert "建议退回" in words


def test_after_kill_9_a_batch_goes_on_and_nothing_acknowledged_is_lost(
    serving: Callable[..., Live], database: Database, url: str
) -> None:
    assert database.engine is not None
    running = serving("--database", url)
    acknowledged = [running.post("/v1/checks", FUNDING.read_bytes()) for _ in range(2)]
    begun = running.post("/v1/batches", batch_of(FILINGS[:8])).json()["id"]
    running.process.kill()
    running.process.wait()
    again = serving("--database", url)
    batch = ended(again, begun)
    assert {item["state"] for item in batch["items"]} == {"done"}
    assert len({item["check"] for item in batch["items"]}) == 8
    for reply in acknowledged:
        assert again.ask("GET", reply.headers["Location"]).json() == reply.json()


def with_key(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}


ALLOWED = {
    ("GET", "/v1/checks"): ("applicant", "reviewer", "admin"),
    ("POST", "/v1/similar"): ("applicant", "reviewer", "admin"),
    ("GET", "/v1/registry/systems"): ("reviewer", "admin"),
    ("POST", "/v1/checks/2000-000000/waivers"): ("reviewer", "admin"),
    ("POST", "/v1/registry/systems"): ("admin",),
    ("DELETE", "/v1/registry/systems/x"): ("admin",),
}


def test_each_role_may_do_its_own_and_no_more(
    serving: Callable[..., Live], database: Database, url: str
) -> None:
    with database.writing() as connection:
        keys = {
            role: add_key(connection, role, role) for role in ("applicant", "reviewer", "admin")
        }
    running = serving("--database", url)
    for (method, path), roles in ALLOWED.items():
        assert running.ask(method, path, b"{}").status == 401
        for role, key in keys.items():
            status = running.ask(method, path, b"{}", with_key(key)).status
            assert (status == 403) == (role not in roles), (method, path, role, status)


def test_an_applicant_does_not_see_the_checks_of_another(
    serving: Callable[..., Live], database: Database, url: str
) -> None:
    with database.writing() as connection:
        one, two = (add_key(connection, name, "applicant") for name in ("甲", "乙"))
    running = serving("--database", url)
    made = running.ask("POST", "/v1/checks", FUNDING.read_bytes(), with_key(one))
    where = made.headers["Location"]
    assert running.ask("GET", where, headers=with_key(one)).status == 200
    for path in (where, f"{where}/report.html", f"{where}/compare/{where.rsplit('/', 1)[1]}"):
        assert running.ask("GET", path, headers=with_key(two)).status == 404


def test_without_keys_only_this_machine_is_answered(live: Live) -> None:
    reply: Reply = live.ask("GET", "/v1/checks", headers={"Host": "evil.example:80"})
    assert reply.status == 403


def test_a_confidential_filing_is_answered_and_not_kept(live: Live) -> None:
    secret = ROOT / "examples/filings/35-scope-secret.json"
    reply = live.post("/v1/checks", secret.read_bytes())
    assert reply.status == 200
    assert "Location" not in reply.headers


def test_a_waiver_moves_the_verdict_and_a_second_check_is_compared(live: Live) -> None:
    first = live.post("/v1/checks", FUNDING.read_bytes())
    second = live.post("/v1/checks", FILINGS[0].read_bytes())
    finding = next(
        f for c in first.json()["criteria"] for f in c["findings"] if f["effect"] == "return"
    )
    given = {
        "rule": finding["rule"],
        "reason": "资金已另行落实",
        "owner": "审查一",
        "expires": "2099-12-31",
    }
    where = first.headers["Location"]
    past = live.post(f"{where}/waivers", json.dumps({**given, "expires": "2020-01-01"}).encode())
    assert (past.status, past.json()["errors"][0]["detail"]) == (422, "有效期已过")
    waived = live.post(f"{where}/waivers", json.dumps(given).encode())
    assert (waived.status, waived.json()["outcome"]) == (201, "review")
    assert live.ask("GET", where).json() == waived.json()
    other = where.rsplit("/", 1)[1]
    told = live.ask("GET", f"{second.headers['Location']}/compare/{other}").json()
    assert finding["rule"] in {brief["rule"] for brief in told["fixed"]}
    assert (told["earlier_outcome"], told["outcome"]) == ("review", second.json()["outcome"])


def test_files_of_a_folder_are_one_filing_and_single_filings_stay_single() -> None:
    files = [
        Upload("一批/甲项目/可研.docx", b"1"),
        Upload("一批/甲项目/附件/目录.xlsx", b"2"),
        Upload("一批/乙项目/可研.docx", b"3"),
        Upload("丙.json", b"{}"),
        Upload("丁.zip", b"4"),
    ]
    made = gathered(files)
    assert [upload.name for upload in made] == ["丙.json", "丁.zip", "乙项目.zip", "甲项目.zip"]
    with zipfile.ZipFile(io.BytesIO(made[3].content)) as archive:
        assert archive.namelist() == ["可研.docx", "附件/目录.xlsx"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.json", "a\\..\\b.json", "\x00.json", "。" * 300 + ".json"]
)
def test_no_name_of_a_file_leads_out_of_its_folder(name: str) -> None:
    assert isinstance(dossier_of([Upload(name, b"{}")]), Dossier)


def test_the_example_client_submits_polls_and_reads(live: Live) -> None:
    paths = ["examples/filings/01-new-pass.json", "examples/filings/15-new-return-funding.json"]
    command = [sys.executable, "examples/client.py", f"http://127.0.0.1:{live.port}", *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line.split()[0] for line in done.stdout.splitlines()] == [Path(p).stem for p in paths]
    assert "建议退回" in done.stdout
    source = (ROOT / "examples/client.py").read_text("utf-8")
    code = [line for line in source.split('"""', 2)[2].splitlines() if line.strip()]
    assert len(code) <= 30
