"""推理: facts against rules, in three values, by two engines that must agree."""

from compliance.engine.evaluate import Answered, Evaluation, evaluate, status_of
from compliance.engine.plan import Plan, plan_for
from compliance.engine.tell import answers_of, tell

__all__ = [
    "Answered",
    "Evaluation",
    "Plan",
    "answers_of",
    "evaluate",
    "plan_for",
    "status_of",
    "tell",
]
