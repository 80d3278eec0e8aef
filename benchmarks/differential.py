"""Random conditions and facts through both engines: how many pairs, how many wrong.

python -m benchmarks.differential --pairs 20000 [--seed 1]
MALLOC_PERTURB_=165 python -m benchmarks.differential     also shows what reads freed memory
A crash of the C engine is this program's exit code.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator

from compliance.engine.durable import DurableEngine, available
from compliance.engine.evaluate import engines_of
from compliance.engine.plan import plan_for
from compliance.engine.reference import Conditions, ReferenceEngine, Values
from compliance.engine.truth import PARTS
from compliance.filing import Kind
from compliance.rulebook import (
    Condition,
    Every,
    FieldSpec,
    Leaf,
    RulePack,
    Some,
    Value,
    alternatives,
    leaves,
    load,
)
from compliance.rulebook.condition import MOST_ALTERNATIVES, MOST_EXPRESSIONS, expressions

FACTS_A_RULESET = 100
KNOWN = 0.7
FIELDS = {"a.one": "bool", "a.two": "count", "b.one": "code", "b.two": "count", "c": "code"}
CODES = ("absent", "present", "不共享", "no", "T", "1")


def some_value(chance: random.Random, kind: str) -> Value:
    """A value of a field, the troublesome ones among them."""
    if kind == "bool":
        return chance.random() < 0.5
    if kind == "code":
        return chance.choice(CODES)
    return chance.choice((0, 1, 2, 3, -1, 10_000, 2**53))


def some_leaf(chance: random.Random) -> Leaf:
    """A comparison over one of the fields."""
    field = chance.choice(tuple(FIELDS))
    kind = FIELDS[field]
    operators = ("eq", "ne", "in", "lt", "lte", "gt", "gte") if kind == "count" else ("eq", "ne")
    operator = chance.choice((*operators, "in") if kind == "code" else operators)
    if operator == "in":
        return Leaf(field, operator, tuple(some_value(chance, kind) for _ in range(2)))
    return Leaf(field, operator, some_value(chance, kind))


def some_condition(chance: random.Random, depth: int) -> Condition:
    """A tree of comparisons that a pack may hold."""
    while True:
        condition = _tree(chance, depth)
        narrow = alternatives(condition) <= MOST_ALTERNATIVES
        if narrow and expressions(condition) <= MOST_EXPRESSIONS:
            return condition


def _tree(chance: random.Random, depth: int) -> Condition:
    if depth == 0 or chance.random() < 0.3:
        return some_leaf(chance)
    parts = tuple(_tree(chance, depth - 1) for _ in range(chance.randint(1, 3)))
    return Every(parts) if chance.random() < 0.5 else Some(parts)


def random_rules(chance: random.Random, count: int) -> Conditions:
    """Rules of one to five conditions each."""
    return {
        f"R{number}": {
            part: some_condition(chance, chance.randint(0, 3))
            for part in PARTS
            if chance.random() < 0.4 or part == "review"
        }
        for number in range(count)
    }


def random_facts(chance: random.Random, rules: Conditions) -> Values:
    """Every field of some rules, three in ten not known."""
    return {
        leaf.field: some_value(chance, FIELDS[leaf.field]) if chance.random() < KNOWN else None
        for named in rules.values()
        for condition in named.values()
        for leaf in leaves(condition)
    }


def _of_pack(chance: random.Random, field: FieldSpec, asked: list[Leaf]) -> Value | None:
    """A value of a real field: about what the rules compare it with, or not known."""
    if chance.random() > KNOWN:
        return None
    if field.type == "bool":
        return chance.random() < 0.5
    if field.type == "code":
        return chance.choice(field.values)
    near = [x.value for x in asked if isinstance(x.value, int)] or [0]
    return chance.choice(near) + chance.choice((-1, 0, 0, 1))


def pack_pairs(chance: random.Random, pack: RulePack, count: int) -> Iterator[tuple[int, int]]:
    """The real rules over random facts: (pairs, wrong) for every fact."""
    day = max(rule.effective_from or pack.effective_from for rule in pack.rules)
    for number in range(count):
        kinds: list[str | None] = [*(kind.value for kind in Kind), None]
        plan = plan_for(pack, kinds[number % len(kinds)], day)
        engines = engines_of(plan)
        if engines.durable is None:
            raise SystemExit(f"durable-rules is of no use here: {engines.fault or 'not installed'}")
        for asked in plan.buckets.values():
            found = [x for a in asked for _, c in a.conditions for x in leaves(c)]
            values = {
                name: _of_pack(chance, pack.fields[name], [x for x in found if x.field == name])
                for name in dict.fromkeys(x.field for x in found)
            }
            rules = tuple(a.rule.id for a in asked)
            yield _compared(engines.reference, engines.durable, rules, values)


def random_pairs(chance: random.Random) -> Iterator[tuple[int, int]]:
    """Random rules over random facts, for ever; a new ruleset for every hundred facts."""
    while True:
        rules = random_rules(chance, 12)
        name = f"random{chance.getrandbits(60)}"
        reference, durable = ReferenceEngine([rules]), DurableEngine([rules], name)
        for _ in range(FACTS_A_RULESET):
            yield _compared(reference, durable, tuple(rules), random_facts(chance, rules))


def _compared(
    reference: ReferenceEngine, durable: DurableEngine, rules: tuple[str, ...], values: Values
) -> tuple[int, int]:
    expected, said = reference.answers(rules, values), durable.answers(rules, values)
    return len(rules), sum(expected[rule] != said[rule] for rule in rules)


def run(pairs: int, seed: int) -> tuple[int, int]:
    """Half of the pairs by random rules, half by the pack: (pairs, wrong)."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    done = wrong = 0
    for source in (random_pairs(chance), pack_pairs(chance, load(), pairs)):
        part = 0
        for count, faults in source:
            part, wrong = part + count, wrong + faults
            if part >= pairs / 2:
                break
        done += part
    return done, wrong


def main() -> int:
    """Prints the figures; exit code 1 where the engines disagreed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not available():
        print("durable-rules is not installed: nothing to compare")
        return 2
    start = time.perf_counter()
    pairs, wrong = run(asked.pairs, asked.seed)
    seconds = time.perf_counter() - start
    print(f"pairs {pairs}, wrong {wrong}, seed {asked.seed}, {seconds:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
