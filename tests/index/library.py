"""A library known by its cards alone, for tests of what a question means."""

from corpus import Metadata, Origin, Stated
from index import Segmenter
from index.catalogue import Card
from index.search import LibraryWords
from index.text_index import TextIndex
from index.understanding import Understander

DOCUMENTS = (
    # title, number, issuer, date
    ("四川省人民政府关于加快数字经济高质量发展的实施意见", "川府发〔2024〕21号", "四川省人民政府", "2024-11-26"),
    (
        "关于印发《2021年四川省数字经济发展工作方案》的通知",
        "川数字经济办〔2021〕3号",
        "四川省推进数字经济发展领导小组办公室",
        "2021-04-28",
    ),
    ("国务院关于印发“十四五”数字经济发展规划的通知", "国发〔2021〕29号", "国务院", "2021-12-12"),
    ("国务院关于加快推进农业机械化和农机装备产业转型升级的指导意见", "国发〔2018〕42号", "国务院", "2018-12-21"),
    ("关键信息基础设施安全保护条例", "中华人民共和国国务院令第745号", "国务院", "2021-07-30"),
    ("中华人民共和国数据安全法", None, "全国人民代表大会常务委员会", "2021-06-10"),
    ("上海市数据条例", None, "上海市人民代表大会常务委员会", "2021-11-25"),
    ("深圳经济特区数据条例", None, "深圳市人民代表大会常务委员会", "2021-06-29"),
    ("北京市优化营商环境条例", None, "北京市人民代表大会常务委员会", "2020-03-27"),
    ("商丘市优化营商环境条例", None, "商丘市人民代表大会常务委员会", "2020-02-28"),
    ("2013年国务院政府工作报告", None, "国务院", None),
    ("2024年国务院政府工作报告", None, "国务院", "2024-03-05"),
    ("可信数据空间发展行动计划（2024—2028年）", None, None, None),
    ("关于向社会公开征求《可信数据空间发展行动计划（2024—2028年）》意见的公告", None, "国家数据局", "2024-10-18"),
    ("中共中央 国务院关于构建数据基础制度更好发挥数据要素作用的意见", None, "中共中央、国务院", "2022-12-02"),
    ("国务院办公厅关于加强三级公立医院绩效考核工作的意见", "国办发〔2019〕4号", "国务院办公厅", "2019-01-16"),
    ("关于加快推进国有企业数字化转型工作的通知", None, "国务院国有资产监督管理委员会", "2020-08-21"),
)
NICKNAMES = {14: ("数据二十条",)}
SHORT_NAMES = {3: (("丘陵山区农田宜机化改造", "宜改"),)}
COLUMNS = {1: ("序号", "重点任务", "牵头单位", "进度安排")}
TEXTS = (
    "加快数字经济发展，培育数据要素市场，推动上云企业增长，优化营商环境。",
    "公共数据开放分为三类，数据中心的时延目标是三毫秒，征求意见稿向社会公布。",
    "经济和信息化厅、科技厅牵头，发展工业互联网标识解析，建设卫星互联网。",
    "农机装备产业转型升级，丘陵山区农田宜机化改造，到2025年机械化率达到75%。",
)


def _stated(value: str | None) -> Stated | None:
    return None if value is None else Stated(value, Origin.TEXT, 0, len(value))


def cards() -> tuple[Card, ...]:
    """A card for each document; its id is its number with leading zeros."""
    return tuple(
        Card(
            id=f"{at:016x}",
            files=(f"{at}.txt",),
            source_sha256="0" * 64,
            source_length=100,
            metadata=Metadata(title=_stated(title), number=_stated(number), issuer=_stated(issuer), date=_stated(date)),
            unread=(),
            clauses=1,
            passages=(at, at + 1),
            short_names=SHORT_NAMES.get(at, ()),
            nicknames=NICKNAMES.get(at, ()),
            columns=COLUMNS.get(at, ()),
        )
        for at, (title, number, issuer, date) in enumerate(DOCUMENTS)
    )


def understander(segmenter: Segmenter) -> Understander:
    """Understands questions to this library."""
    passages = [segmenter.passage(title, text) for title, *_ in DOCUMENTS for text in TEXTS]
    index = TextIndex.build(passages, list(range(len(passages))))
    return Understander(cards(), segmenter, LibraryWords(index))
