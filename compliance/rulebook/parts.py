"""From the documents of a pack, already of the right form, to its parts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from compliance.errors import RulebookError
from compliance.rulebook.condition import Condition, parse
from compliance.rulebook.pack import (
    Citation,
    Clause,
    Criterion,
    DatedValue,
    FieldSpec,
    Parameter,
    Rule,
    Source,
)
from compliance.rulebook.parsed import Path
from compliance.rulebook.yaml_text import Document


def day_of(document: Document, path: Path, written: str | None) -> date | None:
    """A day as written, None where none is; raises RulebookError where there is no such day."""
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        fault = document.problem(path, f"没有“{written}”这一天", "写成 2023-09-14 的形式")
        raise RulebookError(fault) from None


def start_of(document: Document, path: Path, written: str) -> date:
    """A day that has to be there."""
    day = day_of(document, path, written)
    if day is None:
        raise TypeError(path)
    return day


def _parameter(document: Document, name: str, written: Mapping[str, Any]) -> Parameter:
    values = [
        DatedValue(
            start_of(document, ("parameters", name, "values", since), since),
            value["value"],
            value["basis"],
            value["note"],
        )
        for since, value in written["values"].items()
    ]
    ordered = tuple(sorted(values, key=lambda v: v.since))
    place = document.place(("parameters", name))
    return Parameter(name, written["title"], written["unit"], ordered, place)


def header_of(document: Document, texts: Mapping[str, str]) -> dict[str, Any]:
    """What pack.yaml says, as the arguments of a RulePack."""
    value: Any = document.value
    return {
        "id": value["id"],
        "title": value["title"],
        "jurisdiction": value["jurisdiction"]["name"],
        "version": value["version"],
        "effective_from": start_of(document, ("effective", "from"), value["effective"]["from"]),
        "effective_until": day_of(document, ("effective", "until"), value["effective"]["until"]),
        "verified_until": start_of(document, ("verified_until",), value["verified_until"]),
        "criteria": tuple(
            Criterion(**c) for c in sorted(value["criteria"], key=lambda c: int(c["number"]))
        ),
        "ceilings": {
            kind: {int(number): most for number, most in of.items()}
            for kind, of in value["ceilings"].items()
        },
        "ceiling_notes": tuple(value["ceiling_notes"]),
        "offices": dict(value["offices"]),
        "labels": dict(value["labels"]),
        "not_proven": tuple(value["not_proven"]),
        "sources": sources_of(document, texts),
        "parameters": parameters_of(document),
    }


def sources_of(document: Document, texts: Mapping[str, str]) -> dict[str, Source]:
    """The sources that a header names, with the texts held."""
    value: Any = document.value
    return {
        name: Source(
            name,
            source["number"],
            source["title"],
            day_of(document, ("sources", name, "issued"), source["issued"]),
            texts.get(name, ""),
        )
        for name, source in value.get("sources", {}).items()
    }


def parameters_of(document: Document) -> dict[str, Parameter]:
    """The parameters that a header gives."""
    value: Any = document.value
    return {n: _parameter(document, n, p) for n, p in value.get("parameters", {}).items()}


def fields_of(document: Document) -> tuple[dict[str, FieldSpec], dict[str, str]]:
    """The fields by id, and the titles of the collections."""
    value: Any = document.value
    fields: dict[str, FieldSpec] = {}
    for number, written in enumerate(value["fields"]):
        if written["id"] in fields:
            fault = f"“{written['id']}”写了两次"
            raise RulebookError(document.problem(("fields", number), fault, "删去多余的一处"))
        values = written.get("values", ())
        labels = dict(values) if isinstance(values, dict) else {}
        fields[written["id"]] = FieldSpec(**{**written, "values": tuple(values), "labels": labels})
    return fields, dict(value["collections"])


def _condition(written: Mapping[str, Any], name: str, path: Path) -> Condition | None:
    return parse(written[name], (*path, name)) if name in written else None


def rules_of(document: Document) -> tuple[Rule, ...]:
    """The rules of a sheet, in its order."""
    value: Any = document.value
    return tuple(
        _rule(document, value["criterion"], written, ("rules", number))
        for number, written in enumerate(value["rules"])
    )


def _rule(document: Document, criterion: int, written: Mapping[str, Any], path: Path) -> Rule:
    plain = ("id", "title", "severity", "basis", "office", "message", "remedy", "since")
    return Rule(
        **{name: written[name] for name in plain},
        criterion=criterion,
        cite=Citation(**written["cite"]),
        cause=written.get("cause", ""),
        kinds=tuple(written.get("kinds", ())),
        over=written.get("over", ""),
        applies=_condition(written, "applies", path),
        scope_when=_condition(written, "scope_when", path),
        return_when=_condition(written, "return_when", path),
        review_when=_condition(written, "review_when", path),
        info_when=_condition(written, "info_when", path),
        evidence=tuple(written.get("evidence", ())),
        effective_from=day_of(document, path, written.get("effective_from")),
        effective_until=day_of(document, path, written.get("effective_until")),
        confidential=written.get("confidential", False),
        place=document.place(path),
    )


def clauses_of(document: Document) -> tuple[Clause, ...]:
    """The sentences of the notice."""
    value: Any = document.value
    return tuple(
        Clause(
            c["id"],
            c["clause"],
            c["text"],
            c["covered_by"],
            tuple(c.get("rules", ())),
            c.get("reason", ""),
            document.place(("clauses", number)),
        )
        for number, c in enumerate(value["clauses"])
    )
