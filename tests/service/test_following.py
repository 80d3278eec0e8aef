"""Every process follows the list in the database: it sees each change, and answers as if anew."""

import json
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import event, text

from compliance import ExistingSystem, Registry, check, find_twins, load, read_filing
from service.checking import nursery
from service.context import load_context
from service.store import (
    LOCAL,
    Connection,
    Database,
    Follower,
    import_systems,
    load_registry,
    open_database,
    put_system,
    remove_system,
    written,
)
from tests.service.serving import Live
from tests.service.test_checking import waited

ROOT = Path(__file__).parents[2]
LISTED = Registry.load(ROOT / "examples/registry.csv")
FILING = (ROOT / "examples/filings/08-new-return-duplicate-own.json").read_bytes()
JSON, LINES = ({"Content-Type": f"application/{kind}"} for kind in ("json", "x-ndjson"))


def system(number: int, told: str = "") -> ExistingSystem:
    return ExistingSystem(id=f"S{number}", name=f"示例系统{number}", description=told)


def many(count: int, told: str = "") -> Registry:
    return Registry.of([system(number, told) for number in range(count)], date(2026, 3, 1))


def put_and_take(connection: Connection) -> None:
    put_system(connection, system(3, "改过"), LOCAL)
    remove_system(connection, "S4", LOCAL)


def put_and_put_back(connection: Connection) -> None:
    put_system(connection, system(3, "改过"), LOCAL)
    put_system(connection, system(3), LOCAL)
    put_system(connection, system(99), LOCAL)
    remove_system(connection, "S99", LOCAL)


def put_often(connection: Connection) -> None:
    for number in range(1_001):
        put_system(connection, system(number % 3, str(number)), LOCAL)


def lose_the_record(connection: Connection) -> None:
    put_system(connection, system(2, "改过"), LOCAL)
    put_system(connection, system(3, "改过"), LOCAL)
    connection.execute(text("DELETE FROM audit WHERE seq = 3"))


def go_back(connection: Connection) -> None:
    """As a database does that is put back from a copy."""
    connection.execute(text("UPDATE state SET value = '1' WHERE name = 'registry'"))
    connection.execute(text("DELETE FROM systems WHERE id = 'S5'"))


# What is done between two looks at the list, and how many of its systems are read again.
CHANGES: dict[str, tuple[Callable[[Connection], object], int]] = {
    "改一个、删一个": (put_and_take, 1),
    "改了又改回、加了又删": (put_and_put_back, 1),
    "导入，内容没有变": (lambda c: import_systems(c, many(9), False, LOCAL), 0),
    "导入，只变了截止日期": (
        lambda c: import_systems(c, Registry.of(many(9).systems, date(2026, 5, 1)), True, LOCAL),
        0,
    ),
    "导入，几个有变": (lambda c: import_systems(c, many(12, "改过"), False, LOCAL), 12),
    "整份替换": (lambda c: import_systems(c, many(4), True, LOCAL), 0),
    "替换成空的": (lambda c: import_systems(c, Registry.of([]), True, LOCAL), 0),
    "一次导入很多": (lambda c: import_systems(c, many(600), False, LOCAL), 600),
    "改了很多次": (put_often, 9),
    "留痕缺了一条": (lose_the_record, 9),
    "数据库退回从前": (go_back, 8),
}


@pytest.mark.parametrize(("change", "read"), CHANGES.values(), ids=CHANGES)
def test_who_follows_has_the_list_as_it_is_and_reads_only_what_changed(
    database: Database, change: Callable[[Connection], object], read: int
) -> None:
    follower = Follower()
    with database.writing() as connection:
        put_system(connection, system(0), LOCAL)
        import_systems(connection, many(9), False, LOCAL)
    with database.reading() as connection:
        before = follower.current(connection)
    with database.writing() as connection:
        change(connection)
    with database.reading() as connection:
        seen, anew = follower.current(connection), load_registry(connection)
        assert follower.current(connection) is seen
    assert seen == anew
    assert before is not None
    assert seen is not None
    known = {id(each) for each in before.systems}
    assert sum(id(each) not in known for each in seen.systems) == read


def step(connection: Connection, chance: random.Random) -> None:
    """Any change."""
    number, told = chance.randrange(20), chance.choice(["", "改过", "又改过"])
    some = [system(n, told) for n in chance.sample(range(20), chance.randrange(6))]
    changes: Sequence[Callable[[], object]] = (
        lambda: put_system(connection, system(number, told), LOCAL),
        lambda: remove_system(connection, f"S{number}", LOCAL),
        lambda: import_systems(connection, Registry.of(some), chance.random() < 0.2, LOCAL),
    )
    chance.choice(changes)()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_in_whatever_order_all_have_the_same_list(
    database: Database, seed: int
) -> None:
    chance, followers = random.Random(seed), [Follower() for _ in range(3)]  # noqa: S311
    for _ in range(25):
        with database.writing() as connection:
            step(connection, chance)
        with database.reading() as connection:
            expected = load_registry(connection)
            for follower in followers:
                if chance.random() < 0.5:
                    assert follower.current(connection) == expected


def test_what_changes_while_the_list_is_read_is_seen_whole_or_not_at_all(
    database: Database, url: str
) -> None:
    follower, elsewhere, lists = Follower(), open_database(url), [many(5), many(5, "又改过")]
    with database.writing() as connection:
        import_systems(connection, lists[0], False, LOCAL)
    with database.reading() as connection:
        follower.current(connection)
    with database.writing() as connection:
        put_system(connection, system(1, "改过"), LOCAL)

    def meanwhile(_c: object, _u: object, statement: str, *_: object) -> None:
        if "FROM audit" in statement and lists:
            with elsewhere.writing() as other:
                import_systems(other, lists.pop(), False, LOCAL)
                lists.clear()

    with database.reading() as connection:
        first = load_registry(connection)
        event.listen(connection, "after_cursor_execute", meanwhile)
        seen = follower.current(connection)
        assert not lists
        assert seen in (first, many(5, "又改过"))
        assert seen == load_registry(connection)
    elsewhere.forget()


def test_a_checker_that_is_asked_nothing_follows_too(database: Database) -> None:
    context, (ours, theirs) = load_context(None, None, database, 1_000_000), Pipe()
    checker = Thread(target=nursery._answer, args=(context, theirs))
    checker.start()
    for size in (3, 5):
        with database.writing() as connection:
            import_systems(connection, many(size), False, LOCAL)
        assert waited(lambda size=size: sized(context.follower.known) == size)  # type: ignore[misc]
    ours.close()
    checker.join()


def sized(registry: Registry | None) -> int:
    return len(registry.systems) if registry else 0


def answers(every: Sequence[Live]) -> set[bytes]:
    """What two checkers of each service say, asked at once."""
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda live: live.post("/v1/checks", FILING), [*every, *every]))
    assert {reply.status for reply in replies} == {201}
    return {reply.body for reply in replies}


def expected(registry: Registry) -> bytes:
    filing = read_filing(FILING)
    assert filing.dates.submitted is not None
    verdict = check(filing, registry, filing.dates.submitted)
    return written(verdict, filing).document.encode()


def changed(number: int) -> tuple[str, str, bytes, dict[str, ExistingSystem]]:
    """A request that changes the list, and the list then."""
    known = {each.id: each for each in LISTED.systems}
    one, other = LISTED.systems[number], LISTED.systems[-number - 1]
    mended = one.model_copy(update={"description": f"{other.description}（第{number}次）"})
    body = mended.model_dump_json(exclude_defaults=True).encode()
    path = "/v1/registry/systems/"
    requests = (
        ("PUT", path + one.id, body, {**known, one.id: mended}),
        ("DELETE", path + one.id, b"", {k: s for k, s in known.items() if k != one.id}),
        ("POST", "/v1/registry/import", body, {**known, one.id: mended}),
    )
    return requests[number % 3]


def test_checkers_of_two_services_that_followed_say_to_a_byte_what_one_begun_anew_says(
    serving: Callable[..., Live], database: Database, url: str
) -> None:
    with database.writing() as connection:
        import_systems(connection, LISTED, True, LOCAL)
    every = [serving("--workers", "2", "--database", url) for _ in range(2)]
    assert answers(every) == {expected(LISTED)}
    for number in range(6):
        method, path, body, listed = changed(number)
        reply = every[number % 2].ask(method, path, body, LINES if method == "POST" else JSON)
        assert reply.status < 300, reply.body.decode()
        assert answers(every) == {expected(Registry.of(listed.values()))}
        with database.writing() as connection:
            import_systems(connection, LISTED, True, LOCAL)
        assert answers(every) == {expected(LISTED)}


def test_pages_and_groups_follow_what_another_service_changed(
    serving: Callable[..., Live], database: Database, url: str
) -> None:
    with database.writing() as connection:
        import_systems(connection, LISTED, True, LOCAL)
    here, there = (serving("--workers", "1", "--database", url) for _ in range(2))
    system = LISTED.systems[0].model_copy(
        update={"name": "示例龙舟赛事报名系统", "owner": "", "description": ""}
    )
    wanted = json.dumps({"name": system.name}).encode()

    def seen(live: Live) -> tuple[object, bool, bool]:
        groups = live.ask("GET", "/v1/registry/twins").json()["groups"]
        quality = live.ask("GET", "/registry/quality").body.decode()
        similar = live.post("/v1/similar", wanted).json()
        ids = [[member["id"] for member in group] for group in groups]
        return ids, system.name in quality, system.id in {found["id"] for found in similar}

    def twins(registry: Registry) -> object:
        return [[s.id for s in group] for group in find_twins(registry, load(), date.today())]

    assert seen(here) == seen(there) == (twins(LISTED), False, False)
    body = system.model_dump_json(exclude_defaults=True).encode()
    assert here.ask("PUT", f"/v1/registry/systems/{system.id}", body, JSON).status == 200
    now = Registry.of([system, *LISTED.systems[1:]])
    assert seen(there) == seen(here) == (twins(now), True, True)
