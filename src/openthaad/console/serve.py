"""Serving the console: a socket of our own, and uvicorn on it."""

import errno
import mimetypes
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import uvicorn

from openthaad.console.app import Settings, make_app
from openthaad.console.security import LOOPBACK_NAMES, MAX_BODY, Access, is_loopback
from openthaad.errors import ScenarioError

_ANY = ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not bound to)


class Address(NamedTuple):
    """Where the console listens."""

    host: str
    port: int


def serve(address: Address, runs: Path, say: Callable[[str], None]) -> None:
    """Serve the console until interrupted.

    Parameters
    ----------
    address : Address
        Port 0 takes a free one.
    runs : Path
        Folder of run folders.
    say : callable
        Called with the address of the page, once it can be opened.

    Raises
    ------
    ScenarioError
        The host is none of this machine, the port is taken, or CesiumJS is missing.
    """
    # Some systems know these under names with which browsers run nothing.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("application/wasm", ".wasm")
    access = access_for(address.host)
    app = make_app(Settings(runs=runs, access=access))
    with bind(address) as bound:
        say(_link(address.host, bound.getsockname()[1], access.token))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, ws_max_size=MAX_BODY,
            limit_concurrency=64, timeout_keep_alive=30, server_header=False,
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[bound])


def access_for(host: str) -> Access:
    """Return who may ask: everybody on this machine, or whoever knows a new token."""
    if is_loopback(host):
        return Access(frozenset(LOOPBACK_NAMES) | {host.strip("[]").lower()})
    names = frozenset() if host in _ANY else frozenset(LOOPBACK_NAMES) | {host.lower()}
    return Access(names, secrets.token_urlsafe(24))


def bind(address: Address) -> socket.socket:
    """Return a socket that listens at an address.

    Raises
    ------
    ScenarioError
        The host is none of this machine, or the port is taken or not ours to take.
    """
    host = address.host.strip("[]")
    try:
        found = socket.getaddrinfo(host, address.port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise _wrong_host(address.host) from None
    bound = socket.socket(found[0], found[1])
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(found[4])
        bound.listen()
    except OSError as error:
        bound.close()
        raise _refused(error, address) from None
    return bound


def _wrong_host(host: str) -> ScenarioError:
    return ScenarioError(
        f"--host {host} is not an address of this machine",
        key="--host",
        value=host,
        allowed="127.0.0.1, or an address or name of this machine",
        hint="leave it out to serve this machine alone",
    )


def _refused(error: OSError, address: Address) -> ScenarioError:
    if error.errno == errno.EADDRNOTAVAIL:
        return _wrong_host(address.host)
    why = {
        errno.EADDRINUSE: "is in use by another program",
        errno.EACCES: "needs rights that this user has not",
    }.get(error.errno or 0, f"cannot be opened: {error.strerror}")
    return ScenarioError(
        f"port {address.port} {why}",
        key="--port",
        value=address.port,
        allowed="a free port from 1024 to 65535, or 0 for any",
        hint="try --port 0, which takes a free one",
    )


def _link(host: str, port: int, token: str | None) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
