"""The OpenAPI 3.1 document, from the table of routes and the types it names."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import TypeAdapter

from service.answers import JSON, MULTIPART
from service.problems import KINDS, MEDIA, ProblemDocument
from service.route import Gives, Route

_REF = "#/components/schemas/{model}"
_IN_PATH = re.compile("{([a-z_]+)}")
_PROBLEM: dict[str, object] = {"$ref": "#/components/schemas/ProblemDocument"}
Mode = Literal["validation", "serialization"]
Key = tuple[str, Mode]


def _types(routes: Sequence[Route]) -> Iterator[tuple[str, Mode, Any]]:
    """Every type that crosses, by the name of its operation."""
    yield "problem", "serialization", ProblemDocument
    for route in routes:
        if route.takes is not None and route.takes.type is not None:
            yield route.name, "validation", route.takes.type
        for status, gives in route.gives.items():
            if gives.type is not None:
                yield f"{route.name} {status}", "serialization", gives.type


def document(routes: Sequence[Route]) -> bytes:
    """The document as JSON."""
    inputs = [(name, mode, TypeAdapter(kind)) for name, mode, kind in _types(routes)]
    schemas, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    paths: dict[str, dict[str, object]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    whole = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "政务信息化项目备案预检",
            "version": "1",
            "description": "对照南信办〔2023〕1号八项审查内容，逐项给出结论、理由、位置和改法。"
            "预检通过不等于准予备案。",
        },
        "paths": paths,
        "security": [{"key": []}],
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _operation(route: Route, schemas: Mapping[Key, object]) -> dict[str, object]:
    answers: dict[str, object] = {
        str(status): _answer(gives, schemas.get((f"{route.name} {status}", "serialization")))
        for status, gives in route.gives.items()
    }
    for status in sorted({*route.problems, *_always(route)}):
        told = {"description": KINDS[status][1], "content": {MEDIA: {"schema": _PROBLEM}}}
        answers[str(status)] = told
    operation: dict[str, object] = {
        "operationId": route.name,
        "summary": route.title,
        "parameters": [*_in_path(route), *_in_query(route)],
        "responses": answers,
    }
    if route.takes is not None:
        schema = schemas.get((route.name, "validation"), {})
        content = {media: _content(media, schema) for media in route.takes.media}
        operation["requestBody"] = {"required": True, "content": content}
    if route.role is None:
        operation["security"] = []
    return operation


def _always(route: Route) -> set[int]:
    """What any request may be told: a wrong query, no key, a fault, a busy database."""
    statuses = {400, 500, 503}
    statuses |= {411, 413, 415, 422, 429} if route.takes else set()
    return statuses | ({401, 403} if route.role else set())


def _content(media: str, schema: object) -> dict[str, object]:
    if media == MULTIPART:
        files = {"type": "array", "items": {"type": "string", "format": "binary"}}
        return {"schema": {"type": "object", "properties": {"files": files}, "required": ["files"]}}
    return {"schema": schema if media == JSON else {"type": "string", "format": "binary"}}


def _answer(gives: Gives, schema: object) -> dict[str, object]:
    told: dict[str, object] = {
        "description": gives.title,
        "content": {media: _content(media, schema or {}) for media in gives.media},
    }
    if gives.headers:
        told["headers"] = {
            name: {"description": title, "schema": {"type": "string"}}
            for name, title in gives.headers.items()
        }
    return told


def _in_path(route: Route) -> list[dict[str, object]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _IN_PATH.findall(route.path)
    ]


def _in_query(route: Route) -> list[dict[str, object]]:
    return [
        {"name": q.name, "in": "query", "description": q.title, "schema": q.schema}
        for q in route.query
    ]
