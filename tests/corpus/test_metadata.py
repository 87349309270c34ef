"""Metadata: what a document says of itself, and where it says it."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import Metadata, Origin, Stated, read_document
from corpus.metadata import read_date, read_metadata
from corpus.outline import clean_lines
from corpus.repair import repair
from tests.corpus.metadata_texts import metadata, stated
from tests.corpus.texts import source_texts

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
FIELDS = ("title", "number", "issuer", "date", "kind", "abridged")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "川府发〔2024〕21号.txt",
            {
                "title": (
                    "四川省人民政府关于加快数字经济高质量发展的实施意见",
                    "四川省人民政府\n\n关于加快数字经济高质量发展的实施意见",
                ),
                "number": ("川府发〔2024〕21号", "川府发〔２０２４〕２１ 号"),
                "issuer": ("四川省人民政府", "四川省人民政府"),
                "date": ("2024-11-26", "２０２４ 年 １１ 月 ２６ 日"),
                "kind": ("意见", "意见"),
                "abridged": ("本文有删减", "本文有删减"),
            },
        ),
        (
            "川数字经济办〔2021〕3号.txt",
            {
                "title": (
                    "四川省推进数字经济发展领导小组办公室关于印发《2021年四川省数字经济发展工作方案》的通知",
                    "四川省推进数字经济发展领导小组办公室 关于印发《2021年四川省数字经济发展 工作方案》的通知",
                ),
                "number": ("川数字经济办〔2021〕3号", "川数字经济办〔2021〕3号"),
                "issuer": ("四川省推进数字经济发展领导小组办公室", "四川省推进数字经济发展领导小组办公室"),
                "date": ("2021-04-28", "2021年4月28日"),
                "kind": ("通知", "通知"),
                "abridged": None,
            },
        ),
    ],
)
def test_the_seed_documents_state_their_metadata_with_the_place(
    name: str, expected: dict[str, tuple[str, str] | None]
) -> None:
    document, source = read_document((DOCUMENTS / name).read_bytes(), name)
    for field in FIELDS:
        found = stated(document, field)
        wanted = expected[field]
        if wanted is None:
            assert found is None
        else:
            assert found is not None
            assert (found.value, source.text[found.start : found.end], found.origin) == (*wanted, Origin.TEXT)
    assert document.metadata.remark is None
    assert document.metadata.title is not None
    assert document.title == document.metadata.title.value


JOINT_ORDER = """首页 > 部门规章
网络安全审查办法
2022-01-04 15:00 来源：中国网信网
国家互联网信息办公室
中华人民共和国国家发展和改革委员会
令
第8号
《网络安全审查办法》已经2021年11月16日国家互联网信息办公室2021年第20次室务会议审议通过，并经国家发展和改革委员会\
同意，现予公布，自2022年2月15日起施行。
国家互联网信息办公室主任　庄某某
国家发展和改革委员会主任　何某某
2021年12月28日
网络安全审查办法
第一条　为了确保关键信息基础设施供应链安全，制定本办法。
第二十三条　本办法自2022年2月15日起施行。2020年4月13日公布的《网络安全审查办法》（国家互联网信息办公室令第6号）\
同时废止。"""

RUN_TOGETHER = (
    "中华全国总工会关于印发《某某处理办法》的通知总工发〔2023〕23号来源：全总法律工作部各省、自治区、直辖市总工会："
    "《某某处理办法》已经中华全国总工会第十八届书记处第4次会议审议通过，现印发给你们，请认真贯彻执行。"
    "中华全国总工会2023年12月28日某某处理办法第一章总则第一条为深入贯彻，制定本办法。第三十条本办法自印发之日起施行。"
    "1995年8月17日中华全国总工会印发的《某某处理试行办法》同时废止。"
)


def plain(found: Metadata) -> dict[str, str | list[str]]:
    """The values that are known, by field."""
    known = {name: getattr(found, name) for name in Metadata.__slots__}
    return {
        name: value.value if isinstance(value, Stated) else [one.value for one in value]
        for name, value in known.items()
        if value
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            JOINT_ORDER,
            {
                "title": "网络安全审查办法",
                "number": "国家互联网信息办公室 中华人民共和国国家发展和改革委员会令第8号",
                "issuer": "国家互联网信息办公室、中华人民共和国国家发展和改革委员会",
                "date": "2021-12-28",
                "kind": "办法",
                "effective": "2022-02-15",
                "repeals": ["《网络安全审查办法》（国家互联网信息办公室令第6号）"],
            },
        ),
        (
            RUN_TOGETHER,
            {
                "title": "中华全国总工会关于印发《某某处理办法》的通知",
                "number": "总工发〔2023〕23号",
                "issuer": "中华全国总工会",
                "date": "2023-12-28",
                "kind": "通知",
                "effective": "自印发之日起施行",
                "repeals": ["《某某处理试行办法》"],
            },
        ),
        ("坚持创新。", {}),
    ],
)
def test_a_document_tells_all_this_of_itself(text: str, expected: dict[str, str | list[str]]) -> None:
    assert plain(metadata(text)) == expected


# --- laws --------------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    (
        *(
            "某市人民政府",
            "国务院　中央军委",
            "国家发展改革委",
            "文件",
            "令",
            "第12号",
            "某府发〔2024〕1号",
            "公告2021年第3号",
        ),
        *(
            "关于促进数据发展",
            "关于印发《数据办法》",
            "的通知",
            "的意见",
            "数据管理办法",
            "（征求意见稿）",
            "（修订草案）",
            "，",
        ),
        *("2024年1月2日", "二〇二四年二月三十日", "（2021年6月10日某市第十三届人民代表大会常务委员会第二次会议通过）"),
        *(
            "各市人民政府：",
            "成文日期：",
            "发文机关：",
            "标题：",
            "时效：",
            "失效",
            "发布日期：2024-01-02",
            "来源：新华社",
        ),
        *(
            "《数据办法》已经通过，现予公布，自公布之日起施行。",
            "《数据条例》同时废止。",
            "本办法自2024年3月1日起施行。",
        ),
        *(
            "\n",
            "\n",
            "\n",
            "第一条 为了发展。",
            "一、总体要求",
            "首页 > 政策",
            "18:05",
            "（已废止）",
            "市长 张三",
            "政府工作报告",
        ),
        *("——2024年3月5日在某市人民代表大会会议上", "我代表市人民政府，", "对《数据条例》作如下修改", "本文有删减"),
    )
)
_HEADS = st.lists(_PIECES, max_size=25).map("".join)


def is_built_from(value: str, words: str) -> bool:
    """Whether the characters of a value stand in the words, in this order; blanks and 、 may be put between names."""
    rest = iter(words)
    return all(char in rest for char in re.sub(r"[\s、]", "", value))


@settings(deadline=None, max_examples=300)
@given(st.one_of(_HEADS, st.tuples(_HEADS, source_texts).map("".join)))
@example(JOINT_ORDER)
@example(RUN_TOGETHER)
def test_every_value_is_read_from_the_words_of_its_span(text: str) -> None:
    clean = repair(text)
    found = read_metadata(clean, clean_lines(clean))
    for name in Metadata.__slots__:
        value = getattr(found, name)
        for one in value if isinstance(value, tuple) else [value] if value else []:
            assert one.origin is Origin.TEXT
            assert 0 <= one.start < one.end <= len(text)
            words = clean.of((one.start, one.end))
            assert one.value
            if name == "date" or (name == "effective" and one.value[0].isdigit()):
                assert one.value == read_date(words) or words.startswith(("自", one.value))
            else:
                assert is_built_from(one.value, words)


@settings(deadline=None, max_examples=60)
@given(_HEADS)
def test_reading_twice_gives_the_same(text: str) -> None:
    clean = repair(text)
    assert read_metadata(clean, clean_lines(clean)) == read_metadata(clean, clean_lines(clean))
