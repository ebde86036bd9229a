"""Footprints over a WebSocket, and work that stops when whoever asked has gone."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable
from typing import Any, TypeVar

from fastapi import APIRouter, Request, WebSocket, WebSocketDisconnect

from openthaad.console.maps import Maps
from openthaad.console.problems import described
from openthaad.console.schemas import Asked
from openthaad.console.security import MAX_BODY

MAX_SOCKETS = 8
_MAX_WAITING = 8  # questions of one page; more are not read until one is answered
_TRY_LATER, _TEXT_ONLY = 1013, 1003  # RFC 6455, section 7.4.1
T = TypeVar("T")


def socket_router(maps: Maps) -> APIRouter:
    """Make the route of the WebSocket."""
    router = APIRouter()
    opened: set[WebSocket] = set()

    @router.websocket("/footprint")
    async def follow(socket: WebSocket) -> None:
        """Answer questions one after another; the page keeps one in flight, the newest next."""
        await socket.accept()
        if len(opened) >= MAX_SOCKETS:
            await socket.close(_TRY_LATER, "too many pages are open")
            return
        opened.add(socket)
        questions: asyncio.Queue[str] = asyncio.Queue(_MAX_WAITING)
        answering = asyncio.create_task(_answer(maps, socket, questions))
        try:
            await _listen(socket, questions)
        finally:
            opened.discard(socket)
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)

    return router


async def _listen(socket: WebSocket, questions: asyncio.Queue[str]) -> None:
    """Take in questions until the page has gone."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        if text is None:
            await socket.close(_TEXT_ONLY, "a question must be JSON text")
            return
        await questions.put(text)


async def _answer(maps: Maps, socket: WebSocket, questions: asyncio.Queue[str]) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the page has gone
        while True:
            await socket.send_text(json.dumps(await _reply(maps, await questions.get())))


async def _reply(maps: Maps, text: str) -> dict[str, Any]:
    """Answer one message; a wrong one gets an error, not a closed door."""
    if len(text) > MAX_BODY:
        return {"id": None, "error": {"code": "request", "hint": "the message is too long"}}
    number = None
    try:
        asked = Asked.model_validate_json(text)
        number = asked.id
        return {"id": number, "footprint": await maps.answer(asked)}
    except Exception as error:  # noqa: BLE001 (each has its words)
        return {"id": number, "error": described(error)[1]}


async def while_connected(request: Request, answer: Awaitable[T]) -> T:
    """Wait for an answer as long as whoever asked does.

    Raises
    ------
    asyncio.CancelledError
        They have gone.
    """
    work = asyncio.ensure_future(answer)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not work.done():
            work.cancel()
    return await work


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
