"""How good the replies are: question sets and their scores."""

from eval.bench import DEFAULT_PASSAGES, chosen, run_bench
from eval.errors import BenchmarkError, QuestionSetError
from eval.folder import BenchmarkFolder, BenchmarkQuery, Part, read_folder
from eval.questions import EvalQuestion, Evidence, QuestionSet, read_questions
from eval.run import Result, run_questions, summary

__all__ = [
    "DEFAULT_PASSAGES",
    "BenchmarkError",
    "BenchmarkFolder",
    "BenchmarkQuery",
    "EvalQuestion",
    "Evidence",
    "Part",
    "QuestionSet",
    "QuestionSetError",
    "Result",
    "chosen",
    "read_folder",
    "read_questions",
    "run_bench",
    "run_questions",
    "summary",
]
