"""Errors as the interface sends them: one shape, whatever went wrong and wherever."""

import json
import logging
import os
from collections.abc import Sequence
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from openthaad.errors import OpenThaadError
from openthaad.scenario import ScenarioFileError
from openthaad.scenario.problems import from_pydantic

_NOWHERE = 4  # exit code of what is not there: a run, a job, a file
_EXPECTED = (
    OpenThaadError,
    RequestValidationError,
    ValidationError,
    HTTPException,
    TimeoutError,
    MemoryError,
    OSError,
)
# What may be otherwise when it is asked again: the error, its code and what to do.
_PASSING = (
    (TimeoutError, "too_slow", "the answer took too long; ask for fewer cells, or try again"),
    (MemoryError, "memory", "there is not enough memory for this; ask for fewer cells"),
    (OSError, "storage", "storage: {why}"),
)
_LOG = logging.getLogger(__name__)


class QueueFullError(OpenThaadError):
    """Too many engagements wait already."""

    default_code = "queue_full"


class NoJobError(OpenThaadError):
    """There is no such job."""

    default_code = "no_job"
    exit_code = 4


class NoScenarioError(OpenThaadError):
    """There is no built-in scenario of that name."""

    default_code = "no_scenario"
    exit_code = 4


class EndingError(OpenThaadError):
    """The server is being ended."""

    default_code = "ending"


def answer_errors(app: FastAPI) -> None:
    """Give every error the same shape, with what to do about it."""

    async def answer(_: Request, error: Exception) -> Response:
        return problem(*described(error))

    for kind in _EXPECTED:  # what else there may be, the guard answers
        app.add_exception_handler(kind, answer)


def problem(status: int, document: dict[str, Any]) -> Response:
    """Answer with an error; in ASCII, for what is wrong may be no text that can be sent."""
    text = json.dumps({"error": document})
    return Response(text, status_code=status, media_type="application/json")


def described(error: Exception) -> tuple[int, dict[str, Any]]:
    """Return the HTTP status of an error and its JSON object."""
    if isinstance(error, OpenThaadError):
        return _status(error), error.to_dict()
    if isinstance(error, RequestValidationError | ValidationError):
        return 422, _first_problem(error.errors())
    if isinstance(error, HTTPException):
        return error.status_code, {"code": "http", "hint": str(error.detail)}
    for kind, code, hint in _PASSING:
        if isinstance(error, kind):
            return 503, {"code": code, "hint": hint.format(why=_reason(error))}
    return 500, _our_fault(error)


def _reason(error: Exception) -> str:
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)


def _status(error: OpenThaadError) -> int:
    """Give one status to one kind of mistake: 404 to a name in the address, 422 to a value."""
    if isinstance(error, QueueFullError):
        return 429
    if isinstance(error, EndingError):
        return 503
    return 404 if error.exit_code == _NOWHERE else 422


def _our_fault(error: Exception) -> dict[str, Any]:
    """Describe what nobody foresaw; the terminal of the server hears of it, too."""
    wants_trace = bool(os.environ.get("OPENTHAAD_TRACEBACK"))
    name = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    hint = f"internal error, our fault: {name[:300]}; please report it with the request"
    _LOG.error(hint, exc_info=error if wants_trace else None)
    return {"code": "internal", "hint": hint}


def _first_problem(errors: Sequence[Any]) -> dict[str, Any]:
    first = errors[0]
    loc = tuple(part for part in first["loc"] if part != "body")
    if first["type"] == "value_error":
        first = {**first, "type": "openthaad", "msg": str(first["ctx"]["error"]), "ctx": {}}
    found = from_pydantic([cast("ErrorDetails", {**first, "loc": loc})])[0]
    error = ScenarioFileError("request", [found]).to_dict()
    kept = {key: error[key] for key in ("key", "value", "allowed")}
    return {"code": "request", "hint": found.sentence(), **kept}
