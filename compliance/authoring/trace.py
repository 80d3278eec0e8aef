"""追溯: sentence of the notice -> rules -> parameters -> cases, as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from compliance.authoring.cases import CaseBook
from compliance.authoring.words import BASES, EFFECTS, parameter_words
from compliance.rulebook import Clause, ParameterName, Rule, RulePack, leaves
from compliance.rulebook.sense import squeezed

COLUMNS = ("条款", "原句", "由谁落实", "规则", "名称", "最重", "依据种类", "参数", "案例数", "案例")
_COVERED = {"rules": "规则", "procedure": "办理程序", "out_of_scope": "预检不管"}


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence with one of the rules that cover it; without a rule, its part is empty."""

    clause: str
    text: str
    covered: str
    rule: str = ""
    title: str = ""
    most: str = ""
    basis: str = ""
    parameters: str = ""
    count: int = 0
    cases: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str | int, ...]:
        """The row as the columns have it."""
        told = "；".join(self.cases)
        plain = (self.clause, self.text, self.covered, self.rule, self.title, self.most)
        return (*plain, self.basis, self.parameters, self.count, told)


def trace(pack: RulePack, book: CaseBook) -> tuple[Row, ...]:
    """Every sentence of the notice in its order, once for each rule that covers it."""
    return tuple(row for clause in pack.clauses for row in _rows(clause, pack, book))


def _rows(clause: Clause, pack: RulePack, book: CaseBook) -> Iterator[Row]:
    covered = _COVERED[clause.covered_by] + (f"：{clause.reason}" if clause.reason else "")
    text = squeezed(clause.text)
    if not clause.rules:
        yield Row(clause.clause, text, covered)
    for rule in (found for name in clause.rules if (found := pack.rule(name))):
        cases = tuple(case.name for case in book.of(rule.id))
        yield Row(
            clause=clause.clause,
            text=text,
            covered=covered,
            rule=rule.id,
            title=rule.title,
            most=EFFECTS[rule.severity],
            basis=BASES[rule.basis],
            parameters="；".join(_parameters(rule, pack)),
            count=len(cases),
            cases=cases,
        )


def _parameters(rule: Rule, pack: RulePack) -> Iterator[str]:
    values = (leaf.value for c in rule.conditions for leaf in leaves(c))
    names = dict.fromkeys(v.name for v in values if isinstance(v, ParameterName))
    return (parameter_words(pack.parameters[name], None) for name in names)


def uncovered(pack: RulePack) -> tuple[Clause, ...]:
    """The sentences that neither a rule nor the procedure covers, and that give no reason."""
    return tuple(c for c in pack.clauses if not c.rules and not c.reason)


def as_markdown(pack: RulePack, rows: tuple[Row, ...]) -> str:
    """The table as Markdown, without the names of the cases."""
    shown = COLUMNS[:-1]
    lines = [
        f"# {pack.title}：条款追溯表",
        "",
        f"{pack.id} {pack.version}，通知 {len(pack.clauses)} 句。由 `beian rules trace` 生成。",
        "",
        f"| {' | '.join(shown)} |",
        "|" + "---|" * len(shown),
    ]
    last = ""
    for row in rows:
        cells = ["" if row.text == last and n < 3 else str(c) for n, c in enumerate(row.cells[:-1])]
        last = row.text
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
