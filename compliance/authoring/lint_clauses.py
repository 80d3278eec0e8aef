"""Sentences of the notice that nothing covers, and rules that no sentence asks for."""

from collections.abc import Iterator

from compliance.authoring.cases import CaseBook
from compliance.rulebook import RulePack, folder_of
from compliance.rulebook.form import check_form
from compliance.rulebook.sense import squeezed
from compliance.rulebook.yaml_text import read_yaml
from compliance.text import shorten

Found = Iterator[tuple[str, str, str, str]]
NOTICE = "notice"


def clause_faults(pack: RulePack, _: CaseBook) -> Found:
    """Faults of the coverage of the notice; a derived pack covers it as its base does."""
    notice = pack.sources.get(NOTICE)
    if notice is None or not notice.text or pack.extends:
        return
    if not pack.clauses:
        yield "uncovered", "clauses.yaml", "没有条款表，不知道通知各句由谁落实", "补上 clauses.yaml"
        return
    yield from _text(pack, squeezed(notice.text))
    traced = {rule for clause in pack.clauses for rule in clause.rules}
    for rule in pack.rules:
        if rule.id not in traced:
            fault = f"{rule.id}：没有列在任何一句通知之下"
            yield "untraced", rule.place, fault, "在 clauses.yaml 里列到它所落实的一句之下"


def _text(pack: RulePack, whole: str) -> Found:
    """The sentences, one after the other, are the notice; the first that is not is told."""
    at = 0
    for clause in pack.clauses:
        own = squeezed(clause.text)
        if not whole.startswith(own, at):
            expected = shorten(whole[at : at + 40], 40)
            fault = f"{clause.id}：与通知不符，或漏了前一句；通知此处是“{expected}”"
            yield "uncovered", clause.place, fault, "从原文逐字抄录，一句不漏"
            return
        at += len(own)
    if at < len(whole):
        fault = f"通知还有没列出的句子：“{shorten(whole[at:], 40)}”"
        yield "uncovered", pack.clauses[-1].place, fault, "补在条款表末尾"


def candidate_faults(pack: RulePack, folder: str) -> Found:
    """Candidates that name a rule which is not there."""
    file = folder_of(folder).joinpath("candidates.yaml")
    if not file.is_file():
        return
    document = read_yaml(file.read_bytes(), "candidates.yaml")
    check_form(document, "candidates")
    written = document.value["candidates"] if isinstance(document.value, dict) else []
    for number, candidate in enumerate(written):
        for rule in candidate.get("rules", ()):
            if pack.rule(rule) is None:
                place = document.place(("candidates", number))
                fault = f"备选条目 {candidate['id']} 说的规则“{rule}”不存在"
                yield "untraced", place, fault, "改正编号，或写明不作规则的理由"
