"""Whole filings as folders of real files: the clean ones, from which each fault departs."""
# ruff: noqa: E501 - running text

import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compliance.credit_code import check_digit
from compliance.filing import Filing
from compliance.report.filing_form import write_filing
from tests.making.papers import Grid, Paper, printed


@dataclass
class Bundle:
    """A filing before it is printed: its form, its papers with their endings, and loose bytes."""

    form: dict[str, Any]
    papers: dict[str, Paper]
    endings: dict[str, str]
    names: dict[str, str]
    style: str
    form_ending: str = "xlsx"
    loose: dict[str, bytes] = field(default_factory=dict)
    without_form: bool = False

    def files(self) -> dict[str, bytes]:
        """The files of the folder by their names."""
        made = {
            f"{self.names[key]}.{self.endings[key]}": printed(paper, self.endings[key], self.style)
            for key, paper in self.papers.items()
        }
        if not self.without_form:
            made[f"1 备案申报表.{self.form_ending}"] = _form(
                Filing.model_validate(self.form), self.form_ending
            )
        return made | self.loose

    def write(self, folder: Path) -> Path:
        """The folder, written."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files().items():
            (folder / name).write_bytes(content)
        return folder


def _form(filing: Filing, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, f"form.{ending}")
        write_filing(target, filing)
        return io.BytesIO(target.read_bytes()).getvalue()


@dataclass(frozen=True)
class Theme:
    """What a filing is about."""

    name: str
    unit: str
    matter: str
    old: str
    modules: tuple[tuple[str, str], ...]
    total: int
    style: str
    city: bool
    endings: tuple[str, str, str]  # feasibility, design, funding


THEMES = (
    Theme(
        "示例市水库安全监测平台建设项目",
        "示例市水务局",
        "水库大坝安全监测",
        "水情填报系统",
        (
            ("渗压监测", "采集渗压计读数并绘制过程线"),
            ("巡查上报", "巡查人员在现场填报险情并上传照片"),
        ),
        320,
        "style",
        False,
        ("docx", "docx", "pdf"),
    ),
    Theme(
        "示例市停车资源统筹管理系统建设项目",
        "示例市城市管理局",
        "停车泊位统筹",
        "路内停车登记系统",
        (
            ("泊位目录", "登记全市公共泊位的位置和开放时段"),
            ("错时共享", "撮合机关单位夜间泊位与周边居民"),
        ),
        268,
        "outline",
        True,
        ("docx", "pdf", "docx"),
    ),
    Theme(
        "示例市婚姻登记档案数字化项目",
        "示例市民政局",
        "婚姻登记档案查询",
        "档案借阅台账系统",
        (
            ("影像加工", "扫描纸质档案并著录登记要素"),
            ("远程查档", "受理跨区县的查档申请并出具证明"),
        ),
        156,
        "decimal",
        False,
        ("pdf", "docx", "ofd"),
    ),
    Theme(
        "示例市养老服务监管平台建设项目",
        "示例市民政事务中心",
        "养老机构服务监管",
        "养老机构备案系统",
        (("机构检查", "安排检查任务并记录整改情况"), ("补贴核发", "核对服务工单后计算运营补贴")),
        410,
        "auto",
        True,
        ("docx", "docx", "pdf"),
    ),
    Theme(
        "示例市农机作业补贴管理系统建设项目",
        "示例市农业农村局",
        "农机作业补贴管理",
        "农机购置登记系统",
        (("作业核验", "按轨迹核定深松作业面积"), ("资金公示", "按村公示补贴对象与金额")),
        198,
        "chapter",
        False,
        ("docx", "ofd", "docx"),
    ),
    Theme(
        "示例市公共租赁住房智能管理系统建设项目",
        "示例市住房保障中心",
        "公共租赁住房管理",
        "公租房台账系统",
        (("资格复审", "每年比对收入和房产信息"), ("房源分配", "摇号结果公示与合同签订")),
        287,
        "plain",
        False,
        ("docx", "pdf", "xlsx"),
    ),
)


def _code(number: int) -> str:
    first = f"11999900MB{number:07d}"
    return first + check_digit(first)


def _sentences(theme: Theme) -> dict[str, str]:
    matter, old = theme.matter, theme.old
    return {
        "overview": f"本项目由{theme.unit}负责建设，围绕{matter}工作，建设统一的业务应用，服务全市各区县的一线人员和办事群众。项目建成后，{matter}的受理、核查、处置和统计都在线上办理，数据按目录向有关部门共享。本项目为非涉密信息系统。",
        "necessity": f"近年来{matter}任务逐年增加，现有的{old}建设较早，只能登记结果，不能满足现场核查和部门协同的需求。基层人员仍靠电话和纸质表格报送，统计口径不一致，问题发现不及时。按照有关规划关于提升{matter}数字化水平的要求，需要建设一套覆盖受理、核查、处置、统计全过程的应用，减少重复填报，提高处置效率，因此项目建设十分必要。",
        "needs": f"业务需求：全市每年办理{matter}业务约六万件，涉及市、区县两级人员一千二百余人，要求现场填报、在线审核、超期提醒和分类统计。性能需求：并发用户不少于三百个，页面响应时间不超过三秒。数据需求：需调用人口、地址等基础信息，需向有关部门提供办理结果。安全需求：按照网络安全和数据安全的规定保护业务数据，留存操作日志。",
        "overall": f"项目采用分层架构，由基础设施、数据资源、应用支撑和业务应用四层组成。基础设施使用市级政务云，不自建机房，不另购服务器。应用支撑层使用市级统一身份认证和电子印章，不重复建设。业务应用围绕{matter}设置功能模块，采用国产数据库和中间件，暂不采用Oracle等国外产品。各层之间通过标准接口调用，便于今后扩展。系统按统一规范对外提供数据接口，不建设封闭系统。",
        "cloud": "系统部署在市级政务云，申请云主机六台，每台八核vCPU、三十二吉字节内存；申请块存储四太字节、对象存储十太字节；申请数据库服务两套；申请备份服务一套。资源按初期用量申请，随业务增长逐年调整。",
        "application": "应用系统分两个阶段实施：第一阶段完成需求调研、原型确认和主要功能开发，第二阶段完成数据迁移、联调测试和试运行。各功能模块的内容见下表，实施中按模块组织验收，确保业务不中断。项目团队驻场开发，每周向建设单位报告进度和问题。",
        "network": "网络安全方面，在政务云安全能力的基础上设置边界防护、入侵防范、恶意代码防范、访问控制和安全审计措施；终端接入须经身份鉴别；重要操作双人复核；每季度开展漏洞扫描，发现问题及时整改；制定应急预案并每年演练一次。操作日志留存不少于六个月。",
        "crypto": "密码应用方面，使用合规的商用密码产品和服务：通信链路采用国密安全传输，用户登录采用数字证书，重要数据存储采用SM4算法加密，重要数据的完整性采用SM3算法保护；密钥由密码服务平台统一管理；系统上线前开展商用密码应用安全性评估。",
        "level": "按照网络安全等级保护有关要求，本系统拟定级为第三级，在方案设计阶段组织专家评审定级报告，建设阶段同步落实技术和管理措施，投入运行后三十日内办理备案，每年开展一次等级测评并整改。",
        "schedule": "建设工期12个月：第一至三个月完成招标和需求确认，第四至八个月完成开发，第九至十个月完成测试和试运行，第十一至十二个月完成验收和移交。",
        "benefit": f"项目建成后，{matter}的平均办理时间缩短一半以上，基层填报工作量减少三分之一，群众可以在线查询办理结果。主要风险是数据质量不高和人员使用不熟练，拟通过数据治理和分批培训加以控制。",
        "unit": f"{theme.unit}是负责{matter}的市级单位，内设业务、信息等科室，现有信息化专职人员四人，负责系统规划、建设管理和日常运维协调。",
        "data": "数据资源规划分为基础数据、业务数据和统计数据三类。业务数据由各模块产生，按目录登记；数据每日通过共享交换平台提供给有关部门。数据库按业务主题划分，统一编码和命名规则。",
        "organisation": f"成立由{theme.unit}主要负责人任组长的项目领导小组，下设项目办公室，负责协调、质量和进度管理；聘请监理单位对全过程进行监督。",
        "procurement": "本项目拟采用公开招标方式选定承建单位，监理服务另行采购。",
        "funding": f"项目总投资{theme.total}万元，全部由市本级财政预算安排，资金已落实。承建单位不得垫资建设。",
        "operation": "系统验收后运行维护经费每年按软件开发费的百分之十安排，列入部门预算。",
        "performance": "项目绩效目标见绩效目标表，主要指标包括业务在线办理率、数据共享及时率和用户满意度，由建设单位在验收后一年内组织自评。",
        "integration": f"我单位原有{old}等两个系统，已完成内部系统整合，整合方案经党组会议集体研究同意。",
        "basis": "设计依据包括国家和省有关政务信息化、网络安全、密码应用的法律法规和标准，以及本项目可行性研究报告及其批复意见。",
    }


def bundle(number: int) -> Bundle:
    """The clean filing of a number; six themes, then the same with other amounts."""
    theme = THEMES[number % len(THEMES)]
    words = _sentences(theme)
    total = theme.total
    papers = {
        "feasibility": _feasibility(theme, words, total),
        "design": _design(theme, words, total),
        "funding": _funding(theme, words, total),
        "catalog": _catalog(theme),
        "performance": _performance(theme, total),
        "estimate": _estimate(theme, total),
        "decision": _decision(theme),
    }
    first, second, third = theme.endings
    endings = {
        "feasibility": first,
        "design": second,
        "funding": third,
        "catalog": "xlsx",
        "performance": "xlsx",
        "estimate": "xlsx",
        "decision": "docx",
    }
    names = {
        "feasibility": "2 可行性研究报告",
        "design": "3 初步设计方案",
        "funding": "4 资金来源说明",
        "catalog": "5 信息资源目录",
        "performance": "6 绩效目标表",
        "estimate": "7 投资概算表",
        "decision": "8 党组会议纪要",
    }
    return Bundle(
        _form_of(theme, number, total),
        papers,
        endings,
        names,
        theme.style,
        "docx" if number % 4 == 3 else "xlsx",
    )


def _form_of(theme: Theme, number: int, total: int) -> dict[str, object]:
    money = {"value": str(total), "unit": "万元"}
    return {
        "kind": "new",
        "completeness": "submitted",
        "unit": {
            "name": theme.unit,
            "credit_code": _code(number + 1),
            "level": "市级",
            "region": "示例市",
            "leader": "示例甲",
            "office": "信息科",
            "handler": "示例乙",
        },
        "project": {
            "name": theme.name,
            "category": "重点业务信息系统",
            "secrecy": "非涉密",
            "summary": f"建设{theme.matter}应用",
            "construction_content": "；".join(f"{n}：{d}" for n, d in theme.modules),
            "modules": [{"name": n, "description": d} for n, d in theme.modules],
            "business_need": f"{theme.matter}需要现场核查和部门协同",
            "goals": [
                {
                    "indicator": "业务在线办理率",
                    "value": "≥95",
                    "unit": "%",
                    "deadline": "2027-06-30",
                },
                {"indicator": "用户满意度", "value": "≥90", "unit": "%", "deadline": "2027-06-30"},
            ],
            "produces_data": True,
            "plan_year": 2026,
            "months": 12,
        },
        "existing_systems": [
            {"name": theme.old, "in_use": True, "mergeable": False, "disposition": "保留"}
        ],
        "existing_satisfies": False,
        "integration": {
            "done": True,
            "decision": {"date": "2025-06-12", "number": "示例纪〔2025〕8号"},
            "plans": [
                {"title": "示例市数字政府建设规划", "level": "市", "number": "示例府发〔2024〕2号"}
            ],
        },
        "sharing": {
            "interfaces": [{"name": "办理结果查询接口", "standard": "RESTful"}],
            "closed_system": False,
            "duty_list": "示例市数据共享责任清单（2024年版）",
        },
        "security": {
            "proposed_level": 3,
            "data_classified": True,
            "critical": False,
            "personal_information": {"handled": False},
            "outsourcing": {"used": True, "approved": True, "agreement": True},
            "log_days": 180,
        },
        "funding": {
            "total": money,
            "sources": [{"name": "市本级财政预算", "amount": money}],
            "secured": True,
            "operation_cost": {"value": "18", "unit": "万元"},
            "channel": "本级财政预算",
            "procurement_mode": "公开招标",
            "estimate": money,
            "budget": money,
            "annual": [{"year": 2026, "amount": money}],
            "contractor_prepays": False,
        },
        "platform_use": {"used": False},
        "dates": {"submitted": "2025-07-01"},
    }


def _modules(theme: Theme) -> Grid:
    return Grid(
        [
            ["序号", "模块名称", "功能描述"],
            *[[str(n), name, text] for n, (name, text) in enumerate(theme.modules, 1)],
        ]
    )


def _feasibility(theme: Theme, words: dict[str, str], total: int) -> Paper:
    paper = Paper(f"{theme.name}可行性研究报告")
    if theme.city:
        paper.chapter("项目必要性分析").chapter(
            "项目实施背景和依据", words["necessity"], level=2
        ).chapter("实施单位信息化现状", words["unit"], words["integration"], level=2)
        paper.chapter("项目需求分析", words["needs"])
        paper.chapter("软件建设方案").chapter("系统架构", words["overall"], level=2).chapter(
            "功能说明", words["application"], _modules(theme), level=2
        )
        paper.chapter("市级政务云需求说明", words["cloud"], level=2).chapter(
            "网络安全保障体系", words["network"], level=2
        )
        paper.chapter("商用密码应用与安全性评估", words["crypto"], level=2).chapter(
            "等级保护定级与测评", words["level"], level=2
        )
        paper.chapter("硬件采购方案", "不涉及。").chapter(
            "服务方案", words["organisation"]
        ).chapter("运行管理体系", words["operation"])
        paper.chapter("实施进度安排", words["schedule"]).chapter(
            "投资估算",
            f"项目投资估算总额{total}万元，其中软件开发费{total - 40}万元，其他费用40万元，按照功能点和市场询价测算，明细见投资概算表。资金来源见资金来源说明。",
        )
    else:
        paper.chapter(
            "项目概况", f"项目名称：{theme.name}", f"建设单位：{theme.unit}", words["overview"]
        ).chapter("项目建设的必要性", words["necessity"])
        paper.chapter("项目单位概况", words["unit"], words["integration"])
        paper.chapter("需求分析", words["needs"])
        paper.chapter("总体建设方案", words["overall"]).chapter(
            "应用系统建设方案", words["application"], _modules(theme), level=2
        ).chapter("政务云资源需求", words["cloud"], level=2)
        paper.chapter("信息资源规划", words["data"], level=2).chapter(
            "网络安全设计", words["network"], level=2
        ).chapter("商用密码应用方案", words["crypto"], level=2).chapter(
            "网络安全等级保护", words["level"], level=2
        )
        paper.chapter("组织机构和人员", words["organisation"]).chapter(
            "实施进度", words["schedule"]
        )
        paper.chapter(
            "投资估算和资金筹措",
            f"本项目总投资估算{total}万元，依据功能点测算和市场询价确定，其中软件开发费{total - 40}万元，监理、测评等其他费用40万元。资金由市本级财政预算安排。",
        )
        paper.chapter("绩效目标", words["performance"]).chapter(
            "拟采用实施方式", words["procurement"]
        ).chapter("效益与风险分析", words["benefit"])
    if theme.city:
        paper.chapter("绩效目标及指标", words["performance"]).chapter(
            "采购方式", words["procurement"]
        )
    return paper


def _design(theme: Theme, words: dict[str, str], total: int) -> Paper:
    paper = Paper(f"{theme.name}初步设计方案")
    paper.chapter(
        "项目概述", f"项目名称：{theme.name}", f"建设单位：{theme.unit}", words["overview"]
    ).chapter("设计依据", words["basis"]).chapter("需求分析", words["needs"])
    paper.chapter("总体设计", words["overall"], words["data"]).chapter(
        "应用系统设计", words["application"], _modules(theme), level=2
    )
    paper.chapter("实施计划", words["schedule"])
    paper.chapter(
        "投资概算",
        f"总投资：{total}万元",
        "概算明细见下表，金额单位为万元。",
        Text_unit(),
        Grid(
            [
                ["序号", "费用名称", "单价（万元）", "数量", "合价（万元）"],
                ["1", "软件开发费", str(total - 40), "1", str(total - 40)],
                ["2", "监理费", "12", "1", "12"],
                ["3", "测评费", "14", "2", "28"],
                ["", "合计", "", "", str(total)],
            ]
        ),
    )
    return paper


def Text_unit() -> str:  # noqa: N802 - reads as a part of the paper
    return "单位：万元"


def _funding(theme: Theme, words: dict[str, str], total: int) -> Paper:
    paper = Paper("资金来源说明")
    paper.parts.extend(
        Paper("")
        .chapter(
            "一般情况", f"项目名称：{theme.name}", f"项目总投资：{total}万元", words["funding"]
        )
        .parts[1:]
    )
    paper.parts.append(
        Grid([["资金来源", "金额（万元）"], ["市本级财政预算", str(total)], ["合计", str(total)]])
    )
    return paper


def _catalog(theme: Theme) -> Paper:
    head = [
        "序号",
        "信息资源名称",
        "信息资源分类",
        "提供方",
        "信息资源格式",
        "信息项",
        "更新周期",
        "共享类型",
        "共享方式",
        "使用要求",
    ]
    rows = [
        [
            str(n),
            f"{name}信息",
            "主题信息资源",
            theme.unit,
            "数据库",
            "编号、名称、日期",
            "每日",
            "无条件共享",
            "共享平台方式",
            "按规定用途使用",
        ]
        for n, (name, _) in enumerate(theme.modules, 1)
    ]
    return Paper("政务信息资源目录", [Grid([head, *rows])])


def _performance(theme: Theme, total: int) -> Paper:
    head = [
        ["项目名称", theme.name, "", ""],
        ["实施单位", theme.unit, "", ""],
        ["项目资金总额（万元）", str(total), "", ""],
    ]
    goals = [
        ["一级指标", "三级指标", "指标值", "计量单位"],
        ["产出指标", "业务在线办理率", "≥95", "%"],
        ["满意度指标", "用户满意度", "≥90", "%"],
    ]
    return Paper("项目绩效目标申报表", [Grid(head), Grid(goals)])


def _estimate(theme: Theme, total: int) -> Paper:
    software = total - 40
    half = software // 2
    rows = [
        ["序号", "费用名称", "单价（万元）", "数量", "金额（万元）", "备注"],
        ["一", "软件开发费", "", "", str(software), ""],
    ]
    rows += [
        ["1", theme.modules[0][0], str(half), "1", str(half), ""],
        ["2", theme.modules[1][0], str(software - half), "1", str(software - half), ""],
    ]
    rows += [
        ["二", "其他费用", "", "", "40", ""],
        ["1", "监理费", "12", "1", "12", ""],
        ["2", "测评费", "14", "2", "28", ""],
        ["", "合计", "", "", str(total), ""],
    ]
    return Paper("项目投资概算表", [Grid(rows)])


def _decision(theme: Theme) -> Paper:
    paper = Paper(f"{theme.unit}党组会议纪要")
    paper.parts.extend(
        Paper("")
        .chapter(
            "x",
            "纪要文号：示例纪〔2025〕8号",
            "会议日期：2025年6月12日",
            f"会议集体研究了{theme.name}有关事项，听取了{theme.old}等系统的内部系统整合情况汇报，同意按程序报审。参会人员略去不列。",
        )
        .parts[1:]
    )
    return paper
