"""A wrong command line: what was asked wrongly, what is allowed there, and an example."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import click

_OPTION = re.compile(r"-[^\d.]")  # what begins like an option, and not like a number


class NearestGroup(click.Group):
    """A group of commands that answers a misspelt one with the nearest right ones."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command meant; name the nearest ones if there is none."""
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            raise UnknownCommand(args[0], known, ctx)
        return super().resolve_command(ctx, args)


class MayBeNegative(click.Command):
    """A command with an argument that may be a negative number, as a latitude may be.

    Click can let all words that begin with a dash through, or none. Here a number is let
    through, and any other such word is an option that the command must have.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an option that does not exist, then parse."""
        options = {
            name: option
            for option in self.get_params(ctx)
            if isinstance(option, click.Option)
            for name in (*option.opts, *option.secondary_opts)
        }
        words = iter(args)
        for word in words:
            name, equals, _ = word.partition("=")
            if word == "--":
                break
            if name in options:
                if not (equals or options[name].is_flag or options[name].count):
                    next(words, None)  # its value
            elif _OPTION.match(word):
                close = get_close_matches(name, options, n=3)
                raise click.NoSuchOption(name, possibilities=close, ctx=ctx)
        ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


class UnknownCommand(click.UsageError):
    """A command that does not exist."""

    def __init__(self, name: str, known: Sequence[str], ctx: click.Context) -> None:
        close = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(close)}?" if close else None
        super().__init__(f"there is no command {name!r}{f'; {hint}' if hint else ''}", ctx)
        self.name, self.known, self.hint = name, list(known), hint


def described(
    error: click.ClickException, given: Sequence[str], top: click.Command
) -> dict[str, Any]:
    """Describe an error of the command line: its JSON error object, and the message.

    Parameters
    ----------
    error : ClickException
    given : sequence of str
        The words after the name of the top command.
    top : Command
        What was called.
    """
    known: dict[str, Any] = {"code": "usage", "key": None, "value": None, "allowed": None}
    context = _context(error, given, top)
    parameter = _parameter(error, context)
    if isinstance(error, UnknownCommand):
        known |= {"key": "COMMAND", "value": error.name, "allowed": error.known}
    elif isinstance(error, click.NoSuchOption):
        name = error.option_name
        known |= {"key": name, "value": name, "allowed": _options(context)}
    elif parameter is not None:
        known["key"] = "/".join(parameter.opts) or parameter.name
        known["value"] = _value_given(parameter.opts, given)
        known["allowed"] = _allowed(parameter.type)
    message = _refusal(error, parameter, known)
    if context is None:
        return {**known, "hint": message, "message": message}
    hint = f"see {context.command_path} --help"
    is_missing = known["value"] is None or isinstance(error, click.NoSuchOption)
    lines = [message, *(_example(context) if is_missing else []), hint]
    return {**known, "hint": hint, "message": "\n".join(lines)}


def _context(
    error: click.ClickException, given: Sequence[str], top: click.Command
) -> click.Context | None:
    """Return the command that an error is about; click forgets it where a value is missing."""
    if not isinstance(error, click.UsageError):
        return None
    if error.ctx is not None:
        return error.ctx
    context = click.Context(top, info_name=top.name)
    for word in given:
        group = context.command
        found = group.get_command(context, word) if isinstance(group, click.Group) else None
        if found is None:
            break
        context = click.Context(found, parent=context, info_name=word)
    return context


def _parameter(
    error: click.ClickException, context: click.Context | None
) -> click.Parameter | None:
    """Return the option or argument that an error is about, where it is about one."""
    if isinstance(error, click.BadParameter):
        return error.param
    if not isinstance(error, click.BadOptionUsage) or context is None:
        return None
    every = context.command.params
    return next((one for one in every if error.option_name in one.opts), None)


def _refusal(
    error: click.ClickException, parameter: click.Parameter | None, known: Mapping[str, Any]
) -> str:
    """Say what an option takes and what it was given; click's own words for the rest."""
    key, value, allowed = known["key"], known["value"], known["allowed"]
    if isinstance(error, click.NoSuchOption):
        return _unknown_option(key, allowed or [])
    if parameter is None:
        return error.format_message()
    takes = f"one of {', '.join(allowed)}" if isinstance(allowed, list) else allowed
    if value is None:
        name = key if isinstance(parameter, click.Option) else _argument(parameter)
        what = "needs a value" if isinstance(error, click.BadOptionUsage) else "is missing"
        return f"{name} {what}" + (f"; it must be {takes}" if takes else "")
    if takes is None or isinstance(error, click.BadOptionUsage):
        return error.format_message()
    close = get_close_matches(value, allowed, n=2) if isinstance(allowed, list) else []
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"{key} must be {takes}, got {value!r}{hint}"


def _unknown_option(name: str, known: Sequence[str]) -> str:
    """Say that there is no such option, and which was meant or which there are."""
    close = get_close_matches(name, known, n=3)
    hint = f"did you mean {' or '.join(close)}?" if close else f"it takes {', '.join(known)}"
    return f"there is no option {name}" + (f"; {hint}" if known else "")


def _options(context: click.Context | None) -> list[str] | None:
    """List the options of the command that an error is about, each by its longest name."""
    every = [] if context is None else context.command.get_params(context)
    named = [max(one.opts, key=len) for one in every if isinstance(one, click.Option)]
    return named or None


def _argument(parameter: click.Parameter) -> str:
    """Name an argument as the help of its command does."""
    return str(parameter.metavar or parameter.name or "").upper()


def _example(context: click.Context) -> list[str]:
    """Return the example of the command's help."""
    found = (context.command.epilog or "").partition("Example: ")[2].partition(". ")[0]
    return [f"for example: {found}"] if found else []


def _value_given(options: Sequence[str], given: Sequence[str]) -> str | None:
    """Return what an option was given last, None where it was given nothing.

    >>> _value_given(["--seed"], ["run", "--seed", "x"]), _value_given(["-n"], ["--seed=1"])
    ('x', None)
    """
    found = None
    for word, after in zip(given, [*given[1:], None], strict=True):
        name, equals, value = word.partition("=")
        if name in options:
            found = value if equals else after
    return found


def _allowed(kind: object) -> list[str] | str | None:
    """Say what an option of this kind takes, where there is a list or a range of it."""
    if isinstance(kind, click.Choice):
        return [str(one) for one in kind.choices]
    if isinstance(kind, click.IntRange):
        if kind.max is None:
            return f"a whole number, at least {kind.min}"
        return f"a whole number from {kind.min} to {kind.max}"
    limits = getattr(kind, "limits", None)  # of our own kinds
    return None if limits is None else str(limits())
