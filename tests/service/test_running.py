"""Running it: the door, the logs, the figures, the state of readiness."""

import json
import shutil
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from service.gate import Gate
from service.refusal import Refusal
from service.store import LOCAL, list_checks, open_database
from tests.service.serving import Live, logged, stop

CANARY = "示例经办人甲"


def test_more_than_there_is_room_for_are_told_to_come_again() -> None:
    gate = Gate(slots=1, waiting=0)
    with gate.entered(), pytest.raises(Refusal) as told, gate.entered():
        pass
    assert told.value.status == 429
    assert int(told.value.headers["Retry-After"]) > 0


def test_who_waits_too_long_is_told_to_come_again_and_gives_back_the_place() -> None:
    gate = Gate(slots=1, waiting=1, patience=0.01)
    for _ in range(3):
        with gate.entered(), pytest.raises(Refusal), gate.entered():
            pass
    with gate.entered():
        pass


def test_never_more_than_the_slots_are_inside() -> None:
    gate, lock = Gate(slots=3, waiting=50), threading.Lock()
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        with gate.entered():
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= most <= 3


def test_the_logs_name_the_route_and_nothing_that_came_in(tmp_path: Path) -> None:
    filing = {"unit": {"name": CANARY, "handler": CANARY}, "kind": CANARY}
    good = {"unit": {"name": CANARY, "handler": CANARY}}
    database = f"sqlite:///{tmp_path}/b.db"
    lines = logged(database, [json.dumps(f).encode() for f in (filing, good)], f"?on={CANARY}")
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert [line["status"] for line in told] == [422, 201, 400]
    assert {line["route"] for line in told} == {"POST /v1/checks"}
    assert CANARY not in "".join(lines)


def test_once_stopped_the_one_file_has_everything(
    serving: Callable[..., Live], tmp_path: Path
) -> None:
    """Whoever puts away a copy of it does not know of the files beside it."""
    running = serving("--database", f"sqlite:///{tmp_path}/b.db")
    assert running.post("/v1/checks", b"{}").status == 201
    assert stop(running) == 0
    copy = tmp_path / "copy.db"
    shutil.copy(tmp_path / "b.db", copy)
    database = open_database(f"sqlite:///{copy}")
    with database.reading() as connection:
        assert list_checks(connection, LOCAL)[0] == 1
    database.engine.dispose()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="这个系统没有 systemd")
@pytest.mark.parametrize("abstract", [False, True], ids=["有文件", "没有文件"])
def test_systemd_is_told_once_it_answers(
    serving: Callable[..., Live], tmp_path: Path, abstract: bool
) -> None:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as waiting:
        waiting.bind(f"\0{path}" if abstract else path)
        serving(NOTIFY_SOCKET=f"@{path}" if abstract else path)
        waiting.settimeout(60)
        assert waiting.recv(100) == b"READY=1"


def test_readiness_and_figures_are_told(live: Live) -> None:
    ready = live.ask("GET", "/readyz").json()
    assert (ready["status"], ready["systems"]) == ("ready", 180)
    figures = live.ask("GET", "/metrics").body.decode()
    assert 'beian_requests_total{route="GET /readyz",status="200"}' in figures
