"""Near-duplicates: found by samples, and right where all shingles are counted."""

import random
from itertools import combinations

import pytest

from corpus import Document, NearDuplicate, near_duplicates, read_document
from corpus.nearness import CONTAINMENT, MIN_CHARACTERS, RESEMBLANCE, SHINGLE, shingle_sample

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def words(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices(HAN, k=length))


def document(file: str, text: str) -> Document:
    """A document whose text is this, in lines as a file has them."""
    lines = [text[at : at + 60] + "。" for at in range(0, len(text), 60)]
    return read_document("\n".join(lines).encode(), file)[0]


def shares(one: str, other: str) -> tuple[float, float]:
    """Resemblance and containment of the smaller, counted over all shingles."""
    first, second = (
        {text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)} for text in sorted((one, other), key=len)
    )
    common = len(first & second)
    return common / len(first | second), common / len(first)


def files(pairs: tuple[NearDuplicate, ...]) -> list[set[str]]:
    return [{pair.smaller, pair.larger} for pair in pairs]


def test_a_draft_and_the_final_text_are_near_and_others_are_not() -> None:
    final = words(1, 4000)
    draft = final[:1000] + words(2, 200) + final[1200:]
    found = near_duplicates([document("稿.txt", draft), document("他.txt", words(3, 4000)), document("定.txt", final)])
    assert files(found) == [{"稿.txt", "定.txt"}]
    assert found[0].resemblance == pytest.approx(shares(draft, final)[0], abs=0.06)


def test_a_text_that_stands_in_a_longer_one_is_near_to_it() -> None:
    notice, plan = words(1, 400), words(2, 6000)
    [pair] = near_duplicates(
        [document("全.txt", notice + plan), document("文.txt", notice), document("它.txt", words(3, 900))]
    )
    assert (pair.smaller, pair.larger) == ("文.txt", "全.txt")
    assert pair.containment > 0.95
    assert pair.resemblance < 0.2


def test_punctuation_digits_blanks_and_line_breaks_do_not_matter() -> None:
    text = words(1, 1000)
    reprint = "，".join(text[at : at + 7] for at in range(0, len(text), 7)) + "（2024年11月26日印发，共3页）"
    [pair] = near_duplicates([document("甲.txt", text), document("乙.txt", reprint)])
    assert pair.resemblance > 0.95


@pytest.mark.parametrize("changed", [0.0, 0.02, 0.05, 0.1, 0.3, 1.0])
def test_the_estimates_agree_with_the_count_over_all_shingles(changed: float) -> None:
    dice = random.Random(7)
    text = words(1, 6000)
    other = "".join(dice.choice(HAN) if dice.random() < changed else char for char in text)
    one, two = shingle_sample(text), shingle_sample(other)
    assert len(one & two) / len(one | two) == pytest.approx(shares(text, other)[0], abs=0.05)
    assert len(one & two) / len(one) == pytest.approx(shares(text, other)[1], abs=0.05)


def test_no_near_pair_is_missed_by_the_short_cut() -> None:
    """Every pair whose samples reach a threshold is found: its documents are reported, with these or nearer ones."""
    dice = random.Random(11)
    texts = {}
    for family in range(30):
        base = words(family, dice.randrange(300, 3000))
        for number in range(dice.randrange(1, 5)):
            cut = base[: dice.randrange(len(base) // 3, len(base) + 1)]
            spoilt = "".join(dice.choice(HAN) if dice.random() < 0.01 * number else char for char in cut)
            texts[f"{family}-{number}.txt"] = spoilt + words(1000 + family * 10 + number, dice.randrange(800))
    samples = {file: shingle_sample(text) for file, text in texts.items()}
    expected: dict[str, float] = {}
    for one, other in combinations(samples, 2):
        common = len(samples[one] & samples[other])
        resemblance = common / len(samples[one] | samples[other])
        if resemblance >= RESEMBLANCE or common / min(len(samples[one]), len(samples[other])) >= CONTAINMENT:
            for file in (one, other):
                expected[file] = max(expected.get(file, 0.0), resemblance)
    found = near_duplicates([document(file, text) for file, text in texts.items()])
    reported: dict[str, float] = {}
    for pair in found:
        for file in (pair.smaller, pair.larger):
            reported[file] = max(reported.get(file, 0.0), pair.resemblance)
    assert len(expected) > 8
    assert reported == expected


def test_the_order_of_the_documents_does_not_matter() -> None:
    base = words(1, 2000)
    family = [document(f"{number}.txt", base[: 2000 - 100 * number]) for number in range(5)]
    found = near_duplicates(family)
    assert near_duplicates(family[::-1]) == found
    assert len(found) <= len(family)
    assert set().union(*files(found)) == {"0.txt", "1.txt", "2.txt", "3.txt", "4.txt"}
    assert [pair.resemblance for pair in found] == sorted((pair.resemblance for pair in found), reverse=True)


def test_short_texts_are_not_compared() -> None:
    text = words(1, MIN_CHARACTERS - 1)
    assert near_duplicates([document("甲.txt", text), document("乙.txt", text + "。")]) == ()
    assert near_duplicates([]) == ()
