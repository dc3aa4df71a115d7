"""What the commands say, in English or in Chinese.

A sentence is written in English where it arises; `messages_zh.toml` has it in Chinese, with ``{}`` for what differs.
"""

from __future__ import annotations

import functools
import io
import os
import re
import sys
import types
from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from policylab.errors import PolicylabError
from policylab.resources import CATALOGUE, load_toml, read_toml
from policylab.resources._translation import MESSAGES, chinese, in_singular

_HELP = "Show this message and exit."
_spoken = {"lang": "en"}


def is_chinese(environment: Mapping[str, str]) -> bool:
    """Whether the system's messages are in Chinese: the first of LC_ALL, LC_MESSAGES and LANG that is set.

    >>> is_chinese({"LANG": "zh_CN.UTF-8"}), is_chinese({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}), is_chinese({})
    (True, False, False)
    """
    told = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return told.lower().startswith("zh")


def spoken_language(arguments: list[str]) -> tuple[str, list[str]]:
    """The language that a command line asks for, and what it says beside that.

    ``--lang`` may stand anywhere but behind ``new``, which asks by it for the study's language. Without it the system's messages
    tell, and the catalogue of the study one stands in (``lang`` under [study]).

    >>> spoken_language(["check", "--lang", "zh", "--all"]), spoken_language(["--lang=en", "new", "a", "--lang", "zh"])
    (('zh', ['check', '--all']), ('en', ['new', 'a', '--lang', 'zh']))
    """
    before_new = arguments.index("new") if "new" in arguments else len(arguments)
    for place, argument in enumerate(arguments[:before_new]):
        name, equals, value = argument.partition("=")
        if name == "--lang" and (equals or place + 1 < len(arguments)):
            behind = place + (1 if equals else 2)
            return value if equals else arguments[place + 1], arguments[:place] + arguments[behind:]
    return "zh" if is_chinese(os.environ) or _study_is_chinese() else "en", arguments


def _study_is_chinese() -> bool:
    """Whether the catalogue here says that its study is in Chinese; what is wrong with a catalogue is told when it is read."""
    try:
        study = read_toml(CATALOGUE, "catalogue").get("study") if Path(CATALOGUE).is_file() else None
    except PolicylabError:
        return False
    return isinstance(study, dict) and study.get("lang") == "zh"


def speak(lang: str, command: object) -> None:
    """Say everything in a language from now on, the help of a command and of those below it, too."""
    _spoken["lang"] = lang
    if lang == "zh":
        _help_in_chinese(command)


def language() -> str:
    return _spoken["lang"]


def say(text: str, *, err: bool = False) -> None:
    typer.echo(in_language(text), err=err)


def complain(sentence: str) -> None:
    """Say on stderr what went wrong, or what a reader should know, and who says so."""
    print(f"policylab: {in_language(sentence)}", file=sys.stderr)


def in_language(text: str) -> str:
    return chinese(text) if _spoken["lang"] == "zh" else in_singular(text)


def _help_in_chinese(command) -> None:
    told = load_toml(MESSAGES)["help"]
    command.help = told.get((command.help or "").strip(), command.help)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = told.get(parameter.help, parameter.help)
    for name in ("get_help", "get_usage"):
        setattr(command, name, types.MethodType(functools.partial(_headed, getattr(command, name)), command))
    for below in getattr(command, "commands", {}).values():
        _help_in_chinese(below)


def _headed(written, command, context) -> str:
    """A help or usage text with its heads in Chinese."""
    heads, told = load_toml(MESSAGES)["heads"], load_toml(MESSAGES)["help"]
    text = written(context).replace(_HELP, told[_HELP])
    text = re.sub(rf"^({'|'.join(heads)}):", lambda found: f"{heads[found[1]]}：", text, flags=re.MULTILINE)
    return re.sub(rf"\[({'|'.join(heads)})(?=[:\]])", lambda found: f"[{heads[found[1]]}", text)


def usage_lines(error: typer.BadParameter) -> Iterator[str]:
    """What is said of a command line that cannot be read: its usage, where the help is, and what is wrong."""
    told = io.StringIO()
    error.show(told)
    return map(in_language, told.getvalue().splitlines())


class Progress:
    """How far a long command is, on stderr: live bars on a terminal, each with what is `told` of it, else plain lines.

    A kind of its own says in `hear` what an event of the work becomes.
    """

    bars = None

    def __enter__(self):
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bars

            columns = TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[told]}")
            self.bars = Bars(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
            self.bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.bars is not None:
            self.bars.stop()
        if kind is KeyboardInterrupt:
            complain("Stopped. What was finished stays; the next run goes on from there.")
            raise typer.Exit(130) from None
