"""The table of all routes."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from service.answers import Answer, as_json
from service.batches import BATCHES
from service.check_routes import CHECKS
from service.context import Context
from service.course_routes import COURSES
from service.inquiries import INQUIRIES
from service.openapi import document
from service.papers import PAPERS
from service.replaying import REPLAYS
from service.route import Call, Gives, Route
from service.systems import SYSTEMS
from service.twins import TWINS


@dataclass(frozen=True, slots=True)
class Alive:
    """The process answers."""

    status: Literal["ok"] = "ok"


@dataclass(frozen=True, slots=True)
class Ready:
    """The database answers; how many packs and systems there are."""

    status: Literal["ready"]
    packs: int
    systems: int


def _get_readyz(context: Context, _: Call) -> Answer:
    """A database that does not answer is told by 503, as for any request."""
    with context.database.reading() as connection:
        registry = context.registry(connection)
    count = len(registry.systems) if registry else 0
    return as_json(Ready, Ready("ready", len(context.packs), count))


def _get_metrics(context: Context, _: Call) -> Answer:
    return Answer(context.metrics.text(), 200, "text/plain; version=0.0.4; charset=utf-8")


def _get_livez(_: Context, __: Call) -> Answer:
    return as_json(Alive, Alive())


@cache
def _document() -> bytes:
    return document(ROUTES)


def _get_openapi(_: Context, __: Call) -> Answer:
    return Answer(_document())


ROUTES: tuple[Route, ...] = (
    *CHECKS,
    *COURSES,
    *PAPERS,
    *BATCHES,
    *REPLAYS,
    *INQUIRIES,
    *SYSTEMS,
    *TWINS,
    Route(
        method="GET",
        path="/livez",
        name="livez",
        title="进程是否在运行",
        respond=_get_livez,
        gives={200: Gives("在运行", Alive)},
        role=None,
    ),
    Route(
        method="GET",
        path="/readyz",
        name="readyz",
        title="是否可以服务",
        respond=_get_readyz,
        role=None,
        gives={200: Gives("可以服务", Ready)},
    ),
    Route(
        method="GET",
        path="/metrics",
        name="metrics",
        title="运行指标",
        respond=_get_metrics,
        role=None,
        gives={200: Gives("Prometheus 文本", media=("text/plain",))},
    ),
    Route(
        method="GET",
        path="/openapi.json",
        name="openapi",
        title="接口说明（OpenAPI 3.1）",
        respond=_get_openapi,
        gives={200: Gives("接口说明")},
        role=None,
    ),
)
