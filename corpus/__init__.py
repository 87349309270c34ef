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
    ReaderCrashed,
    ReadingTimedOut,
    UnreadableDocument,
    UnsupportedFormat,
    YijuError,
)
from corpus.files import Entry, find_files, read_bytes, unsupported_files
from corpus.layout import PLAIN, Box, Grid, GridCell, Layout, Page, PlacedLine
from corpus.library import Failure, Reading, read_library
from corpus.metadata import Metadata, Origin, Stated
from corpus.nearness import NearDuplicate, near_duplicates
from corpus.numbering import Level, Marker, match_marker, numeral
from corpus.outline import clean_lines
from corpus.readers import PAGED, READERS, reads_scans
from corpus.records import Record, read_record, read_records
from corpus.repair import repair
from corpus.repeats import repeat_count
from corpus.roles import Body, Responsibility, Role, find_roles, row_roles
from corpus.source import Source, Span, text_sha256
from corpus.tables import Cell, find_tables
from corpus.version import code_version, reading_version
from corpus.worker import DEFAULT_LIMITS, ReadingLimits

__all__ = [
    "DEFAULT_LIMITS",
    "PAGED",
    "PLAIN",
    "READERS",
    "Body",
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
    "NearDuplicate",
    "Origin",
    "Page",
    "PlacedLine",
    "ReaderCrashed",
    "Reading",
    "ReadingLimits",
    "ReadingTimedOut",
    "Record",
    "Responsibility",
    "Role",
    "Run",
    "Source",
    "Span",
    "Stated",
    "TableRow",
    "UnreadableDocument",
    "UnsupportedFormat",
    "YijuError",
    "clean_lines",
    "code_version",
    "display_width",
    "document_id",
    "find_files",
    "find_roles",
    "find_tables",
    "is_han",
    "match_marker",
    "near_duplicates",
    "numeral",
    "read_bytes",
    "read_document",
    "read_library",
    "read_record",
    "read_records",
    "read_text",
    "reading_version",
    "reads_scans",
    "repair",
    "repeat_count",
    "row_roles",
    "text_sha256",
    "unsupported_files",
]
