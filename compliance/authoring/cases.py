"""规则案例: what a rule must come to for stated facts, or for a filing that differs from a base."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from compliance.errors import Problem, RulebookError
from compliance.filing import Kind
from compliance.rulebook import RulePack, folder_of, read_cases, read_files
from compliance.rulebook.files import documents, sheets_of
from compliance.rulebook.form import check_form
from compliance.rulebook.yaml_text import Document

Expected = Literal["return", "review", "undecided", "info", "pass", "not_applicable", "out"]
Patch = Mapping[str, Any]


_FORMS = {"draft": "草稿", "submitted": "已提交"}
LABELS: Mapping[str, str] = {kind.value: kind.label for kind in Kind}
# The day facts are judged on where a case gives none: all of the pack's law is in force.
USUAL_DAY = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Case:
    """案例: of a rule, with either `given` facts or changes to a base filing.

    given: field -> value, everything else unknown; filing: pointer -> value, put into the base of
    `kind`; lacks: pointers left out of it; registry None: a small list that matches nothing.
    """

    name: str
    rule: str
    expect: Expected
    kind: str
    on: date | None
    given: Patch | None
    filing: Patch
    lacks: tuple[str, ...]
    draft: bool
    unread: tuple[str, ...]
    conflicts: tuple[str, ...]
    registry: Patch | None
    item: str
    says: str
    place: str


@dataclass(frozen=True, slots=True)
class CaseBook:
    """All cases of a pack, with the base filings by kind."""

    bases: Mapping[str, Mapping[str, Any]]
    cases: tuple[Case, ...]

    def of(self, rule: str) -> tuple[Case, ...]:
        """The cases of a rule."""
        return tuple(case for case in self.cases if case.rule == rule)


def read_book(pack: RulePack, folder: str | Path) -> CaseBook:
    """The cases beside the rules of a pack, in its cases/ folder or in its sheets.

    A derived pack without bases of its own uses those of what it extends. Raises RulebookError.
    """
    place = folder_of(folder)
    files = read_cases(place)
    bases = files.pop("cases/bases.yaml", None)
    sheets = sheets_of(documents(read_files(place)))
    cases = [case for document in (*files.values(), *sheets) for case in _cases(pack, document)]
    _refuse_doubles(cases)
    return CaseBook(_bases(bases) if bases else _inherited(pack), tuple(cases))


def _inherited(pack: RulePack) -> Mapping[str, Mapping[str, Any]]:
    base = pack.extends.partition(" ")[0]
    bases = read_cases(folder_of(base)).get("cases/bases.yaml") if base else None
    return _bases(bases) if bases else {}


def _bases(document: Document) -> Mapping[str, Mapping[str, Any]]:
    check_form(document, "bases")
    value: Any = document.value
    return {kind: changed(value["common"], patch) for kind, patch in value["kinds"].items()}


def _cases(pack: RulePack, document: Document) -> Iterator[Case]:
    value: Any = document.value
    if document.file.startswith("cases/"):
        check_form(document, "cases")
    for rule_id, written in value.get("cases", {}).items():
        rule = pack.rule(rule_id)
        if rule is None:
            fault = f"案例说的规则“{rule_id}”不存在"
            raise RulebookError(document.problem(("cases", rule_id), fault, "改正编号"))
        usual = rule.kinds[0] if rule.kinds else Kind.NEW.value
        for number, one in enumerate(written):
            path = ("cases", rule_id, number)
            if ("given" in one) == bool(
                set(one) & {"filing", "lacks", "unread", "conflicts", "as"}
            ):
                fault = f"案例“{one['name']}”应当写 given，或者写 filing、lacks 等，二者取一"
                raise RulebookError(document.problem(path, fault, "删去其一或补上"))
            _refuse_unknown(pack, document, path, one)
            yield from _each(document, path, rule_id, usual, one)


def _refuse_unknown(
    pack: RulePack, document: Document, path: tuple[str | int, ...], written: Patch
) -> None:
    for field in written.get("given", {}):
        if field not in pack.fields:
            fault = f"案例“{written['name']}”用的“{field}”不是可问事项"
            raise RulebookError(document.problem(path, fault, "对照 fields.yaml"))


def _each(
    document: Document, path: tuple[str | int, ...], rule: str, usual: str, written: Patch
) -> Iterator[Case]:
    """A case written once for several kinds, or for draft and submitted, is several cases."""
    kinds = written.get("kind", usual)
    forms = ("draft", "submitted") if written.get("as") == "both" else (written.get("as"),)
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        for form in forms:
            one = {**written, "as": form, "kind": kind}
            told = (
                LABELS[kind] if isinstance(kinds, list) else "",
                _FORMS[form] if len(forms) > 1 and form else "",
            )
            marks = "".join(f"（{mark}）" for mark in told if mark)
            yield _case(document, path, rule, {**one, "name": written["name"] + marks})


def _case(document: Document, path: tuple[str | int, ...], rule: str, written: Patch) -> Case:
    return Case(
        name=written["name"],
        rule=rule,
        expect=written["expect"],
        kind=written["kind"],
        on=date.fromisoformat(written["on"]) if "on" in written else None,
        given=written.get("given"),
        filing=written.get("filing", {}),
        lacks=tuple(written.get("lacks", ())),
        draft=written.get("as") == "draft",
        unread=tuple(written.get("unread", ())),
        conflicts=tuple(written.get("conflicts", ())),
        registry=written.get("registry"),
        item=written.get("item", ""),
        says=written.get("says", ""),
        place=document.place(path),
    )


def _refuse_doubles(cases: list[Case]) -> None:
    first: dict[str, str] = {}
    for case in cases:
        if case.name in first:
            fault = f"案例“{case.name}”重名"
            raise RulebookError(Problem(case.place, fault, f"另一处在 {first[case.name]}"))
        first[case.name] = case.place


def changed(filing: Patch, patch: Patch, lacks: tuple[str, ...] = ()) -> dict[str, Any]:
    """A filing with values put in at pointers, and others left out.

    >>> changed({"unit": {"name": "示例市水务局"}}, {"/unit/level": "县级"}, ("/unit/name",))
    {'unit': {'level': '县级'}}
    """
    result: dict[str, Any] = deepcopy(dict(filing))
    for pointer, value in deepcopy(dict(patch)).items():
        inside, last = _reach(result, pointer)
        if isinstance(inside, list) and last == len(inside):
            inside.append(value)
        else:
            inside[last] = value
    for pointer in lacks:
        inside, last = _reach(result, pointer)
        del inside[last]
    return result


def _reach(value: Any, pointer: str) -> tuple[Any, Any]:  # noqa: ANN401 - JSON, to be changed
    """What a pointer's last step is in, and that step; parts that are not there are made."""
    *way, last = pointer.strip("/").split("/")
    for step in way:
        value = value[int(step)] if isinstance(value, list) else value.setdefault(step, {})
    return value, int(last) if isinstance(value, list) else last
