"""材料读取: a folder, a zip or single files as they come -> the dossier of the filing."""

from compliance.intake.reading import read

__all__ = ["read"]
