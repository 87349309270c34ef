"""Quality on a question set: evidence within the first passages, answers, refusals, exactness of quotes.

    python -m benchmarks.questions QUESTIONS.jsonl [--home DIR]

The home must hold a snapshot of the documents the set is about (`yiju build`). Prints one JSON value.
"""

import argparse
import json
from pathlib import Path

from eval import read_questions, run_questions, summary
from index import SourceStore
from ui.compose import open_assistant
from ui.settings import load_settings


def main() -> None:
    """Run the set and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--failures", action="store_true", help="also list the questions that went wrong")
    arguments = parser.parse_args()
    settings = load_settings(**({"home": arguments.home} if arguments.home else {}))
    results = run_questions(
        open_assistant(settings), read_questions(arguments.questions).questions, SourceStore(settings.home)
    )
    print(json.dumps(summary(results), ensure_ascii=False, indent=2))
    if arguments.failures:
        for result in results:
            figures = summary([result])
            wrong = figures["ev@5"] not in (None, 1.0) or figures["answer_strings"] == 0 or figures["errors"]
            if wrong or figures["refused_of_unanswerable"] == 0:
                said = (result.answer.answer or f"拒答：{result.answer.refusal}") if result.answer else result.error
                print(f"{result.question.id} ev@5={figures['ev@5']} {result.question.question}\n    {said}")


if __name__ == "__main__":
    main()
