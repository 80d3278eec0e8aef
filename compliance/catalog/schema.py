"""What the schema of an entry says about one entry. The only user of jsonschema."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from compliance.catalog.codes import read_text
from compliance.catalog.problem import ProblemCode
from compliance.catalog.rows import CatalogEntry


@cache
def read_entry_schema() -> dict[str, object]:
    """The schema of one entry, the code lists it refers to put in: one document, no resolving."""
    schema: dict[str, object] = json.loads(read_text("entry.schema.json"), object_hook=_include)
    return schema


def _include(part: dict[str, object]) -> dict[str, object]:
    target = part.get("$ref")
    if not isinstance(target, str) or target.startswith("#"):
        return part
    included: dict[str, object] = json.loads(read_text(*target.split("/")))
    return {key: value for key, value in included.items() if key != "$schema"}


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(read_entry_schema())


def by_schema(entry: CatalogEntry) -> Iterator[tuple[ProblemCode, str]]:
    """Problem and key of each thing in an entry that the schema refuses.

    Entry by entry: a catalogue validated as one array takes several times as long.
    """
    for error in _validator().iter_errors(dict(entry.values)):
        if error.instance is None and error.validator != "type":
            continue  # what could not be read is no value to compare
        code = ProblemCode(_annotated(error)["x-problem"][error.validator])
        for key in _keys(error, entry):
            yield code, key


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
