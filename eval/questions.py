"""Question sets: JSON Lines of questions with their answers and evidence."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from eval.errors import QuestionSetError


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Evidence:
    """A passage that answers the question.

    Attributes:
        doc: the document's file name, number or title.
        quote: words that stand in it.
        also: other documents in which the same words stand; citing any of them is right.
    """

    doc: str
    quote: str
    also: tuple[str, ...] = ()


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class EvalQuestion:
    """One question of a set. Without evidence the right reply is a refusal.

    Attributes:
        id: unique in the set.
        question: as asked.
        type: what kind of question it is.
        answers: strings that a correct answer contains.
        evidence: the passages it rests on.
        reason: why there is no answer, for unanswerable questions.
        style: how it is worded.
        why: a remark of its author.
    """

    id: str
    question: str
    type: str
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    reason: str | None = None
    style: str | None = None
    why: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return bool(self.evidence)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file, in its order."""

    path: Path
    questions: tuple[EvalQuestion, ...]


_question = TypeAdapter(EvalQuestion)


def read_questions(path: Path) -> QuestionSet:
    """Read a question set.

    Raises:
        QuestionSetError: the file cannot be read, a line is not such a question, an id stands twice, or there is no
            question at all.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"无法读取问题集 {path}", remedy="请检查文件是否存在，并保存为 UTF-8") from error
    questions: dict[str, EvalQuestion] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = _read_line(path, number, line)
        if question.id in questions:
            raise QuestionSetError(f"{path} 第 {number} 行：编号“{question.id}”重复", remedy="每个问题用一个不同的编号")
        questions[question.id] = question
    if not questions:
        raise QuestionSetError(f"{path} 里没有问题", remedy="每行写一个 JSON 对象，见文档“评测”")
    return QuestionSet(path, tuple(questions.values()))


def _read_line(path: Path, number: int, line: str) -> EvalQuestion:
    try:
        data: Any = json.loads(line)
    except ValueError as error:
        raise QuestionSetError(f"{path} 第 {number} 行不是 JSON：{error}", remedy="每行写一个 JSON 对象") from error
    try:
        return _question.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "整行"
        raise QuestionSetError(
            f"{path} 第 {number} 行：{where} 不对（{first['type']}）",
            remedy="允许的键：id、question、type、answers、evidence{doc、quote、also}、reason、style、why",
        ) from error
