"""JSON Lines on disk: what is written is what is read, and little of it is held."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from index import SnapshotDamaged
from index.lines import Lines, json_lines, table_path, write_lines

_words = TypeAdapter(tuple[str, ...])


def written(path: Path, values: list[tuple[str, ...]], kept: int = 0) -> Lines[tuple[str, ...]]:
    write_lines(path, json_lines(values, _words))
    return Lines(path, _words, kept=kept)


@pytest.mark.parametrize("values", [[], [()], [("一\n行", ""), ("𠀀",), ("a" * 5000,), ()]])
def test_what_is_written_is_what_is_read(tmp_path: Path, values: list[tuple[str, ...]]) -> None:
    lines = written(tmp_path / "words.jsonl", values)
    assert list(lines) == values
    assert [lines[at] for at in reversed(range(len(values)))] == values[::-1]


def test_the_values_used_last_are_kept_up_to_their_size(tmp_path: Path) -> None:
    values = [(str(number) * 100,) for number in range(10)]
    size = len(json_lines(values[:1], _words)[0])
    lines = written(tmp_path / "words.jsonl", values, kept=3 * size)
    first, second, third = (lines[at] for at in range(3))
    assert lines[0] is first, "asked for again, so it is the last one used"
    assert lines[3] == values[3]
    assert lines[0] is first
    assert lines[2] is third
    assert lines[1] == second
    assert lines[1] is not second, "the one used longest ago gave way"


def test_a_file_of_another_length_than_its_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.jsonl"
    written(path, [("一",), ("二",)])
    path.write_bytes(path.read_bytes() + b"[]\n")
    with pytest.raises(SnapshotDamaged, match="行表不符"):
        Lines(path, _words, kept=0)
    assert table_path(path).name == "words.lines.npy"


def test_a_line_that_means_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.jsonl"
    write_lines(path, [b'["\xe4\xb8\x80"]\n', b"{}\n"])
    lines = Lines(path, _words, kept=0)
    assert lines[0] == ("一",)
    with pytest.raises(SnapshotDamaged, match="第 2 行"):
        lines[1]
