"""A catalogue file checked: what was found, said, placed and folded. What reports are made from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compliance.catalog.columns import title_of
from compliance.catalog.file import CatalogFile
from compliance.catalog.folding import Fold, fold_alike, ranges
from compliance.catalog.inspection import Inspection, Terms, inspect
from compliance.catalog.message import Level, Said, level_of, say, say_change
from compliance.catalog.place import CellPlace
from compliance.catalog.problem import NO_ROW, CatalogProblem, Change


@dataclass(frozen=True, slots=True)
class Line:
    """一条发现: what is said of one problem or change, and where it lies."""

    said: Said
    title: str
    place: CellPlace | None
    row: int
    certain: str = ""  # the value to write instead, where there is no doubt


@dataclass(frozen=True, slots=True)
class FileCheck:
    """目录检查结果: a file, the terms it was checked by, and what was found."""

    file: CatalogFile
    terms: Terms
    inspection: Inspection

    @property
    def outcome(self) -> Level | None:
        """The gravest level found; None where only 提示 or nothing was."""
        levels = {level_of(p.code, self.terms.on) for p in self.inspection.problems}
        return next((v for v in (Level.RETURN, Level.REVIEW) if v in levels), None)

    def counts(self) -> dict[Level, int]:
        """How many problems there are of each level."""
        levels = [level_of(problem.code, self.terms.on) for problem in self.inspection.problems]
        return {level: levels.count(level) for level in Level}

    def say(self, problem: CatalogProblem) -> Said:
        """A problem in words, other rows called as the file has them."""
        return say(problem, self.terms.on, self.file.row_name)

    def folds(self, level: Level) -> tuple[Fold, ...]:
        """The problems of a level, like ones together."""
        on = self.terms.on
        return fold_alike(p for p in self.inspection.problems if level_of(p.code, on) is level)

    def where(self, problems: Sequence[CatalogProblem]) -> str:
        """Where some problems lie, in short: 第 12–480 行; in every row: 全部 480 条."""
        rows = {problem.row for problem in problems} - {NO_ROW}
        if not rows:
            return "整个目录"
        if len(rows) == self.inspection.rows > 1:
            return f"全部 {len(rows)} 条"
        return self._placed([self.file.place(p) for p in problems], rows)

    def where_changed(self, changes: Sequence[Change]) -> str:
        """Where some values lie that were read another way."""
        places = [self.file.place_of_change(change) for change in changes]
        return self._placed(places, {change.row for change in changes})

    def _placed(self, places: Sequence[CellPlace | None], rows: Iterable[int]) -> str:
        """By line; with the sheet where there are several; by number in JSON."""
        known = [place for place in places if place is not None]
        if not known or self.file.placing is None:
            return ranges((row + 1 for row in rows), "条")
        several = len(self.file.placing.headers) > 1
        return "；".join(
            (f"{name} " if several else "")
            + ranges(place.line + 1 for place in known if place.name == name)
            for name in dict.fromkeys(place.name for place in known)
        )

    def lines(self) -> Iterator[Line]:
        """Every problem, then every value that was read another way."""
        for problem in self.inspection.problems:
            place = self.file.place(problem)
            yield Line(self.say(problem), problem.title, place, problem.row)
        for change in self.certain_changes():
            yield self._change(change)

    def certain_changes(self) -> tuple[Change, ...]:
        """The changes of coded values: what was meant is sure, and may be written so."""
        return tuple(c for c in self.inspection.changes if c.key in _CODED)

    def _change(self, change: Change) -> Line:
        place = self.file.place_of_change(change)
        return Line(say_change(change), title_of(change.key), place, change.row, change.after)


_CODED = frozenset({"update_period", "share_type", "share_method", "open", "published"})


def check_file(file: CatalogFile, terms: Terms) -> FileCheck:
    """Everything wrong with the catalogue in a file."""
    found = inspect(
        file.rows,
        terms.basis_words,
        profile=terms.profile,
        on=terms.on,
        promised=terms.promised,
        duties=terms.duties,
        units=terms.units,
    )
    return FileCheck(file, terms, found)
