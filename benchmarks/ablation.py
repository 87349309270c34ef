"""What each part of the ranking adds, on every set.

    python -m benchmarks.ablation --collection FOLDER HOME … --questions FILE HOME …

See `benchmarks.rankings` for the homes and `benchmarks.tune` for the fit. Each row takes some of the features, learns
their weights anew and judges every question by weights that did not learn from it. Prints a table in Markdown.
"""

from collections.abc import Iterator

from benchmarks.rankings import RankedSet, arguments, ranked_sets
from benchmarks.tune import cross_validated


def main() -> None:
    """Collect, fit each choice of features, print."""
    assert __doc__ is not None
    sets = ranked_sets(arguments(__doc__))
    print("| features | " + " | ".join(f"{data.name} {' / '.join(data.metrics)}" for data in sets) + " |")
    print("| --- |" + " --- |" * len(sets))
    for label, columns in choices(sets[0].features):
        print(_line(label, columns, sets), flush=True)


def choices(features: tuple[str, ...]) -> Iterator[tuple[str, list[int]]]:
    """Each feature alone, then one after the other, then all without each."""
    every = list(range(len(features)))
    for at in every:
        yield f"{features[at]} alone", [at]
    for behind in every[1:-1]:
        yield " + ".join(features[: behind + 1]), every[: behind + 1]
    yield "all", every
    for at in every:
        yield f"all but {features[at]}", [other for other in every if other != at]


def _line(label: str, columns: list[int], sets: list[RankedSet]) -> str:
    judged = cross_validated(sets, columns)
    return f"| {label} | " + " | ".join(" / ".join(f"{value:.3f}" for value in found) for found in judged) + " |"


if __name__ == "__main__":
    main()
