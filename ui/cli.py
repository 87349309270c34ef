"""The command line: `yiju build`, `ask`, `search`, `documents`, `show`, `verify`, `bench`, `serve`.

Exit codes: 0 done (a refusal to answer is an answer), 1 the work could not be done, 2 wrong usage, 130 interrupted.
Results go to standard output, everything else to standard error. `--json` prints exactly one JSON value.
"""
# ruff: noqa: PLC0415  (serving imports Gradio, which takes seconds; no other command may pay for that)

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_command

from assistant import AnswerFileError, Assistant, QuestionError, answer_from_json, check_question, verify_answer
from corpus import Document, YijuError
from index import Filters, Snapshot, SnapshotMissing, SourceStore, build_snapshot, open_snapshot
from ui import cli_print
from ui.cli_bench import add_bench
from ui.cli_usage import ChineseCommand, ChineseGroup, describe, usage_hint
from ui.compose import model_setting, open_assistant, reading_limits
from ui.console import ProgressBar, make_streams_safe, messages, print_error, print_json, results, waiting
from ui.settings import Settings, SettingsError, load_settings
from ui.shapes import (
    Shape,
    answer_shape,
    clause_tree,
    document_detail,
    document_summary,
    dropped_spans,
    finding_shapes,
)

DEFAULT_FOLDER = Path("corpus/documents")
"""What `yiju build` reads when no path is given, seen from the working folder."""

INTERRUPTED = 130

app = typer.Typer(
    name="yiju",
    cls=ChineseGroup,
    add_completion=False,
    help="依据：用中文提问政策文件，每一句回答都给出原文出处。",
    invoke_without_command=True,
)

# readable=False: whether a path can be read is told by the code that reads it, in Chinese.
Home = Annotated[
    Path | None,
    typer.Option("--home", readable=False, metavar="文件夹", help="索引所在的文件夹（设置项 YIJU_HOME，默认 .yiju）"),
]
Debug = Annotated[bool, typer.Option("--debug", help="程序内部出错时显示详细信息（同 YIJU_DEBUG=1）")]
Json = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 值")]
Question = Annotated[str, typer.Argument(metavar="问题", help="一句中文问题，不超过 2000 字")]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="文件", help="只在这些文件里找：编号、文件名、发文字号或标题（可重复）"),
]
Issuers = Annotated[
    list[str] | None, typer.Option("--issuer", metavar="机关", help="只在这些机关发的文件里找（可重复）")
]
From = Annotated[str | None, typer.Option("--from", metavar="日期", help="成文日期不早于，如 2024-01-01")]
To = Annotated[str | None, typer.Option("--to", metavar="日期", help="成文日期不晚于，如 2024-12-31")]


@app.callback()
def program(context: typer.Context, home: Home = None, _debug: Debug = False) -> None:
    """Take the options that may stand before the command."""
    if home is not None:
        names = context.command.commands if isinstance(context.command, TyperGroup) else ()
        context.default_map = {name: {"home": str(home)} for name in names}
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


@app.command(cls=ChineseCommand, help="读取文件或文件夹，建立索引")
def build(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(readable=False, metavar="路径", help=f"文件或文件夹，默认 {DEFAULT_FOLDER.as_posix()}"),
    ] = None,
    *,
    only: Annotated[bool, typer.Option("--only", help="资料库只留这些路径，以前加入的移除")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有任何文件读不了，退出码就为 1")] = False,
    home: Home = None,
    _debug: Debug = False,
) -> None:
    """Read files into the library and publish a snapshot of it."""
    settings = _settings(home)
    if not paths and not DEFAULT_FOLDER.is_dir():
        raise typer.BadParameter(
            f"当前文件夹里没有 {DEFAULT_FOLDER.as_posix()}，请写明要读取的文件或文件夹，例如 yiju build 政策文件"
        )
    with ProgressBar() as progress:
        report = build_snapshot(
            settings.home,
            paths or [DEFAULT_FOLDER],
            model=model_setting(settings),
            only=only,
            progress=progress,
            limits=reading_limits(settings),
        )
    cli_print.print_report(results(), report)
    if strict and report.failures:
        raise typer.Exit(1)


@app.command(cls=ChineseCommand, help="回答一个问题，并给出原文出处")
def ask(
    question: Question,
    *,
    as_json: Json = False,
    documents: Documents = None,
    issuers: Issuers = None,
    earliest: From = None,
    latest: To = None,
    home: Home = None,
    _debug: Debug = False,
) -> None:
    """Answer one question."""
    check_question(question)
    days = _day(earliest, "--from"), _day(latest, "--to")
    assistant = _assistant(_settings(home))
    answer = assistant.ask(question, filters=_filters(assistant.snapshot, documents, issuers, days))
    if as_json:
        print_json(_plain(answer_shape(answer)))
    else:
        cli_print.print_understood(results(), assistant.understand(question))
        cli_print.print_answer(results(), answer)


@app.command(cls=ChineseCommand, help="查找与问题最相关的段落")
def search(
    question: Question,
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=100, metavar="数目", help="最多几段，默认 10")] = 10,
    as_json: Json = False,
    documents: Documents = None,
    issuers: Issuers = None,
    earliest: From = None,
    latest: To = None,
    home: Home = None,
    _debug: Debug = False,
) -> None:
    """Show ranked passages."""
    check_question(question)
    days = _day(earliest, "--from"), _day(latest, "--to")
    assistant = _assistant(_settings(home))
    findings = assistant.search(question, k=k, filters=_filters(assistant.snapshot, documents, issuers, days))
    if as_json:
        print_json([_plain(shape) for shape in finding_shapes(findings)])
    else:
        cli_print.print_findings(results(), findings)


@app.command(cls=ChineseCommand, help="列出索引里的文件")
def documents(*, as_json: Json = False, home: Home = None, _debug: Debug = False) -> None:
    """List what is in the snapshot."""
    snapshot = open_snapshot(_settings(home).home)
    if as_json:
        print_json([_plain(document_summary(card)) for card in snapshot.catalogue])
    else:
        cli_print.print_documents(results(), snapshot.catalogue)


@app.command(cls=ChineseCommand, help="查看一个文件：基本信息、条款，或阅读时略去的内容")
def show(
    document: Annotated[str, typer.Argument(metavar="文件", help="编号（或开头至少 6 位）、文件名、发文字号或标题")],
    *,
    clauses: Annotated[bool, typer.Option("--clauses", help="列出条款")] = False,
    dropped: Annotated[bool, typer.Option("--dropped", help="列出略去的内容和理由")] = False,
    as_json: Json = False,
    home: Home = None,
    _debug: Debug = False,
) -> None:
    """Show one document."""
    if clauses and dropped:
        raise typer.BadParameter("--clauses 和 --dropped 不能同时使用")
    snapshot = open_snapshot(_settings(home).home)
    found = snapshot.find(document)
    if as_json:
        print_json(_document_json(snapshot, found, clauses=clauses, dropped=dropped))
    elif clauses:
        cli_print.print_clauses(results(), found)
    elif dropped:
        cli_print.print_dropped(results(), found.clean, snapshot.source(found).text)
    else:
        cli_print.print_document(results(), found)


@app.command(cls=ChineseCommand, help="核对一份保存下来的回答（ask --json 的输出）")
def verify(
    answer: Annotated[str, typer.Argument(metavar="回答.json", help="保存回答的文件，- 表示标准输入")],
    *,
    as_json: Json = False,
    home: Home = None,
    _debug: Debug = False,
) -> None:
    """Check every citation of a saved answer against the stored source texts."""
    root = _settings(home).home
    saved = answer_from_json(_read_saved(answer))
    verification = verify_answer(saved, SourceStore(root), _current(root))
    if as_json:
        print_json({"ok": verification.ok, **asdict(verification)})
    else:
        cli_print.print_verification(results(), verification)
    if not verification.ok:
        raise typer.Exit(1)


@app.command(cls=ChineseCommand, help="在本机打开网页和接口")
def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", metavar="地址", help="监听的地址，默认 127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, metavar="端口", help="监听的端口，默认 7860")
    ] = None,
    no_page: Annotated[bool, typer.Option("--no-page", help="只开接口，不开网页")] = False,
    home: Home = None,
    _debug: Debug = False,
) -> None:
    """Serve the HTTP API and the web page until interrupted."""
    from ui.serve import bound
    from ui.serve import serve as serve_app

    settings = _settings(home, host=host, port=port)
    with bound(settings.host, settings.port):
        pass  # a port that is taken is told before the model is loaded, not after
    assistant = _assistant(settings)
    with waiting() as tell:
        tell("正在准备网页")
        from ui.app import create_app

        app = create_app(assistant, page=not no_page)
    serve_app(app, settings.host, settings.port, lambda url: _announce(url, page=not no_page))


add_bench(app)


def run(arguments: Sequence[str], *, debug: bool = False) -> int:
    """Run one command line and return its exit code; errors that have a remedy are printed, others are raised."""
    try:
        outcome = get_command(app).main(list(arguments), prog_name="yiju", standalone_mode=False)
    except typer.TyperException as error:
        print_error(describe(error), usage_hint(error))
        return 2
    except YijuError as error:
        if debug:
            raise
        print_error(error.message, error.remedy)
        return 2 if isinstance(error, QuestionError | SettingsError) else 1
    except OSError as error:
        # Below the entry points every expected one has become a YijuError; what is left is the machine's: a full
        # disk, a revoked permission.
        if debug:
            raise
        named = f"“{error.filename}”" if error.filename else ""
        print_error(
            f"系统没有完成操作{named}：{error.strerror or error}", "请检查磁盘空间和权限；加 --debug 可看详细信息"
        )
        return 1
    if outcome == INTERRUPTED:
        messages().print("已中断")
    return outcome if isinstance(outcome, int) else 0


def main() -> None:
    """Run the program `yiju`."""
    make_streams_safe()
    arguments = sys.argv[1:]
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    debug = "--debug" in options or os.environ.get("YIJU_DEBUG", "") not in {"", "0"}
    if not debug:
        sys.excepthook = report_defect
    sys.exit(run(arguments, debug=debug))


def report_defect(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Say in one line that the program itself failed; the interpreter ends with exit code 1 after it."""
    print_error(
        f"程序内部出错（{kind.__name__}：{error}），这是程序的缺陷",
        "加 --debug 或设置 YIJU_DEBUG=1 重新运行，可看详细信息",
    )


def _settings(home: Path | None, *, host: str | None = None, port: int | None = None) -> Settings:
    return load_settings(home=home, host=host, port=port)


def _assistant(settings: Settings) -> Assistant:
    """Open the assistant. What this imports and loads stays for good, so the collector is kept from walking it.

    Saves a sixth of the time to the first answer, and most of the time that the process takes to end.
    """
    gc.disable()
    try:
        with waiting() as tell:
            return open_assistant(settings, tell)
    finally:
        gc.freeze()
        gc.enable()


def _announce(url: str, *, page: bool) -> None:
    what = f"网页在 {url} ，接口在 {url}/v1" if page else f"接口在 {url}/v1"
    results().print(f"正在运行：{what}。按 Ctrl-C 停止。", soft_wrap=True)


def _plain(shape: Shape) -> object:
    return shape.model_dump(mode="json")


def _document_json(snapshot: Snapshot, document: Document, *, clauses: bool, dropped: bool) -> object:
    if clauses:
        return [_plain(shape) for shape in clause_tree(document, snapshot.source(document).layout)]
    if dropped:
        return [_plain(shape) for shape in dropped_spans(document)]
    return _plain(document_detail(document))


def _filters(
    snapshot: Snapshot,
    documents: Sequence[str] | None,
    issuers: Sequence[str] | None,
    days: tuple[date | None, date | None],
) -> Filters:
    return Filters(
        documents=tuple(snapshot.find(reference).id for reference in documents or ()),
        issuers=tuple(issuers or ()),
        from_=days[0],
        to=days[1],
    )


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{option} 的值“{text}”不是日期，请写成 2024-01-31 的样子") from error


def _read_saved(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        AnswerFileError: it cannot be read.
    """
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise AnswerFileError(
            f"无法读取“{name}”：{error.strerror or error}", remedy="请检查路径和读取权限；- 表示从标准输入读"
        ) from error


def _current(root: Path) -> Snapshot | None:
    """The snapshot in use, by which a quote from a replaced file is told from a wrong one; None when none was built."""
    try:
        return open_snapshot(root)
    except SnapshotMissing:
        return None
