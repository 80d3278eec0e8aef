"""规则手册: the pack as a document for the clerk who has to live with it."""

from collections.abc import Iterator

from compliance.authoring.show import quoted, titled
from compliance.authoring.words import (
    BASES,
    EFFECTS,
    ceiling_words,
    condition_words,
    conditions_of,
    force_words,
    kinds_words,
    parameter_words,
)
from compliance.filing import Kind
from compliance.rulebook import Criterion, FieldSpec, Rule, RulePack

_MOST = {"return": "退回", "review": "请人核实", "not_applicable": "不适用"}


def reference(pack: RulePack) -> str:
    """The whole pack in Markdown: what is asked, when it sends back, how to mend it."""
    return "\n".join(_lines(pack)) + "\n"


def _lines(pack: RulePack) -> Iterator[str]:
    yield f"# {pack.title}"
    yield ""
    yield "由规则包生成（`beian rules reference`），不要手改；改规则后重新生成。"
    yield ""
    yield f"版本 {pack.version}，{pack.effective_from} 起施行，法规核对到 {pack.verified_until}。"
    yield f"共 {len(pack.rules)} 条规则。"
    for relaxed in pack.relaxations:
        yield f"- 本包放宽或改动：{relaxed}"
    yield ""
    yield "“退回”是建议退回，“请人核实”是机器不下结论、交审查人员判断，“提示”不影响结论。"
    yield "草稿里没填写的、文件没读出来的、前后矛盾的，一律请人核实，不当作通过，也不直接退回；"
    yield "已提交而没有填写的，当作没有。"
    yield ""
    yield from _ceilings(pack)
    for criterion in pack.criteria:
        yield from _criterion(criterion, pack)
    yield from _parameters(pack)
    yield from _fields(pack)
    yield "## 不证明什么"
    yield ""
    yield from (f"- {told}" for told in pack.not_proven)


def _ceilings(pack: RulePack) -> Iterator[str]:
    yield "## 各类项目各项最重的结论"
    yield ""
    eight = pack.criteria[1:]
    yield "| 种类 | " + " | ".join(f"{c.clause} {c.title}" for c in eight) + " |"
    yield "|" + "---|" * (len(eight) + 1)
    for kind in Kind:
        cells = (_MOST[pack.ceiling(kind.value, c.number)] for c in eight)
        yield f"| {kind.label} | " + " | ".join(cells) + " |"
    yield ""
    yield from (f"- {note}" for note in pack.ceiling_notes)
    yield ""


def _criterion(criterion: Criterion, pack: RulePack) -> Iterator[str]:
    yield f"## {criterion.clause} {criterion.title}：{criterion.question}"
    yield ""
    for rule in (rule for rule in pack.rules if rule.criterion == criterion.number):
        yield from _rule(rule, pack)


def _rule(rule: Rule, pack: RulePack) -> Iterator[str]:
    yield f"### {rule.title}"
    yield ""
    office, basis = pack.offices[rule.office], BASES[rule.basis]
    yield f"`{rule.id}`，最重{EFFECTS[rule.severity]}，{basis}，{office}审。"
    yield ""
    yield f"- 依据：{quoted(rule, pack)}"
    each = f"，逐一看{pack.collections[rule.over]}" if rule.over else ""
    yield f"- 问：{kinds_words(rule)}{each}"
    if force_words(rule):
        yield f"- 施行：{force_words(rule)}"
    for _, title, condition in conditions_of(rule):
        yield f"- {title}：{condition_words(condition, pack)}"
    for told in ceiling_words(rule, pack):
        yield f"- 上限：{told}"
    yield f"- 会说：{titled(rule.message, pack)}"
    yield f"- 怎么改：{titled(rule.remedy, pack)}"
    yield ""


def _parameters(pack: RulePack) -> Iterator[str]:
    yield "## 数值界限"
    yield ""
    yield "通知没有给出的数值，写明是他法、推断还是本地口径。"
    yield ""
    yield "| 编号 | 界限 | 依据种类 | 说明 |"
    yield "|---|---|---|---|"
    for name, parameter in pack.parameters.items():
        bases = "、".join(dict.fromkeys(BASES[v.basis] for v in parameter.values))
        notes = "；".join(dict.fromkeys(v.note for v in parameter.values))
        yield f"| `{name}` | {parameter_words(parameter, None)} | {bases} | {notes} |"
    yield ""


def _fields(pack: RulePack) -> Iterator[str]:
    yield "## 规则可以问的事项"
    yield ""
    yield "写规则的条件时用编号；没填写、没读出来、前后矛盾的是“不明”。"
    yield ""
    yield "| 编号 | 意思 | 写法 |"
    yield "|---|---|---|"
    for name, field in pack.fields.items():
        each = f"（逐一看{pack.collections[field.over]}）" if field.over else ""
        yield f"| `{name}` | {field.title}{each} | {_form(field)} |"
    yield ""


def _form(field: FieldSpec) -> str:
    if field.type == "count":
        return f"整数（{field.unit}）" if field.unit else "整数"
    codes = "、".join(f"{code} {label}" for code, label in field.labels.items())
    return {"bool": "true 或 false", "text": "文字，只用于消息"}.get(field.type, codes)
