"""One file checked: its verdict, or why there is none."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from compliance.cli.faults import FAULT, PASS, RETURN, REVIEW, UNREADABLE
from compliance.errors import ComplianceError, FilingError, Problem
from compliance.filing import Dossier, read_filing
from compliance.finding import Waiver
from compliance.precheck import check
from compliance.registry import Registry
from compliance.rulebook import RulePack, load
from compliance.strict_json import MAX_BYTES
from compliance.text import visible
from compliance.verdict import Verdict, load_waivers

_CODES = {"pass": PASS, "return": RETURN, "review": REVIEW}


@dataclass(frozen=True, slots=True)
class Settings:
    """What every file is checked by."""

    registry: Registry | None
    pack: RulePack
    on: date | None
    waivers: Sequence[Waiver]

    @classmethod
    def read(
        cls,
        registry: Path | None,
        registry_date: date | None,
        pack: str | None,
        on: date | None,
        waivers: Path | None,
    ) -> Self:
        """From the options; raises ComplianceError where one cannot be read."""
        rules = load(pack) if pack else load()
        return cls(
            _registry(registry, registry_date, rules) if registry else None,
            rules,
            on,
            load_waivers(waivers) if waivers else (),
        )


def _registry(path: Path, as_of: date | None, pack: RulePack) -> Registry:
    """A list, or the one in a saved index, which then is not built anew."""
    from compliance.facts.comparison import open_registry

    opened = open_registry(path, pack)
    return opened.dated(as_of) if opened else Registry.load(path, as_of=as_of)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's verdict and exit code; `fault` says why there is no verdict, `note` what to know."""

    name: str
    verdict: Verdict | None
    code: int
    fault: str = ""
    note: str = ""
    dossier: Dossier | None = None


def read_dossier(path: Path) -> Dossier:
    """The filing in a JSON file, or the materials in a folder, a zip or any other file."""
    if path.is_dir() or (path.is_file() and path.suffix.lower() != ".json"):
        from compliance.intake import read

        return read(path)
    if not path.is_file():
        raise FilingError(Problem("", "找不到这个文件", "核对文件的位置和名称"))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        raise FilingError(Problem("", "文件无法打开", "检查文件的读取权限")) from None
    return Dossier(read_filing(content))


def check_file(path: Path, settings: Settings) -> Checked:
    """The verdict on one file; whatever goes wrong becomes a code and words, never a pass."""
    name = visible(path.name)
    try:
        dossier = read_dossier(path)
        on = settings.on or dossier.filing.dates.submitted
        note = "" if on else f"{name}：没有提交日期，按今天（{date.today()}）的规定判断"
        given = replace(settings, on=on or date.today())
        verdict = check(dossier, given.registry, given.on, given.pack, given.waivers)
    except ComplianceError as error:
        lines = [f"{name}：无法检查", *(f"  {problem}" for problem in error.problems)]
        return Checked(name, None, UNREADABLE, "\n".join(lines))
    except Exception:  # noqa: BLE001 - a fault of ours must end in words and exit 5, never in a pass
        trace = traceback.format_exc(limit=-3)
        return Checked(name, None, FAULT, f"{name}：内部错误，没有结论，请报告维护人员\n{trace}")
    code = FAULT if verdict.faults else _CODES[verdict.outcome]
    return Checked(name, verdict, code, note=note, dossier=dossier)
