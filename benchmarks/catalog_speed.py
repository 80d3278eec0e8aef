"""How long a catalogue takes: this library against plain jsonschema over the same schema.

python benchmarks/catalog_speed.py [ENTRIES]    the Rust validator is timed too where installed
"""

import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module, util
from typing import Any

from jsonschema import Draft202012Validator

from compliance.catalog import BasisWords, Profile, Terms, inspect_each
from compliance.catalog.schema import read_entry_schema
from compliance.rulebook import load

_ITEMS = 10


def entries(count: int) -> Iterator[dict[str, Any]]:
    """Normalised entries; every fifth lacks something or has a wrong value."""
    for n in range(count):
        entry: dict[str, Any] = {
            "name": f"示例市第 {n} 号水库水位信息",
            "classification": "部门信息资源/示例市水务局/水文监测",
            "provider": "示例市水务局",
            "abstract": f"第 {n} 号水库逐日水位、库容和蓄水率，用于防汛调度。",
            "format": "电子表格、xlsx",
            "items": [
                {"name": f"测站{i}水位", "type": "数值型", "length": "8,2"} for i in range(_ITEMS)
            ],
            "update_period": "每日",
            "share_type": "有条件共享",
            "share_method": "共享平台",
            "use_requirement": "用于防汛业务协同，不得向第三方提供",
            "share_condition": f"市级防汛成员单位凭第 {n % 50} 号工作需要使用",
        }
        if n % 5 == 0:
            entry["update_period"] = "牲畜饲养"
        if n % 10 == 0:
            del entry["classification"]
        if n % 15 == 0:
            entry |= {"share_type": "不予共享", "refusal_basis": "《统计法》第九条"}
        yield entry


def timed(*runs: Callable[[], int]) -> list[tuple[float, int]]:
    """Of each the best of three, in seconds, and what it counted; in turn, so noise hits all."""
    best = [(float("inf"), 0)] * len(runs)
    for _ in range(3):
        for place, run in enumerate(runs):
            start = time.perf_counter()
            count = run()
            best[place] = min(best[place], (time.perf_counter() - start, count))
    return best


def main() -> None:
    """Print the times and ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rows = list(entries(count))
    schema = read_entry_schema()
    terms = Terms(BasisWords.model_validate(load().lists["legal_basis"]), Profile.NOTICE)

    def plain() -> int:
        validator = Draft202012Validator(schema)
        return sum(1 for row in rows for e in validator.iter_errors(row) if e.json_path)

    def ours() -> int:
        return sum(len(part.problems) for part in inspect_each(rows, terms))

    (peer, peer_errors), (own, own_problems) = timed(plain, ours)
    print(f"{count} 条，每条 {_ITEMS} 个信息项，三次中最快的一次")
    print(f"jsonschema 逐条、全部错误和位置  {peer:7.2f} 秒  {peer_errors} 个错误")
    print(f"本库：规范、模式、规则、跨条      {own:7.2f} 秒  {own_problems} 个问题")
    print(f"比值 {own / peer:.2f}（要求不超过 2）")
    if util.find_spec("jsonschema_rs"):
        rust = import_module("jsonschema_rs").Draft202012Validator(schema)
        ((fast, errors),) = timed(lambda: sum(1 for row in rows for _ in rust.iter_errors(row)))
        print(f"jsonschema-rs（另列，不是依赖）    {fast:7.2f} 秒  {errors} 个错误")
    else:
        print("jsonschema-rs 没有安装，未计时")


if __name__ == "__main__":
    main()
