"""依据层级: what a reason for 不予共享 cites, and how strong it is."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.catalog import BasisLevel, BasisWords, classify

LEGAL_BASIS = Path(__file__).parents[1] / "rules" / "nanchong" / "lists" / "legal_basis.yaml"
WORDS = BasisWords.model_validate(yaml.safe_load(LEGAL_BASIS.read_text("utf-8")))

BASES: list[tuple[str, str, BasisLevel]] = [
    ("法律写到条", "《中华人民共和国个人信息保护法》第二十八条", BasisLevel.LAW),
    ("法律没加书名号", "依据个人信息保护法第28条", BasisLevel.LAW),
    ("条号在修正年份之后", "《统计法》（2024年修正）第九条、第二十五条", BasisLevel.LAW),
    ("实施条例", "《统计法实施条例》第三十条", BasisLevel.LAW),
    ("行政法规只写令号", "国务院令第809号第十二条", BasisLevel.LAW),
    ("法律以导语的字开头", "依据文物保护法第二十条", BasisLevel.LAW),
    ("国务院文件", "《政务信息资源共享管理暂行办法》国发〔2016〕51号", BasisLevel.STATE_POLICY),
    ("国务院文件只写名称", "《国务院关于加强数字政府建设的指导意见》", BasisLevel.STATE_POLICY),
    ("省条例", "《四川省数据条例》", BasisLevel.LOCAL_REGULATION),
    ("市条例也是法规", "《南充市城市道路管理条例》第二条", BasisLevel.LOCAL_REGULATION),
    ("省的法律实施办法", "《四川省〈中华人民共和国统计法〉实施办法》", BasisLevel.LOCAL_REGULATION),
    ("书名号套用不规范", "《四川省《统计法》实施办法》第三条", BasisLevel.LOCAL_REGULATION),
    ("省政府文件", "川办发[2021]49号", BasisLevel.PROVINCIAL_POLICY),
    ("省政府规章", "四川省人民政府令第338号", BasisLevel.PROVINCIAL_POLICY),
    (
        "省里贯彻国务院的意见",
        "《四川省人民政府关于贯彻国务院关于某事的意见》",
        BasisLevel.PROVINCIAL_POLICY,
    ),
    ("法律没写条", "《个人信息保护法》", BasisLevel.UNRECOGNISED),
    ("法律没加书名号也没写条", "依据个人信息保护法", BasisLevel.UNRECOGNISED),
    ("行政法规只写令号没写条", "国务院令第809号", BasisLevel.UNRECOGNISED),
    ("条号属于另一个文件", "《南充市某办法》第三条和《个人信息保护法》", BasisLevel.UNRECOGNISED),
    ("办法第几条不是法第几条", "按管理办法第十条", BasisLevel.UNRECOGNISED),
    ("法规不是法", "统计法规第九条", BasisLevel.UNRECOGNISED),
    ("没有这部法律", "《中华人民共和国国家数据保密法》第三条", BasisLevel.UNRECOGNISED),
    ("部门规章", "《工业数据管理办法》（工业和信息化部令第99号）第三条", BasisLevel.UNRECOGNISED),
    ("外地法规", "《示例市数据条例》第三条", BasisLevel.UNRECOGNISED),
    ("国家政策没有名称", "国家政策", BasisLevel.UNRECOGNISED),
    ("市文件之外另提国家规定", "《南充市某办法》及国家有关规定", BasisLevel.UNRECOGNISED),
    ("否定的引用", "不属于《个人信息保护法》第二十八条规定的情形", BasisLevel.UNRECOGNISED),
    ("文号像中发而不是", "阆中发〔2020〕3号", BasisLevel.UNRECOGNISED),
    ("只有公开条例", "《政府信息公开条例》（国令第711号）第十四条", BasisLevel.OPENNESS_ONLY),
    ("公开条例只写令号", "国令第711号第十四条", BasisLevel.OPENNESS_ONLY),
    ("公开条例之外另有法律", "《政府信息公开条例》第十五条、《统计法》第九条", BasisLevel.LAW),
    ("市文件", "依据《南充市政务信息化项目管理办法》", BasisLevel.NOT_LAW),
    ("加了书名号的市清单", "《南充市数据共享目录》", BasisLevel.NOT_LAW),
    ("市文件没加书名号", "依据南充市政务信息化项目管理办法第三条", BasisLevel.NOT_LAW),
    ("市文件只写文号", "南府办发〔2023〕14号", BasisLevel.NOT_LAW),
    ("市里贯彻法律的方案", "《南充市贯彻〈数据安全法〉实施方案》第三条", BasisLevel.NOT_LAW),
    ("内部制度", "依据本单位信息管理制度", BasisLevel.NOT_LAW),
    ("只说隐私", "涉及个人隐私", BasisLevel.NOT_LAW),
    ("只说其他", "其他", BasisLevel.NOT_LAW),
    ("明说没有依据", "无法律法规依据", BasisLevel.NOT_LAW),
    ("没头没尾", "水库", BasisLevel.UNRECOGNISED),
]


@pytest.mark.parametrize(("text", "level"), [c[1:] for c in BASES], ids=[c[0] for c in BASES])
def test_a_basis_has_the_level_of_the_strongest_thing_it_cites(
    text: str, level: BasisLevel
) -> None:
    assert classify(text, WORDS).level is level


@given(st.lists(st.sampled_from([text for _, text, _ in BASES[:-1]]), min_size=2, max_size=4))
@settings(deadline=None, max_examples=60)
def test_of_several_cited_bases_the_strongest_counts(texts: list[str]) -> None:
    cited = [basis for text in texts if (basis := classify(text, WORDS)).cited]
    order = list(BasisLevel)
    joined = classify("；".join(texts), WORDS).level
    assert not cited or order.index(joined) <= min(order.index(b.level) for b in cited)


@given(
    st.text("《》〈〉第一条条法令号〔2016〕（）、，依据国发川府南充市统计法办法条例", max_size=300)
)
@settings(deadline=None, max_examples=200)
def test_any_text_has_a_level_and_what_is_cited_is_short(text: str) -> None:
    basis = classify(text, WORDS)
    assert len(basis.cited) <= 60
    assert basis.cited or basis.level in (BasisLevel.UNRECOGNISED, BasisLevel.NOT_LAW)


def test_what_was_not_read_of_a_very_long_text_is_left_to_a_person() -> None:
    assert classify("涉及敏感信息。" * 200, WORDS).level is BasisLevel.NOT_LAW
    assert classify("涉及敏感信息。" * 2000, WORDS).level is BasisLevel.UNRECOGNISED
