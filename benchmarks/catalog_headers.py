"""How headers of real templates and portals are bound: known, ignored, unknown, or wrongly.

python -m benchmarks.catalog_headers    reads reference/catalog-aliases.json beside the eval data
"""

import json
from collections import Counter

from benchmarks.catalog_portals import shared
from compliance.catalog.header import role_of

# The keys of the reference -> ours; what is not listed is no column of ours and must bind to none.
_KEYS = {
    "catalog_class": "classification",
    "class_xiang": "classification",
    "class_mu": "classification",
    "class_ximu": "classification",
    "name": "name",
    "title": "name",
    "code": "code",
    "provider": "provider",
    "department": "provider",
    "provider_code": "provider_code",
    "abstract": "abstract",
    "description": "abstract",
    "format": "format",
    "format_category": "format",
    "format_type": "format",
    "data_formats": "format",
    "item_name": "items",
    "item_type": "items",
    "item_length": "items",
    "share_type": "share_type",
    "share_condition": "share_condition",
    "share_basis": "refusal_basis",
    "share_mode": "share_method",
    "share_mode_category": "share_method",
    "share_mode_type": "share_method",
    "open": "open",
    "is_open": "open",
    "open_condition": "open_condition",
    "update_cycle": "update_period",
    "update_frequency": "update_period",
    "published": "published",
    "publish_time": "published",
    "related_code": "related",
    "secrecy": "secrecy",
    "category": "classification",
}


def main() -> None:
    """Print how each header of the reference is bound."""
    path = shared() / "reference" / "catalog-aliases.json"
    reference = json.loads(path.read_text("utf-8"))
    for group in ("template_systems", "open_portals_cnpds"):
        counts: Counter[str] = Counter()
        wrong, missed = [], []
        for key, headers in reference[group].items():
            for header in headers:
                role = role_of(header)
                bound = "items" if role.part == "item" else role.key
                if bound == _KEYS.get(key, ""):
                    counts["对"] += 1
                elif bound:
                    counts["错"] += 1
                    wrong.append(f"{header}（{key}）→{bound}")
                else:
                    counts["未绑定"] += 1
                    missed.append(f"{header}（{key}，{role.part}）")
        print(group, dict(counts))
        print("  错：", "；".join(wrong))
        print("  未绑定：", "；".join(missed))
    for right, headers in reference["never_confuse"].items():
        for header in headers:
            print(f"  不得当作{right}：{header} → {role_of(header).key or '不绑定'}")


if __name__ == "__main__":
    main()
