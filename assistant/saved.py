"""Saved answers: the JSON of an answer, out and in."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer, Finding
from assistant.errors import AnswerFileError

_answer = TypeAdapter(Answer)
_findings = TypeAdapter(tuple[Finding, ...])


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer."""
    result: dict[str, Any] = _answer.dump_python(answer, mode="json")
    return result


def findings_to_json(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """The JSON array of search results."""
    result: list[dict[str, Any]] = _findings.dump_python(findings, mode="json")
    return result


def answer_from_json(data: bytes | str) -> Answer:
    """Read a saved answer.

    Raises:
        AnswerFileError: no JSON, or not the JSON of an answer; the message names the first wrong field.
    """
    try:
        return _answer.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "开头"
        raise AnswerFileError(
            f"这不是 yiju 保存的回答：{where} 处不对（{first['type']}）",
            remedy="请使用 yiju ask 问题 --json > 回答.json 保存的文件",
        ) from error
