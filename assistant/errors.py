"""Errors of this package; the whole tree is drawn in `corpus.errors`."""

from corpus import YijuError


class QuestionError(YijuError):
    """The question itself cannot be asked: it is empty, too long, or holds control characters."""


class AnswerFileError(YijuError):
    """A saved answer that cannot be checked: it is no JSON, or not the JSON of an answer."""
