"""What the schemas of a profile say about one entry. The only user of jsonschema."""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from compliance.catalog.codes import read_text
from compliance.catalog.problem import Fault, ProblemCode
from compliance.catalog.profile import Profile
from compliance.catalog.rows import CatalogEntry

_LONGEST_MISSPELT = 10
_CLOSE = 0.6


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


@cache
def _validators(profile: Profile) -> tuple[Draft202012Validator, ...]:
    return tuple(map(Draft202012Validator, read_profile_schemas(profile)))


def by_schema(entry: CatalogEntry, profile: Profile) -> Iterator[Fault]:
    """Each thing in an entry that a profile refuses.

    Entry by entry: a catalogue validated as one array takes several times as long.
    """
    values = dict(entry.values)
    for validator in _validators(profile):
        for error in validator.iter_errors(values):
            if error.instance is not None or error.validator == "type":
                yield from _faults(error, entry)  # else: what could not be read is not compared


def _faults(error: ValidationError, entry: CatalogEntry) -> Iterator[Fault]:
    code = ProblemCode(_annotated(error)["x-problem"][error.validator])
    item = next((place for place in error.path if isinstance(place, int)), None)
    shown = error.instance if item is not None and isinstance(error.instance, str) else None
    near = _close(error) if error.validator == "enum" else ""
    for key in _keys(error, entry):
        yield Fault(code, key, item, near, shown=shown)


def _close(error: ValidationError) -> str:
    """The value that may have been meant."""
    values = _annotated(error)["enum"]
    if not isinstance(error.instance, str) or len(error.instance) > _LONGEST_MISSPELT:
        return ""
    close = get_close_matches(error.instance, values, n=1, cutoff=_CLOSE)
    return close[0] if close else ""


def _keys(error: ValidationError, entry: CatalogEntry) -> tuple[str, ...]:
    """What an error is about: `required` and `anyOf` point to the parent and leave it open."""
    if error.path:
        return (str(error.path[0]),)
    if error.validator == "required":
        return tuple(key for key in _annotated(error)["required"] if key not in entry.values)
    return (_annotated(error)["x-key"],)


def _annotated(error: ValidationError) -> Mapping[str, Any]:
    if not isinstance(error.schema, Mapping):
        raise TypeError(error.schema_path)
    return error.schema
