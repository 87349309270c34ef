"""The claim gate: altered statements fail, true ones pass."""

import pytest

from assistant.gate import failures

CLOUD = "持续实施“万企上云”行动，新增上云企业 5 万家，着力推动工业设备和业务系统上云上平台。"
DELAY = "打造天府数据中心集群内 １ 毫秒，集群到省内区域数据中心 ３ 毫秒、到省外重点地区 １５ 毫秒的时延圈。"
ROW = "任务清单：启动数字乡村试点工作。；牵头单位：省委网信办；进度安排：12月底前"
RULE = "除法律法规另有规定外，网上可办率达到100%，未经批准不得收费。"


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        (CLOUD, [CLOUD]),
        ("新增上云企业5万家。", [CLOUD]),
        ("集群到省内区域数据中心3毫秒。", [DELAY]),
        ("任务清单：启动数字乡村试点工作；牵头单位：省委网信办；进度安排：12月底前。", [ROW]),
        (RULE, [RULE]),
        ("发文字号：川府发〔2024〕21号。", ["发文字号：川府发〔2024〕21号"]),
        ("（九）培育发展数据产业。", ["(九)培育发展数据产业"]),
        ("（一）统筹；（二）人才。", ["（一）统筹", "（二）人才"]),
    ],
)
def test_true_statements_pass(statement: str, quotes: list[str]) -> None:
    assert failures(statement, quotes) == []


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        ("新增上云企业6万家。", [CLOUD]),
        ("新增上云企业15万家。", [CLOUD]),
        ("新增上云企业5万个。", [CLOUD]),
        ("集群到省内区域数据中心15毫秒。", ["集群内1毫秒，到省外重点地区15毫秒，集群到省内区域数据中心3毫秒。"]),
        ("任务清单：启动数字乡村试点工作；进度安排：10月底前。", [ROW]),
        ("网上可办率达到100%。", [RULE]),
        ("除法律法规另有规定外，网上可办率达到100%，未经批准可以收费。", [RULE]),
        ("新增上云企业至少5万家。", [CLOUD]),
        ("有效期为7个月。", ["有效期为六个月。"]),
        ("发文字号：川府发〔2024〕12号。", ["发文字号：川府发〔2024〕21号"]),
        ("牵头单位：经济和信息化厅；进度安排：12月底前。", [ROW]),
        ("任务清单：启动数字乡村试点工作；牵头单位：民政厅。", [ROW, "任务清单：打造中心。；牵头单位：民政厅"]),
        ("新增上云企业5万家；打造中心。", [CLOUD, "打造中心，培育人才。"]),
        ("可以收费。", ["不可以收费。"]),
        ("正当竞争行为。", ["查处不正当竞争行为。"]),
        ("五万家。", ["新增十五万家。"]),
        ("任何话。", []),
        ("。", [CLOUD]),
    ],
)
def test_altered_statements_fail(statement: str, quotes: list[str]) -> None:
    assert failures(statement, quotes) != []
