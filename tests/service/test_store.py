"""What the store promises, on both engines."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from compliance import ExistingSystem, Registry, Verdict, Waiver, check, load, read_filing, waive
from service.store import (
    LOCAL,
    Database,
    Follower,
    Identity,
    StoreError,
    add_check,
    add_key,
    add_waiver,
    find_check,
    has_keys,
    identify,
    import_systems,
    list_checks,
    load_registry,
    open_database,
    put_system,
    remove_system,
    require_current,
    revoke_key,
    verify,
    written,
)
from tests.service.test_courses import BACK_TO_1

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples/filings").glob("*.json"))
APPLICANT = Identity("k7", "示例市民政局", "applicant")
OTHER = Identity("k8", "示例市水务局", "applicant")


def verdict_of(stem: str) -> Verdict:
    filing = read_filing((ROOT / f"examples/filings/{stem}.json").read_bytes())
    return check(filing, on=filing.dates.submitted or date(2026, 3, 2))


@pytest.fixture(scope="module")
def funding() -> Verdict:
    return verdict_of("15-new-return-funding")


FUNDED = read_filing((ROOT / "examples/filings/15-new-return-funding.json").read_bytes())


def systems(count: int) -> Registry:
    return Registry.of([{"id": f"S{n}", "name": f"示例系统{n}"} for n in range(count)])


def test_a_verdict_comes_back_as_it_was_given(database: Database, funding: Verdict) -> None:
    with database.writing() as connection:
        number = add_check(connection, written(funding, FUNDED), APPLICANT)
    with database.reading() as connection:
        stored = find_check(connection, number, APPLICANT)
    assert stored is not None
    assert stored.verdict.as_dict() == funding.as_dict()
    assert stored.verdict.canonical == funding.canonical


def test_applicants_see_only_their_own(database: Database, funding: Verdict) -> None:
    with database.writing() as connection:
        number = add_check(connection, written(funding, FUNDED), APPLICANT)
    with database.reading() as connection:
        assert find_check(connection, number, OTHER) is None
        assert list_checks(connection, OTHER) == (0, ())
        assert list_checks(connection, LOCAL)[0] == 1


def test_numbers_have_no_gaps_even_where_a_transaction_fails(
    database: Database, funding: Verdict
) -> None:
    def give(n: int) -> str:
        try:
            with database.writing() as connection:
                number = add_check(connection, written(funding, FUNDED), APPLICANT)
                if n % 3 == 0:
                    raise KeyError(n)
        except KeyError:
            return ""
        return number

    with ThreadPoolExecutor(8) as pool:
        given = sorted(number for number in pool.map(give, range(24)) if number)
    assert [int(number.split("-")[1]) for number in given] == list(range(1, 17))


def test_a_confidential_filing_is_not_kept() -> None:
    assert written(verdict_of("35-scope-secret"), FUNDED).secret
    assert not written(verdict_of("36-scope-county"), FUNDED).secret


def test_keys_open_until_they_are_revoked(database: Database) -> None:
    with database.writing() as connection:
        assert not has_keys(connection)
        whole = add_key(connection, "审查一", "reviewer")
    with database.reading() as connection:
        assert identify(connection, whole) == Identity("k1", "审查一", "reviewer")
        for wrong in ("", "k1", whole + "x", "k1.", "k2" + whole[2:], "密钥", "k1.ÿ"):
            assert identify(connection, wrong) is None
    with database.writing() as connection:
        assert revoke_key(connection, "k1")
        assert not revoke_key(connection, "k1")
    with database.reading() as connection:
        assert identify(connection, whole) is None
        assert has_keys(connection)


def test_a_key_is_kept_only_as_a_hash(database: Database) -> None:
    with database.writing() as connection:
        whole = add_key(connection, "审查一", "reviewer")
    with database.reading() as connection:
        rows = str(connection.execute(text("SELECT * FROM keys")).all())
    assert whole.partition(".")[2] not in rows


TAMPERING = {
    "改动一条记录": "UPDATE audit SET actor = 'x' WHERE seq = 2",
    "删去中间一条": "DELETE FROM audit WHERE seq = 2",
    "改动结论": "UPDATE checks SET verdict = REPLACE(verdict, 'return', 'pass')",
    "删去结论": "DELETE FROM checks",
    "插入结论": (
        "INSERT INTO checks (id, created_at, owner, name, unit, project, kind, outcome,"
        " verdict, sha256) VALUES ('x', '', '', '', '', '', '', '', '{}', '')"
    ),
}


def kept(database: Database, verdict: Verdict) -> None:
    with database.writing() as connection:
        number = add_check(connection, written(verdict, FUNDED), APPLICANT)
        put_system(connection, ExistingSystem(id="S1", name="示例系统"), LOCAL)
        waiver = Waiver("C7.source", "资金已另行落实", "审查一", "2026-12-31")
        add_waiver(connection, number, waiver, LOCAL)


@pytest.mark.parametrize("change", TAMPERING.values(), ids=TAMPERING)
def test_a_change_behind_the_service_s_back_is_found(
    database: Database, funding: Verdict, change: str
) -> None:
    kept(database, funding)
    with database.reading() as connection:
        assert verify(connection).faults == ()
    with database.writing() as connection:
        connection.execute(text(change))
    with database.reading() as connection:
        assert verify(connection).faults


def test_a_chain_cut_at_its_end_is_found_by_an_earlier_head(
    database: Database, funding: Verdict
) -> None:
    kept(database, funding)
    with database.reading() as connection:
        head = verify(connection).head
        assert verify(connection, head).faults == ()
    with database.writing() as connection:
        connection.execute(text("DELETE FROM audit WHERE seq = 3"))
    with database.reading() as connection:
        assert verify(connection).faults == ()
        assert verify(connection, head).faults


def test_an_import_tells_what_it_changed(database: Database) -> None:
    changed = Registry.of(
        [
            {"id": "S0", "name": "示例系统零"},
            {"id": "S1", "name": "示例系统1"},
            {"id": "新", "name": "新"},
        ]
    )
    with database.writing() as connection:
        first = import_systems(connection, systems(3), False, LOCAL)
        merged = import_systems(connection, changed, False, LOCAL)
        replaced = import_systems(connection, changed, True, LOCAL)
        stored = load_registry(connection)
    assert (first.added, first.changed, first.removed, first.same) == (3, 0, 0, 0)
    assert (merged.added, merged.changed, merged.removed, merged.same) == (1, 1, 0, 1)
    assert (replaced.added, replaced.changed, replaced.removed, replaced.same) == (0, 0, 1, 3)
    assert stored is not None
    assert stored.version == changed.version


def test_rows_a_list_came_without_are_remembered_until_one_comes_whole(
    url: str, database: Database
) -> None:
    """Else a filing would pass against a list that lacks what could not be read."""
    broken = Registry.of([{"id": "S1", "name": "示例系统一"}, {"id": "S2", "name": ""}])
    elsewhere, follower = open_database(url), Follower()
    told = []
    for listed in (broken, systems(3)):
        with database.writing() as connection:
            import_systems(connection, listed, False, LOCAL)
        with database.writing() as connection:
            put_system(connection, ExistingSystem(id="S9", name="示例系统九"), LOCAL)
        with elsewhere.reading() as connection:
            for seen in (load_registry(connection), follower.current(connection)):
                assert seen is not None
                verdict = check(FUNDED, seen)
                rules = {finding.rule for finding in verdict.findings}
                told.append((seen.left_out, "C2.registry.rows" in rules))
    assert told == [(1, True), (1, True), (0, False), (0, False)]
    elsewhere.engine.dispose()


def test_another_worker_follows_at_its_next_request(url: str, database: Database) -> None:
    elsewhere, follower = open_database(url), Follower()
    with elsewhere.reading() as connection:
        assert follower.current(connection) is None
    with database.writing() as connection:
        import_systems(connection, systems(5), False, LOCAL)
    with elsewhere.reading() as connection:
        seen = follower.current(connection)
    with database.writing() as connection:
        remove_system(connection, "S4", LOCAL)
    with elsewhere.reading() as connection:
        later = follower.current(connection)
    assert seen is not None
    assert later is not None
    assert (len(seen.systems), len(later.systems)) == (5, 4)
    elsewhere.engine.dispose()


def test_an_old_schema_is_refused_with_the_command_to_run(url: str, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE state SET value = '0' WHERE name = 'schema'"))
    with pytest.raises(StoreError, match="service migrate"):
        require_current(database)
    done = subprocess.run(
        [sys.executable, "-m", "service", "--port", "0", "--database", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "python -m service migrate" in done.stderr


def test_a_newer_schema_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE state SET value = '99' WHERE name = 'schema'"))
    with pytest.raises(StoreError, match="新版程序"):
        require_current(database)


def _all_migrate(url: str) -> list[str]:
    """What three migrations at once say."""
    command = [sys.executable, "-m", "service", "migrate", "--database", url]
    at_once = [
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    told = sorted(process.communicate()[0].strip() for process in at_once)
    assert [process.returncode for process in at_once] == [0, 0, 0]
    return told


def test_of_migrations_at_once_one_makes_the_tables(url: str) -> None:
    assert _all_migrate(url) == ["表结构：2 → 2", "表结构：2 → 2", "表结构：无 → 2"]


def test_of_migrations_at_once_one_brings_the_old_tables_up(
    url: str, database: Database, funding: Verdict
) -> None:
    with database.writing() as connection:
        number = add_check(connection, written(funding, FUNDED), APPLICANT)
        for change in BACK_TO_1:
            connection.execute(text(change))
    assert _all_migrate(url) == ["表结构：1 → 2", "表结构：2 → 2", "表结构：2 → 2"]
    with database.reading() as connection:
        assert find_check(connection, number, APPLICANT) is not None
        assert verify(connection).faults == ()


WRITER = """
import sys
from service.store import LOCAL, add_key, open_database, put_system
from compliance import ExistingSystem
database, name = open_database(sys.argv[1]), sys.argv[2]
for n in range(25):
    with database.writing() as connection:
        put_system(connection, ExistingSystem(id=f"{name}-{n}", name="示例系统"), LOCAL)
"""


def test_eight_writers_at_once_lose_nothing(url: str, database: Database) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, str(n)], cwd=ROOT) for n in range(8)
    ]
    assert [writer.wait() for writer in writers] == [0] * 8
    with database.reading() as connection:
        stored = load_registry(connection)
        chain = verify(connection)
    assert stored is not None
    assert len(stored.systems) == 200
    assert (chain.entries, chain.faults) == (200, ())


ADDRESSES = ["mysql://x/y", "beian.db", "sqlite://", ""]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_of_ours_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match="--database"):
        open_database(address)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_waiving_afterwards_equals_waiving_at_the_check(path: Path) -> None:
    filing = read_filing(path.read_bytes())
    day = filing.dates.submitted or date(2026, 3, 2)
    bare = check(filing, on=day)
    given = [
        Waiver(f.rule, "已核实", "审查一", "2099-12-31" if n % 3 else "2000-01-01", f.item)
        for n, f in enumerate(bare.findings)
        if n % 2 == 0
    ]
    together = [*given, Waiver("C0.none", "没有这条", "审查一", "2099-12-31")]
    later = waive(bare, together, load().labels, day.isoformat())
    assert json.loads(later.canonical) == json.loads(
        check(filing, on=day, waivers=together).canonical
    )
