"""规则包: what is asked, by which clause, with which numbers, in which words."""

from compliance.rulebook.condition import (
    Condition,
    Every,
    Leaf,
    ParameterName,
    Some,
    Value,
    alternatives,
    leaves,
)
from compliance.rulebook.load import DEFAULT, load, names, require_in_force
from compliance.rulebook.pack import (
    Basis,
    Ceiling,
    Citation,
    Clause,
    Criterion,
    DatedValue,
    Effect,
    FieldSpec,
    Parameter,
    Rule,
    RulePack,
    Source,
)

__all__ = [
    "DEFAULT",
    "Basis",
    "Ceiling",
    "Citation",
    "Clause",
    "Condition",
    "Criterion",
    "DatedValue",
    "Effect",
    "Every",
    "FieldSpec",
    "Leaf",
    "Parameter",
    "ParameterName",
    "Rule",
    "RulePack",
    "Some",
    "Source",
    "Value",
    "alternatives",
    "leaves",
    "load",
    "names",
    "require_in_force",
]
