"""The interface under `/api/v1`, and the files of the page that speaks to it."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from fastapi import APIRouter, FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from openthaad.console import folders, whatif
from openthaad.console.basemap import basemap
from openthaad.console.cesium import cesium_folder
from openthaad.console.jobs import JobQueue, Player, QueueFullError
from openthaad.console.schemas import (
    Asked,
    Change,
    Job,
    JobId,
    JobRequest,
    Name,
    OpenedFile,
    Problem,
    Question,
    RunName,
    RunSummary,
    ScenarioSummary,
    Status,
)
from openthaad.console.security import MAX_BODY, Access, Guard
from openthaad.errors import OpenThaadError
from openthaad.runs import finite
from openthaad.scenario import ScenarioFileError, pack_names, settings_hash
from openthaad.scenario.problems import from_pydantic

STATIC = Path(__file__).parent / "static"
ANSWER_LIMIT = 60.0  # s, for a footprint
COMPILE_LIMIT = 300.0  # s, for one that may have to wait for the compiler
MAX_SOCKETS = 8
_STATUS = {2: 400, 3: 422, 4: 404}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (400, 404, 413, 422, 429, 503)
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a console serves, and to whom.

    Attributes
    ----------
    runs : Path
        Folder of run folders; it need not be there.
    access : Access
    cache : Path or None
        Where baked maps are kept; the user's own cache if not given.
    player : callable or None
        Plays an engagement; a process of its own if not given.
    warms : bool
        Make the engine ready while the page loads.
    """

    runs: Path
    access: Access = field(default_factory=Access)
    cache: Path | None = None
    player: Player | None = None
    warms: bool = True


class _Console:
    """What lives as long as the server: jobs, kept flights, the threads that compute."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.jobs = JobQueue(settings.runs, settings.player)
        self.mapper = whatif.Mapper()
        self.engine = "cold"
        self.sockets = 0
        self._maps = ThreadPoolExecutor(1, "footprint")
        self._files = ThreadPoolExecutor(2, "files")

    async def footprint(self, question: Question) -> dict[str, Any]:
        """Answer a question, or give up after a while."""
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._maps, self.mapper.answer, question)
        work.add_done_callback(self._answered)
        limit = ANSWER_LIMIT if self.engine == "ready" else COMPILE_LIMIT
        return await asyncio.wait_for(asyncio.shield(work), limit)

    def _answered(self, work: asyncio.Future[dict[str, Any]]) -> None:
        if not work.cancelled() and work.exception() is None:
            self.engine = "ready"

    async def read(self, work: Callable[..., T], *arguments: object) -> T:
        """Read files beside the loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._files, work, *arguments)

    async def warm(self) -> None:
        """Answer a small question, so that the first real one need not wait."""
        self.engine = "compiling"
        question = Question(change=Change(scenario="korea-2017", missile="nodong"), cells=4)
        try:
            await self.footprint(question)
        except TimeoutError:
            return  # it goes on, and says so when it is done
        except OpenThaadError:
            self.engine = "failed"

    async def close(self) -> None:
        """End jobs; let no thread hold the process."""
        await self.jobs.close()
        for pool in (self._maps, self._files):
            pool.shutdown(wait=False, cancel_futures=True)


def make_app(settings: Settings) -> FastAPI:
    """Make the application.

    Raises
    ------
    ScenarioError
        CesiumJS is not on this machine.
    """
    console = _Console(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(console.warm()) if settings.warms else None
        yield
        if warming:
            warming.cancel()
        await console.close()

    app = FastAPI(
        title="OpenTHAAD console",
        version="1",
        summary="Replays of runs, and footprints that follow what is changed.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
    )
    _answer_errors(app)
    app.include_router(_runs(console), prefix="/api/v1", responses=_PROBLEMS)
    app.include_router(_questions(console), prefix="/api/v1", responses=_PROBLEMS)
    app.include_router(_socket(console), prefix="/api/v1")
    app.mount("/cesium", StaticFiles(directory=cesium_folder()), name="cesium")
    app.mount("/", StaticFiles(directory=STATIC, html=True), name="page")
    app.add_middleware(Guard, access=settings.access)
    return app


def _problem(status: int, document: dict[str, Any]) -> Response:
    """Answer with an error; in ASCII, for what is wrong may be no text that can be sent."""
    text = json.dumps({"error": document})
    return Response(text, status_code=status, media_type="application/json")


def _answer_errors(app: FastAPI) -> None:
    """Give every error the same shape, with what to do about it."""

    @app.exception_handler(QueueFullError)
    async def full(_: Request, error: QueueFullError) -> Response:
        return _problem(429, error.to_dict())

    @app.exception_handler(OpenThaadError)
    async def ours(_: Request, error: OpenThaadError) -> Response:
        return _problem(_STATUS.get(error.exit_code, 400), error.to_dict())

    @app.exception_handler(RequestValidationError)
    async def wrong(_: Request, error: RequestValidationError) -> Response:
        return _problem(422, _first_problem(error.errors()))

    @app.exception_handler(HTTPException)
    async def other(_: Request, error: HTTPException) -> Response:
        return _problem(error.status_code, {"code": "http", "hint": str(error.detail)})

    @app.exception_handler(TimeoutError)
    async def late(_: Request, __: TimeoutError) -> Response:
        hint = f"no answer within {ANSWER_LIMIT:.0f} s; ask for fewer cells, or again"
        return _problem(503, {"code": "too_slow", "hint": hint})


def _first_problem(errors: Any) -> dict[str, Any]:  # noqa: ANN401 (pydantic's own lists)
    first = errors[0]
    loc = tuple(part for part in first["loc"] if part != "body")
    if first["type"] == "value_error":
        first = {**first, "type": "openthaad", "msg": str(first["ctx"]["error"]), "ctx": {}}
    problem = from_pydantic([cast("ErrorDetails", {**first, "loc": loc})])[0]
    error = ScenarioFileError("request", [problem]).to_dict()
    kept = {key: error[key] for key in ("key", "value", "allowed")}
    return {"code": "request", "hint": problem.sentence(), **kept}


def _runs(console: _Console) -> APIRouter:
    router = APIRouter(tags=["runs"])
    root = console.settings.runs

    @router.get("/status")
    async def status() -> Status:
        """Whether the engine is ready."""
        return Status.model_validate(
            {"version": version("openthaad"), "engine": console.engine}
        )

    @router.get("/runs")
    async def runs() -> list[RunSummary]:
        """Run folders, newest first."""
        return await console.read(folders.list_runs, root)

    @router.get("/runs/{name}")
    async def run(name: RunName) -> dict[str, Any]:
        """One run: the answer, the threats with their stories, who stood where."""
        described = await console.read(folders.describe, root, name)
        plain: dict[str, Any] = finite(described)
        return plain

    @router.get("/runs/{name}/replay.czml", response_class=FileResponse)
    async def replay(name: RunName) -> FileResponse:
        """The replay of a run, as CZML."""
        path = await console.read(folders.file_of, root, name, "replay.czml")
        return FileResponse(path, media_type="application/json")

    @router.get("/runs/{name}/scenario.toml")
    async def played(name: RunName) -> Response:
        """The scenario of a run as a file that repeats it."""
        document = await console.read(folders.scenario_of, root, name)
        return _as_download(whatif.as_file(document), f"{document['name']}.toml")

    @router.get("/basemap/{part}-{theme}.png", response_class=FileResponse)
    async def image(
        part: Literal["world", "korea"], theme: Literal["light", "dark"]
    ) -> FileResponse:
        """Coasts and borders in plate carree: Natural Earth, de facto."""
        path = await console.read(basemap, theme, part, console.settings.cache)
        return FileResponse(path, media_type="image/png")

    return router


def _as_download(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/toml", headers=headers)


def _questions(console: _Console) -> APIRouter:
    router = APIRouter(tags=["what-if"])

    @router.get("/scenarios")
    async def scenarios() -> list[ScenarioSummary]:
        """The built-in scenarios."""
        return [_summary(name) for name in pack_names()]

    @router.get("/scenarios/{name}")
    async def scenario(name: Name) -> dict[str, Any]:
        """Who stands where in a scenario, and what may be flown."""
        return whatif.describe(whatif.built_in(name))

    @router.post("/scenarios/check")
    async def check(file: OpenedFile) -> dict[str, Any]:
        """Check a scenario file of the user's own, and describe it as a built-in one."""
        return whatif.describe(await console.read(whatif.opened, file))

    @router.post("/scenarios/file")
    async def save(change: Change) -> Response:
        """The changed scenario as a TOML file."""
        text = await console.read(whatif.scenario_file, change)
        return _as_download(text, f"{whatif.base(change).name}-changed.toml")

    @router.post("/footprint")
    async def footprint(question: Question) -> dict[str, Any]:
        """Whom the changed defence covers, cell by cell."""
        return await console.footprint(question)

    @router.post("/jobs", status_code=202)
    async def put(request: JobRequest) -> Job:
        """Play an engagement of the changed scenario; it becomes a run folder."""
        loaded = await console.read(whatif.changed, request.change)
        run = f"{loaded.name}-seed{request.seed}-{settings_hash(loaded)}"
        return console.jobs.put(whatif.scenario_file(request.change), request.seed, run)

    @router.get("/jobs/{number}")
    async def job(number: JobId) -> Job:
        """How an engagement stands."""
        try:
            return console.jobs.get(number)
        except KeyError:
            hint = "there is no such job; the server may have been started again"
            raise NoJobError(hint) from None

    return router


class NoJobError(OpenThaadError):
    """There is no such job."""

    default_code = "no_job"
    exit_code = 4


def _summary(name: str) -> ScenarioSummary:
    scenario = whatif.built_in(name)
    return ScenarioSummary(
        name=name,
        title=re.sub(r"\s+", " ", scenario.title),
        question=scenario.question,
        has_battery=bool(scenario.batteries),
    )


def _socket(console: _Console) -> APIRouter:
    router = APIRouter()

    @router.websocket("/footprint")
    async def follow(socket: WebSocket) -> None:
        """Answer questions one after another; the page keeps one in flight, the newest next."""
        await socket.accept()
        if console.sockets >= MAX_SOCKETS:
            await socket.close(1013, "too many pages are open")
            return
        console.sockets += 1
        try:
            while True:
                reply = await _reply(console, await socket.receive_text())
                await socket.send_text(json.dumps(reply))
        except (WebSocketDisconnect, RuntimeError):
            return  # the page has gone
        finally:
            console.sockets -= 1

    return router


async def _reply(console: _Console, text: str) -> dict[str, Any]:
    """Answer one message; a wrong one gets an error, not a closed door."""
    if len(text) > MAX_BODY:
        return {"id": None, "error": {"code": "request", "hint": "the message is too long"}}
    try:
        asked = Asked.model_validate_json(text)
    except ValidationError as error:
        return {"id": None, "error": _first_problem(error.errors())}
    try:
        return {"id": asked.id, "footprint": await console.footprint(asked)}
    except OpenThaadError as error:
        return {"id": asked.id, "error": error.to_dict()}
    except TimeoutError:
        hint = f"no answer within {ANSWER_LIMIT:.0f} s; try again"
        return {"id": asked.id, "error": {"code": "too_slow", "hint": hint}}
