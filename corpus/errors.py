"""The error tree of the whole product.

Every error that a user can cause or cure is a `YijuError`. Its message is Chinese, names the thing, the value and the
cause, and `remedy` says what to do next. Programming errors stay ordinary Python exceptions.

    YijuError
     +-- DocumentError            corpus     a file cannot become a document
     |    +-- UnsupportedFormat              no reader for this kind of file
     |    +-- UnreadableDocument             cannot be opened, or is not text in a known encoding
     |    +-- EmptyDocument                  holds no text
     |    +-- DocumentTooLarge               over the size limit
     |    +-- ReadingTimedOut                takes longer to read than is allowed
     |    +-- ReaderCrashed                  the process that read it ended, or needed more memory than is allowed
     +-- ManifestError            corpus     manifest.csv beside the documents is malformed
     +-- ModelError               index      the embedding model cannot be found, expanded or loaded
     +-- SnapshotError            index      the index on disk
     |    +-- SnapshotMissing                none was built yet
     |    +-- SnapshotDamaged                a file is missing or its checksum differs
     |    +-- SnapshotForeign                made by another format version or another product
     +-- BuildError               index      nothing could be published
     +-- QuestionError            assistant  the question itself cannot be asked: empty, too long, control characters
     +-- NotFound                 index      no such document
     +-- AnswerFileError          assistant  a saved answer that cannot be checked
     +-- QuestionSetError         eval       a question set that cannot be evaluated
     +-- BenchmarkError           eval       a benchmark folder that cannot be run
     +-- SettingsError            ui         a setting with an unusable value, or of an unknown name
     +-- ScopeError               ui         what was entered on the page to narrow a search
     +-- ServeError               ui         the server cannot listen: address not allowed, or port in use

Each class is defined in the package named beside it; this module defines the root and corpus's own.
"""

from functools import partial


class YijuError(Exception):
    """Root of the tree.

    Attributes:
        message: what happened, in Chinese, one line.
        remedy: what the reader can do about it, in Chinese, one line.
    """

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}（{self.remedy}）"

    def __reduce__(self) -> tuple[object, ...]:
        """How to copy it to another process: an exception is made anew from its arguments, and `remedy` is none."""
        return partial(type(self), remedy=self.remedy), (self.message,)


class DocumentError(YijuError):
    """A file cannot become a document; it costs that file and no other."""


class UnsupportedFormat(DocumentError):
    """No reader is registered for the suffix of the file."""


class UnreadableDocument(DocumentError):
    """The file cannot be opened, or its bytes are not text in any supported encoding."""


class EmptyDocument(DocumentError):
    """The file holds no text."""


class DocumentTooLarge(DocumentError):
    """The file is larger than the limit."""


class ReadingTimedOut(DocumentError):
    """Reading the file took longer than is allowed, and was stopped."""


class ReaderCrashed(DocumentError):
    """The process that read the file ended in the middle of it, or needed more memory than is allowed."""


class ManifestError(YijuError):
    """`manifest.csv` beside the documents is malformed."""
