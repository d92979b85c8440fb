"""The page of the command: every call with its arguments and options, from the command itself."""

from __future__ import annotations

import inspect

import typer
from typer.core import TyperArgument, TyperCommand, TyperOption

from flows.cli import app
from tests.places import ROOT

PAGE = ROOT / "docs" / "reference" / "command.md"

_HEAD = """# The command `jixiao`

Made from `flows/cli.py` by `python -m tests.pages command`; do not edit it here.

Data go to stdout, messages to stderr; an error is one message and an exit status, never a traceback.

| exit status | of `jixiao load` |
|---|---|
| 0 | everything below `raw/` is published, by this load or an earlier one |
| 1 | gate 2 refused, or no document could enter; the published file is as before |
| 2 | wrong usage or configuration |
| 3 | published, by this load or an earlier one, but some documents are set aside or cannot be read |
| 4 | the load could not run (another load is at work, no space, a model failed); the published file is as before |
"""


def commands() -> dict[str, TyperCommand]:
    """Every command by its name, as typer makes it."""
    return dict(sorted(typer.main.get_command(app).commands.items()))


def page() -> str:
    """The whole page as Markdown: the exit statuses, then a section a command."""
    return (
        "\n".join([_HEAD, *(_section(name, command) for name, command in commands().items())]).rstrip("\n")
        + "\n"
    )


def _section(name: str, command: TyperCommand) -> str:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and not each.hidden]
    usage = " ".join(["jixiao", name, *(_argument(each) for each in arguments), "[OPTIONS]"])
    lines = [f"## jixiao {name}", "", f"`{usage}`", "", inspect.cleandoc(command.help or ""), ""]
    if command.params:
        lines += ["| | |", "|---|---|"]
        lines += [f"| `{each.metavar}` | {each.help} |" for each in arguments]
        lines += [f"| {_calls(each)} | {each.help} |" for each in options]
        lines.append("")
    return "\n".join(lines)


def _argument(argument: TyperArgument) -> str:
    return argument.metavar if argument.required else f"[{argument.metavar}]"


def _calls(option: TyperOption) -> str:
    value = "" if option.is_flag else f" {option.metavar or option.opts[0].strip('-').upper()}"
    return ", ".join(f"`{name}{value}`" for name in option.opts)
