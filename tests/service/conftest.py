"""Services to speak to."""

from collections.abc import Callable, Iterator

import pytest

from tests.service.serving import Live, start, stop


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    running = start("--registry", "examples/registry.csv", "--max-body", "1000000")
    yield running
    stop(running)


@pytest.fixture
def serving() -> Iterator[Callable[..., Live]]:
    started: list[Live] = []

    def serve(*options: str, **environment: str) -> Live:
        started.append(start(*options, **environment))
        return started[-1]

    yield serve
    for each in started:
        stop(each)
