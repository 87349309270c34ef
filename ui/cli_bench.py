"""The command `yiju bench`: how well and how fast a collection is searched."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from eval import DEFAULT_PASSAGES, Part, chosen, read_folder, run_bench
from ui.cli_usage import ChineseCommand
from ui.compose import model_setting
from ui.console import ProgressBar, print_json, results
from ui.settings import load_settings


def add_bench(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(cls=ChineseCommand, help="用一个基准文件夹衡量检索：找得准不准，快不快")(bench)


def bench(
    folder: Annotated[
        Path,
        typer.Argument(
            readable=False, metavar="文件夹", help="里面有 corpus.jsonl 和 queries.jsonl，也可以是压缩的 .jsonl.gz"
        ),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 值")] = False,
    passages: Annotated[
        int, typer.Option("-k", min=1, max=1000, metavar="数目", help=f"每个问题找几段，默认 {DEFAULT_PASSAGES}")
    ] = DEFAULT_PASSAGES,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="数目", help="只问前几个问题，默认全问")
    ] = None,
    part: Annotated[
        str, typer.Option("--part", metavar="部分", help="all 全部问题，holdout 按编号留出的五分之一，rest 其余")
    ] = Part.ALL.value,
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            readable=False,
            metavar="文件夹",
            help="索引建在这里的 bench 文件夹并保留，下次接着用；默认用完删除",
        ),
    ] = None,
    _debug: Annotated[bool, typer.Option("--debug", help="程序内部出错时显示详细信息（同 YIJU_DEBUG=1）")] = False,
) -> None:
    """Build a snapshot of a benchmark folder, ask its questions, and show the figures."""
    if part not in set(Part):
        raise typer.BadParameter(f"--part 的值“{part}”不对，可选 {'、'.join(Part)}")
    settings = load_settings()
    with ProgressBar() as progress:
        progress.stage("读取基准文件夹", None)
        read = read_folder(folder)
        figures = run_bench(
            read,
            chosen(read, Part(part), limit),
            model=model_setting(settings),
            cache=settings.cache,
            progress=progress,
            # Never the library itself, whose documents these would displace.
            home=home / "bench" / folder.resolve().name if home is not None else None,
            passages=passages,
            processes=os.cpu_count() or 1,
            reranker=settings.reranker,
        )
    if as_json:
        print_json({**figures, "part": part})
    else:
        _print_figures(results(), figures)


def _print_figures(console: Console, figures: Mapping[str, Any]) -> None:
    console.print(f"{figures['documents']} 篇文档，{figures['passages']} 段，{figures['queries']} 个问题\n")
    for name, (low, high) in figures["ci95"].items():
        console.print(f"  {name:<8} {figures[name]:.3f}  （95% 区间 {low:.3f}–{high:.3f}）")
    times = figures["latency_ms"]
    shown = "，".join(f"{level} {times[level]:.1f}" for level in ("p50", "p95", "p99"))
    console.print(f"\n  每个问题用时  {shown}（毫秒，从收到问题到找出段落）")
    console.print(f"  建立索引用时  {figures['build_s']:.1f} 秒（新计算 {figures['embedded']} 段的向量）")
    console.print(f"  打开索引用时  {figures['open_s']:.2f} 秒，载入模型 {figures['model_s']:.1f} 秒")
    console.print(f"  检索时占用内存  {figures['rss_mb']:.0f} MB")
