"""Metrics, and one JSON line a request: no address, query, body or name of a person in it."""

import json
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

access = logging.getLogger("beian.access")


@dataclass(frozen=True, slots=True)
class Metrics:
    """指标 of one process."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)

    def __post_init__(self) -> None:
        names = ["route", "status"]
        made = Counter("beian_requests", "请求数", names, registry=self.registry)
        seconds = Histogram("beian_seconds", "用时（秒）", ["route"], registry=self.registry)
        object.__setattr__(self, "requests", made)
        object.__setattr__(self, "seconds", seconds)

    def text(self) -> bytes:
        """The figures in the exposition format."""
        return generate_latest(self.registry)


def watch(metrics: Metrics) -> Callable[[Response], Response]:
    """A function that counts and logs a response, by its route, never by its address."""

    def seen(response: Response) -> Response:
        route = request.endpoint or "（没有这个地址）"
        took = time.monotonic() - g.get("began", time.monotonic())
        metrics.requests.labels(route, str(response.status_code)).inc()
        metrics.seconds.labels(route).observe(took)
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": g.get("instance", ""),
            "key": g.get("identity", ""),
            "route": route,
            "status": response.status_code,
            "ms": round(took * 1000, 1),
        }
        access.info(json.dumps(line, ensure_ascii=False))
        return response

    return seen


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The line itself of an access record, else a JSON object with the trace."""
        if record.name == access.name:
            return record.getMessage()
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = _trace(record)
        return json.dumps(told, ensure_ascii=False)


def _trace(record: logging.LogRecord) -> str:
    """Where it went wrong, without the message: that may hold what came in."""
    lines: list[str] = []
    error = record.exc_info[1] if record.exc_info else None
    step = error.__traceback__ if error else None
    while step is not None:
        code = step.tb_frame.f_code
        lines.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return " < ".join([type(error).__name__, *reversed(lines)])


def log_to_stderr() -> None:
    """Everything the service logs, a line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    access.setLevel(logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
