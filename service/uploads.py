"""Files as they were sent -> the dossier of one filing; nothing is left on the disk."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from compliance import Dossier, FilingError, IntakeError, read_filing, read_materials
from service.route import Upload


def _name(given: str) -> str:
    """The last part of a file's name, safe to write and of a length a disk takes."""
    leaf = PurePosixPath(given.replace("\\", "/")).name
    shown = "".join(c for c in leaf if c.isprintable() and c not in '/:*?"<>|')
    stem, dot, ending = shown.rpartition(".")
    short = f"{stem[:50]}{dot}{ending[:10]}" if stem else shown[:60]
    # One of dots alone would be this folder, or the one above.
    return short if short.strip(".") else "文件"


def dossier_of(files: Sequence[Upload]) -> Dossier:
    """The filing in one JSON file, or the materials; raises FilingError or IntakeError."""
    if len(files) == 1 and _is_json(files[0]):
        return Dossier(read_filing(files[0].content))
    with tempfile.TemporaryDirectory(prefix="beian-") as name:
        folder = Path(name)
        written = [_write(folder, file) for file in files]
        return read_materials(written[0] if len(written) == 1 else folder)


def _is_json(file: Upload) -> bool:
    """By its name, or because it begins as JSON: no other form of material does."""
    begins = file.content[:100].lstrip()[:1]
    return file.name.lower().endswith(".json") or begins in (b"{", b"[")


def _write(folder: Path, file: Upload) -> Path:
    """In the folder; a second file of a name goes into a folder of its own."""
    path, n = folder / _name(file.name), 1
    while path.exists() or path.parent.is_file():
        n += 1
        path = folder / str(n) / path.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(file.content)
    return path


def filing_as_upload(name: str, filing: object) -> Upload:
    """A filing that came inside other JSON, as a file."""
    return Upload(name, json.dumps(filing, ensure_ascii=True).encode())


__all__ = ["FilingError", "IntakeError", "dossier_of", "filing_as_upload"]
