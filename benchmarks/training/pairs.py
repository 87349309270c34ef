"""Question and passage pairs: what the encoder is trained on.

Two sources, both of official texts: the lay questions of STARD (MIT) with the articles that answer them, and the
structure of official documents, from which questions are made by rule: a heading asks for what stands under it, a
sentence whose amount, date or body is blanked out asks for itself, a table row asks for its cells.
"""

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Passage, sentences, simplified

HOLDOUT = 5
"""Questions whose `int(sha256(_id), 16)` is a multiple of it are kept aside; nothing is trained or tuned on them."""

_DEVELOPMENT = (20, 1)
"""Questions with this remainder are not trained on either: fusion weights may be tuned on them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage that answers it.

    Attributes:
        query: the question.
        passage: number of the passage among the texts trained on.
        right: numbers of all passages known to answer it, this one included; none of them is a negative of it.
        negatives: numbers of passages that look alike and do not answer it, to be drawn from.
    """

    query: str
    passage: int
    right: frozenset[int]
    negatives: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """A question of STARD.

    Attributes:
        ident: its `_id`.
        text: the question.
        relevant: positions of the right articles in the corpus.
    """

    ident: str
    text: str
    relevant: tuple[int, ...]


def part_of(ident: str) -> str:
    """`holdout`, `development` or `training`: a question's part, a function of its `_id` alone."""
    number = int(hashlib.sha256(ident.encode("utf-8")).hexdigest(), 16)
    if number % HOLDOUT == 0:
        return "holdout"
    return "development" if number % _DEVELOPMENT[0] == _DEVELOPMENT[1] else "training"


def read_law_questions(folder: Path) -> tuple[list[str], list[LawQuestion]]:
    """Articles as they are embedded (title, line feed, text), and the questions, out of a BEIR-style folder."""
    records = list(_lines(folder / "corpus.jsonl.gz"))
    at = {record["_id"]: position for position, record in enumerate(records)}
    texts = [simplified(f"{record['title']}\n{record['text']}") for record in records]
    questions = [
        LawQuestion(str(query["_id"]), query["text"], tuple(at[ident] for ident in query["relevant"]))
        for query in _lines(folder / "queries.jsonl.gz")
    ]
    return texts, questions


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


_AMOUNT = re.compile(
    r"(?<![\d.〔])\d[\d,.]*(?P<unit>万亿元|亿元|万元|元|万家|家|万户|万个|个(?!月)|万人|人|项|%|个百分点|个工作日|日内|天|"
    r"万吨|亿吨|吨|平方米|公里|毫秒|万亿|亿|倍|种|所|座|台|条)"
)
_DATE = re.compile(r"(?:到|至|截至)?(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底)?(?:前|以前)?")
_BODY = re.compile(
    r"由(?P<body>[一-鿿、]{3,24}?(?:部|委|厅|局|办|院|部门|政府|机构|单位|委员会))"
    r"(?=负责|牵头|会同|组织|制定|批准|依法)"
)
_CLAUSE_MARK = re.compile(
    r"^[（(]?[一二三四五六七八九十百零\d]{1,4}[）)、.．]\s*|^第[一二三四五六七八九十百零]+[条款]\s*"
)
_QUESTION_TAILS = (
    *("有哪些规定？", "怎么规定的？", "有什么要求？", "有哪些措施？", "怎么做？", "是怎么安排的？", "具体内容是什么？"),
    "",
)
_DATE_WORDS = ("什么时候", "哪一年", "何时")
_DUTY = re.compile(r"牵头|责任|负责|单位|部门")
_SHORTEST = 8
_LONGEST = 60


def structure_pairs(passages: Sequence[Passage], texts: Sequence[int], rng: random.Random) -> list[Pair]:
    """Pairs made by rule from the passages of official documents; negatives are passages of the same document.

    Args:
        passages: of all documents, in document order.
        texts: the number of each passage among the texts trained on.
        rng: draws words and which of several questions are made.
    """
    by_document: dict[str, list[int]] = {}
    by_words: dict[str, set[int]] = {}
    for at, passage in enumerate(passages):
        by_document.setdefault(passage.document, []).append(texts[at])
        by_words.setdefault(passage.body, set()).add(texts[at])
    pairs: list[Pair] = []
    for at, passage in enumerate(passages):
        if len(passage.body) < 2 * _SHORTEST:
            continue
        right = frozenset(by_words[passage.body])
        others = tuple(number for number in by_document[passage.document] if number not in right)
        pairs += [Pair(query, texts[at], right, others) for query in _questions(passage, rng)]
    return pairs


def _questions(passage: Passage, rng: random.Random) -> Iterator[str]:
    if "；" in passage.body and "：" in passage.body.split("；")[0] and " | " in passage.text:
        yield from _row_questions(passage, rng)
        return
    whole = sentences(passage.body)
    blanked = [question for start, end in whole for question in _blanked(passage.body[start:end], rng)]
    rng.shuffle(blanked)
    for question in blanked[:2]:
        yield _placed(question, passage, rng)
    start, end = whole[rng.randrange(len(whole))]
    piece = _bare(rng.choice(re.split("[，；：]", passage.body[start:end])))
    if _SHORTEST <= len(piece) <= _LONGEST:
        yield _placed(piece + rng.choice(_QUESTION_TAILS), passage, rng)
    heading = _bare(passage.body.split("。", 1)[0])
    if _CLAUSE_MARK.match(passage.body) and 4 <= len(heading) <= 30:
        yield _placed(heading + rng.choice(_QUESTION_TAILS), passage, rng)


def _row_questions(passage: Passage, rng: random.Random) -> Iterator[str]:
    """From the cells of a table row: the longest cell is what is asked about, another is what is asked for."""
    cells = [cell.split("：", 1) for cell in passage.body.split("；") if "：" in cell]
    if len(cells) < 2:
        return
    subject = max(cells, key=lambda cell: len(cell[1]))
    asked = rng.choice([cell for cell in cells if cell is not subject])[0]
    about = rng.choice(re.split("[，。；、]", subject[1]) or [subject[1]]) or subject[1]
    if len(about) >= 4:
        yield f"{about[:_LONGEST]}{'由谁负责' if _DUTY.search(asked) else f'的{asked}是什么'}？"


def _blanked(sentence: str, rng: random.Random) -> Iterator[str]:
    for piece in re.split("[；。]", sentence):
        words = _bare(piece)
        if not _SHORTEST <= len(words) <= 2 * _LONGEST:
            continue
        amounts = list(_AMOUNT.finditer(words))
        if amounts:
            found = rng.choice(amounts)
            asked = "百分之几" if found["unit"] == "%" else f"多少{found['unit']}"
            yield from _near(words[: found.start()], asked, words[found.end() :])
        date = _DATE.search(words)
        if date is not None:
            yield from _near(words[: date.start()], rng.choice(_DATE_WORDS), words[date.end() :])
        body = _BODY.search(words)
        if body is not None:
            yield from _near(words[: body.start()], "由谁", words[body.end() :])


def _near(before: str, asked: str, behind: str) -> Iterator[str]:
    """The words right around the blank: people ask about one thing, not with the whole sentence."""
    before = before.rsplit("，", 1)[-1] if len(before) > 25 else before
    behind = behind.split("，", 1)[0]
    if len(_bare(before)) + len(_bare(behind)) >= _SHORTEST:
        yield f"{before}{asked}{behind}？"


def _bare(words: str) -> str:
    return _CLAUSE_MARK.sub("", words.strip()).strip("，。；：、 \n")


def _placed(question: str, passage: Passage, rng: random.Random) -> str:
    """The question, at times with the name of the document or the heading above it, at times with words left out."""
    titles = passage.context.split(" › ")
    drawn = rng.random()
    if drawn < 0.3:
        question = f"{_short(titles[0])}{rng.choice(['里，', '中', '规定的', '，'])}{question}"
    elif drawn < 0.4 and len(titles) > 1:
        question = f"{_bare(titles[-1])[:20]}：{question}"
    if rng.random() < 0.3:
        pieces = question.split("，")
        if len(pieces) > 1:
            pieces.pop(rng.randrange(len(pieces)))
            question = "，".join(pieces)
    return question


def _short(title: str) -> str:
    """A title as people say it: without who issued it and without the wrapping of a notice."""
    return re.sub(r"^.*?(?:关于印发|关于)|的(?:通知|意见|公告|决定|函|批复)$|《|》|（.*?）", "", title) or title
