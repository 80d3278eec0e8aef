"""The same filing under the rules of another day, over the interface and on the page."""

import shutil
from collections.abc import Callable
from pathlib import Path

from compliance import load, rule_cases
from tests.service.serving import Live

ROOT = Path(__file__).parents[2]
PASS = (ROOT / "examples/filings/01-new-pass.json").read_bytes()
OTHER = (ROOT / "examples/filings/15-new-return-funding.json").read_bytes()


def test_a_filing_is_judged_on_its_day_and_on_another(live: Live) -> None:
    told = live.post("/v1/replays?against=2024-03-01", PASS).json()
    assert (told["before"]["on"], told["after"]["on"]) == ("2026-06-18", "2024-03-01")
    assert any("C4.refusal.provincial" in line and "还没有施行" in line for line in told["changes"])
    assert told["notes"] == []


def test_on_the_same_day_nothing_differs(live: Live) -> None:
    told = live.post("/v1/replays?on=2026-06-18&against=2026-06-18", OTHER).json()
    assert told["changes"] == told["findings"]["new"] == told["findings"]["fixed"] == []
    assert told["findings"]["open"] != []


def test_a_day_before_the_pack_is_refused_in_words(live: Live) -> None:
    reply = live.post("/v1/replays?against=2020-01-01", PASS)
    assert reply.status == 422
    assert "自 2023-09-14 起施行" in reply.body.decode()


def test_a_kept_check_is_held_against_the_materials_handed_in_again(live: Live) -> None:
    made = live.post("/v1/checks", PASS).headers["Location"].rpartition("/")[2]
    same = live.post(f"/v1/replays?against=2024-03-01&check={made}", PASS).json()
    other = live.post(f"/v1/replays?against=2024-03-01&check={made}", OTHER).json()
    assert same["notes"] == []
    assert "放入的材料与预检" in other["notes"][0]
    assert live.post("/v1/replays?check=2026-999999", PASS).status == 404


def test_nothing_of_a_replay_is_kept(live: Live) -> None:
    before = live.ask("GET", "/v1/checks").json()["total"]
    assert live.post("/v1/replays", PASS).status == 200
    assert live.ask("GET", "/v1/checks").json()["total"] == before


def test_the_rules_of_a_day_say_what_differs_from_today(live: Live) -> None:
    page = live.ask("GET", "/rules?on=2025-07-01").body.decode()
    assert "C4.refusal.provincial（省级政策能否作为不予共享的依据）：开始施行" in page
    assert "这一天不适用" in page
    assert "从那一天到今天" in page
    later = live.ask("GET", "/rules?on=2999-01-01").body.decode()
    assert "到那一天有什么不同" in later
    assert "不再施行" not in later
    assert "还没有这部规则" in live.ask("GET", "/rules?on=2020-01-01").body.decode()


def test_a_rule_is_shown_with_its_clause_parameters_and_cases(live: Live) -> None:
    page = live.ask("GET", "/rules/C6.level.filing").body.decode()
    for words in ("第十五条（转述）", "30 自然日", "二级系统运行三十天没有备案证明，还在期限内"):
        assert words in page


def test_a_pack_in_a_folder_of_one_s_own_is_shown_with_its_cases(
    serving: Callable[..., Live], tmp_path: Path
) -> None:
    folder = shutil.copytree(ROOT / "rules/example-county", tmp_path / "county")
    pack = load(folder)
    own = next(rule.id for rule in pack.rules if rule.own and rule_cases(str(folder), rule.id))
    live = serving("--pack", str(folder))
    page = live.ask("GET", f"/rules/{own}").body.decode()
    assert rule_cases(str(folder), own)[0].name in page
    inherited = live.ask("GET", "/rules/C6.plans").body.decode()
    assert "三个方案都没有，退回" in inherited
