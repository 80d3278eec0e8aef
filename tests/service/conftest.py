"""Services to speak to, and databases to keep things in."""

import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from service.store import Database, open_database, require_current
from service.store import migrate as bring_up
from tests.service.clusters import cluster, missing
from tests.service.serving import Live, start, stop


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    database = f"sqlite:///{tmp_path_factory.mktemp('live')}/beian.db"
    registry = ("--registry", "examples/registry.csv")
    running = start(*registry, "--database", database, "--max-body", "1000000")
    yield running
    stop(running)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Live]]:
    started: list[Live] = []

    def serve(*options: str, **environment: str) -> Live:
        given = () if "--database" in options else ("--database", f"sqlite:///{tmp_path}/b.db")
        started.append(start(*given, *options, **environment))
        return started[-1]

    yield serve
    for each in started:
        stop(each)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as url:
        yield url


_made: list[int] = []


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each engine."""
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path}/beian.db"
    server: str = request.getfixturevalue("postgres")
    _made.append(1)
    name = f"beian{len(_made)}"
    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with its tables."""
    opened = open_database(url)
    bring_up(opened)
    require_current(opened)
    yield opened
    opened.engine.dispose()


def needed(module: str, what: str) -> Any:  # noqa: ANN401 - a module of a package without need
    """A package of the browser tests; without it they are skipped, in CI they fail."""
    try:
        return import_module(module)
    except ImportError:
        missing(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        missing("Chromium（apt-get install chromium）")
    sync = needed("playwright.sync_api", "playwright（pip install '.[test]'）")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that looks for barriers."""
    module = needed("axe_playwright_python.base", "axe-playwright-python（pip install '.[test]'）")
    return Path(module.__file__).with_name("axe.min.js").read_text("utf-8")
