"""What goes over the wire, with its limits."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_CELLS = 80
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
RunName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]
JobId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Strict(BaseModel):
    """Nothing unknown, no number that is not finite, no text for a number."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Spot(Strict):
    """A place on the ground."""

    lat_deg: Annotated[float, Field(ge=-85.0, le=85.0)]
    lon_deg: Annotated[float, Field(ge=-180.0, le=180.0)]


class Change(Strict):
    """A scenario and what is changed in it; what is left out stays as it is."""

    scenario: Name
    battery: Annotated[Spot | None, Field(description="where the battery and its radar go")] = (
        None
    )
    boresight_deg: Annotated[float | None, Field(ge=0.0, le=360.0)] = None
    mode: Literal["terminal", "forward"] | None = None
    doctrine: Literal["shoot-look-shoot", "shoot-shoot", "salvo", "shoot-shoot-look"] | None = (
        None
    )
    missile: Annotated[
        Name | None, Field(description="the one that is flown; the scenario's own mix if none")
    ] = None
    launch: Annotated[Spot | None, Field(description="from where it is flown")] = None
    aim: Annotated[Spot | None, Field(description="where it is aimed")] = None
    caps: Annotated[
        bool | None, Field(description="hold to the published floor, ceiling and reach")
    ] = None


class Question(Strict):
    """Ask for a footprint."""

    change: Change
    cells: Annotated[int, Field(ge=4, le=MAX_CELLS)] = 40
    area: Literal["defended", "launch"] = "defended"


class Asked(Question):
    """A question over the WebSocket; its number comes back with the answer."""

    id: Annotated[int, Field(ge=0, le=2**53)]


class JobRequest(Strict):
    """Play an engagement and keep it as a run folder."""

    change: Change
    seed: Annotated[int, Field(ge=0, le=2**53)] = 0


class Job(BaseModel):
    """An engagement that is waited for, played, or done."""

    id: JobId
    state: Literal["waiting", "running", "done", "failed"]
    run: Annotated[str, Field(description="its run folder, once done")]
    elapsed_s: float
    message: str = ""


class ErrorBody(BaseModel):
    """What is wrong, and what to do."""

    code: str
    hint: str
    key: str | None = None
    value: Any = None
    allowed: Any = None


class Problem(BaseModel):
    """An answer that is an error."""

    error: ErrorBody


class RunSummary(BaseModel):
    """A line of the list of runs."""

    name: str
    title: str
    scenario: str
    seed: int
    written: Annotated[float, Field(description="Unix time [s]")]
    threats: int
    intercepted: int
    leaked: int
    shots: int


class ScenarioSummary(BaseModel):
    """A line of the list of scenarios."""

    name: str
    title: str
    question: str
    has_battery: bool


class Status(BaseModel):
    """Whether the engine is ready to answer at once."""

    version: str
    engine: Literal["cold", "compiling", "ready", "failed"]
