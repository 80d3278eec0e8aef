"""规则包体检: what is wrong with a pack, each fault with file, line and mend; changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compliance.authoring.cases import CaseBook, read_book
from compliance.authoring.limits import measuring, rules_naming
from compliance.authoring.lint_cases import case_faults
from compliance.authoring.lint_clauses import clause_faults
from compliance.authoring.lint_logic import logic_faults
from compliance.authoring.lint_packs import header_faults
from compliance.errors import RulebookError
from compliance.rulebook import RulePack, load


@dataclass(frozen=True, slots=True)
class Fault:
    """毛病: which check found it, where (file and line), what it is and how to mend it."""

    code: str
    place: str
    message: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.place}：" if self.place else ""
        return f"{where}{self.message}（{self.mend}）[{self.code}]"


Check = Callable[[RulePack, CaseBook], Iterator[tuple[str, str, str, str]]]


def lint(folder: str | Path) -> tuple[Fault, ...]:
    """Every fault of a pack; one that cannot be loaded has only the faults that say why."""
    try:
        pack = load(folder)
        book = read_book(pack, folder)
    except RulebookError as error:
        return tuple(Fault("load", p.place, p.message, p.mend) for p in error.problems)
    found = [Fault(*fault) for check in _CHECKS for fault in check(pack, book)]
    found += [Fault(*fault) for fault in header_faults(pack, folder)]
    return tuple(sorted(found, key=lambda fault: (fault.place, fault.code, fault.message)))


def _parameter_faults(pack: RulePack, _: CaseBook) -> Iterator[tuple[str, str, str, str]]:
    measured = measuring(pack)
    for name, parameter in pack.parameters.items():
        if not measured[name] and not rules_naming(pack, name):
            fault = f"参数“{parameter.title}”（{name}）没有规则用，也没有事项按它量"
            yield "unused-parameter", parameter.place, fault, "在规则里用它，或删去"


_CHECKS: tuple[Check, ...] = (logic_faults, clause_faults, case_faults, _parameter_faults)
