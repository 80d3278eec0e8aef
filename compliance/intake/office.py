"""Old Word files through LibreOffice, where there is one, in a room without a network."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from compliance.intake.refusal import Refused

# Its processes have numbers of their own, so that with the first all of them end.
_OUTSIDE = ("unshare", "--net", "--map-root-user", "--pid", "--fork", "--kill-child")


@cache
def _command() -> tuple[str, ...]:
    """The converter behind a wall, () where one of them is missing: it would fetch pictures."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    wall = shutil.which(_OUTSIDE[0])
    if office is None or wall is None:
        return ()
    trial = subprocess.run(  # noqa: S603 - found by its own name, no shell
        [wall, *_OUTSIDE[1:], "true"], capture_output=True, check=False
    )
    return (wall, *_OUTSIDE[1:], office) if trial.returncode == 0 else ()


@contextmanager
def converted(content: bytes, suffix: str, seconds: int) -> Iterator[Path]:
    """The docx of an old Word file, for as long as it is needed; raises Refused."""
    command = _command()
    if not command:
        raise Refused("old_format", suffix.lstrip("."))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        options = [
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
        ]
        try:
            subprocess.run(  # noqa: S603 - our own arguments, no shell
                [*command, *options, "--outdir", folder, str(source)],
                capture_output=True,
                check=False,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused("timeout") from error
        target = source.with_suffix(".docx")
        if not target.is_file():
            raise Refused("office_failed")
        yield target
