"""What intake noted of the files, counted by what the rules ask of it."""

from collections import defaultdict

from compliance.facts.context import Context, Derived
from compliance.facts.fact import counted
from compliance.filing import Note
from compliance.text import shorten

_FIELDS = (
    "notes.misplaced",
    "notes.unfinished",
    "notes.chapters",
    "notes.sums",
    "notes.unsure",
    "notes.partly_unread",
    "notes.infrastructure",
    "notes.mobile",
    "notes.products",
    "notes.remarks",
    "notes.other",
)


def derive(context: Context) -> Derived:
    """Facts on the files; a note of a kind the pack does not list is still told."""
    words = context.lists.notes
    notes: dict[str, list[Note]] = defaultdict(list)
    for note in context.reading.dossier.notes:
        known = words.get(note.code)
        notes[known.field if known else "notes.other"].append(note)
    facts = {
        field: counted(
            (str(note.place) for note in notes[field]),
            "处",
            (_said(context, n) for n in notes[field]),
        )
        for field in _FIELDS
    }
    return Derived(facts, {})


def _said(context: Context, note: Note) -> str:
    words = context.lists.notes.get(note.code)
    said = words.said if words else note.code
    for name, value in {"file": note.place.file, **note.data}.items():
        said = said.replace(f"【{name}】", shorten(value, 40))
    return said
