"""Registries made up for tests: as many systems as are asked for, from the list of functions."""

from collections.abc import Iterator
from datetime import date

from compliance.duplication import Knowledge, Thresholds, Words
from compliance.duplication.knowledge import learned_grams
from compliance.rulebook import load

PACK = load()
WORDS = Words.from_mapping(PACK.lists["names"])
KNOWLEDGE = Knowledge.from_mapping(PACK.lists["functions"], learned_grams())
LIMITS = Thresholds.from_values(
    {name: p.on(date(2026, 3, 2)).value for name, p in PACK.parameters.items()}
)
_UNITS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")
_ENDS = ("管理系统", "信息平台", "监管平台", "服务系统", "数据库")


def made_up(number: int, leaving_out: tuple[str, ...] = ()) -> Iterator[dict[str, object]]:
    """Systems of made-up units, one a row; functions whose field is left out do not occur."""
    kept = [f for f in KNOWLEDGE.functions if f.field not in leaving_out]
    for n in range(number):
        one, other = kept[n % len(kept)], kept[(n * 7 + n // len(kept)) % len(kept)]
        unit = _UNITS[n // len(kept) % len(_UNITS)]
        yield {
            "id": f"M{n:06}",
            "name": f"示例{unit}{one.aliases[n % len(one.aliases)]}{_ENDS[n % len(_ENDS)]}",
            "owner": f"示例{unit}局",
            "description": f"用于{one.does}，兼顾{other.title}",
            "functions": [f"{one.title}台账", f"{other.aliases[0]}统计"],
        }
