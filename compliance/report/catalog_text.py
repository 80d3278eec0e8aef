"""A checked catalogue as plain text: like findings folded, each with its mend."""

from collections.abc import Iterator

from compliance.catalog.check import FileCheck
from compliance.catalog.folding import Fold
from compliance.catalog.message import Level, read_messages
from compliance.catalog.problem import NO_ROW, CatalogProblem, Change
from compliance.text import visible

_MOST_EXAMPLES = 3
_MOST_CHANGES = 10
_PROFILES = {"notice": "通知的八项", "guide": "国家指南的核心元数据", "sichuan": "四川省地方标准"}


def catalog_text(check: FileCheck) -> str:
    """The report on a catalogue."""
    return "\n".join(_lines(check)) + "\n"


def _lines(check: FileCheck) -> Iterator[str]:
    on = f"，检查日期 {check.terms.on}" if check.terms.on else ""
    asked = _PROFILES[check.terms.profile]
    yield f"{visible(check.file.name)}：读到 {check.inspection.rows} 条，按{asked}检查{on}"
    counts, names = check.counts(), read_messages().levels
    if not any(counts.values()):
        yield "没有发现问题。"
    else:
        said = (f"{names[level]} {count} 处" for level, count in counts.items() if count)
        yield "，".join(said) + "。"
    number = 0
    for level in Level:
        folds = check.folds(level)
        yield from ("", f"【{names[level]}】") if folds else ()
        for number, fold in enumerate(folds, number + 1):  # noqa: B020 - numbered throughout
            yield from _fold(check, number, fold)
    yield from _changes(check)
    yield from _notes(check)


def _fold(check: FileCheck, number: int, fold: Fold) -> Iterator[str]:
    said = check.say(fold.problems[0])
    count = f"，共 {len(fold.problems)} 处" if len(fold.problems) > 1 else ""
    yield f"{number}. {check.where(fold.problems)}{count}：{said.what}{_columnless(check, fold)}"
    if _various(check, fold):
        yield f"   {_examples(check, fold)}"
    yield f"   怎么改：{said.mend}"
    if said.clause:
        yield f"   依据：南信办〔2023〕1号{said.clause}"


def _various(check: FileCheck, fold: Fold) -> bool:
    return len({check.say(problem).what for problem in fold.problems}) > 1


def _examples(check: FileCheck, fold: Fold) -> str:
    """The first few, each with its place; the rest counted, never silently cut."""
    first = fold.problems[:_MOST_EXAMPLES]
    said = "；".join(f"{_address(check, p)}“{p.shown}”" for p in first)
    left = len(fold.problems) - len(first)
    return f"逐处：{said}" + (f"；另有 {left} 处" if left > 0 else "")


def _address(check: FileCheck, problem: CatalogProblem) -> str:
    place = check.file.place(problem)
    return place.address if place else ""


def _columnless(check: FileCheck, fold: Fold) -> str:
    """One cause: the column is not there at all."""
    placing, first = check.file.placing, fold.problems[0]
    if placing is None or first.row == NO_ROW or not first.code.endswith("_missing"):
        return ""
    there = any(fold.key in placing.columns[sheet] for sheet in placing.columns)
    return "" if there or not fold.key else "（表头里没有这一栏）"


def _changes(check: FileCheck) -> Iterator[str]:
    changes = check.certain_changes()
    if not changes:
        return
    yield from ("", f"【写法不同、已按标准写法理解】共 {len(changes)} 处")
    kinds: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        kinds.setdefault((change.key, change.before, change.after), []).append(change)
    for (_, before, after), alike in list(kinds.items())[:_MOST_CHANGES]:
        yield f"- {check.where_changed(alike)}：“{before}”→“{after}”"
    if len(kinds) > _MOST_CHANGES:
        yield f"- 另有 {len(kinds) - _MOST_CHANGES} 种写法，见批注表或 JSON"


def _notes(check: FileCheck) -> Iterator[str]:
    if check.file.notes:
        yield from ("", "【读表情况】")
        yield from (f"- {note}" for note in check.file.notes)
