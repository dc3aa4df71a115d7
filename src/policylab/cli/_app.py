"""The commands together, and how their errors reach a reader: one sentence, and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from typing import Annotated

import typer

from policylab.checks import check_choice
from policylab.cli import _batch, _checking, _code, _run, _study, _tables
from policylab.cli._language import complain, speak, spoken_language, usage_lines
from policylab.errors import PolicylabError
from policylab.resources._translation import LANGUAGES

BAD_INPUT = 2
FAILED = 1
_ALLOW_OUTSIDE = "--allow-outside"
_Refused = typer.BadParameter.__mro__[2]  # of all that the command line's parser refuses; typer does not give it a name

app = typer.Typer(
    help="Compare Chinese policy plans: their words, their themes, their numeric targets, over time.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_settings = {"debug": False}


def _version(wanted: bool) -> None:
    if wanted:
        import policylab

        typer.echo(f"policylab {policylab.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the code an error arose.")] = False,
    allow_outside: Annotated[
        bool, typer.Option(_ALLOW_OUTSIDE, help="Let the catalogue name files out of the study's folder; for any command.")
    ] = False,
) -> None:
    del version
    _settings["debug"] = debug
    if allow_outside:
        from policylab.corpus._catalogue import ALLOW_OUTSIDE

        os.environ[ALLOW_OUTSIDE] = "1"  # the kernels of a run read the catalogue, too


for _command in (
    _run.run, _tables.keywords, _tables.keyness, _tables.targets, _checking.verify, _checking.correct, _code.code, _checking.check,
    _checking.evaluate, _checking.audit, _study.diff, _study.publish, _study.new, _study.add, _batch.batch,
):  # fmt: skip
    app.command()(_command)


def run_app() -> None:
    """Run the commands on `sys.argv` and leave with the right exit code."""
    _write_utf8()
    warnings.showwarning = _warn
    arguments = _run.join_parameters(sys.argv[1:])
    if _ALLOW_OUTSIDE in arguments:  # wherever a reader puts it
        arguments = [_ALLOW_OUTSIDE, *(argument for argument in arguments if argument != _ALLOW_OUTSIDE)]
    command = typer.main.get_command(app)
    lang, arguments = spoken_language(arguments)
    try:
        check_choice("--lang", lang, LANGUAGES)
        speak(lang, command)
        sys.exit(command(arguments, prog_name="policylab", standalone_mode=False))
    except _Refused as error:
        for line in usage_lines(error):
            print(line, file=sys.stderr)
        sys.exit(error.exit_code)
    except typer.Abort:
        _stop("Aborted!", FAILED)
    except PolicylabError as error:
        _stop(str(error), BAD_INPUT)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has enough; without this Python complains when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            _stop(f"The disk is full, and the file{where} could not be written. Make room, or write elsewhere.", BAD_INPUT)
        _stop(f"The file{where} could not be read or written: {error.strerror or error}.", FAILED)
    except Exception as error:
        said = " ".join(str(error).split())
        _stop(
            f"An error that policylab did not foresee, {type(error).__name__}: {said or 'without a message'}. "
            "Run `policylab --debug …` to see where, and please report it.",
            FAILED,
        )


def _warn(message: Warning, category: type[Warning], filename: str, lineno: int, file=None, line=None) -> None:
    """What a reader should know, as one sentence: where in the code it arose says nothing to them."""
    if issubclass(category, UserWarning) or _settings["debug"]:
        complain(str(message))


def _stop(sentence: str, code: int) -> None:
    if _settings["debug"]:
        import traceback

        traceback.print_exc()
    complain(sentence)
    sys.exit(code)


def _write_utf8() -> None:
    """Tables that go into a file or a pipe are UTF-8 with LF on every system."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", newline="\n")
