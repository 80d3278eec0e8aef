"""Reading procedure.yaml: a pack's own, or an overlay of another; every fault by file and line."""

from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path

from pydantic import ValidationError

from compliance._data import data
from compliance.errors import Problem, RulebookError
from compliance.procedure.changes import Base, apply
from compliance.procedure.model import EACH, KindProcedure, Procedure
from compliance.procedure.terms import Flow, Task
from compliance.rulebook.yaml_text import Document, read_yaml
from compliance.text import visible

FILE = "procedure.yaml"
PACK = "pack.yaml"
_STAGES = {
    Flow.REVIEW: (
        Task.DISPATCH,
        Task.OPINION,
        Task.COLLATE,
        Task.RETURN,
        Task.COLLECTIVE,
        Task.RECORD,
    ),
    Flow.INSPECTION: (Task.INSPECT,),
    Flow.REGISTRATION: (),
}
_FAULTS = {
    "missing": ("没有填写", "补上后再试"),
    "extra_forbidden": ("没有这一项", "删去，或核对项名"),
    "day": ("日期写得不对", "写成 2024-05-01 的形式"),
    "month_day": ("每年的日期写得不对", "写成 08-30 的形式"),
    "one_day": (
        "deadline 与 yearly 要写一个，且只写一个",
        "固定一天的写 deadline，每年的写 yearly",
    ),
    "pattern": ("备案号样式不对：{fault}", "如：示例信备〔{{year}}〕{{serial:04}}号"),
    "pointer": ("申报表里没有这一项", "写成 /funding/total 的形式，对照 beian schema filing"),
    "enum": ("不认识这个代码", "核对代码"),
    "literal_error": ("不认识这个代码", "只能写：{expected}"),
    "greater_than_equal": ("数字太小", "最小 {ge}"),
    "less_than_equal": ("数字太大", "最大 {le}"),
    "int_type": ("应为整数", "只写数字"),
}


def load(pack: str | PathLike[str] = "nanchong") -> Procedure:
    """The procedure of a pack in the package, or in a pack's own folder.

    A folder without the sheet has that of the pack it extends.
    Raises RulebookError with every fault and its line; nothing is loaded in part.
    """
    is_name = isinstance(pack, str) and "/" not in pack and "\\" not in pack
    folder = data("rules").joinpath(str(pack)) if is_name else Path(pack)
    return _checked(_base(folder, seen=()))


def _base(folder: Traversable, seen: tuple[str, ...]) -> Base:
    name = visible(folder.name)
    if name in seen:
        told = " → ".join((*seen, name))
        raise RulebookError(Problem(FILE, f"规则包互相覆盖：{told}", "改正 extends"))
    document = _document(folder, name)
    written = document.value
    if not isinstance(written, dict):
        raise RulebookError(document.problem((), "应由“项: 内容”组成", "对照 nanchong 的同名文件"))
    if "extends" not in written and "kinds" in written:
        return Base(written, document)
    base = _base(_parent(folder, written.get("extends"), document), (*seen, name))
    return base if document.file.endswith(PACK) else apply(base, document)


def _document(folder: Traversable, name: str) -> Document:
    """The sheet, or the header of a pack that leaves the procedure as it is."""
    for file in (FILE, PACK):
        if (found := folder.joinpath(file)).is_file():
            return read_yaml(found.read_bytes(), f"{name}/{file}")
    mend = "自带的有 nanchong；本单位的规则包写文件夹的路径（如 ./示例县）"
    raise RulebookError(Problem(f"{name}/{FILE}", "办理程序文件无法打开", mend))


def _parent(folder: Traversable, extends: object, document: Document) -> Traversable:
    """The pack that is extended: a folder beside this one, or one in the package."""
    named = extends.get("id") if isinstance(extends, dict) else extends
    if not isinstance(named, str) or "/" in named or "\\" in named:
        place = document.problem(("extends",), "extends 应为规则包的编号", "如：nanchong")
        raise RulebookError(place)
    beside = Path(str(folder)).parent / named
    is_there = any(beside.joinpath(file).is_file() for file in (FILE, PACK))
    return beside if is_there else data("rules").joinpath(named)


def _checked(base: Base) -> Procedure:
    try:
        procedure = Procedure.model_validate(base.tree)
    except ValidationError as error:
        raise RulebookError(*_shape_faults(error, base)) from None
    if faults := tuple(base.problem(path, *words) for path, *words in _faults(procedure)):
        raise RulebookError(*faults)
    return procedure


def _shape_faults(error: ValidationError, base: Base) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        # a mapping's faulty key is told by pydantic as (key, "[key]")
        path = tuple(part for part in fault["loc"] if part != "[key]")
        message, mend = _FAULTS.get(fault["type"], ("填写不正确", "对照 nanchong 的同名文件改正"))
        known = fault.get("ctx", {})
        where = f"“{path[-1]}”" if path else ""
        yield base.problem(path, where + message.format_map(known), mend.format_map(known))


_Fault = tuple[tuple[str | int, ...], str, str]


def _faults(procedure: Procedure) -> Iterator[_Fault]:
    yield from _doubled(procedure)
    yield from _unknown_offices(procedure)
    for kind, handled in procedure.kinds.items():
        yield from _stage_faults(("kinds", kind.value), handled)


def _doubled(procedure: Procedure) -> Iterator[_Fault]:
    """An office is asked for by any of its names: two that share one cannot be told apart."""
    seen: set[str] = set()
    for number, office in enumerate(procedure.offices):
        names = {office.id, office.name, *office.aliases}
        if both := sorted(names & seen):
            yield (
                ("offices", number),
                f"部门“{both[0]}”写了两次",
                "编号、名称和别名都不能与别的部门相同",
            )
        seen |= names


def _unknown_offices(procedure: Procedure) -> Iterator[_Fault]:
    known = {office.id for office in procedure.offices}
    for path, office in _mentions(procedure):
        if office not in known and not (office == EACH and "stages" in path):
            yield path, f"没有编号为“{office}”的部门", f"可用的编号：{'、'.join(sorted(known))}"


def _mentions(procedure: Procedure) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("unassigned",), procedure.unassigned
    yield from _listed(("consequences",), [c.office for c in procedure.consequences], "office")
    for kind, handled in procedure.kinds.items():
        yield from _listed(("kinds", kind.value, "offices"), handled.offices)
        for task, stage in handled.stages.items():
            yield ("kinds", kind.value, "stages", task.value, "office"), stage.office


def _listed(
    path: tuple[str | int, ...], offices: Sequence[str], *under: str
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from (((*path, number, *under), office) for number, office in enumerate(offices))


def _stage_faults(path: tuple[str | int, ...], handled: KindProcedure) -> Iterator[_Fault]:
    needed = _STAGES[handled.flow]
    for task in needed:
        if task not in handled.stages:
            yield (*path, "stages"), f"缺少环节“{task.value}”（{task.label}）", "补上部门和天数"
    for task, stage in handled.stages.items():
        here = (*path, "stages", task.value)
        if task not in needed:
            yield here, f"“{handled.flow}”流程没有环节“{task.value}”", "删去，或改 flow"
        elif (stage.office == EACH) != (task is Task.OPINION):
            yield (*here, "office"), "只有 opinion 环节由各部门分别办理，写 each", "其余写一个部门"
    if handled.flow is Flow.REVIEW and not handled.offices:
        yield (*path, "offices"), "review 流程至少要有一个初审部门", "补上部门编号"
