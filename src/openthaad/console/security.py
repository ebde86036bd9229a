"""What stands before every request: who may ask, from where, and how much."""

import hmac
import ipaddress
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "openthaad_token"
MAX_BODY = 65_536  # bytes; the largest request is a few hundred
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
    """

    hosts: frozenset[str] = frozenset(LOOPBACK_NAMES)
    token: str | None = None


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
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            check_host(scope, self._access)
            check_origin(scope)
            if scope["type"] == "http" and self._signs_in(scope):
                await self._sign_in(scope, receive, _with_headers(send))
                return
            check_token(scope, self._access)
            check_length(scope)
        except Refused as refused:
            await _refuse(refused, scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
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
        response = RedirectResponse("/", status_code=303)
        token = self._access.token or ""
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
        await response(scope, receive, send)


def check_host(scope: Scope, access: Access) -> None:
    """Refuse a foreign Host header: a name elsewhere may be made to point here."""
    hosts = Headers(scope=scope).getlist("host")
    name = _host_name(hosts[0]) if len(hosts) == 1 else None
    if name is None or (access.hosts and name not in access.hosts):
        raise Refused(400, "this host name is not served here")


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def check_origin(scope: Scope) -> None:
    """Refuse requests that a page from elsewhere makes; a browser always says who asks."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        if headers.get("sec-fetch-site") == "cross-site" and scope["path"] != "/":
            raise Refused(403, "a page from elsewhere may not ask here")
        return
    try:
        parts = urlsplit(origin)
    except ValueError:
        raise Refused(403, "this origin may not ask here") from None
    if parts.scheme not in ("http", "https") or parts.netloc != headers.get("host"):
        raise Refused(403, "this origin may not ask here")


def check_token(scope: Scope, access: Access) -> None:
    """Refuse whoever does not know the token, where there is one."""
    if access.token is None:
        return
    headers = Headers(scope=scope)
    bearer = headers.get("authorization", "").removeprefix("Bearer ")
    cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    if not (_same(bearer, access.token) or _same(cookie.value if cookie else "", access.token)):
        raise Refused(401, "open the link that thaad serve printed: it holds the token")


def _same(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(), b.encode())


def check_length(scope: Scope) -> None:
    """Refuse a body that says it is too long."""
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY:
        raise Refused(413, f"a request holds at most {MAX_BODY} bytes")


def _counted(receive: Receive) -> Receive:
    """Cut off a body that is longer than it said."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
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
