"""What the commands show of a document: its facts, its outline, what reading left out."""

from pathlib import Path

import pytest
from rich.console import Console

from corpus import read_document
from ui.cli_print import print_clauses, print_document, print_dropped

FILES = Path(__file__).parents[1] / "documents"


def test_text_that_a_file_holds_several_times_is_said_to_be_kept_once(capsys: pytest.CaptureFixture[str]) -> None:
    law = (FILES / "山东省信息化促进条例.md").read_text(encoding="utf-8")
    document, source = read_document(f"{law}\n{law}".encode(), "条例.md")
    print_dropped(Console(), document.clean, source.text)
    assert "文件里同样的文字约有 2 遍，只收一遍" in capsys.readouterr().out


def test_a_document_shows_from_when_it_is_in_force_and_its_articles_once(capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "示例条例（草案）\n第一条 政府应当加强领导。\n部门负责监督。\n"
        "第二条 本条例自2024年7月1日起施行。《旧条例》同时废止。\n"
    )
    document, _ = read_document(text.encode(), "条例.txt")
    print_document(Console(width=200), document)
    print_clauses(Console(width=200), document)
    shown = capsys.readouterr().out
    assert "施行日期  2024-07-01（原文）" in shown
    assert "状态      草案（原文）" in shown
    assert "废止      《旧条例》" in shown
    assert shown.count("政府应当加强领导") == 1
    assert "第二款 部门负责监督。" in shown
