"""Serving the console: a socket of our own, and uvicorn on it."""

import errno
import mimetypes
import secrets
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NamedTuple
from urllib.parse import urlsplit

import uvicorn

from openthaad.console.app import Console, Settings, make_app
from openthaad.console.patience import MAX_CONNECTIONS, PatientProtocol
from openthaad.console.security import LOOPBACK_NAMES, MAX_BODY, Access, is_loopback
from openthaad.errors import ScenarioError

_ANY = ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not bound to)


class Address(NamedTuple):
    """Where the console listens."""

    host: str
    port: int


class Links(NamedTuple):
    """Where the page can be opened: in a browser here, and from elsewhere."""

    here: str
    elsewhere: str | None


class _Server(uvicorn.Server):
    """Ends once, and tells all who still wait; a second Ctrl-C changes nothing."""

    def __init__(self, config: uvicorn.Config, console: Console) -> None:
        super().__init__(config)
        self._console = console
        self.ended_by = signal.SIGTERM

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 (uvicorn's)
        """Take the first signal; the end is under way then."""
        if not self.should_exit:
            self.ended_by = signal.Signals(sig)
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer whoever waits for a map, then close."""
        self._console.maps.end()
        await super().shutdown(sockets)


def serve(
    address: Address, runs: Path, say: Callable[[Links], None], url: str | None = None
) -> int:
    """Serve the console until a signal ends it; return the number of that signal.

    Parameters
    ----------
    address : Address
        Port 0 takes a free one.
    runs : Path
        Folder of run folders.
    say : callable
        Called with the addresses of the page, once it can be opened.
    url : str, optional
        Where visitors open the page, if a proxy stands before it.

    Raises
    ------
    ScenarioError
        The host is none of this machine, the port is taken, the URL is none, or CesiumJS is
        missing.
    """
    # Some systems know these under names with which browsers run nothing.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("application/wasm", ".wasm")
    access = access_for(address.host, url)
    app = make_app(Settings(runs=runs, access=access))
    with bind(address) as bound:
        say(links(Address(address.host, bound.getsockname()[1]), access.token, url))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, ws_max_size=MAX_BODY,
            limit_concurrency=MAX_CONNECTIONS, timeout_keep_alive=30, server_header=False,
            timeout_graceful_shutdown=2, http=PatientProtocol,
        )  # fmt: skip
        server = _Server(config, app.state.console)
        server.run(sockets=[bound])
    return server.ended_by


def access_for(host: str, url: str | None = None) -> Access:
    """Return who may ask: everybody on this machine, or whoever knows a new token.

    Raises
    ------
    ScenarioError
        The URL is not an http or https address.
    """
    if url is not None:
        return Access(frozenset(), secrets.token_urlsafe(24), _origin(url))
    if is_loopback(host):
        return Access(frozenset(LOOPBACK_NAMES) | {host.strip("[]").lower()})
    names = frozenset() if host in _ANY else frozenset(LOOPBACK_NAMES) | {host.lower()}
    return Access(names, secrets.token_urlsafe(24))


def _origin(url: str) -> str:
    """Return the origin of an address, as a browser says it."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        port = parts.port
    except ValueError:
        is_address = False
    if not is_address or parts.query or parts.fragment or "@" in parts.netloc:
        raise ScenarioError(
            f"--url {url[:200]} is not the address of a page",
            key="--url",
            value=url[:200],
            allowed="an address that begins with http:// or https://",
            hint="for instance --url https://thaad.example.org/",
        )
    name = parts.hostname or ""
    shown = f"[{name}]" if ":" in name else name
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + ("" if port in (None, usual) else f":{port}")


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
        hint="leave it out to serve this machine only",
    )


def _refused(error: OSError, address: Address) -> ScenarioError:
    if error.errno == errno.EADDRNOTAVAIL:
        return _wrong_host(address.host)
    why = {
        errno.EADDRINUSE: "is in use by another program",
        errno.EACCES: "needs rights that this user does not have",
    }.get(error.errno or 0, f"cannot be opened: {error.strerror}")
    return ScenarioError(
        f"port {address.port} {why}",
        key="--port",
        value=address.port,
        allowed="a free port from 1024 to 65535, or 0 for any",
        hint="try --port 0, which takes a free one",
    )


def links(address: Address, token: str | None, url: str | None = None) -> Links:
    """Return where the page can be opened, with the token where one is needed.

    >>> links(Address("127.0.0.1", 8750), None)
    Links(here='http://127.0.0.1:8750/', elsewhere=None)
    """
    if url is not None:
        return Links(_with_token(url if url.endswith("/") else f"{url}/", token), None)
    if address.host not in _ANY:
        return Links(_with_token(_page(address), token), None)
    loopback = "[::1]" if address.host == "::" else "127.0.0.1"
    other = _own_address()
    return Links(
        _with_token(_page(Address(loopback, address.port)), token),
        other and _with_token(_page(Address(other, address.port)), token),
    )


def _page(address: Address) -> str:
    host = address.host.strip("[]")
    return f"http://{f'[{host}]' if ':' in host else host}:{address.port}/"


def _with_token(page: str, token: str | None) -> str:
    return page + (f"?token={token}" if token else "")


def _own_address() -> str | None:
    """Return the address under which others reach this machine, as far as it knows it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of no one; nothing is sent
            return str(probe.getsockname()[0])
        except OSError:
            return None
