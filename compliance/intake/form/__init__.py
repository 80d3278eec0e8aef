"""申报表: the filing as a form to fill in, made from the filing itself and read exactly."""

from compliance.intake.form.read import Answer, read_form
from compliance.intake.form.slots import ListSlot, Slot, lists, manifest, slots

__all__ = [
    "Answer",
    "ListSlot",
    "Slot",
    "lists",
    "manifest",
    "read_form",
    "slots",
]
