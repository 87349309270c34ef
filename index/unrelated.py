"""How close a model holds what has nothing to do with each other.

Models differ in the cosines they give: of two unrelated texts some say .8 and others .4. A cosine can be judged by what
the same model says of unrelated texts, as speaker verification judges a score by those of a cohort of impostors
(Auckenthaler, Carey & Lloyd-Thomas 2000).
"""

import numpy as np
from numpy.typing import NDArray

MATTERS = (
    ("退休金每月几号发放？", "基本养老金由社会保险经办机构按月足额发放。"),
    ("新建学校的操场有多大？", "中小学应当按照标准配备运动场地和体育器材。"),
    ("哪些车辆可以免费通行高速公路？", "运输鲜活农产品的车辆经查验后免收车辆通行费。"),
    ("企业排污许可证怎么申请？", "排放水污染物的单位应当取得排污许可并按证排污。"),
    ("租房合同要不要备案？", "房屋租赁当事人应当到房产管理部门登记备案。"),
    ("种植小麦每亩补贴多少？", "对实际种粮农民发放一次性耕地地力保护补贴。"),
    ("数据中心的用电成本怎么降低？", "支持算力设施参与绿色电力市场化交易。"),
    ("博物馆周几闭馆？", "国有文物收藏单位应当向公众公布开放时间。"),
    ("医院之间的检查结果互认吗？", "推进医疗机构医学检验结果共享。"),
    ("森林防火期是什么时候？", "县级以上人民政府划定重点防火区域并组织巡护。"),
    ("公务员考试的年龄限制是多少？", "录用人员应当具备规定的学历和工作能力。"),
    ("专利侵权怎么赔偿？", "发明创造的权利人有权禁止他人未经许可实施其技术方案。"),
)
"""A question and a sentence about each of twelve matters; those of two different matters are unrelated."""


def unrelated_cosine(questions: NDArray[np.float32], sentences: NDArray[np.float32]) -> float:
    """The mean cosine of the questions and sentences of different matters.

    Args:
        questions: unit vectors of the questions of `MATTERS`, one a row.
        sentences: those of the sentences.
    """
    cosines = questions @ sentences.T
    return float(cosines[~np.eye(len(cosines), dtype=np.bool_)].mean())
