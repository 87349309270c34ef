"""What to reply, and why: answers with citations, or refusals."""

from assistant.answer import (
    NOTHING_UNDERSTOOD,
    Answer,
    Citation,
    ClauseRef,
    DocumentRef,
    Finding,
    Refusal,
    SourceRef,
    Statement,
    Turn,
    Understood,
    UnderstoodDocument,
    join_statements,
)
from assistant.assistant import Assistant
from assistant.errors import AnswerFileError, QuestionError
from assistant.question import MAX_QUESTION, check_question
from assistant.saved import answer_from_json, answer_to_json, findings_to_json
from assistant.verify import Status, Texts, Verdict, Verification, verify_answer
from index import Filters

__all__ = [
    "MAX_QUESTION",
    "NOTHING_UNDERSTOOD",
    "Answer",
    "AnswerFileError",
    "Assistant",
    "Citation",
    "ClauseRef",
    "DocumentRef",
    "Filters",
    "Finding",
    "QuestionError",
    "Refusal",
    "SourceRef",
    "Statement",
    "Status",
    "Texts",
    "Turn",
    "Understood",
    "UnderstoodDocument",
    "Verdict",
    "Verification",
    "answer_from_json",
    "answer_to_json",
    "check_question",
    "findings_to_json",
    "join_statements",
    "verify_answer",
]
