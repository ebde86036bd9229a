"""What goes over the wire, with its limits."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MAX_CELLS = 80
MAX_FRAME = 90.0  # deg, of a box whose coasts are asked for
MAX_TEXT = 48_000  # characters of a scenario file; the largest of the pack has 2,300
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


class Frame(Strict):
    """A box of the map [deg]; its east may lie past 180."""

    west: Annotated[float, Field(ge=-360.0, le=360.0)]
    south: Annotated[float, Field(ge=-90.0, le=90.0)]
    east: Annotated[float, Field(ge=-360.0, le=540.0)]
    north: Annotated[float, Field(ge=-90.0, le=90.0)]

    @model_validator(mode="after")
    def _is_a_box(self) -> Self:
        if not (0.0 < self.east - self.west <= MAX_FRAME and self.south < self.north):
            raise ValueError(f"east of west by {MAX_FRAME:g} degrees at most, north of south")
        return self


class OpenedFile(Strict):
    """A scenario file that the user opened in the browser: its text; no path is opened."""

    name: Annotated[
        str,
        Field(pattern=r"^[^\x00-\x1f\x7f]{1,100}$", description="what messages call it"),
    ]
    text: Annotated[str, Field(max_length=MAX_TEXT, description="TOML")]


class Change(Strict):
    """A scenario and what is changed in it; what is left out stays as it is."""

    scenario: Annotated[Name | None, Field(description="a built-in scenario")] = None
    file: Annotated[
        OpenedFile | None, Field(description="a scenario of the user's own in its stead")
    ] = None
    unit: Annotated[
        Name | None, Field(description="the battery that is changed; the first if none")
    ] = None
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

    @model_validator(mode="after")
    def _one_scenario(self) -> Self:
        if (self.scenario is None) == (self.file is None):
            raise ValueError("give a built-in scenario or a file, one of them")
        return self


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
    file: Annotated[str | None, Field(description="the scenario file that is wrong")] = None
    problems: Annotated[
        list[str] | None, Field(description="all that is wrong with it, a line each")
    ] = None


class Problem(BaseModel):
    """An answer that is an error."""

    error: ErrorBody


class RunSummary(BaseModel):
    """A line of the list of runs."""

    name: str
    title: str
    scenario: str
    seed: int = 0
    written: Annotated[float, Field(description="Unix time [s]")]
    threats: int = 0
    intercepted: int = 0
    leaked: int = 0
    shots: int = 0
    damaged: Annotated[
        str | None, Field(description="what is wrong with it; then it has no figures")
    ] = None


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
