"""What a question may be limited to: read from what was entered, and told in Chinese."""

from collections.abc import Sequence
from datetime import date

import pytest

from assistant import Assistant
from corpus import Document, Metadata, Origin, Stated
from index import EVERYTHING, Card, Filters, NotFound
from ui.scope import NAMED, Entered, Scope, ScopeError, by_frequency, document_names, read_day


def stated(value: str | None) -> Stated | None:
    return Stated(value, Origin.MANIFEST) if value else None


def card(
    at: int, title: str, number: str | None = None, *, file: str = "", issuer: str | None = None, day: str | None = None
) -> Card:
    return Card(
        id=f"{at:016x}",
        files=(file or f"{at}.txt",),
        source_sha256="0" * 64,
        source_length=100,
        metadata=Metadata(title=stated(title), number=stated(number), issuer=stated(issuer), date=stated(day)),
        unread=(),
        clauses=1,
        passages=(at, at + 1),
    )


class Shelf:
    """Cards without their documents."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self.catalogue = cards

    def find(self, reference: str) -> Document:
        raise NotFound(f"资料库里没有“{reference}”", remedy="请换一个名称")


FINANCE, OFFICE = "财政厅", "省人民政府办公厅"
SHELF = Shelf(
    (
        card(0, "预算管理办法", "财发〔2024〕1号", issuer=FINANCE, day="2024-03-01"),
        card(1, "关于印发《值班制度》的通知", issuer=OFFICE, day="2023-12-31"),
        card(2, "绩效管理办法", issuer=OFFICE),
        card(3, "会议制度", issuer=OFFICE),
        card(4, "公文处理办法"),
    )
)
IDS = tuple(card.id for card in SHELF.catalogue)


@pytest.mark.parametrize(
    ("entered", "first", "last"),
    [
        ("", None, None),
        (" \t", None, None),
        ("2024-05-31", date(2024, 5, 31), date(2024, 5, 31)),
        (" 2024-05-31 ", date(2024, 5, 31), date(2024, 5, 31)),
        ("2024-05", date(2024, 5, 1), date(2024, 5, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_month_or_year_begins_at_its_first_day_and_ends_at_its_last(
    entered: str, first: date | None, last: date | None
) -> None:
    assert read_day(entered, end=False) == first
    assert read_day(entered, end=True) == last


@pytest.mark.parametrize("end", [False, True])
@pytest.mark.parametrize(
    "entered",
    "2024-13 2024-00 2024-02-30 2023-02-29 2024-5 2024/05/31 20240531 0000 去年 2024年5月 2024-05-31T ２０２４".split(),
)
def test_what_is_no_date_is_named_with_the_form_to_write(entered: str, end: bool) -> None:
    with pytest.raises(ScopeError) as caught:
        read_day(entered, end=end)
    assert caught.value.message == f"成文日期“{entered}”不是有效的日期"
    assert "2024-05-31" in caught.value.remedy


def test_a_document_is_named_by_title_and_number_and_then_by_what_tells_it_apart() -> None:
    cards = (
        card(0, "办法", "1号"),
        card(1, "办法", "2号"),
        card(2, "办法", file="甲/办法.docx"),
        card(3, "办法", file="乙/办法.pdf"),
        card(4, "通知", "3号", file="甲/通知.docx"),
        card(5, "通知", "3号", file="乙/通知.docx"),
        card(6, "意见  （试行）"),
        # Named like another one that needed its file name.
        card(7, "办法（办法.docx）", file="丙.txt"),
    )
    labels = {ident: name.label for ident, name in document_names(cards).items()}
    assert list(labels) == [card.id for card in cards]
    assert list(labels.values()) == [
        "办法（1号）",
        "办法（2号）",
        "办法（甲/办法.docx）",
        "办法（办法.pdf）",
        "通知（3号，甲/通知.docx）",
        "通知（3号，乙/通知.docx）",
        "意见 （试行）",
        "办法（办法.docx）",
    ]


def test_issuers_come_by_how_much_they_issued() -> None:
    assert by_frequency(SHELF.catalogue) == (OFFICE, FINANCE)


@pytest.mark.parametrize(
    ("entered", "filters", "told"),
    [
        (Entered(), EVERYTHING, ""),
        (Entered([], [], "", "  "), EVERYTHING, ""),
        (
            Entered([IDS[0]]),
            Filters(documents=(IDS[0],)),
            "《预算管理办法》（财发〔2024〕1号）",
        ),
        (
            Entered([IDS[2], IDS[1], IDS[2]]),
            Filters(documents=(IDS[2], IDS[1])),
            "《绩效管理办法》《关于印发〈值班制度〉的通知》",
        ),
        (
            Entered(list(IDS)),
            Filters(documents=IDS),
            "《预算管理办法》（财发〔2024〕1号）、《关于印发〈值班制度〉的通知》、《绩效管理办法》等 5 份文件",
        ),
        (Entered(issuers=[OFFICE]), Filters(issuers=(OFFICE,)), "发文机关为省人民政府办公厅"),
        (Entered(from_="2024"), Filters(from_=date(2024, 1, 1)), "成文日期自2024年1月1日起"),
        (Entered(to="2024-02"), Filters(to=date(2024, 2, 29)), "成文日期截至2024年2月29日"),
        (
            Entered([IDS[2]], [OFFICE, FINANCE], "2023", "2023"),
            Filters((IDS[2],), (OFFICE, FINANCE), date(2023, 1, 1), date(2023, 12, 31)),
            "《绩效管理办法》；发文机关为省人民政府办公厅、财政厅；成文日期为2023年1月1日至2023年12月31日",
        ),
    ],
)
def test_what_is_entered_becomes_filters_and_is_told(entered: Entered, filters: Filters, told: str) -> None:
    scope = Scope(SHELF)
    assert scope.filters(entered) == filters
    assert scope.told(filters) == told


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        (Entered(["f" * 16]), "已经不在资料库里"),
        (Entered([IDS[0], ""]), "已经不在资料库里"),
        (Entered(issuers=["税务局"]), "已经不在资料库里"),
        (Entered(issuers=["<b>"]), "已经不在资料库里"),
        (Entered(IDS[0]), "无法识别"),
        (Entered({"path": "/etc/hostname"}), "无法识别"),
        (Entered([[IDS[0]]]), "无法识别"),
        (Entered([None]), "无法识别"),
        (Entered(issuers=7), "无法识别"),
        (Entered(from_=["2024"]), "无法识别"),
        (Entered(to=2024), "无法识别"),
        (Entered(to="永远"), "成文日期“永远”不是有效的日期"),
        (Entered(from_="2024-05", to="2024-04"), "从 2024-05-01 到 2024-04-30，先后反了"),
    ],
)
def test_what_cannot_be_meant_is_refused(entered: Entered, message: str) -> None:
    with pytest.raises(ScopeError, match=message):
        Scope(SHELF).filters(entered)


def test_a_long_text_is_quoted_by_its_beginning() -> None:
    with pytest.raises(ScopeError) as caught:
        read_day("九" * 100_000, end=True)
    assert caught.value.message == f"成文日期“{'九' * 40}”不是有效的日期"


@pytest.mark.model
def test_a_document_of_a_large_library_is_named_instead_of_chosen(assistant: Assistant) -> None:
    scope = Scope(assistant.snapshot, listed=1)
    assert not scope.listed
    opinions, plan = assistant.snapshot.catalogue
    assert scope.filters(Entered(f"\n{plan.title} \n川府发〔2024〕21号\n{plan.id}")).documents == (plan.id, opinions.id)
    assert scope.filters(Entered(" \n")) == EVERYTHING
    with pytest.raises(NotFound, match="没有“没有的文件”"):
        scope.filters(Entered("没有的文件"))
    with pytest.raises(ScopeError, match="无法识别"):
        scope.filters(Entered([plan.id]))


def test_not_more_documents_are_looked_up_than_one_would_name() -> None:
    many = "\n".join(f"文件{at}" for at in range(NAMED + 1))
    with pytest.raises(ScopeError, match=f"写了 {NAMED + 1} 份文件，一次最多限定 {NAMED} 份"):
        Scope(SHELF, listed=1).filters(Entered(many))


def test_a_library_says_which_conditions_mean_anything() -> None:
    whole = Scope(SHELF, listed=len(IDS))
    assert (whole.listed, whole.issuers, whole.dated, whole.undated) == (True, (OFFICE, FINANCE), True, 3)
    bare = Scope(Shelf((card(0, "公文处理办法"),)))
    assert (bare.listed, bare.issuers, bare.dated, bare.undated) == (True, (), False, 1)
