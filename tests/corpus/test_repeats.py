"""Repeats: of a document that a file holds several times one copy stays, and what goes is said."""

import random
from collections.abc import Sequence
from time import process_time

import pytest

from corpus import CleanText, DropReason, repair
from corpus.layout import Grid, GridCell, Layout
from corpus.repeats import repeat_count

TITLE = "电信网络诈骗及其关联违法犯罪联合惩戒办法"
PARAGRAPHS = (
    "第一章　总　　则",
    "第一条为打击治理电信网络诈骗及其关联违法犯罪，建立健全联合惩戒制度，根据《中华人民共和国反电信网络诈骗法》等法律法规，制定本办法。",
    "第二条联合惩戒应当遵循依法认定、过惩相当、动态管理的原则。",
    "各有关部门应当加强协作配合，不得重复惩戒。",
    "第二章　惩戒措施",
    "第三条银行业金融机构、非银行支付机构应当对惩戒对象落实以下金融惩戒措施：",
    "（一）限制惩戒对象名下银行账户、数字人民币钱包的非柜面出金功能；",
    "（二）停止惩戒对象名下支付账户业务，支付账户余额向本人同名银行账户转账除外。",
    "第四条被判处有期徒刑、拘役的惩戒对象，惩戒期限自有期徒刑、拘役执行完毕之日起计算。",
    "经设区的市级公安机关认定的，惩戒期限自认定之日起计算，连续执行期限不得超过五年。",
    "第五条公安机关收到申诉后，应当在三个工作日内一次性告知申诉人需要提供的材料，并向申诉人书面反馈核查结果。",
    (
        "第六条作出惩戒对象认定的公安机关应当在有关部门落实惩戒措施前，采取当面或者邮寄等方式，将惩戒的事由依据、惩戒期限、依法享有"
        "申诉的权利及申诉渠道等内容书面告知被惩戒对象。"
    ),
    "第三章　附　　则",
    "第七条本办法自2024年12月1日起施行。",
)
LUMP = TITLE + "（2024年9月5日公安部令第170号公布）" + "".join(PARAGRAPHS)
CLEAN = [text.replace("　　", "").replace("　", " ") for text in PARAGRAPHS]


def broken(text: str, width: int = 50) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def repeated(clean: CleanText, source: str) -> list[str]:
    return [source[item.start : item.end] for item in clean.dropped if item.reason is DropReason.REPEATED]


# --- what stays ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [2, 3, 5])
def test_of_several_copies_in_one_piece_the_first_stays(times: int) -> None:
    source = "\n".join([broken(LUMP)] * times)
    clean = repair(source)
    assert clean.text.split("\n")[1:] == [
        *CLEAN[:2], "".join(CLEAN[2:4]), *CLEAN[4:8], "".join(CLEAN[8:10]), *CLEAN[10:],
    ]  # fmt: skip
    assert clean.span(0, len(clean.text)) == (0, len(broken(LUMP)))
    assert repeated(clean, source) == [source[len(broken(LUMP)) + 1 :]]
    assert repeat_count(clean) == times


def test_the_first_copy_takes_its_paragraphs_from_a_later_one() -> None:
    short_lines_lost = [text for text in PARAGRAPHS if len(text) > 9]
    source = broken(LUMP) + "\n" + "\n".join(broken(text, 60) for text in short_lines_lost)
    clean = repair(source)
    assert clean.text.split("\n")[1:] == CLEAN
    assert repeated(clean, source) == [source[len(broken(LUMP)) + 1 :]]


def test_a_later_copy_stays_when_it_is_the_more_complete_one() -> None:
    whole = "\n".join(PARAGRAPHS)
    partial = "\n".join(text for number, text in enumerate(PARAGRAPHS) if number not in (5, 8, 9))
    source = f"{partial}\n{whole}"
    clean = repair(source)
    assert clean.text.split("\n") == CLEAN
    assert repeated(clean, source) == [partial]
    assert clean.offset(0) == len(partial) + 1


def test_a_copy_that_stops_early_is_gone_on_with_from_the_next() -> None:
    whole = "\n".join(PARAGRAPHS)
    start = "\n".join(PARAGRAPHS[:11])
    clean = repair(f"{start}\n{whole}")
    assert clean.text.split("\n") == CLEAN
    assert repeated(clean, f"{start}\n{whole}") == [start]


def test_lines_in_front_and_behind_stay_and_so_does_what_one_copy_alone_says() -> None:
    alone = "本办法施行前的行为，不适用本办法。"
    source = f"首页>部门规章\n{TITLE}\n{broken(LUMP)}\n{TITLE}\n" + "\n".join(
        [*PARAGRAPHS[:-1], PARAGRAPHS[-1] + alone, "责任编辑：穆淼"]
    )
    clean = repair(source)
    lines = clean.text.split("\n")
    assert lines[:2] == ["首页>部门规章", TITLE]
    assert lines[3:] == [*CLEAN, alone, "责任编辑：穆淼"]
    assert all(text not in alone for text in repeated(clean, source))


def test_copies_may_differ_in_blanks_brackets_and_quotation_marks() -> None:
    source = broken(LUMP) + "\n" + LUMP.replace("（", "(").replace("）", ") ").replace("《", "<").replace("、", " 、")
    clean = repair(source)
    assert clean.span(0, len(clean.text)) == (0, len(broken(LUMP)))


def test_a_copy_with_another_number_in_it_keeps_that_sentence() -> None:
    source = broken(LUMP) + "\n" + LUMP.replace("三个工作日", "九十个工作日")
    clean = repair(source)
    assert clean.text.endswith(
        "起施行。\n第五条公安机关收到申诉后，应当在九十个工作日内一次性告知申诉人需要提供的材料，并向申诉人书面反馈核查结果。"
    )


# --- what is no repeat ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        (*PARAGRAPHS, PARAGRAPHS[1], "第八条附则。"),  # one article twice
        (*PARAGRAPHS, "附件", TITLE, PARAGRAPHS[0], PARAGRAPHS[4], PARAGRAPHS[12]),  # headings again
        tuple(f"{text}（旧）|{text}（新）" for text in PARAGRAPHS),  # old and new wording side by side
        tuple(
            f"第{number}项：对直接负责的主管人员和其他直接责任人员处一万元以上十万元以下罚款。"
            for number in range(1, 30)
        ),
    ],
)
def test_a_sentence_or_heading_that_stands_twice_stays(texts: Sequence[str]) -> None:
    clean = repair("\n".join(texts))
    assert repeat_count(clean) == 1
    assert repeated(clean, "\n".join(texts)) == []


def test_a_decision_with_the_amended_text_behind_it_stays_whole() -> None:
    decision = [
        "全国人大常委会关于修改本法的决定",
        "一、第二条修改为：“联合惩戒应当遵循依法认定的原则。”",
        "本办法重新公布。",
    ]
    longer = [
        text.replace("。", f"，第{number}次修正的规定另有要求的，从其规定。") for number, text in enumerate(PARAGRAPHS)
    ]
    source = "\n".join([*decision, *PARAGRAPHS[1:4], *longer])
    assert repeated(repair(source), source) == []


def test_table_cells_are_never_compared() -> None:
    text = "\n".join(PARAGRAPHS)
    cells = (GridCell(0, 0, 1, 1, 0, len(text)), GridCell(0, 1, 1, 1, len(text) + 1, 2 * len(text) + 1))
    layout = Layout(grids=(Grid(cells),), paragraphs=(0, len(text) + 1))
    assert repeated(repair(f"{text}\n{text}", layout), text) == []


# --- laws ----------------------------------------------------------------------------------------------------------


def random_document(chance: random.Random) -> list[str]:
    """Numbered paragraphs of random characters, no two alike."""
    characters = "数据经济建设发展工作管理服务安全平台制度规划企业创新人民政府办公厅科技教育"
    return [
        f"（{'一二三四五六七八九'[number % 9]}）{''.join(chance.choices(characters, k=chance.randrange(20, 120)))}。"
        for number in range(chance.randrange(8, 25))
    ]


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_lost_whatever_the_copies_look_like(seed: int) -> None:
    chance = random.Random(seed)
    document = random_document(chance)
    copies: list[str] = []
    for _ in range(chance.randrange(2, 5)):
        kept = [text for text in document if not copies or chance.random() < 0.9]
        copies.append(broken("".join(kept), chance.randrange(30, 70)) if chance.random() < 0.5 else "\n".join(kept))
    if chance.random() < 0.3:
        copies.reverse()
    source = "\n".join(copies)
    clean = repair(source)
    words = clean.text.replace("\n", "")
    assert all(text in words for text in document)
    assert len(words) <= 1.4 * sum(map(len, document))
    assert {item.reason for item in clean.dropped} == {DropReason.REPEATED}
    kept_offsets = {run.source + step for run in clean.runs for step in range(run.length)}
    assert not any(kept_offsets & set(range(item.start, item.end)) for item in clean.dropped)
    assert repair(clean.text).text == clean.text


def test_a_long_text_is_compared_within_a_second() -> None:
    chance = random.Random(1)
    long = "".join("".join(random_document(chance)) for _ in range(12))[:16_000]
    source = "\n".join([broken(long)] * 4)
    begun = process_time()
    clean = repair(source)
    assert process_time() - begun < 1.5  # 0.3 s on an idle machine
    assert repeat_count(clean) == 4
