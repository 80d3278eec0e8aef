"""材料读取: a folder, a zip or single files as they come -> the dossier of the filing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.intake.reading import read

__all__ = ["read"]


def __getattr__(name: str) -> object:
    """Imported at first use: the child that reads files needs nothing of what `read` needs."""
    if name == "read":
        from compliance.intake.reading import read

        return read
    raise AttributeError(name)
