"""Example questions, made from the headings of the library at hand."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, zip_longest

from corpus import Clause, Document, Level

_LEVELS = {
    Level.CHAPTER,
    Level.SECTION,
    Level.HEADING_1,
    Level.HEADING_2,
    Level.HEADING_3,
    Level.HEADING_4,
    Level.HEADING_5,
}
_SHORTEST, _LONGEST = 6, 20
"""Characters: a shorter heading (总则、保障措施) stands in every document, a longer one makes an unwieldy question."""


def example_questions(documents: Sequence[Document], count: int = 4) -> tuple[str, ...]:
    """Up to `count` questions, each about one heading, taken from the documents in turn.

    Args:
        documents: the library, in its order.
        count: how many at most; fewer come back where the documents have fewer fitting headings.
    """
    rounds = zip_longest(*(_spread(_topics(document), count) for document in documents))
    topics = dict.fromkeys(topic for topic in chain.from_iterable(rounds) if topic is not None)
    return tuple(f"关于“{topic}”，文件是怎么规定的？" for topic in list(topics)[:count])


def _topics(document: Document) -> list[str]:
    """The headings of the level at which the document says what is to be done, in document order.

    That is the level with the most headings that have none below them; the few above it (工作思路及目标) introduce.
    """
    fitting = [clause for clause in document.walk() if _fits(clause)]
    levels = Counter(clause.level for clause in fitting)
    return [clause.heading for clause in fitting if clause.level == levels.most_common(1)[0][0]]


def _fits(clause: Clause) -> bool:
    lowest = all(child.level not in _LEVELS for child in clause.children)
    return clause.level in _LEVELS and lowest and _SHORTEST <= len(clause.heading) <= _LONGEST


def _spread(topics: Sequence[str], count: int) -> list[str]:
    """`count` of the topics, evenly spaced from the first on."""
    if len(topics) <= count:
        return list(topics)
    return [topics[at * len(topics) // count] for at in range(count)]
