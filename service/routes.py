"""The table of all routes."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from service.answers import as_json
from service.checks import CHECKS
from service.context import Context
from service.criteria import CRITERIA
from service.openapi import document
from service.route import Answer, Call, Gives, Route
from service.systems import SYSTEMS


@dataclass(frozen=True, slots=True)
class Alive:
    """The process answers."""

    status: Literal["ok"] = "ok"


def _get_livez(_: Context, __: Call) -> Answer:
    return as_json(Alive, Alive())


@cache
def _document() -> bytes:
    return document(ROUTES)


def _get_openapi(_: Context, __: Call) -> Answer:
    return Answer(_document())


ROUTES: tuple[Route, ...] = (
    *CHECKS,
    *CRITERIA,
    *SYSTEMS,
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
        path="/openapi.json",
        name="openapi",
        title="接口说明（OpenAPI 3.1）",
        respond=_get_openapi,
        gives={200: Gives("接口说明")},
        role=None,
    ),
)
