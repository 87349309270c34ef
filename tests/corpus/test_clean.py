"""Clean text: the map back to the source, and what a repair writes into it."""

import pytest

from corpus import CleanText, Dropped, DropReason, repair
from corpus.clean import Writer
from tests.corpus.maps import check_map, offsets, places


def written(*pieces: tuple[str, int | None], dropped: tuple[Dropped, ...] = ()) -> CleanText:
    """A clean text of pieces that stand for source characters from an offset on, or for none."""
    writer = Writer()
    for text, source in pieces:
        if source is None:
            writer.put_in(text)
        else:
            writer.put(text, source)
    return writer.finished(dropped)


def test_a_character_that_was_put_in_takes_no_room_in_the_source() -> None:
    clean = written(("甲。", 0), ("\n", None), ("乙。", 2), ("\n", None), ("丙", 7))
    assert clean.text == "甲。\n乙。\n丙"
    assert [clean.offset(index) for index in range(7)] == [0, 1, 2, 2, 3, 7, 7]
    assert [index for index in range(7) if clean.is_put_in(index)] == [2, 5]
    assert (clean.span(0, 2), clean.span(0, 3), clean.span(2, 3), clean.span(3, 5)) == ((0, 2), (0, 2), (2, 2), (2, 4))
    assert (clean.span(2, 5), clean.span(3, 6), clean.span(3, 7)) == ((2, 4), (2, 4), (2, 8))
    assert [clean.of(span) for span in [(0, 2), (2, 4), (2, 7), (0, 4), (1, 3)]] == [
        "甲。",
        "乙。",
        "乙。",
        "甲。\n乙。",
        "。\n乙",
    ]
    assert [clean.index(offset) for offset in (0, 2, 4, 5, 7, 8)] == [0, 3, 6, 6, 6, 7]
    for start in range(9):
        for end in range(start, 9):
            check_map(clean, start, end)


def test_a_chain_of_repairs_keeps_what_was_put_in() -> None:
    first = written(("甲。", 3), ("\n", None), ("乙丙", 5))
    second = written(("甲。\n乙", 0), ("\n", None), ("丙", 4))
    both = second.behind(first)
    assert (both.text, places(both)) == ("甲。\n乙\n丙", {0: 3, 1: 4, 3: 5, 5: 6})
    assert written(("甲。乙", 0), ("丙", 4)).behind(written(("甲。乙", 0), ("\n", None), ("丙", 9))).text == "甲。乙丙"


@pytest.mark.parametrize("index", [-1, 2])
def test_a_position_outside_the_clean_text_is_an_error(index: int) -> None:
    with pytest.raises(IndexError, match=str(index)):
        repair("甲乙").offset(index)


def test_a_chain_of_two_repairs_leads_back_to_the_first_source() -> None:
    first = written(("甲", 1), ("乙丙丁", 4), ("戊", 9), dropped=(Dropped(0, 1, DropReason.INVISIBLE),))
    markup = (Dropped(0, 1, DropReason.MARKUP), Dropped(2, 3, DropReason.MARKUP))
    both = written(("乙", 1), ("丁戊", 3), dropped=markup).behind(first)
    assert (both.text, offsets(both)) == ("乙丁戊", [4, 6, 9])
    assert both.dropped == (
        Dropped(0, 1, DropReason.INVISIBLE),
        Dropped(1, 2, DropReason.MARKUP),
        Dropped(5, 6, DropReason.MARKUP),
    )
