"""A checked catalogue as JSON: findings folded, and every problem with its place."""

from collections.abc import Mapping

from compliance.catalog.check import FileCheck
from compliance.catalog.folding import Fold
from compliance.catalog.message import Level
from compliance.catalog.place import CellPlace
from compliance.catalog.problem import CatalogProblem

Json = Mapping[str, object]


def catalog_json(check: FileCheck) -> Json:
    """The report on a catalogue as a JSON object."""
    counts = check.counts()
    return {
        "file": check.file.name,
        "rows": check.inspection.rows,
        "profile": check.terms.profile.value,
        "on": check.terms.on.isoformat() if check.terms.on else None,
        "outcome": check.outcome.value if check.outcome else "pass",
        "counts": {level.value: count for level, count in counts.items()},
        "findings": [_fold(check, fold) for level in Level for fold in check.folds(level)],
        "changes": [
            {
                "row": change.row,
                "key": change.key,
                "before": change.before,
                "after": change.after,
                "place": _address(check.file.place_of_change(change)),
            }
            for change in check.certain_changes()
        ],
        "notes": [
            {"place": note.place, "message": note.message, "mend": note.mend}
            for note in check.file.notes
        ],
    }


def _fold(check: FileCheck, fold: Fold) -> Json:
    first = fold.problems[0]
    said = check.say(first)
    return {
        "code": fold.code.value,
        "key": fold.key,
        "title": first.title,
        "level": said.level.value,
        "message": said.what,
        "mend": said.mend,
        "clause": said.clause or None,
        "count": len(fold.problems),
        "where": check.where(fold.problems),
        "problems": [_problem(check, problem) for problem in fold.problems],
    }


def _problem(check: FileCheck, problem: CatalogProblem) -> Json:
    return {
        "row": problem.row,
        "pointer": problem.relative_pointer,
        "place": _address(check.file.place(problem)),
        "shown": problem.shown,
        "message": check.say(problem).what,
    }


def _address(place: CellPlace | None) -> str | None:
    return place.address if place else None
