"""The interface under `/api/v1`, and the files of the page that speaks to it."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from openthaad.console import folders, whatif
from openthaad.console.basemap import Line, basemap, shores
from openthaad.console.cesium import cesium_folder
from openthaad.console.jobs import JobQueue, Player
from openthaad.console.maps import Maps
from openthaad.console.problems import NoJobError, answer_errors
from openthaad.console.schemas import (
    Change,
    Frame,
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
from openthaad.console.security import Access, Guard
from openthaad.console.sockets import socket_router, while_connected
from openthaad.runs import finite
from openthaad.scenario import pack_names, settings_hash

STATIC = Path(__file__).parent / "static"
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


class Console:
    """What lives as long as the server: jobs, maps, the threads that read files."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.jobs = JobQueue(settings.runs, settings.player)
        self.maps = Maps()
        self._files = ThreadPoolExecutor(2, "files")

    async def read(self, work: Callable[..., T], *arguments: object) -> T:
        """Read files beside the loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._files, work, *arguments)

    async def close(self) -> None:
        """End jobs and maps; let no thread hold the process."""
        self.maps.close()
        await self.jobs.close()
        self._files.shutdown(wait=False, cancel_futures=True)


def make_app(settings: Settings) -> FastAPI:
    """Make the application.

    Raises
    ------
    ScenarioError
        CesiumJS is not on this machine.
    """
    console = Console(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(console.maps.warm()) if settings.warms else None
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
    app.state.console = console
    answer_errors(app)
    app.include_router(_runs(console), prefix="/api/v1", responses=_PROBLEMS)
    app.include_router(_questions(console), prefix="/api/v1", responses=_PROBLEMS)
    app.include_router(socket_router(console.maps), prefix="/api/v1")
    app.mount("/cesium", StaticFiles(directory=cesium_folder()), name="cesium")
    app.mount("/", StaticFiles(directory=STATIC, html=True), name="page")
    app.add_middleware(Guard, access=settings.access)
    return app


def _runs(console: Console) -> APIRouter:
    router = APIRouter(tags=["runs"])
    root = console.settings.runs

    @router.get("/status")
    async def status() -> Status:
        """Whether the engine is ready."""
        return Status.model_validate(
            {"version": version("openthaad"), "engine": console.maps.engine}
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

    @router.get("/coasts")
    async def coasts(box: Annotated[Frame, Query()]) -> dict[str, list[Line]]:
        """Coasts and borders inside a box, to be drawn over a map."""
        return await console.read(shores, (box.west, box.south, box.east, box.north))

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


def _questions(console: Console) -> APIRouter:
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
        return _as_download(text, f"{whatif.changed(change).name}.toml")

    @router.post("/footprint")
    async def footprint(question: Question, request: Request) -> dict[str, Any]:
        """Whom the changed defence covers, cell by cell."""
        return await while_connected(request, console.maps.answer(question))

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
            hint = "there is no such job; the server may have been restarted"
            raise NoJobError(hint) from None

    return router


def _summary(name: str) -> ScenarioSummary:
    scenario = whatif.built_in(name)
    return ScenarioSummary(
        name=name,
        title=re.sub(r"\s+", " ", scenario.title),
        question=scenario.question,
        has_battery=bool(scenario.batteries),
    )
