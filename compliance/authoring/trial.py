"""A case tried: the facts it states, and what its rule comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.authoring.cases import USUAL_DAY, Case, CaseBook, Expected, changed
from compliance.engine import Answered, status_of, tell
from compliance.engine.plan import Asked, asked_of, concerns
from compliance.engine.reference import ReferenceEngine
from compliance.engine.truth import TRUE
from compliance.errors import Problem, RulebookError
from compliance.facts import Fact, Facts, Item, derive
from compliance.filing import Conflict, Dossier, Filing, Unread
from compliance.registry import Registry
from compliance.rulebook import RulePack
from compliance.text import shorten

_WORST: tuple[Expected, ...] = (
    "out",
    "return",
    "review",
    "undecided",
    "info",
    "pass",
    "not_applicable",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a case came to, and in which words; `day` is the day it was judged on."""

    case: Case
    got: Expected
    told: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether it is as expected, in the words expected."""
        says = self.case.says
        return self.got == self.case.expect and (not says or any(says in t for t in self.told))


def dossier_of(case: Case, book: CaseBook) -> Dossier:
    """The filing of a case, with what could not be read of it.

    Raises RulebookError where the base has no such part, or it is no filing any more.
    """
    try:
        written = changed(book.bases[case.kind], case.filing, case.lacks)
        written["completeness"] = "draft" if case.draft else "submitted"
        filing = Filing.model_validate(written)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        fault = f"案例“{case.name}”改不成一份申报：{shorten(str(error), 120)}"
        mend = "对照 cases/bases.yaml 与 beian schema filing"
        raise RulebookError(Problem(case.place, fault, mend)) from None
    return Dossier(
        filing,
        unread=tuple(Unread(file, "示例：没能读出来") for file in case.unread),
        conflicts=tuple(Conflict(pointer, ("甲", "乙")) for pointer in case.conflicts),
    )


def registry_of(case: Case, day: date) -> Registry | None:
    """The registry of a case: a few invented systems, and what the case adds."""
    written: Mapping[str, Any] = case.registry or {}
    if written.get("none"):
        return None
    filler = [
        {
            "id": f"SL-{n:04}",
            "name": f"示例第{n}号台账",
            "owner": f"示例县第{n}科",
            "status": "停用",
        }
        for n in range(1, written.get("filler", 3) + 1)
    ]
    broken = [{"id": "", "name": "没有编号"} for _ in range(written.get("left_out", 0))]
    as_of = written.get("as_of", day.isoformat())
    rows = [*filler, *written.get("systems", ()), *broken]
    return Registry.of(rows, as_of=date.fromisoformat(as_of) if as_of else None)


def facts_of(case: Case, book: CaseBook, pack: RulePack) -> tuple[Facts, date]:
    """The facts of a case under a pack, and the day to judge on."""
    if case.given is not None:
        return _stated(case, pack), case.on or USUAL_DAY
    dossier = dossier_of(case, book)
    day = case.on or dossier.filing.dates.submitted or USUAL_DAY
    return derive(dossier, pack, day, registry_of(case, day)), day


def _stated(case: Case, pack: RulePack) -> Facts:
    """Facts given outright; what is not given is unknown."""
    given = case.given or {}
    facts = {name: Fact(given.get(name), str(given.get(name, ""))) for name in pack.fields}
    rule = pack.rule(case.rule)
    over = rule.over if rule else ""
    items = {name: (Item("示例", facts),) if name == over else () for name in pack.collections}
    return Facts(case.kind, facts, items)


def asked_in(case: Case, pack: RulePack, day: date) -> Asked | None:
    """The rule of a case as it is asked on a day, None where it is not asked at all."""
    rule = pack.rule(case.rule)
    if rule is None or not rule.in_force(day) or not concerns(rule, case.kind):
        return None
    asked = asked_of(pack, rule, case.kind, day)
    return None if asked.ceiling == "not_applicable" else asked


def answered(asked: Asked, facts: Facts, item: str = "") -> tuple[Answered, ...]:
    """What a rule comes to for the filing, or for each item it is asked of."""
    rule = asked.rule
    engine = ReferenceEngine([{rule.id: dict(asked.conditions)}])
    filing = {name: fact.value for name, fact in facts.filing.items()}
    if not rule.over:
        return (_answered(asked, None, engine, filing),)
    return tuple(
        _answered(asked, one, engine, {**filing, **{n: f.value for n, f in one.facts.items()}})
        for one in facts.items[rule.over]
        if item in ("", one.key)
    )


def _answered(
    asked: Asked, item: Item | None, engine: ReferenceEngine, values: Mapping[str, Any]
) -> Answered:
    answers = engine.answers((asked.rule.id,), values)[asked.rule.id]
    out = answers[0] == TRUE and answers[1] == TRUE
    return Answered(asked, item, status_of(asked.ceiling, answers), out)


def came_to(case: Case, pack: RulePack, facts: Facts, day: date) -> tuple[Answered, ...]:
    """Every answer of the case's rule; none where it is not asked."""
    asked = asked_in(case, pack, day)
    return answered(asked, facts, case.item) if asked else ()


def worst_of(answers: Sequence[Answered]) -> Expected:
    """The answer that decides among several."""
    statuses: list[Expected] = ["out" if a.out else a.status for a in answers]
    return min(statuses, key=_WORST.index, default="not_applicable")


def tried(case: Case, book: CaseBook, pack: RulePack) -> Trial:
    """A case held against its rule."""
    facts, day = facts_of(case, book, pack)
    answers = came_to(case, pack, facts, day)
    findings = [f for a in answers if case.says and (f := tell(a, facts, pack))]
    return Trial(case, worst_of(answers), tuple(f"{f.message}；{f.remedy}" for f in findings))
