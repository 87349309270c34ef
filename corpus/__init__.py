"""What the policies say: files become documents, clauses and tables, every character traceable to its file."""

from corpus.characters import display_width, is_han
from corpus.clause import Clause, TableRow
from corpus.clean import CleanText, Dropped, DropReason, Run
from corpus.document import Document, document_id, read_document, read_text
from corpus.errors import (
    DocumentError,
    DocumentTooLarge,
    EmptyDocument,
    ManifestError,
    UnreadableDocument,
    UnsupportedFormat,
    YijuError,
)
from corpus.layout import PLAIN, Box, Grid, GridCell, Layout, Page, PlacedLine
from corpus.library import Entry, Failure, Reading, find_files, read_library, unsupported_files
from corpus.metadata import Metadata, Origin, Stated
from corpus.numbering import Level, Marker, match_marker, numeral
from corpus.readers import READERS
from corpus.repair import repair
from corpus.source import Source, Span, text_sha256
from corpus.tables import Cell

__all__ = [
    "PLAIN",
    "READERS",
    "Box",
    "Cell",
    "Clause",
    "CleanText",
    "Document",
    "DocumentError",
    "DocumentTooLarge",
    "DropReason",
    "Dropped",
    "EmptyDocument",
    "Entry",
    "Failure",
    "Grid",
    "GridCell",
    "Layout",
    "Level",
    "ManifestError",
    "Marker",
    "Metadata",
    "Origin",
    "Page",
    "PlacedLine",
    "Reading",
    "Run",
    "Source",
    "Span",
    "Stated",
    "TableRow",
    "UnreadableDocument",
    "UnsupportedFormat",
    "YijuError",
    "display_width",
    "document_id",
    "find_files",
    "is_han",
    "match_marker",
    "numeral",
    "read_document",
    "read_library",
    "read_text",
    "repair",
    "text_sha256",
    "unsupported_files",
]
