"""The command line, run as people run it: what it prints where, and how it ends."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import Assistant, answer_to_json
from corpus import document_id
from index import open_snapshot
from tests.tiny import tiny_model
from ui.cli import report_defect, run

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "corpus" / "documents"
QUESTION = "2021年全省要新增多少家上云企业？"
UNANSWERABLE = "明天股市会涨吗？"
PLAN = "川数字经济办〔2021〕3号"
OPINION = "川府发〔2024〕21号"

RULES = "关于加强食堂管理的通知\n\n各部门：\n\n一、采购\n\n（一）蔬菜每天采购一次。\n\n（二）大米每月采购 3 次。\n"
NOTES = "关于车辆停放的规定\n\n一、车位\n\n（一）访客车辆停在北门外，最多停放 2 小时。\n"


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:  # noqa: ANN401  (what JSON holds)
        """The one JSON value on standard output."""
        return json.loads(self.out)


class Yiju:
    """Runs command lines in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.home = folder / "home"

    def __call__(self, *arguments: str | Path, home: Path | None = None) -> Outcome:
        self._capsys.readouterr()
        code = run(["--home", str(home or self.home), *map(str, arguments)])
        printed = self._capsys.readouterr()
        return Outcome(code, printed.out, printed.err)


@pytest.fixture
def yiju(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Yiju:
    return Yiju(capsys, tmp_path)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture(autouse=True)
def _small_model(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of this module use a tiny real model; a home that was built before keeps its own."""
    monkeypatch.setenv("YIJU_MODEL", str(tiny))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with two short documents."""
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "食堂.txt").write_text(RULES, encoding="utf-8")
    (folder / "停车.txt").write_text(NOTES, encoding="utf-8")
    return folder


def contents(home: Path) -> dict[str, bytes]:
    """Every file of a home that readers depend on."""
    kept = (path for path in home.rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in kept}


def spawn(*arguments: str | Path, **settings: str) -> subprocess.Popen[bytes]:
    """The program as a process of its own."""
    command = [sys.executable, "-c", "from ui.cli import main; main()", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **settings}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes], stdin: bytes = b"") -> tuple[int, bytes, str]:
    out, err = process.communicate(stdin, timeout=120)
    return process.returncode, out, err.decode("utf-8")


def assert_one_line_with_a_remedy(err: str, *names: str) -> None:
    """An error is one Chinese line that names the thing and says what to do."""
    assert "Traceback" not in err
    lines = [line for line in err.splitlines() if line.startswith("错误：")]
    assert len(lines) == 1
    assert re.search("[。？！].+", lines[0])
    for name in names:
        assert name in lines[0]


# Help and usage


@pytest.mark.parametrize("command", ["", "build", "ask", "search", "documents", "show", "verify", "serve"])
def test_a_help_page_is_chinese(command: str, yiju: Yiju) -> None:
    shown = yiju(*command.split(), "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"用法：{' '.join(['yiju', *command.split()])} [选项]")
    assert not re.search("usage|options|arguments|commands|error|default|required|show this", shown.out, re.IGNORECASE)
    rows = [line for line in shown.out.splitlines() if line.startswith("  --")]
    assert rows
    assert [row for row in rows if not re.search(r"  [^\s-].*[一-鿿]", row)] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["aks", "问题"], ["没有命令“aks”", "是不是 ask"]),
        (["汇总"], ["没有命令“汇总”", "build、ask、search"]),
        (["ask"], ["缺少参数：问题", "yiju ask --help"]),
        (["ask", "上云", "企业"], ["多余的参数：企业", "引号"]),
        (["ask", "上云", "--nope"], ["没有选项 --nope"]),
        (["ask", "上云", "--jso"], ["没有选项 --jso", "是不是 --json"]),
        (["ask", "上云", "--from"], ["选项 --from 后面缺少值"]),
        (["ask", "上云", "--from", "昨天"], ["--from 的值“昨天”不是日期", "2024-01-31"]),
        (["search", "上云", "-k", "十"], ["-k 的值不是整数"]),
        (["search", "上云", "-k", "0"], ["-k 的值太小，最小是 1"]),
        (["search", "上云", "-k", "101"], ["-k 的值太大，最大是 100"]),
        (["documents", "--json=yes"], ["选项 --json 后面不带值"]),
        (["show", "x", "--clauses", "--dropped"], ["不能同时使用"]),
        (["serve", "--port", "70000"], ["--port 的值太大，最大是 65535"]),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(arguments: list[str], words: list[str], yiju: Yiju) -> None:
    shown = yiju(*arguments)
    assert (shown.code, shown.out) == (2, "")
    assert_one_line_with_a_remedy(shown.err, *words)


def test_no_command_at_all_is_wrong_usage_and_shows_the_help(yiju: Yiju) -> None:
    shown = yiju()
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("用法：yiju [选项] 命令")


def test_a_wrong_setting_is_wrong_usage(yiju: Yiju, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIJU_PORT", "很多")
    shown = yiju("documents")
    assert (shown.code, shown.out) == (2, "")
    assert_one_line_with_a_remedy(shown.err, "YIJU_PORT", "很多")


# Asking and searching, with the bundled model over the two seed documents


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "words", "quoted", "clause"),
    [
        (
            QUESTION,
            "5万家",
            "新增上云企业 5 万家",
            rf"{PLAN} (一、.*|二、.*›（四）.*› 10\.)$",
        ),
        (
            "集群到省内区域数据中心的时延目标是多少？",
            "3毫秒",
            "３ 毫秒",
            rf"{OPINION} 三、.*›（四）$",
        ),
    ],
    ids=["cloud", "latency"],
)
def test_an_answer_quotes_the_very_words_of_the_file(
    question: str, words: str, quoted: str, clause: str, *, yiju: Yiju, built_home: Path
) -> None:
    shown = yiju("ask", question, "--json", home=built_home)
    assert (shown.code, shown.value["status"]) == (0, "answered")
    assert words in shown.value["answer"].replace(" ", "")
    snapshot = open_snapshot(built_home)
    for citation in shown.value["citations"]:
        source = snapshot.source(snapshot.document(citation["document"]["id"]))
        assert citation["quote"] == source.text[citation["source"]["start"] : citation["source"]["end"]]
    main = next(citation for citation in shown.value["citations"] if quoted in citation["quote"].replace("\n", ""))
    assert re.match(clause, f"{main['document']['number']} {main['clause']['label']}")


@pytest.mark.model
def test_people_see_the_answer_then_its_numbered_citations(yiju: Yiju, built_home: Path, assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    shown = yiju("ask", QUESTION, home=built_home)
    assert shown.code == 0
    assert shown.out.startswith(answer.answer)
    for citation in answer.citations:
        place = f"{citation.document.file}:{citation.source.start}-{citation.source.end}"
        parts = [f"[{citation.number}] {citation.document.title}", citation.clause.label, place]
        positions = [shown.out.index(part, len(answer.answer)) for part in parts]
        assert positions == sorted(positions)


@pytest.mark.model
def test_a_refusal_gives_its_reason_and_the_nearest_passages_and_counts_as_done(
    yiju: Yiju, built_home: Path, assistant: Assistant
) -> None:
    refusal = assistant.ask(UNANSWERABLE).refusal
    assert refusal is not None
    shown = yiju("ask", UNANSWERABLE, home=built_home)
    assert shown.code == 0
    assert shown.out.startswith(f"没有回答：{refusal.reason}")
    assert [f"[{citation.number}]" in shown.out for citation in refusal.nearest] == [True] * len(refusal.nearest)


@pytest.mark.model
def test_search_ranks_passages(yiju: Yiju, built_home: Path) -> None:
    found = yiju("search", "集群到省内区域数据中心的时延目标是多少？", "-k", "3", "--json", home=built_home).value
    assert [passage["rank"] for passage in found] == [1, 2, 3]
    assert "3毫秒" in found[0]["text"]
    assert found[0]["document"]["number"] == OPINION
    scores = [passage["score"] for passage in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.model
def test_the_answer_in_the_readme_is_what_the_program_prints(yiju: Yiju, built_home: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r'^\$ yiju ask "(.+)"\n([\s\S]+?)```', readme, re.MULTILINE)
    assert found is not None
    assert yiju("ask", found[1], home=built_home).out == found[2]


# The library, with a tiny model


def test_a_build_tells_people_the_counts_and_keeps_standard_output_free_of_progress(yiju: Yiju, library: Path) -> None:
    shown = yiju("build", library)
    assert shown.code == 0
    assert "文件  2 份" in shown.out
    assert "读取文件" in shown.err
    assert "读取文件" not in shown.out


def test_a_second_build_has_nothing_to_do(yiju: Yiju, library: Path) -> None:
    yiju("build", library)
    before = contents(yiju.home)
    shown = yiju("build", library)
    assert shown.code == 0
    assert shown.out.startswith("资料没有变化")
    assert contents(yiju.home) == before


def test_builds_add_up_until_only_replaces_the_list(yiju: Yiju, library: Path) -> None:
    yiju("build", library / "食堂.txt")
    yiju("build", library / "停车.txt")
    assert [item["file"] for item in yiju("documents", "--json").value] == ["停车.txt", "食堂.txt"]
    assert yiju("build", library / "停车.txt", "--only").code == 0
    assert [item["file"] for item in yiju("documents", "--json").value] == ["停车.txt"]


def test_without_a_path_and_without_the_default_folder_the_remedy_is_to_name_one(
    yiju: Yiju, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = yiju("build")
    assert shown.code == 2
    assert_one_line_with_a_remedy(shown.err, "corpus/documents", "yiju build 政策文件")


BAD_FILES: dict[str, bytes] = {
    "空.txt": b"",
    "空白.txt": " \n\u3000\n".encode(),
    "二进制.txt": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_is_named_and_costs_no_other(name: str, yiju: Yiju, library: Path) -> None:
    (library / name).write_bytes(BAD_FILES[name])
    shown = yiju("build", library)
    assert shown.code == 0
    assert "文件  2 份" in shown.out
    assert "未能读取 1 个文件" in shown.out
    assert len([line for line in shown.out.splitlines() if line.startswith(f"  {name}：")]) == 1
    assert yiju("build", library, "--strict").code == 1


@pytest.mark.parametrize("name", BAD_FILES)
def test_when_no_file_can_be_read_the_last_good_snapshot_stays(name: str, yiju: Yiju, library: Path) -> None:
    yiju("build", library)
    before = contents(yiju.home)
    bad = library.parent / name
    bad.write_bytes(BAD_FILES[name])
    shown = yiju("build", bad, "--only")
    assert (shown.code, shown.out) == (1, "")
    assert_one_line_with_a_remedy(shown.err, name)
    assert contents(yiju.home) == before


def test_a_text_without_clauses_is_read_by_its_paragraphs(yiju: Yiju, tmp_path: Path) -> None:
    path = tmp_path / "随笔.txt"
    path.write_text("今天天气晴朗，适合到公园散步。\n\n公园的开放时间是早上六点。\n", encoding="utf-8")
    assert yiju("build", path).code == 0
    clauses = yiju("show", "随笔.txt", "--clauses", "--json").value
    assert [clause["text"] for clause in clauses] == ["今天天气晴朗，适合到公园散步。", "公园的开放时间是早上六点。"]


@pytest.mark.parametrize("name", ["没有这个文件夹", "很长" * 2000], ids=["missing", "too long a name"])
def test_a_path_that_cannot_be_read_leaves_the_snapshot_alone(name: str, yiju: Yiju, library: Path) -> None:
    yiju("build", library)
    before = contents(yiju.home)
    shown = yiju("build", library.parent / name)
    assert (shown.code, shown.out) == (1, "")
    assert_one_line_with_a_remedy(shown.err, name[:8])
    assert contents(yiju.home) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_a_folder_without_permission_is_named_and_leaves_the_snapshot_alone(yiju: Yiju, library: Path) -> None:
    yiju("build", library)
    before = contents(yiju.home)
    locked = library.parent / "锁住"
    locked.mkdir(mode=0)
    rights: Sequence[str] = ()
    if os.geteuid() == 0:  # the administrator reads everything unless that right is given up
        tool = shutil.which("setpriv")
        assert tool is not None, "setpriv of util-linux is needed to run this test as root"
        lost = "-dac_override,-dac_read_search"
        rights = (tool, f"--bounding-set={lost}", f"--inh-caps={lost}")
    command = [*rights, sys.executable, "-c", "from ui.cli import main; main()", "--home", str(yiju.home)]
    ended = subprocess.run([*command, "build", str(locked)], cwd=ROOT, capture_output=True, check=False)
    locked.chmod(0o700)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert_one_line_with_a_remedy(ended.stderr.decode("utf-8"), "锁住", "没有读取权限")
    assert contents(yiju.home) == before


@pytest.mark.parametrize("arguments", [["documents"], ["show", "x"], ["ask", "有哪些要求？"], ["search", "要求"]])
def test_without_a_snapshot_the_remedy_is_to_build_one(arguments: list[str], yiju: Yiju) -> None:
    shown = yiju(*arguments)
    assert (shown.code, shown.out) == (1, "")
    assert_one_line_with_a_remedy(shown.err, "yiju build")


@pytest.mark.parametrize(
    ("file", "arguments"),
    [
        ("catalogue.json", ["documents"]),
        ("documents.jsonl", ["show", "食堂.txt"]),
        ("passages.jsonl", ["search", "食堂几点开饭"]),
    ],
)
def test_a_damaged_snapshot_is_refused_with_the_remedy(
    file: str, arguments: list[str], yiju: Yiju, library: Path
) -> None:
    yiju("build", library)
    (path,) = yiju.home.glob(f"snapshots/*/{file}")
    path.write_bytes(path.read_bytes().replace("食堂".encode(), "礼堂".encode()))
    shown = yiju(*arguments)
    assert (shown.code, shown.out) == (1, "")
    assert_one_line_with_a_remedy(shown.err, "yiju build")


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    "question",
    ["", " \n　", "字" * 2001, "字" * 100_000, "上云\x1b[31m企业", "上云\x00企业", "上云\udce4企业"],
    ids=["empty", "blank", "too long", "100,000 characters", "escape", "NUL", "no character"],
)
def test_what_is_no_question_is_wrong_usage(command: str, question: str, yiju: Yiju) -> None:
    shown = yiju(command, "--", question)
    assert (shown.code, shown.out) == (2, "")
    assert_one_line_with_a_remedy(shown.err, "问题")
    assert "\x1b" not in shown.err


def test_filters_narrow_the_search(yiju: Yiju, library: Path) -> None:
    (library / "manifest.csv").write_text(
        "文件,发文机关,成文日期\n食堂.txt,后勤处,2023-05-01\n停车.txt,保卫处,2024-05-01\n", encoding="utf-8"
    )
    yiju("build", library)

    def files(*filters: str) -> set[str]:
        found = yiju("search", "每天采购几次，停放几小时？", "--json", *filters)
        assert found.code == 0
        return {passage["document"]["file"] for passage in found.value}

    assert files("--document", "食堂.txt", "--document", "停车.txt") == {"食堂.txt", "停车.txt"}
    assert files("--issuer", "保卫处") == {"停车.txt"}
    assert files("--from", "2024-01-01", "--to", "2024-12-31") == {"停车.txt"}
    assert files("--from", "2023-06-01", "--to", "2023-12-31") == set()
    unknown = yiju("search", "采购", "--document", "没有的文件")
    assert unknown.code == 1
    assert_one_line_with_a_remedy(unknown.err, "没有的文件", "yiju documents")


# Looking at documents


@pytest.mark.model
def test_documents_are_listed_with_what_is_known_of_them(yiju: Yiju, built_home: Path) -> None:
    listed = yiju("documents", "--json", home=built_home).value
    expected = {path.name: document_id(path.read_bytes()) for path in SEEDS.glob("*.txt")}
    assert {item["file"]: item["id"] for item in listed} == expected
    assert {item["number"] for item in listed} == {PLAN, OPINION}
    shown = yiju("documents", home=built_home).out
    assert shown.startswith("共 2 个文件")
    assert [item["title"] for item in listed if item["title"] not in shown] == []


@pytest.mark.model
def test_a_document_is_found_by_whatever_people_call_it(yiju: Yiju, built_home: Path) -> None:
    (document,) = (item for item in yiju("documents", "--json", home=built_home).value if item["number"] == OPINION)
    names = [document["id"], document["id"][:6], document["file"], document["number"], document["title"]]
    assert [yiju("show", name, "--json", home=built_home).value["id"] for name in names] == [document["id"]] * 5


@pytest.mark.model
def test_the_outline_is_a_tree_and_its_rows_have_cells(yiju: Yiju, built_home: Path) -> None:
    def walk(clauses: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for clause in clauses:
            yield clause
            yield from walk(clause["children"])

    tree = list(walk(yiju("show", PLAN, "--clauses", "--json", home=built_home).value))
    assert len({clause["id"] for clause in tree}) == len(tree)
    rows = [clause for clause in tree if "row" in clause]
    assert len(rows) == 69
    text = open_snapshot(built_home).source(open_snapshot(built_home).find(PLAN)).text
    start, end = rows[32]["cells"]["牵头单位"]
    assert rows[32]["row"]["牵头单位"] == text[start:end]
    drawn = yiju("show", PLAN, "--clauses", home=built_home).out
    assert len([line for line in drawn.splitlines() if "牵头单位：" in line]) == 69


@pytest.mark.model
def test_what_reading_left_out_is_shown_with_the_reason(yiju: Yiju, built_home: Path) -> None:
    dropped = yiju("show", OPINION, "--dropped", "--json", home=built_home).value
    assert "页码" in {item["reason"] for item in dropped}
    shown = yiju("show", OPINION, "--dropped", home=built_home).out
    assert shown.startswith(f"共略去 {len(dropped)} 处")
    assert len(shown.splitlines()) == len(dropped) + 1


@pytest.mark.model
def test_home_may_stand_before_or_behind_the_command(
    built_home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def files(*arguments: str | Path) -> list[str]:
        assert run([str(argument) for argument in arguments]) == 0
        return [item["file"] for item in json.loads(capsys.readouterr().out)]

    expected = sorted(path.name for path in SEEDS.glob("*.txt"))
    assert files("--home", built_home, "documents", "--json") == expected
    assert files("documents", "--json", "--home", built_home) == expected
    assert files("--home", tmp_path, "documents", "--json", "--home", built_home) == expected


# Checking saved answers


@pytest.fixture
def saved(assistant: Assistant, tmp_path: Path) -> Path:
    path = tmp_path / "回答.json"
    path.write_text(json.dumps(answer_to_json(assistant.ask(QUESTION))), encoding="utf-8")
    return path


@pytest.mark.model
def test_a_saved_answer_passes_and_a_changed_quote_does_not(yiju: Yiju, saved: Path, built_home: Path) -> None:
    passed = yiju("verify", saved, home=built_home)
    assert passed.code == 0
    assert "[1] 一致" in passed.out
    answer = json.loads(saved.read_text(encoding="utf-8"))
    answer["citations"][0]["quote"] = answer["citations"][0]["quote"].replace("5 万", "6 万")
    saved.write_text(json.dumps(answer), encoding="utf-8")
    failed = yiju("verify", saved, home=built_home)
    assert failed.code == 1
    assert "[1] 引文不符" in failed.out
    report = yiju("verify", saved, "--json", home=built_home)
    assert (report.code, report.value["ok"]) == (1, False)
    assert report.value["verdicts"][0]["status"] == "引文不符"


@pytest.mark.model
def test_an_answer_can_be_checked_from_standard_input(saved: Path, built_home: Path) -> None:
    code, out, err = finish(spawn("verify", "-", "--home", built_home), saved.read_bytes())
    assert (code, err) == (0, "")
    assert "核对通过" in out.decode("utf-8")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"question": "x"}', b"\xff\xfe", "一段文字".encode()])
def test_what_is_no_saved_answer_is_told_so(data: bytes, yiju: Yiju, tmp_path: Path) -> None:
    path = tmp_path / "不是回答.json"
    path.write_bytes(data)
    shown = yiju("verify", path)
    assert (shown.code, shown.out) == (1, "")
    assert_one_line_with_a_remedy(shown.err, "yiju ask")


def test_a_missing_answer_file_is_named(yiju: Yiju, tmp_path: Path) -> None:
    shown = yiju("verify", tmp_path / "没有.json")
    assert shown.code == 1
    assert_one_line_with_a_remedy(shown.err, "没有.json")


# The process around it


def test_a_defect_is_one_line_that_says_so_and_how_to_get_the_details() -> None:
    script = (
        "import sys; from ui.cli import report_defect; sys.excepthook = report_defect;"
        "raise RuntimeError('first\\nsecond')"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert_one_line_with_a_remedy(ended.stderr.decode("utf-8"), "程序的缺陷", "RuntimeError", "YIJU_DEBUG=1")


def test_a_defect_report_fits_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    report_defect(KeyError, KeyError("a\nb\x1b[2J"), None)
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert "\x1b" not in printed


@pytest.mark.parametrize(("arguments", "settings"), [(["--debug"], {}), ([], {"YIJU_DEBUG": "1"})])
def test_debug_shows_the_details_of_an_error(arguments: list[str], settings: dict[str, str], tmp_path: Path) -> None:
    code, out, err = finish(spawn("documents", "--home", tmp_path, *arguments, **settings))
    assert (code, out) == (1, b"")
    assert "Traceback" in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in the file system")
def test_an_interrupt_ends_with_130_and_a_short_line(tmp_path: Path) -> None:
    pipe = tmp_path / "回答.json"
    os.mkfifo(pipe)
    process = spawn("verify", pipe, "--home", tmp_path)
    with pipe.open("wb"):  # opens once the command has opened it for reading, and waits
        process.send_signal(signal.SIGINT)
        code, out, err = finish(process)
    assert (code, out) == (130, b"")
    assert err.strip() == "已中断"


@pytest.mark.model
def test_a_reader_that_goes_away_is_no_error(built_home: Path) -> None:
    with spawn("show", PLAN, "--clauses", "--json", "--home", built_home) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"["
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.model
def test_a_terminal_of_another_encoding_gets_what_it_can_show_and_json_stays_utf_8(built_home: Path) -> None:
    code, out, _ = finish(spawn("show", OPINION, "--dropped", "--home", built_home, PYTHONIOENCODING="ascii"))
    assert code == 0
    assert b"?" in out
    code, out, _ = finish(spawn("documents", "--json", "--home", built_home, PYTHONIOENCODING="gbk"))
    assert code == 0
    assert {item["number"] for item in json.loads(out.decode("utf-8"))} == {PLAN, OPINION}


def test_a_taken_port_is_told_before_anything_is_loaded(yiju: Yiju) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        shown = yiju("serve", "--port", str(port))
    assert (shown.code, shown.out) == (1, "")
    assert_one_line_with_a_remedy(shown.err, str(port), "--port")


def test_serving_says_where_it_is_answers_there_and_stops_in_good_order(yiju: Yiju, library: Path) -> None:
    yiju("build", library)
    process = spawn("serve", "--port", "0", "--no-page", "--home", yiju.home)
    assert process.stdout is not None
    said = process.stdout.readline().decode("utf-8")
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found is not None
    listed = httpx.get(f"{found[0]}/v1/documents", timeout=30).json()
    assert {item["file"] for item in listed} == {"食堂.txt", "停车.txt"}
    process.send_signal(signal.SIGINT)
    code, _, err = finish(process)
    assert code == 0
    assert "Traceback" not in err
