"""How good the replies are: question sets and their scores."""

from eval.errors import QuestionSetError
from eval.questions import EvalQuestion, Evidence, QuestionSet, read_questions
from eval.run import Result, run_questions, summary

__all__ = [
    "EvalQuestion",
    "Evidence",
    "QuestionSet",
    "QuestionSetError",
    "Result",
    "read_questions",
    "run_questions",
    "summary",
]
