"""What stands before every request: who may ask, from where, and how much."""

import asyncio
import hmac
import ipaddress
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openthaad.console.problems import described, problem

MAX_BODY = 65_536  # bytes; the largest request is a few hundred
BODY_LIMIT = 20.0  # s for a body to arrive
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
# CesiumJS evaluates text when it loads, which `unsafe-eval` allows.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
    "worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self' blob: data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Access(NamedTuple):
    """Who may ask.

    Attributes
    ----------
    hosts : frozenset of str
        Names that a Host header may give; empty for any, which needs a token.
    token : str or None
        Asked of everybody where given.
    origin : str or None
        Where visitors open the page, if a proxy before it does not hand on their Host header.
    """

    hosts: frozenset[str] = frozenset(LOOPBACK_NAMES)
    token: str | None = None
    origin: str | None = None


def is_loopback(host: str) -> bool:
    """Whether an address can only be reached from this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Refused(Exception):  # noqa: N818 (an answer, not a failure)
    """A request that is not let in."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


class Guard:
    """Middleware that checks host, origin, token and size, and adds the headers."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; whatever goes wrong has an answer in words."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        door = _Door(send)
        try:
            await self._let_in(scope, receive, door.send)
        except Refused as refused:
            await _refuse(refused, scope, receive, door.send)
        except asyncio.CancelledError:  # the server ends, or nobody waits any more
            await door.shut(scope, receive, RuntimeError("the server is shutting down"), 503)
        except Exception as error:  # noqa: BLE001 (the last one to hear of it)
            await door.shut(scope, receive, error)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        check_host(scope, self._access)
        check_origin(scope, self._access)
        if scope["type"] == "websocket":
            check_token(scope, self._access)
            await self._app(scope, receive, send)
        elif self._signs_in(scope):
            await self._sign_in(scope, receive, _with_headers(send))
        else:
            check_token(scope, self._access)
            check_length(scope)
            await self._app(scope, _counted(receive), _with_headers(send))

    def _signs_in(self, scope: Scope) -> bool:
        """Whether this is the page opened by the link that was printed at start."""
        token = self._access.token
        if token is None or scope["path"] != "/" or scope["method"] != "GET":
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return _same(given, token)

    async def _sign_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep the token in a cookie that no script can read, and drop it from the address."""
        # Where a proxy serves this below a path of its own, both stay below that path.
        response = RedirectResponse("./", status_code=303)
        token = self._access.token or ""
        response.set_cookie(
            cookie_name(scope), token, httponly=True, samesite="strict", path=None
        )
        await response(scope, receive, send)


class _Door:
    """The way out of one request, which knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send, self._is_open = send, False

    async def send(self, message: Message) -> None:
        """Send on a message."""
        self._is_open = True
        await self._send(message)

    async def shut(
        self, scope: Scope, receive: Receive, error: Exception, status: int | None = None
    ) -> None:
        """Answer with an error, or close the socket, if that can still be done."""
        code, document = described(error) if status is None else (status, _ending(error))
        try:
            if scope["type"] == "websocket":
                await self._send({"type": "websocket.close", "code": 1011})
            elif not self._is_open:
                await problem(code, document)(scope, receive, _with_headers(self._send))
        except (RuntimeError, OSError):  # the other end has gone
            return


def _ending(error: Exception) -> dict[str, str]:
    return {"code": "ending", "hint": str(error)}


def cookie_name(scope: Scope) -> str:
    """Name the cookie after the port: browsers share cookies among the ports of a host."""
    server = scope.get("server") or (None, None)
    return f"openthaad_token_{server[1] or 0}"


def check_host(scope: Scope, access: Access) -> None:
    """Refuse a foreign Host header: a name elsewhere may be made to point here."""
    hosts = Headers(scope=scope).getlist("host")
    name = _host_name(hosts[0]) if len(hosts) == 1 else None
    if name is None or (access.hosts and name not in access.hosts):
        known = ", ".join(sorted(access.hosts)) or "one name"
        raise Refused(
            400,
            f"this host name is not served here (only {known}); "
            "behind a proxy start it with --url and the address that visitors open",
        )


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def check_origin(scope: Scope, access: Access) -> None:
    """Refuse requests that a page from elsewhere makes; a browser always says who asks."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        if headers.get("sec-fetch-site") == "cross-site" and scope["path"] != "/":
            raise Refused(403, "a page from another site may not send requests here")
        return
    if access.origin is not None and origin.lower() == access.origin:
        return
    try:
        parts = urlsplit(origin)
    except ValueError:
        raise Refused(403, "this origin may not send requests here") from None
    if parts.scheme not in ("http", "https") or parts.netloc != headers.get("host"):
        raise Refused(
            403,
            "this origin may not send requests here; behind a proxy, start the console with "
            "--url and the address that visitors open, or let the proxy pass on their Host "
            "header",
        )


def check_token(scope: Scope, access: Access) -> None:
    """Refuse whoever does not know the token, where there is one."""
    if access.token is None:
        return
    headers = Headers(scope=scope)
    bearer = headers.get("authorization", "").removeprefix("Bearer ")
    cookies = cookies_named(cookie_name(scope), headers.getlist("cookie"))
    if not any(_same(given, access.token) for given in (bearer, *cookies)):
        raise Refused(401, "open the link that thaad serve printed: it contains the token")


def cookies_named(name: str, headers: list[str]) -> list[str]:
    """Return the values of a cookie, whatever other programs of this host keep beside it.

    >>> cookies_named("a", ["foo(bar)=1; prefs[theme]=dark; a=2", "a=3"])
    ['2', '3']
    """
    pairs = (pair.partition("=") for header in headers for pair in header.split(";"))
    return [value.strip().strip('"') for key, _, value in pairs if key.strip() == name]


def _same(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(), b.encode())


def check_length(scope: Scope) -> None:
    """Refuse a body that says it is too long."""
    length = Headers(scope=scope).get("content-length", "0")
    is_number = length.isascii() and length.isdecimal() and len(length) < 16
    if not is_number or int(length) > MAX_BODY:
        raise Refused(413, f"a request holds at most {MAX_BODY} bytes")


def _counted(receive: Receive) -> Receive:
    """Cut off a body that is longer than it said, or does not arrive."""
    total, is_whole = 0, False

    async def counted() -> Message:
        nonlocal total, is_whole
        if is_whole:  # what comes now is that the other end has gone
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), BODY_LIMIT)
        except TimeoutError:
            return {"type": "http.disconnect"}
        total += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if total > MAX_BODY:
            return {"type": "http.disconnect"}
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers


async def _refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": refused.text})
        return
    error = {"error": {"code": "refused", "hint": refused.text}}
    response = JSONResponse(error, status_code=refused.status)
    await response(scope, receive, _with_headers(send))
