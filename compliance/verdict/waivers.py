"""豁免文件: who takes which finding on themselves, why, and until when."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from compliance import strict_json
from compliance.errors import Problem, WaiverError
from compliance.finding import Waiver
from compliance.strict_json import JsonProblem
from compliance.text import visible

_Words = Annotated[str, Field(min_length=2, max_length=500)]
_SAID = {
    "missing": ("没有填写", "补上：规则、理由、负责人、到期日缺一不可"),
    "extra_forbidden": ("豁免里没有这一项", "只能有 rule、item、reason、owner、expires"),
    "string_too_short": ("没有填写", "写明具体内容"),
}


class _Written(BaseModel):
    """A waiver as written."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: Annotated[str, Field(min_length=1, max_length=80)]
    item: Annotated[str, Field(max_length=200)] = ""
    reason: _Words
    owner: _Words
    expires: date


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    waivers: Annotated[tuple[_Written, ...], Field(max_length=1000)]


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a JSON file {"waivers": [...]}; raises WaiverError with place and mend.

    The owner is named in the verdict on purpose: a waiver is somebody's responsibility.
    """
    try:
        content = path.read_bytes()
    except OSError:
        fault = Problem(visible(path.name), "豁免文件无法打开", "核对文件的位置")
        raise WaiverError(fault) from None
    try:
        file = _File.model_validate(strict_json.parse(content))
    except JsonProblem as error:
        raise WaiverError(error.problem) from None
    except ValidationError as error:
        raise WaiverError(
            *(
                Problem(
                    "/" + "/".join(map(str, e["loc"])),
                    *_SAID.get(e["type"], ("填写不正确", "到期日写成 2026-12-31 的形式")),
                )
                for e in error.errors(include_url=False)[:20]
            )
        ) from None
    return tuple(
        Waiver(w.rule, w.reason, w.owner, w.expires.isoformat(), w.item) for w in file.waivers
    )
