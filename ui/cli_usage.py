"""Help pages and usage errors of the command line, in Chinese.

typer writes its own in English. `ChineseGroup` and `ChineseCommand` lay out the help page themselves, and `describe`
says in Chinese what is wrong with a command line.
"""

import shutil
from collections.abc import Sequence
from difflib import get_close_matches
from io import StringIO
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    # typer has no public names for what its own classes are handed; they are needed for the type check alone.
    from typer._click import Command, Context, HelpFormatter, Parameter

_MAX_WIDTH = 100
_HELP_OPTION = "显示这页说明"

_NUMBER_PROBLEMS = {
    "int_parsing": "不是整数",
    "greater_than_equal": "太小，最小是 {ge}",
    "less_than_equal": "太大，最大是 {le}",
}
"""What pydantic's error types mean for the whole numbers that commands take."""


class ChineseCommand(TyperCommand):
    """A command with a Chinese help page, which names surplus arguments in Chinese."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """See `Command.parse_args`.

        Raises:
            typer.BadParameter: there are more arguments than the command takes.
        """
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest:
            raise typer.BadParameter(f"多余的参数：{' '.join(rest)}。含空格的内容请用引号括起来", ctx=ctx)
        return rest

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help page."""
        arguments = [param for param in self.get_params(ctx) if isinstance(param, TyperArgument)]
        usage = " ".join([ctx.command_path, "[选项]", *(_argument_usage(param) for param in arguments)])
        sections = [
            ("参数", [(_name(param), param.help or "") for param in arguments]),
            ("选项", _option_rows(self.get_params(ctx))),
        ]
        formatter.write(_page(usage, self.help or "", sections))


class ChineseGroup(TyperGroup):
    """The program itself: a Chinese help page, and unknown or missing commands named in Chinese."""

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help page."""
        commands = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
        sections = [
            ("命令", [(name, text.partition("\n")[0]) for name, text in commands]),
            ("选项", _option_rows(self.get_params(ctx))),
        ]
        formatter.write(_page(f"{ctx.command_path} [选项] 命令 …", self.help or "", sections))

    def resolve_command(self, ctx: "Context", args: list[str]) -> tuple[str | None, "Command | None", list[str]]:
        """See `TyperGroup.resolve_command`.

        Raises:
            typer.BadParameter: there is no such command.
        """
        if args[0] not in self.commands:
            near = get_close_matches(args[0], self.commands, n=1)
            advice = f"是不是 {near[0]}？" if near else f"可用的命令：{'、'.join(self.commands)}"
            raise typer.BadParameter(f"没有命令“{args[0]}”，{advice}", ctx=ctx)
        return super().resolve_command(ctx, args)


def describe(error: typer.TyperException) -> str:
    """What is wrong with a command line, in one Chinese line.

    The subclasses of usage errors are told apart by name: typer keeps them in a private module.
    """
    kind = type(error).__name__
    param: Parameter | None = getattr(error, "param", None)
    option = str(getattr(error, "option_name", ""))
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None) or ()
        return f"没有选项 {option}" + (f"，是不是 {'、'.join(sorted(near))}？" if near else "")
    if kind == "BadOptionUsage":
        # This error says which of the two it is in its English words alone.
        surplus = "does not take a value" in error.message
        return f"选项 {option} 后面不带值" if surplus else f"选项 {option} 后面缺少值"
    if param is None:
        return error.message
    if kind == "MissingParameter":
        return f"缺少{'参数' if isinstance(param, TyperArgument) else '选项'}：{_name(param)}"
    return f"{_name(param)} 的值{_problem(error)}"


def usage_hint(error: typer.TyperException) -> str:
    """How to see the right usage of the command that was meant."""
    ctx: Context | None = getattr(error, "ctx", None)
    return f"用法见 {ctx.command_path if ctx else 'yiju'} --help"


def _problem(error: typer.TyperException) -> str:
    """What is wrong with a value; whole numbers are checked by pydantic, everything else says it in Chinese itself."""
    details = getattr(error.__cause__, "errors", None)
    if details is None:
        return f"不对：{error.message}"
    first = details()[0]
    problem = _NUMBER_PROBLEMS.get(first["type"])
    return problem.format(**first.get("ctx", {})) if problem else f"不对：{first['msg']}"


def _name(param: "Parameter") -> str:
    if isinstance(param, TyperArgument):
        return param.metavar or param.name or ""
    return "、".join(param.opts)


def _argument_usage(param: TyperArgument) -> str:
    name = _name(param) + ("…" if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _option_rows(params: Sequence["Parameter"]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for param in params:
        if isinstance(param, TyperOption) and not param.hidden:
            value = "" if param.is_flag else f" {param.metavar or '值'}"
            text = _HELP_OPTION if param.name == "help" else param.help or ""
            rows.append((", ".join(sorted(param.opts, key=len)) + value, text))
    return rows


def _page(usage: str, text: str, sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """A help page as plain text, laid out by the width of Chinese characters on a terminal."""
    width = min(shutil.get_terminal_size().columns, _MAX_WIDTH)
    console = Console(file=StringIO(), width=width, color_system=None, markup=False, highlight=False, emoji=False)
    console.print(f"用法：{usage}\n", soft_wrap=True)
    console.print(Padding(Text(text), (0, 0, 0, 2)))
    names = [name for _, rows in sections for name, _ in rows]
    column = max(Text(name).cell_len for name in names)
    for title, rows in sections:
        if rows:
            console.print(f"\n{title}：")
            grid = Table.grid(padding=(0, 2), pad_edge=True)
            grid.add_column(min_width=column, no_wrap=True)
            grid.add_column()
            for name, meaning in rows:
                grid.add_row(Text(name), Text(meaning))
            console.print(grid)
    written = console.file
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) if isinstance(written, StringIO) else ""
