"""One row of the table of routes; the rows make both the application and its OpenAPI document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.answers import JSON, Answer
from service.context import Context
from service.store import Identity, Role


@dataclass(frozen=True, slots=True)
class Query:
    """A query parameter: its schema, and how its text is read (ValueError carries the words)."""

    name: str
    title: str
    schema: Mapping[str, object]
    read: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Upload:
    """上传的文件: its name as given (with folders, where a folder was dropped), its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A request, its query already read."""

    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: bytes
    media: str
    identity: Identity
    headers: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class Gives:
    """What a route answers: the words, and the type of the JSON (None: any object)."""

    title: str
    type: Any = None
    media: tuple[str, ...] = (JSON,)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Takes:
    """What a route takes: the type of the JSON, and other forms of content it reads."""

    type: Any = None
    media: tuple[str, ...] = (JSON,)


@dataclass(frozen=True, slots=True)
class Route:
    """路由: one operation. `problems` are its error statuses; `role` None needs no key;
    of `heavy` ones only some go on at a time.
    """

    method: str
    path: str
    name: str
    title: str
    respond: Callable[[Context, Call], Answer]
    gives: Mapping[int, Gives]
    role: Role | None
    takes: Takes | None = None
    heavy: bool = False
    query: tuple[Query, ...] = ()
    problems: tuple[int, ...] = ()
