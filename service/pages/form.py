"""The filing as a form, made from the schema of the filing; every field has its JSON pointer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from compliance import Filing

_SPARE = 3
_SKIPPED = {"/format", "/catalog"}
_FLAGS = (("true", "是"), ("false", "否"))


@dataclass(frozen=True, slots=True)
class FormField:
    """一栏 of the form."""

    pointer: str
    title: str
    help: str
    type: str  # text, area, number, day or choice
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FormGroup:
    """一组: fields under a heading; `row` where it is one of a list."""

    title: str
    fields: tuple[FormField, ...]
    row: bool = False


Schema = Mapping[str, Any]


@cache
def _schema() -> Schema:
    return Filing.model_json_schema()


def _resolved(schema: Schema) -> Schema:
    """Without the reference and without the branch for null."""
    branches = [b for b in schema.get("anyOf", ()) if b.get("type") != "null"]
    inner = branches[0] if branches else schema
    if "$ref" in inner:
        inner = _schema()["$defs"][inner["$ref"].rsplit("/", 1)[1]]
    return inner


def groups(answers: Mapping[str, str]) -> tuple[FormGroup, ...]:
    """The form, with as many rows of a list as were filled in, and some spare."""
    general: list[FormField] = []
    made: list[FormGroup] = []
    for name, schema in _schema()["properties"].items():
        pointer, inner = f"/{name}", _resolved(schema)
        if pointer in _SKIPPED:
            continue
        if "properties" in inner or inner.get("type") == "array":
            made.extend(_groups(pointer, schema["title"], inner, answers))
        else:
            general.append(_field(pointer, schema, inner))
    return (FormGroup("总体", tuple(general)), *made)


def _groups(
    pointer: str, title: str, inner: Schema, answers: Mapping[str, str]
) -> Iterator[FormGroup]:
    """A part with its fields, then each list in it, row by row."""
    if inner.get("type") == "array":
        for number in range(_rows(pointer, answers)):
            row = _resolved(inner["items"])
            label = f"{title} · 第 {number + 1} 项"
            yield FormGroup(label, tuple(_fields(f"{pointer}/{number}", row)), row=True)
        return
    yield FormGroup(title, tuple(_fields(pointer, inner)))
    for name, schema in inner["properties"].items():
        within = _resolved(schema)
        if within.get("type") == "array" and "properties" in _resolved(within["items"]):
            yield from _groups(f"{pointer}/{name}", f"{title} · {schema['title']}", within, answers)


def _rows(pointer: str, answers: Mapping[str, str]) -> int:
    under = f"{pointer}/"
    given = [p.removeprefix(under) for p, v in answers.items() if p.startswith(under) and v]
    filled = [int(rest.split("/")[0]) for rest in given if rest.split("/")[0].isdigit()]
    return max(filled, default=-1) + 1 + (1 if filled else _SPARE)


def _fields(pointer: str, inner: Schema) -> Iterator[FormField]:
    """The fields of a part; what is in a part of it comes along, lists come later."""
    for name, schema in inner.get("properties", {}).items():
        within, at = _resolved(schema), f"{pointer}/{name}"
        if "properties" in within:
            for each in _fields(at, within):
                title = f"{schema.get('title', name)} · {each.title}"
                yield FormField(each.pointer, title, each.help, each.type, each.choices)
        elif within.get("type") != "array":
            yield _field(at, schema, within)


def _field(pointer: str, schema: Schema, inner: Schema) -> FormField:
    title = schema.get("title", pointer.rsplit("/", 1)[1])
    told = schema.get("description", "")
    made = partial(FormField, pointer, title, told)
    if "oneOf" in inner:
        return made("choice", tuple((c["const"], c["title"]) for c in inner["oneOf"]))
    if "enum" in inner:
        return made("choice", tuple((c, c) for c in inner["enum"]))
    if inner.get("type") == "boolean":
        return made("choice", _FLAGS)
    if inner.get("type") == "integer":
        return made("number")
    if inner.get("format") == "date":
        return made("day")
    return made("area" if inner.get("maxLength", 0) > 1000 else "text")


def filing_of(answers: Mapping[str, str]) -> dict[str, Any]:
    """The filing as JSON values; empty fields and empty rows are left out."""
    types = {f.pointer: f for group in groups(answers) for f in group.fields}
    whole: dict[str, Any] = {}
    for pointer, written in answers.items():
        if pointer in types and written.strip():
            _put(whole, pointer.split("/")[1:], _value(types[pointer], written.strip()))
    return {name: _without_gaps(value) for name, value in whole.items()}


def _value(field: FormField, written: str) -> object:
    if field.choices == _FLAGS:
        return {"true": True, "false": False}.get(written, written)
    if field.type == "number" and written.isascii() and written.isdigit():
        return int(written)
    return written


def _put(whole: dict[str, Any], steps: list[str], value: object) -> None:
    for step in steps[:-1]:
        whole = whole.setdefault(step, {})
    whole[steps[-1]] = value


def _without_gaps(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Rows were gathered by number: here they become a list. An amount needs a figure."""
    if not isinstance(value, dict):
        return value
    inner = {name: _without_gaps(each) for name, each in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return {name: each for name, each in inner.items() if each != {"unit": "万元"}}
