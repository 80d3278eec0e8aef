"""Leaf: a quick yes for values of the right form; whatever it does not accept, jsonschema explains.

jsonschema took three quarters of the time of loading a pack; closures over the same schema say yes
in a tenth of it, and spare the import. They may only be stricter, and where a schema says `if` or
`not` they have to be exact: tests hold that what they accept jsonschema accepts.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Accepts = Callable[[Any], bool]

_TYPES: dict[str, Accepts] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "null": lambda v: v is None,
}


def _matching(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda v: pattern.search(v) is not None


# What a keyword asks of a value of its own type; values of other types are not concerned.
_LIMITS: dict[str, tuple[type, Callable[[Any], Callable[[Any], bool]]]] = {
    "pattern": (str, lambda limit: _matching(re.compile(limit))),
    "minLength": (str, lambda limit: lambda v: len(v) >= limit),
    "maxLength": (str, lambda limit: lambda v: len(v) <= limit),
    "minItems": (list, lambda limit: lambda v: len(v) >= limit),
    "maxItems": (list, lambda limit: lambda v: len(v) <= limit),
    "minProperties": (dict, lambda limit: lambda v: len(v) >= limit),
    "maxProperties": (dict, lambda limit: lambda v: len(v) <= limit),
    "minimum": (int, lambda limit: lambda v: v >= limit),
    "maximum": (int, lambda limit: lambda v: v <= limit),
    "required": (dict, lambda names: lambda v: all(name in v for name in names)),
    "dependentRequired": (
        dict,
        lambda pairs: lambda v: all(p in v for n, of in pairs.items() if n in v for p in of),
    ),
}
_SIMPLE: dict[str, Callable[[Any], Accepts]] = {
    "type": lambda names: (
        lambda v: any(_TYPES[name](v) for name in ([names] if isinstance(names, str) else names))
    ),
    "enum": lambda words: lambda v: isinstance(v, str) and v in words,
    "const": lambda limit: lambda v: type(v) is type(limit) and v == limit,
}
_WORDS = {"$schema", "$defs", "$comment", "title", "description", "examples"}
_SAID_ELSEWHERE = {*_WORDS, "then", "else"}


class Shapes:
    """The definitions of a schema as closures, each compiled when it is first asked for."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._compiled: dict[str, Accepts] = {}

    def of(self, name: str) -> Accepts:
        """Whether a value is of a definition; raises ValueError for a keyword it does not know."""
        if name not in self._compiled:
            # A definition may name itself: whoever asks meanwhile gets what will be compiled.
            self._compiled[name] = lambda value: self._compiled[name](value)
            self._compiled[name] = self._every(self._definitions[name])
        return self._compiled[name]

    def _every(self, schema: Mapping[str, Any]) -> Accepts:
        tests = [t for k in schema if (t := self._test(k, schema)) is not None]
        if len(tests) == 1:
            return tests[0]
        return lambda value: all(test(value) for test in tests)

    def _test(self, keyword: str, schema: Mapping[str, Any]) -> Accepts | None:
        limit = schema[keyword]
        if keyword in _LIMITS:
            kind, make = _LIMITS[keyword]
            test = make(limit)
            return lambda value: not isinstance(value, kind) or test(value)
        if keyword in _SIMPLE:
            return _SIMPLE[keyword](limit)
        if keyword in _SAID_ELSEWHERE or keyword.startswith("x-"):
            return None
        return self._nested(keyword, schema)

    def _nested(self, keyword: str, schema: Mapping[str, Any]) -> Accepts | None:
        limit = schema[keyword]
        match keyword:
            case "$ref":
                return self.of(limit.removeprefix("#/$defs/"))
            case "anyOf":
                options = [self._every(option) for option in limit]
                return lambda value: any(option(value) for option in options)
            case "allOf":
                every = [self._every(part) for part in limit]
                return lambda value: all(part(value) for part in every)
            case "not":
                other = self._every(limit)
                return lambda value: not other(value)
            case "items" | "propertyNames":
                part, kind = self._every(limit), list if keyword == "items" else dict
                return lambda value: not isinstance(value, kind) or all(map(part, value))
            case "if":
                return self._choice(schema)
            case "properties" | "additionalProperties":
                first = next(k for k in schema if k in ("properties", "additionalProperties"))
                return self._members(schema) if keyword == first else None
        raise ValueError(keyword)

    def _choice(self, schema: Mapping[str, Any]) -> Accepts:
        asked = self._every(schema["if"])
        then, other = (self._every(schema.get(part, {})) for part in ("then", "else"))
        return lambda value: then(value) if asked(value) else other(value)

    def _members(self, schema: Mapping[str, Any]) -> Accepts:
        known = {name: self._every(part) for name, part in schema.get("properties", {}).items()}
        rest = schema.get("additionalProperties", True)
        other = self._every({} if rest is True else {"anyOf": []} if rest is False else rest)

        def accepts(value: object) -> bool:
            return not isinstance(value, dict) or all(
                known.get(name, other)(part) for name, part in value.items()
            )

        return accepts
