"""The filing as the applicant states it; every part may still be empty."""

from typing import Literal

from pydantic import Field, JsonValue

from compliance.filing.contents import (
    Dates,
    Funding,
    Integration,
    Material,
    PlatformUse,
    Security,
    Sharing,
)
from compliance.filing.scalars import Flag, Name, Part
from compliance.filing.terms import Completeness, Kind, Stage
from compliance.filing.unit import Difference, OwnSystem, Predecessor, Project, Unit


class Filing(Part):
    """备案申报: everything the eight criteria and the reviewing offices ask.

    A slot that is missing or null is not filled in; an empty list is a stated none.
    Read untrusted JSON with `compliance.read_filing`, which explains every fault in Chinese.

    >>> Filing(kind="新建", unit={"name": "示例市水务局"}).unit.name
    '示例市水务局'
    """

    format: Literal[1] = Field(1, title="表单版本")
    kind: Kind | None = Field(None, title="项目种类")
    completeness: Completeness = Field(Completeness.DRAFT, title="填报状态")
    stage: Stage = Field(Stage.FILING, title="办理阶段")
    record_no: Name = Field(None, title="备案号", description="由备案平台生成，此处只存不造")
    registry_id: Name = Field(None, title="本项目在既有系统清单中的编号")
    unit: Unit = Field(Unit(), title="项目单位")
    project: Project = Field(Project(), title="项目")
    materials: tuple[Material, ...] | None = Field(None, title="资料", max_length=300)
    existing_systems: tuple[OwnSystem, ...] | None = Field(
        None, title="本单位已有系统", max_length=500
    )
    existing_satisfies: Flag = Field(None, title="已建项目是否可满足需求")
    predecessor: Predecessor | None = Field(None, title="前期项目")
    differences: tuple[Difference, ...] = Field((), title="差异说明", max_length=200)
    integration: Integration = Field(Integration(), title="内部整合")
    sharing: Sharing = Field(Sharing(), title="共享与接口")
    catalog: tuple[JsonValue, ...] | None = Field(
        None,
        title="政务信息资源目录",
        description="逐条原样保存，由目录检查判断",
        max_length=20_000,
    )
    security: Security = Field(Security(), title="安全可靠")
    funding: Funding = Field(Funding(), title="资金")
    platform_use: PlatformUse = Field(PlatformUse(), title="使用国省平台")
    dates: Dates = Field(Dates(), title="日期")
