"""Slots of the filing form by JSON pointer."""

from pydantic import BaseModel

from compliance.filing.filing import Filing


def has_slot(pointer: str) -> bool:
    """Whether the form has a slot there; within a list only the list itself is meant.

    >>> has_slot("/funding/total"), has_slot("/funding/amount")
    (True, False)
    """
    model: object = Filing
    for part in pointer.removeprefix("/").split("/"):
        fields = model.model_fields if _is_model(model) else {}  # type: ignore[attr-defined]
        if not pointer.startswith("/") or part not in fields:
            return False
        model = fields[part].annotation
    return True


def _is_model(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, BaseModel)


def slot(filing: Filing, pointer: str) -> object:
    """What stands in a slot; None where it is not filled in."""
    value: object = filing
    for part in pointer.removeprefix("/").split("/"):
        value = getattr(value, part)
    return value
