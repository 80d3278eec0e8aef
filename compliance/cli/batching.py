"""Many filings, some at a time: each result is kept at once, so that a stop loses nothing."""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter

from compliance.cli.faults import FAULT
from compliance.cli.run import Checked, Settings, check_file
from compliance.duplication import Subject, Words
from compliance.facts.comparison import subject_of_filing
from compliance.facts.lists import lists_of
from compliance.report.forms import FORMS
from compliance.report.review_list import ReviewRow, row_of
from compliance.report.templates import Templates
from compliance.text import visible

_FORMAT = 1
_SUBJECT: TypeAdapter[Subject | None] = TypeAdapter(Subject | None)


@dataclass(frozen=True, slots=True)
class Result:
    """One filing of a batch: its row, its exit code, and what it is compared by."""

    name: str
    code: int
    row: ReviewRow
    subject: Subject | None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Keep:
    """Where the results are kept, in which form the reports and by which templates."""

    folder: Path
    form: str
    templates: Templates

    @property
    def key(self) -> str:
        """What the reports depend on beside the verdict."""
        return self.form + self.templates.fingerprint


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is."""

    done: int
    every: int
    result: Result


def filings_in(folder: Path) -> list[Path]:
    """The filings of a batch: each subfolder, zip or JSON file directly in the folder."""
    found = [
        p for p in folder.iterdir() if not p.name.startswith((".", "~$")) and not p.is_symlink()
    ]
    return sorted(p for p in found if p.is_dir() or p.suffix.lower() in (".zip", ".json"))


def run(
    paths: Sequence[Path], settings: Settings, keep: Keep, resume: bool, workers: int
) -> Iterator[Progress]:
    """The results as they come; those kept from before first, where `resume` allows them.

    Reading is done by child processes, so threads use the cores.
    """
    keep.folder.mkdir(parents=True, exist_ok=True)
    done = 0
    open_paths: list[Path] = []
    for path in paths:
        before = _before(path, settings, keep) if resume else None
        if before is None:
            open_paths.append(path)
        else:
            done += 1
            yield Progress(done, len(paths), before)
    with ThreadPoolExecutor(workers) as pool:
        pending: set[Future[Result]] = {pool.submit(_one, p, settings, keep) for p in open_paths}
        while pending:
            finished, pending = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                done += 1
                yield Progress(done, len(paths), future.result())


def _one(path: Path, settings: Settings, keep: Keep) -> Result:
    """Read, check, keep; whatever goes wrong is a row, and never stops the rest."""
    checked = check_file(path, settings)
    try:
        result = _result(path, checked, settings, keep)
        _keep(result, path, settings, keep)
    except Exception as error:  # noqa: BLE001 - one filing must not stop the others
        fault = f"没有记下结果：{type(error).__name__}"
        return _without_verdict(path, replace(checked, code=FAULT, fault=fault))
    return result


def _without_verdict(path: Path, checked: Checked) -> Result:
    name = visible(path.name)
    cells = {"材料": name, "预检结论": "没有结论", "需会上定夺的事项": checked.fault}
    return Result(name, checked.code, ReviewRow(cells, ""), None)


def _result(path: Path, checked: Checked, settings: Settings, keep: Keep) -> Result:
    if checked.dossier is None or checked.verdict is None:
        return _without_verdict(path, checked)
    form, kept = FORMS[keep.form], keep.folder
    report = kept / f"{path.name}.{form.ending}"
    _write(report, form.write(checked.verdict, keep.templates))
    verdict = json.dumps(checked.verdict.as_dict(), ensure_ascii=False)
    _write(kept / f"{path.name}.verdict.json", verdict.encode())
    words = Words.from_mapping(lists_of(settings.pack).names)
    subject = subject_of_filing(checked.dossier.filing, words)
    row = row_of(visible(path.name), checked.dossier, checked.verdict, f"{kept.name}/{report.name}")
    return Result(visible(path.name), checked.code, row, subject)


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all: a stop in the middle leaves the old file."""
    draft = target.with_name(target.name + ".part")
    draft.write_bytes(content)
    os.replace(draft, target)  # noqa: PTH105 - replaces on every system


def _state(path: Path, keep: Keep) -> Path:
    return keep.folder / f"{path.name}.state.json"


def _keep(result: Result, path: Path, settings: Settings, keep: Keep) -> None:
    state = {
        "format": _FORMAT,
        "key": key_of(path, settings) + keep.key,
        "code": result.code,
        "row": asdict(result.row),
        "subject": asdict(result.subject) if result.subject else None,
    }
    _write(_state(path, keep), json.dumps(state, ensure_ascii=False).encode())


def _before(path: Path, settings: Settings, keep: Keep) -> Result | None:
    """What was kept of the same materials under the same rules and registry."""
    try:
        state = json.loads(_state(path, keep).read_text("utf-8"))
        if state["format"] != _FORMAT or state["key"] != key_of(path, settings) + keep.key:
            return None
        row = ReviewRow(**state["row"])
        subject = _SUBJECT.validate_python(state["subject"])
        return Result(visible(path.name), int(state["code"]), row, subject, False)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def key_of(path: Path, settings: Settings) -> str:
    """A sha256 of the materials and of all they are judged by."""
    total = sha256()
    registry = settings.registry.version if settings.registry else ""
    as_of = settings.registry.as_of if settings.registry else ""
    told = (settings.pack.sha256, registry, str(as_of), str(settings.on), repr(settings.waivers))
    total.update(json.dumps(told).encode())
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        if file.is_file() and not file.is_symlink():
            total.update(str(file.relative_to(path.parent)).encode("utf-8", "surrogateescape"))
            with file.open("rb") as content:
                while chunk := content.read(1 << 20):
                    total.update(chunk)
    return total.hexdigest()
