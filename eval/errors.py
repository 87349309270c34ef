"""Errors of this package; the whole tree is drawn in `corpus.errors`."""

from corpus import YijuError


class QuestionSetError(YijuError):
    """A question set that cannot be evaluated; the message names the file and the line."""


class BenchmarkError(YijuError):
    """A benchmark folder that cannot be run; the message names the file and the line."""
