"""The checkers: asked side by side, replaced when they die, gone when the service is."""

import json
import os
import pickle
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import pytest

from compliance import Dossier, Registry, read_filing
from compliance.filing import Note, Place
from service.checking.pool import packed
from service.store import LOCAL, Database, import_systems
from tests.making.word import docx_bytes, paragraph
from tests.service.serving import Live, form

ROOT = Path(__file__).parents[2]
FUNDING = (ROOT / "examples/filings/15-new-return-funding.json").read_bytes()

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="这个系统没有 fork，不另开检查进程")


def children(pid: int) -> list[int]:
    """The processes a process has begun, oldest first."""
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


def family(live: Live) -> tuple[int, list[int]]:
    """The process that makes checkers, and the checkers."""
    (nursery,) = children(live.process.pid)
    return nursery, children(nursery)


def lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


def waited(done: Callable[[], bool]) -> bool:
    """Whether something comes true; after a minute it never will."""
    for _ in range(600):
        if done():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def two(serving: Callable[..., Live]) -> Live:
    return serving("--workers", "2", "--registry", "examples/registry.csv")


def test_there_are_as_many_checkers_as_asked_for(serving: Callable[..., Live]) -> None:
    assert len(family(serving("--workers", "3"))[1]) == 3
    assert children(serving("--workers", "0").process.pid) == []


def test_a_check_in_a_process_of_its_own_says_the_same(serving: Callable[..., Live]) -> None:
    apart, within = (serving("--workers", n) for n in ("1", "0"))
    replies = [running.post("/v1/checks", FUNDING) for running in (apart, within)]
    assert [reply.status for reply in replies] == [201, 201]
    assert replies[0].body == replies[1].body


def test_a_dossier_goes_to_a_checker_whole() -> None:
    origins = {"/unit/name": Place("/unit/name", "可研.docx", "第 3 段")}
    notes = (Note("mobile", Place("/", "可研.docx"), {"said": "移动端"}),)
    given = Dossier(read_filing(FUNDING), MappingProxyType(origins), notes=notes)
    assert pickle.loads(packed(given)) == given  # noqa: S301 - our own


def test_a_broken_body_is_refused_by_a_checker_as_here(two: Live) -> None:
    reply = two.post("/v1/checks", b'{"kind": "x"}')
    assert reply.status == 422
    assert reply.json()["errors"][0]["pointer"] == "/kind"


def test_what_is_asked_without_a_filing_is_answered_by_a_checker_as_here(
    serving: Callable[..., Live],
) -> None:
    apart, within = (
        serving("--workers", n, "--registry", "examples/registry.csv") for n in ("1", "0")
    )
    rows = json.dumps([{"信息资源名称": "示例登记信息", "共享类型": "随便"}]).encode()
    body, headers = form({"catalog.json": rows})
    told = [
        (
            running.ask(
                "POST",
                "/v1/catalogs/check?on=2026-03-02",
                body,
                headers,
            ),
            running.post("/v1/similar?on=2026-03-02", '{"name": "停车诱导"}'.encode()),
        )
        for running in (apart, within)
    ]
    assert [reply.status for reply in told[0]] == [200, 200]
    assert [reply.body for reply in told[0]] == [reply.body for reply in told[1]]


def test_checkers_that_are_killed_are_replaced_and_no_check_fails(two: Live) -> None:
    _, before = family(two)
    for pid in before:
        os.kill(pid, signal.SIGKILL)

    def replaced() -> bool:
        with ThreadPoolExecutor(4) as pool:
            replies = pool.map(lambda _: two.post("/v1/checks", FUNDING), range(8))
            assert {reply.status for reply in replies} == {201}
        return len([pid for pid in family(two)[1] if lives(pid)]) == 2

    assert waited(replaced)
    assert not any(map(lives, before))


def test_every_checker_follows_the_list_in_the_database(
    serving: Callable[..., Live], database: Database, url: str
) -> None:
    running = serving("--workers", "2", "--database", url)

    def counted(_: int) -> int | None:
        registry = running.post("/v1/checks", FUNDING).json()["registry"]
        return int(registry["systems"]) if registry else None

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(counted, range(8))) == {None}
        for size in (2, 3):
            rows = [{"id": f"S{n}", "name": f"示例系统{n}"} for n in range(size)]
            with database.writing() as connection:
                import_systems(connection, Registry.of(rows), False, LOCAL)
            assert set(pool.map(counted, range(8))) == {size}


def test_the_signals_to_stop_are_for_the_serving_process_alone(two: Live) -> None:
    nursery, checkers = family(two)
    for pid in (nursery, *checkers):
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGINT)
    assert two.post("/v1/checks", FUNDING).status == 201
    assert family(two) == (nursery, checkers)


def test_no_process_outlives_a_service_that_is_killed(two: Live) -> None:
    nursery, checkers = family(two)
    two.process.kill()
    two.process.wait()
    assert waited(lambda: not any(map(lives, (nursery, *checkers))))


def test_no_process_outlives_a_service_that_stops(two: Live) -> None:
    nursery, checkers = family(two)
    two.process.terminate()
    assert two.process.wait(timeout=60) == 0
    assert waited(lambda: not any(map(lives, (nursery, *checkers))))


LONG = {
    "示例.docx": docx_bytes("".join(paragraph(f"示例第{n}段。") for n in range(20_000))),
    "说明.txt": "示例项目".encode(),
}


def test_what_a_killed_checker_was_reading_is_not_left_on_the_disk(
    serving: Callable[..., Live], tmp_path: Path
) -> None:
    laid = tmp_path / "laid"
    laid.mkdir()
    running = serving("--workers", "1", TMPDIR=str(laid))
    (first,) = family(running)[1]
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(running.ask, "POST", "/v1/checks", *form(LONG))
        assert waited(lambda: any(laid.rglob("示例.docx")))
        os.kill(first, signal.SIGKILL)
        assert reply.result().status == 201
    (second,) = family(running)[1]
    assert [path.name for path in laid.glob("*/*")] == [str(second)]
    assert list(laid.glob("*/*/*")) == []
    running.process.kill()
    assert waited(lambda: list(laid.iterdir()) == [])


def test_a_service_that_can_have_no_checkers_any_more_ends(two: Live) -> None:
    nursery, checkers = family(two)
    for pid in (nursery, *checkers):
        os.kill(pid, signal.SIGKILL)
    assert waited(lambda: not lives(nursery))
    assert two.post("/v1/checks", FUNDING).status == 500
    assert two.process.wait(timeout=60) == 5
