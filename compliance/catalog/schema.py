"""What the schemas of a profile say about one entry: a quick yes, or what jsonschema finds."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from compliance.catalog.codes import read_text
from compliance.catalog.problem import Fault, ProblemCode
from compliance.catalog.profile import Profile
from compliance.catalog.rows import CatalogEntry
from compliance.shape import Shapes

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_LONGEST_MISSPELT = 10
_CLOSE = 0.6
_FREE = "示例"
_SAYS_NOTHING = frozenset({"title", "description", "examples", "$comment", "type", "x-problem"})


@cache
def read_entry_schema() -> dict[str, object]:
    """The schema of one entry, the code lists it refers to put in: one document, no resolving."""
    schema: dict[str, object] = json.loads(read_text("entry.schema.json"), object_hook=_include)
    return schema


def read_catalog_schema() -> dict[str, object]:
    """The schema of a catalogue as one document: what entries refer to stands at its root."""
    entry = dict(read_entry_schema())
    definitions, dialect = entry.pop("$defs"), entry.pop("$schema")
    catalogue: dict[str, object] = json.loads(read_text("catalog.schema.json"))
    return {**catalogue, "$schema": dialect, "items": entry, "$defs": definitions}


def _include(part: dict[str, object]) -> dict[str, object]:
    target = part.get("$ref")
    if not isinstance(target, str) or target.startswith("#"):
        return part
    included: dict[str, object] = json.loads(read_text(*target.split("/")))
    return {key: value for key, value in included.items() if key != "$schema"}


@cache
def read_profile_schemas(profile: Profile) -> tuple[dict[str, object], ...]:
    """The schemas of a profile, its own first and the entry's last, none referring to another."""
    schemas, name = [], f"{profile}.schema.json"
    while name != "../entry.schema.json":
        schema: dict[str, Any] = json.loads(read_text("profiles", name))
        name = schema["allOf"].pop(0)["$ref"]
        if schema["allOf"] or "required" in schema:
            schemas.append(schema)
    return (*schemas, read_entry_schema())


class _Form:
    """A schema that stands by itself; jsonschema is imported only for what it does not accept."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._accepts = Shapes({**schema.get("$defs", {}), "whole": schema}).of("whole")

    @cached_property
    def _validator(self) -> "Draft202012Validator":
        from jsonschema import Draft202012Validator

        return Draft202012Validator(self._schema)

    def errors(self, value: object) -> "Iterable[ValidationError]":
        return () if self._accepts(value) else self._validator.iter_errors(value)


@cache
def _forms(profile: Profile) -> tuple[_Form, ...]:
    return tuple(map(_Form, read_profile_schemas(profile)))


def by_schema(entry: CatalogEntry, profile: Profile) -> Iterator[Fault]:
    """Each thing in an entry that a profile refuses.

    Entry by entry: a catalogue validated as one array takes several times as long.
    """
    *stricter, floor = _forms(profile)
    values = dict(entry.values)
    for form in stricter:
        yield from _faults(form.errors(values), entry)
    items = values.get("items")
    if isinstance(items, list):
        values["items"] = []  # each is validated below
        for place, item in enumerate(items):
            for fault in _item_faults(_shape(item)):
                yield replace(fault, item=place)
    yield from _faults(floor.errors(values), entry)


@cache
def _item_schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = read_entry_schema()
    items: Mapping[str, Any] = schema["properties"]["items"]["items"]
    return items


@cache
def _item_form() -> _Form:
    return _Form(_item_schema())


@cache
def _constrained() -> frozenset[str]:
    """The keys of an item of whose text the schema says more than that it is one."""
    properties = _item_schema()["properties"].items()
    return frozenset(key for key, said in properties if said.keys() - _SAYS_NOTHING)


def _shape(item: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    """An item with every free text alike: most items of a catalogue then are."""
    free = item.keys() - _constrained()
    return tuple((k, _FREE if k in free and isinstance(v, str) else v) for k, v in item.items())


@lru_cache(4096)
def _item_faults(shape: tuple[tuple[str, object], ...]) -> tuple[Fault, ...]:
    errors = _item_form().errors(dict(shape))
    return tuple(_item_fault(e) for e in errors if e.instance is not None or e.validator == "type")


def _item_fault(error: "ValidationError") -> Fault:
    code = ProblemCode(_annotated(error)["x-problem"][error.validator])
    shown = error.instance if isinstance(error.instance, str) else None
    near = _close(error) if error.validator == "enum" else ""
    return Fault(code, "items", near=near, shown=shown)


def _faults(errors: "Iterable[ValidationError]", entry: CatalogEntry) -> Iterator[Fault]:
    for error in errors:
        if error.instance is None and error.validator != "type":
            continue  # what could not be read is not compared
        code = ProblemCode(_annotated(error)["x-problem"][error.validator])
        item = next((place for place in error.path if isinstance(place, int)), None)
        near = _close(error) if error.validator == "enum" else ""
        for key in _keys(error, entry):
            yield Fault(code, key, item, near)


def _close(error: "ValidationError") -> str:
    """The value that may have been meant."""
    values = _annotated(error)["enum"]
    if not isinstance(error.instance, str) or len(error.instance) > _LONGEST_MISSPELT:
        return ""
    close = get_close_matches(error.instance, values, n=1, cutoff=_CLOSE)
    return close[0] if close else ""


def _keys(error: "ValidationError", entry: CatalogEntry) -> tuple[str, ...]:
    """What an error is about: `required` and `anyOf` point to the parent and leave it open."""
    if error.path:
        return (str(error.path[0]),)
    if error.validator == "required":
        return tuple(key for key in _annotated(error)["required"] if key not in entry.values)
    return (_annotated(error)["x-key"],)


def _annotated(error: "ValidationError") -> Mapping[str, Any]:
    if not isinstance(error.schema, Mapping):
        raise TypeError(error.schema_path)
    return error.schema
