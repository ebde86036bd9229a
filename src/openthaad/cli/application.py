"""The command `thaad`: its subcommands, its errors and its exit codes."""

import contextlib
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TextIO

import click

from openthaad.cli.output import note, print_json
from openthaad.cli.usage import NearestGroup, described
from openthaad.errors import OpenThaadError, ScenarioError

# Where each command lives, with the line that `thaad --help` shows; modules are imported
# only when their command is called, so that help and errors are there at once.
_COMMANDS = {
    "run": ("openthaad.cli.run", "Play one raid and say what happened, and why."),
    "explain": ("openthaad.cli.explain", "Tell what happened to each missile of a run."),
    "footprint": ("openthaad.cli.footprint", "Map what a battery covers, and what limits it."),
    "where": ("openthaad.cli.where", "Say which missiles one place is defended against."),
    "coverage": ("openthaad.cli.coverage", "Say what the radars see, and for how long."),
    "report": ("openthaad.cli.report", "Write a run as one page that opens anywhere."),
    "export": ("openthaad.cli.export", "Write a run for another tool: KML, Tacview, CSV, ..."),
    "campaign": (
        "openthaad.cli.campaign",
        "Play many runs; say how many missiles leak, with an interval.",
    ),
    "compare": (
        "openthaad.cli.compare",
        "Compare two cases, run by run, with the same random numbers.",
    ),
    "fly": ("openthaad.cli.fly", "Fly one missile from one place to another."),
    "infer": ("openthaad.cli.infer", "Infer speed and range from a reported missile test."),
    "radar": ("openthaad.cli.radar", "Work out a radar's range, term by term."),
    "validate": ("openthaad.cli.validate", "Compare the program with published numbers."),
    "serve": ("openthaad.cli.serve", "Open the console: replay runs, move a battery."),
    "catalogue": ("openthaad.cli.catalogue", "Look up any number and its source."),
    "scenario": ("openthaad.cli.scenario", "List, show, check and create scenarios."),
}

_PACKAGE = str(Path(__file__).parents[1])
_MOMENT, _MOST_TRIES = 0.005, 40  # s between two tries of a signal, and how many
_COMPLETE = "_THAAD_COMPLETE"  # how click's scripts for shells ask what may come next
_INTERRUPTED, _TERMINATED, _STORAGE, _OUR_FAULT, _WRONG_INPUT = 130, 143, 4, 1, 2


class Terminated(BaseException):
    """The process was asked to end (SIGTERM)."""


class Application(NearestGroup):
    """The top command; loads a subcommand's module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """List the commands in the order in which one meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of a command and return it."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(
    cls=Application,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: thaad run korea-2017 --seed 7",
)
@click.version_option(package_name="openthaad", message="openthaad %(version)s")
def thaad() -> None:
    """Play a raid against a terminal missile defence, on published data.

    Every answer comes with its cause, and every number with its source.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `thaad` with these arguments (the process's own if none) and exit with its code.

    Codes: 0 done, 1 our fault, 2 wrong input, 3 no answer, 4 storage, 130 and 143 interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # What a start makes stays; looking through all of it for garbage is a tenth of a run.
    gc.set_threshold(100_000, 50, 50)
    # Else Pydantic reads what every package here says of itself, to see if it is for Pydantic.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _prepare_streams()
    waiting: list[int] = []
    with contextlib.suppress(ValueError):  # signals are for the main thread only
        signal.signal(signal.SIGTERM, _between_kernels(Terminated, waiting))
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _between_kernels(KeyboardInterrupt, waiting))
    code = _guarded(lambda: _heard(_invoke(given), waiting), given)
    _flush_and_exit(code)


def _heard(code: int, waiting: list[int]) -> int:
    """Return the exit code, or be interrupted by a signal that still waits."""
    if not waiting:
        return code
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # it is sent again; once is enough
    raise KeyboardInterrupt if waiting[-1] == signal.SIGINT else Terminated


def _invoke(arguments: list[str]) -> int:
    for word in arguments:
        _require_text(word)
    if asked := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(thaad, {}, "thaad", _COMPLETE, asked)
    # Not by way of `thaad.main`, which has its own ideas of closed pipes and interrupts.
    try:
        with thaad.make_context("thaad", arguments) as context:
            thaad.invoke(context)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())  # the help: nothing wrong was asked
    return 0


def _require_text(word: str) -> None:
    """Refuse a word that is not UTF-8: no file that we write could hold it."""
    try:
        word.encode()
    except UnicodeEncodeError:
        shown = word.encode(errors="surrogateescape").decode(errors="backslashreplace")
        raise ScenarioError(
            f"{shown!r} is not UTF-8; rename the file or folder, or write it in UTF-8",
            key="ARGUMENT",
            value=shown,
            allowed="text in UTF-8",
        ) from None


def _guarded(work: Callable[[], int], given: Sequence[str]) -> int:  # noqa: PLR0911 (a return per exit code)
    """Do the work; turn each kind of failure into its message and its exit code."""
    wants_json = "--json" in given
    try:
        return work()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _report(described(error, given, thaad), _WRONG_INPUT, wants_json=wants_json)
    except OpenThaadError as error:
        document = {"message": error.message, **error.to_dict()}
        return _report(document, error.exit_code, wants_json=wants_json)
    except (KeyboardInterrupt, click.Abort) as stop:
        note(f"interrupted; {_how_to_go_on(stop)}")
        return _INTERRUPTED
    except Terminated as stop:
        note(f"stopped from outside; {_how_to_go_on(stop)}")
        return _TERMINATED
    except BrokenPipeError:
        _silence(sys.stdout)
        return 0
    except OSError as error:
        return _report(_from_os(error), _STORAGE, wants_json=wants_json)
    except Exception as error:  # noqa: BLE001 (the last one to hear of it)
        return _report(_from_bug(error), _OUR_FAULT, wants_json=wants_json)


def _how_to_go_on(stop: BaseException) -> str:
    """Say how to go on after an interrupt: as the command noted on it, if it did."""
    usual = "give the same command to start again or to finish what is left"
    return "; ".join(getattr(stop, "__notes__", ())) or usual


def _report(document: dict[str, Any], code: int, *, wants_json: bool) -> int:
    """Say what is wrong, in words on standard error and as JSON where that was asked for."""
    message = document.pop("message")
    if wants_json:
        with contextlib.suppress(OSError):  # what is wrong may be that nothing can be printed
            print_json({"error": {**document, "message": message}})
    for line in message.splitlines():
        note(f"error: {line}")
    return code


def _from_os(error: OSError) -> dict[str, Any]:
    what = error.strerror or str(error)
    where = f" ({error.filename})" if error.filename else ""
    message = f"storage: {what}{where}; finished parts are kept"
    return {
        "code": "storage",
        "key": str(error.filename) if error.filename else None,
        "value": None,
        "allowed": None,
        "hint": what,
        "message": message,
    }


def _from_bug(error: Exception) -> dict[str, Any]:
    if os.environ.get("OPENTHAAD_TRACEBACK"):
        raise error
    name = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return {
        "code": "internal",
        "key": None,
        "value": None,
        "allowed": None,
        "hint": "set OPENTHAAD_TRACEBACK=1 to see where, and please report it",
        "message": f"internal error, our fault: {name}\nset OPENTHAAD_TRACEBACK=1 to see where",
    }


def _between_kernels(
    stop: type[BaseException], waiting: list[int]
) -> Callable[[int, FrameType | None], None]:
    """Make a handler that raises in a line of this package, not in what a kernel calls.

    A kernel that returns a named tuple has Python make it, and an exception in there would end
    the process. So a signal that comes outside our own lines is sent again a moment later; one
    that has waited for long enough is raised all the same.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        is_ours = frame is None or frame.f_code.co_filename.startswith(_PACKAGE)
        if is_ours or len(waiting) >= _MOST_TRIES:
            waiting.clear()
            raise stop
        waiting.append(number)
        threading.Timer(_MOMENT, _send, (number,)).start()

    return handle


def _send(number: int) -> None:
    """Send this process a signal."""
    if os.name == "posix":
        os.kill(os.getpid(), number)
    else:
        signal.raise_signal(number)


def _prepare_streams() -> None:
    """Let no character that a terminal cannot show end the program; show warnings as notes."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called: then nobody listens
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    def show(
        message: Warning | str, category: type[Warning], *_details: object, **_more: object
    ) -> None:
        # Numba calls first-class functions experimental at every compile; nothing to act on.
        if category.__name__ != "NumbaExperimentalFeatureWarning":
            note(f"note: {message}")

    warnings.showwarning = show


def _flush_and_exit(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _silence(stream)
    raise SystemExit(code)


def _silence(stream: TextIO) -> None:
    """Point a closed pipe at nothing, so that the last flush of the interpreter is quiet."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
