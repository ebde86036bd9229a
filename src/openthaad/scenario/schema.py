"""What a scenario file may say: the tables, their fields and the limits of each.

A field left out takes the catalogue's value (marked `None` here) or the default given.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta
from math import inf
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from openthaad.catalogue import BUILT_IN, Catalogue, Entry, fingerprint
from openthaad.catalogue.draws import LAST_SAMPLE
from openthaad.errors import CatalogueError
from openthaad.scenario.air import Environment
from openthaad.scenario.fields import (
    Azimuth,
    Count,
    Elevation,
    Epoch,
    Flag,
    Key,
    NotNegative,
    Number,
    Place,
    Position,
    Positive,
    Probability,
    Table,
    Title,
    Words,
    known_to,
    nearest,
    one_of_the_catalogue,
    wrong,
)
from openthaad.scenario.overrides import checked_draws, entry_as_set, flattened

MAX_MISSILES = 200
MAX_RADARS = 4  # the state of a track holds the next dwell of four
LONGEST_S = 86_400.0  # of a scenario: a day
_WORDS = {"title", "question", "description"}  # change no result, so no hash

Missile = Annotated[str, one_of_the_catalogue("missiles")]
Trajectory = Literal["minimum-energy", "lofted", "depressed"]
DoctrineMode = Literal["shoot-look-shoot", "shoot-shoot", "salvo", "shoot-shoot-look"]


class Threat(Table):
    """One missile, or several of a kind fired one after another from one place."""

    missile: Annotated[Missile, Field(description="a missile of the catalogue")]
    origin: Annotated[Place, Field(alias="from", description="launch site")]
    aim: Annotated[Place, Field(alias="to", description="target")]
    launch_s: Annotated[
        Number, Field(ge=0.0, le=LONGEST_S, description="launch, seconds since the epoch")
    ] = 0.0
    count: Annotated[
        int, Field(strict=True, ge=1, le=MAX_MISSILES, description="number of missiles")
    ] = 1
    spacing_s: Annotated[
        Number, Field(ge=0.0, le=LONGEST_S, description="time from one launch to the next")
    ] = 0.0
    trajectory: Annotated[
        Trajectory | None,
        Field(
            description="trajectory; if not given, minimum-energy for liquids and lofted "
            "for solids"
        ),
    ] = None
    apogee_km: Annotated[
        Number | None, Field(gt=0.0, le=10_000.0, description="fly to this apogee instead")
    ] = None
    loft_deg: Annotated[
        Number | None,
        Field(gt=0.0, lt=90.0, description="fly at this flight-path angle at burnout instead"),
    ] = None
    reliable: Annotated[
        Flag, Field(description="false: it fails as often as the catalogue says")
    ] = True
    reliability: Annotated[
        Probability | None, Field(description="probability that it flies as planned")
    ] = None

    @model_validator(mode="after")
    def _one_shape(self, info: ValidationInfo) -> Self:
        given = [
            name for name in ("trajectory", "apogee_km", "loft_deg") if getattr(self, name)
        ]
        if len(given) > 1:
            raise wrong(f"{' and '.join(given)} cannot be combined: keep one")
        self._check_arc(known_to(info))
        last = self.launch_s + (self.count - 1) * self.spacing_s
        if last > LONGEST_S:
            raise wrong(
                f"its last missile is launched at {last:g} s, but the limit is one day",
                allowed=f"launch_s + (count - 1) spacing_s of {LONGEST_S:g} at most",
            )
        if self.reliability is not None and "reliable" in self.model_fields_set:
            raise wrong("reliable and reliability cannot be combined: keep one")
        return self

    def _check_arc(self, known: Catalogue) -> None:
        """A liquid is lofted by how high; a solid burns out, so it has no minimum energy."""
        propellant = known.load("missiles", self.missile).about["propellant"]
        if (propellant, self.trajectory) == ("liquid", "lofted"):
            raise wrong(
                f"{self.missile} is liquid-fuelled: say how steeply it is lofted",
                hint="give apogee_km or loft_deg instead of trajectory",
            )
        if (propellant, self.trajectory) == ("solid", "minimum-energy"):
            raise wrong(
                f"{self.missile} is solid-fuelled: it burns all it has, and so flies above or "
                "below that arc",
                allowed=["lofted", "depressed"],
            )


class Sited(Table):
    """Something that stands somewhere: a place by name, or a position."""

    place: Annotated[
        Place | None, Field(description="where it stands: a name, or coordinates")
    ] = None
    position: Annotated[Place | None, Field(description="position, instead of place")] = None

    @model_validator(mode="after")
    def _one_site(self) -> Self:
        if (self.place is None) == (self.position is None):
            raise wrong("give either place or position, and only one of them")
        return self

    @property
    def site(self) -> str | Position:
        """Where it stands, however that was given."""
        site = self.place if self.place is not None else self.position
        if site is None:  # the check above leaves no such case
            raise ValueError("it has no site")
        return site


class Cue(Table):
    """A launch warning from outside, which narrows the search."""

    delay_s: Annotated[NotNegative, Field(le=3600.0, description="after the launch")]
    half_width_deg: Annotated[
        Positive, Field(le=180.0, description="azimuth searched on either side of the warning")
    ]
    duration_s: Annotated[Positive, Field(le=3600.0, description="how long the radar heeds it")]


class Radar(Sited):
    """One radar."""

    type: Annotated[
        str, one_of_the_catalogue("radars"), Field(description="a radar of the catalogue")
    ] = "an-tpy-2"
    mode: Annotated[
        Literal["terminal", "forward"],
        Field(description="terminal (fire control) or forward (long-range surveillance)"),
    ] = "terminal"
    boresight_deg: Annotated[Azimuth, Field(description="azimuth of the face, from north")]
    tilt_deg: Annotated[
        Number | None, Field(ge=0.0, le=90.0, description="tilt of the face above the horizon")
    ] = None
    min_elevation_deg: Annotated[
        Number | None, Field(ge=-5.0, lt=90.0, description="nothing is radiated below it")
    ] = None
    sector_deg: Annotated[
        Number | None,
        Field(
            gt=0.0,
            le=180.0,
            description="half-width of the search on either side of the boresight",
        ),
    ] = None
    range_bias_m: Annotated[
        Number,
        Field(ge=-1e6, le=1e6, description="range bias to inject, unknown to the tracker"),
    ] = 0.0
    angle_bias_mrad: Annotated[
        Number,
        Field(
            ge=-500.0,
            le=500.0,
            description="angle bias to inject, along the rows of "
            "the face, unknown to the tracker",
        ),
    ] = 0.0
    cue: Annotated[
        Cue | None, Field(description="external launch warning; if not given, none")
    ] = None

    mask_deg: Annotated[
        list[tuple[Azimuth, Elevation]] | None,
        Field(
            min_length=1,
            max_length=720,
            description="skyline as [azimuth, elevation] pairs; straight lines between them",
        ),
    ] = None

    @field_validator("mask_deg")
    @classmethod
    def _one_elevation_each(cls, mask: list[tuple[float, float]] | None) -> object:
        azimuths = [azimuth % 360.0 for azimuth, _ in mask or []]
        if len(set(azimuths)) < len(azimuths):
            raise wrong("gives two elevations for the same azimuth")
        return mask

    def skyline_deg(self) -> list[float]:
        """Lowest elevation [deg] that the terrain leaves at each azimuth 0, 1, .. 359 deg.

        -90 everywhere where no mask is given.
        """
        if self.mask_deg is None:
            return [-90.0] * 360
        points = sorted((azimuth % 360.0, elevation) for azimuth, elevation in self.mask_deg)
        first, last = points[0], points[-1]
        # Once round: the last point before north, and the first after it again.
        ring = [(last[0] - 360.0, last[1]), *points, (first[0] + 360.0, first[1])]
        return [_between(ring, float(azimuth)) for azimuth in range(360)]


def _between(ring: list[tuple[float, float]], azimuth: float) -> float:
    """Elevation on the straight line between the two points about an azimuth."""
    i = bisect_right(ring, (azimuth, inf)) - 1
    (left, low), (right, high) = ring[i], ring[i + 1]
    return low + (high - low) * (azimuth - left) / (right - left)


class ShotPlan(NamedTuple):
    """How a doctrine spends rounds on one track."""

    salvo: int
    look: bool  # wait for the kill assessment before firing again
    max_rounds: int


# Rounds at once, look before the next, and at most, for each mode of doctrine.
_SHOT_PLANS = {
    "shoot-look-shoot": ShotPlan(salvo=1, look=True, max_rounds=4),
    "shoot-shoot-look": ShotPlan(salvo=2, look=True, max_rounds=4),
    "shoot-shoot": ShotPlan(salvo=1, look=False, max_rounds=2),
    "salvo": ShotPlan(salvo=2, look=False, max_rounds=2),
}


class Doctrine(Table):
    """When a battery fires, and how often."""

    mode: Annotated[DoctrineMode, Field(description="firing doctrine")] = "shoot-look-shoot"
    salvo: Annotated[
        int | None, Field(strict=True, ge=1, le=16, description="rounds fired together")
    ] = None
    max_rounds: Annotated[
        int | None,
        Field(strict=True, ge=1, le=64, description="most rounds fired at one track"),
    ] = None
    preference: Annotated[
        Literal["earliest", "most-certain"], Field(description="which intercept to choose")
    ] = "earliest"
    min_kill_probability: Annotated[
        Probability, Field(description="hold fire below this kill probability")
    ] = 0.0
    descending_only: Annotated[Flag, Field(description="no intercept before apogee")] = True
    reserve: Annotated[
        Count, Field(le=1000, description="rounds kept in reserve, never fired")
    ] = 0
    launch_spacing_s: Annotated[NotNegative | None, Field(le=3600.0)] = None
    kill_assessment_delay_s: Annotated[NotNegative | None, Field(le=3600.0)] = None
    kill_assessment_error: Annotated[
        Probability | None, Field(description="probability that a kill assessment is wrong")
    ] = None

    def shot_plan(self) -> ShotPlan:
        """Rounds at once, whether to look before the next, and rounds at most."""
        usual = _SHOT_PLANS[self.mode]
        salvo = usual.salvo if self.salvo is None else self.salvo
        most = max(usual.max_rounds, salvo) if self.max_rounds is None else self.max_rounds
        return ShotPlan(min(salvo, most), usual.look, most)


class Battery(Sited):
    """One battery: launchers, rounds and a doctrine, on the picture of its radars."""

    type: Annotated[
        str, one_of_the_catalogue("batteries"), Field(description="a battery of the catalogue")
    ] = "thaad"
    interceptor: Annotated[
        str | None,
        one_of_the_catalogue("interceptors"),
        Field(description="an interceptor of the catalogue"),
    ] = None
    radars: Annotated[
        list[str], Field(min_length=1, description="names of the radars it fires on")
    ]
    launchers: Annotated[Count | None, Field(le=64)] = None
    rounds_per_launcher: Annotated[Count | None, Field(le=64)] = None
    launcher_azimuth_deg: Annotated[
        Azimuth | None, Field(description="azimuth of the launchers; if not given, all round")
    ] = None
    reaction_time_s: Annotated[
        NotNegative | None, Field(le=3600.0, description="from the order to the launch")
    ] = None
    channels: Annotated[
        int | None, Field(strict=True, ge=1, le=1000, description="interceptors guided at once")
    ] = None
    caps: Annotated[Flag, Field(description="apply the published floor, ceiling and reach")] = (
        True
    )
    floor_km: Annotated[NotNegative | None, Field(le=1000.0)] = None
    ceiling_km: Annotated[Positive | None, Field(le=10_000.0)] = None
    reach_km: Annotated[Positive | None, Field(le=10_000.0)] = None
    hold_fire: Annotated[Flag, Field(description="track and decide, but never launch")] = False
    doctrine: Doctrine = Doctrine()

    @property
    def interceptor_name(self) -> str:
        """Its interceptor: the one given, or that of the battery's catalogue entry."""
        if self.interceptor is not None:
            return self.interceptor
        return str(BUILT_IN.load("batteries", self.type).about["interceptor"])

    @model_validator(mode="before")
    @classmethod
    def _interceptor_of_own_type(cls, table: object, info: ValidationInfo) -> object:
        """Write down the interceptor of a battery of the user's own: only the user knows it."""
        known = known_to(info)
        if not isinstance(table, dict) or table.get("interceptor") is not None:
            return table
        try:
            entry = known.load("batteries", table.get("type", "thaad"))
        except (CatalogueError, AttributeError, TypeError):
            return table  # the field's own check says so
        if not known.is_own("batteries", entry.name):
            return table
        return {**table, "interceptor": entry.about["interceptor"]}

    @model_validator(mode="after")
    def _floor_below_ceiling(self) -> Self:
        if self.floor_km and self.ceiling_km and self.floor_km >= self.ceiling_km:
            raise wrong("floor_km must lie below ceiling_km")
        return self


class Asset(Sited):
    """Something to defend."""

    radius_km: Annotated[
        Positive, Field(le=500.0, description="an impact within this distance counts as a leak")
    ]
    value: Annotated[
        NotNegative, Field(le=1e9, description="weight when interceptors are assigned")
    ] = 1.0


# Dotted paths, or tables within tables, as a file may have them.
_PATHS = dict[str, Number | dict[str, Number | dict[str, Number]]]

Overrides = Annotated[
    dict[str, Number],
    BeforeValidator(flattened, json_schema_input_type=_PATHS),
    Field(description="catalogue values set for this scenario, by dotted path"),
]


Draws = Annotated[
    dict[str, Number],
    BeforeValidator(checked_draws, json_schema_input_type=_PATHS),
    Field(description="catalogue values drawn for this run, by dotted path; overrides win"),
]


class Sample(Table):
    """Which draw of the catalogue the values under `drawn` are."""

    seed: Annotated[int, Field(strict=True, ge=0, lt=2**63, description="as of the run")]
    number: Annotated[
        int, Field(strict=True, ge=1, le=LAST_SAMPLE, description="one draw of many")
    ]


class Scenario(Table):
    """A raid, the defence, and what they have to do with each other: one engagement."""

    name: Annotated[Key, Field(description="short name, used for the run folder")]
    title: Title = ""
    question: Annotated[Words, Field(description="the question it answers")] = ""
    description: Words = ""
    epoch: Annotated[Epoch, Field(description="time zero, UTC")]
    horizon_s: Annotated[
        Positive | None,
        Field(le=LONGEST_S, description="end of the run; if not given, after the last impact"),
    ] = None
    noise: Annotated[Flag, Field(description="false: every draw is its expectation")] = True
    discrimination: Annotated[
        Literal["none", "features", "perfect"],
        Field(description="how warheads are distinguished from other bodies"),
    ] = "features"
    tracker: Annotated[
        str | None,
        one_of_the_catalogue("trackers"),
        Field(description="a tracker of the catalogue; if not given, thaad"),
    ] = None
    environment: Environment = Environment()
    threats: Annotated[list[Threat], Field(min_length=1, max_length=MAX_MISSILES)]
    radars: Annotated[dict[Key, Radar], Field(max_length=MAX_RADARS, default_factory=dict)]
    batteries: Annotated[dict[Key, Battery], Field(max_length=16, default_factory=dict)]
    assets: Annotated[dict[Key, Asset], Field(max_length=200, default_factory=dict)]
    overrides: Annotated[Overrides, Field(default_factory=dict)]
    sample: Annotated[
        Sample | None, Field(description="what thaad run --sample drew; written by it")
    ] = None
    drawn: Annotated[Draws, Field(default_factory=dict)]
    carried: Annotated[
        dict[str, dict[str, dict[str, Any]]],
        Field(
            alias="catalogue",
            default_factory=dict,
            exclude=True,
            description="entries of a user's own catalogue, by kind and name; written by thaad",
        ),
    ]
    _catalogue: Catalogue = PrivateAttr(default=BUILT_IN)

    @model_validator(mode="after")
    def _keep_the_catalogue(self, info: ValidationInfo) -> Self:
        self._catalogue = known_to(info)
        return self

    @model_validator(mode="after")
    def _raid_has_room(self) -> Self:
        missiles = sum(threat.count for threat in self.threats)
        if missiles > MAX_MISSILES:
            raise wrong(f"the raid has {missiles} missiles; at most {MAX_MISSILES} are allowed")
        return self

    @model_validator(mode="after")
    def _calendar_has_room(self) -> Self:
        last = max((time for _, time in self.launches()), default=0.0)
        try:
            self.epoch + timedelta(seconds=max(last, self.horizon_s or 0.0), days=1)
        except OverflowError:
            raise wrong(
                "leaves no day after the last launch: no calendar here goes beyond 9999",
                key="epoch",
                value=self.epoch.isoformat(),
            ) from None
        return self

    @model_validator(mode="after")
    def _radars_exist(self) -> Self:
        for name, battery in self.batteries.items():
            for radar in battery.radars:
                if radar not in self.radars:
                    raise wrong(
                        f"{radar!r} is not one of the scenario's radars",
                        key=f"batteries.{name}.radars",
                        value=radar,
                        allowed=self.radars,
                        hint=nearest(radar, self.radars),
                    )
        return self

    @model_validator(mode="after")
    def _sample_is_drawn(self) -> Self:
        if self.sample is not None and not self.drawn:
            raise wrong(
                "says which draw the values under drawn are, and there are none",
                key="sample",
                hint="thaad run --sample NUMBER draws them",
            )
        return self

    def __eq__(self, other: object) -> bool:
        """Whether the other is the same scenario, whatever else its catalogue holds."""
        return isinstance(other, Scenario) and self.document() == other.document()

    __hash__ = None  # type: ignore[assignment] # its tables have none

    def __repr__(self) -> str:
        """Say in a line what it is."""
        parts = [
            _counted(sum(threat.count for threat in self.threats), "missile", "missiles"),
            _counted(len(self.radars), "radar", "radars"),
            _counted(len(self.batteries), "battery", "batteries"),
            _counted(len(self.assets), "asset", "assets"),
        ]
        return f"Scenario({self.name!r}: {', '.join(parts)}; settings {settings_hash(self)})"

    __str__ = __repr__

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that it is read with: the built-in one, and the user's own."""
        return self._catalogue

    def changed(self, **values: object) -> "Scenario":
        """Return the scenario with other values, each at its dotted path.

        Parameters
        ----------
        **values
            What `--set` takes, as Python has it: numbers, words, lists.

        Raises
        ------
        ScenarioFileError
            A path leads nowhere, or a value does not fit.

        Examples
        --------
        >>> from openthaad import load_scenario
        >>> few = load_scenario("korea-2017").changed(**{"batteries.seongju.launchers": 1})
        >>> few.batteries["seongju"].launchers
        1
        """
        from openthaad.scenario.load import with_changes  # noqa: PLC0415 (which needs this class)

        return with_changes(self, values)

    @property
    def tracker_name(self) -> str:
        """Its tracker: the one given, or the catalogue's."""
        return self.tracker or "thaad"

    def entry_keys(self) -> list[tuple[str, str]]:
        """Kind and name of every catalogue entry that it rests on, each once."""
        wanted = [("missiles", threat.missile) for threat in self.threats]
        wanted += [("radars", radar.type) for radar in self.radars.values()]
        if self.radars:
            wanted.append(("trackers", self.tracker_name))
        for battery in self.batteries.values():
            wanted += [("batteries", battery.type), ("interceptors", battery.interceptor_name)]
        return list(dict.fromkeys(wanted))

    def own_documents(self) -> dict[str, dict[str, Any]]:
        """Return the user's own entries that it names, as their files hold them."""
        named = [tuple(path.split(".")[:2]) for path in (*self.overrides, *self.drawn)]
        keys = [*self.entry_keys(), *((kind, name) for kind, name in named)]
        return self._catalogue.documents(keys)

    def catalogue_hash(self) -> str:
        """Hash of the built-in catalogue, and of the user's own entries that it names."""
        return fingerprint(self.own_documents())

    def entry(self, kind: str, name: str) -> Entry:
        """Return a catalogue entry as this scenario has it: drawn, then set.

        Raises
        ------
        CatalogueError
            There is no such entry.
        """
        return entry_as_set(self.overrides, kind, name, drawn=self.drawn, known=self._catalogue)

    def launches(self) -> Iterator[tuple[Threat, float]]:
        """Yield every missile of the raid and its launch time [s], in the file's order."""
        for threat in self.threats:
            for i in range(threat.count):
                yield threat, threat.launch_s + i * threat.spacing_s

    def document(self) -> dict[str, Any]:
        """Return the scenario as run, as a plain dict that loads to the same scenario."""
        document = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        if not self.drawn:
            del document["drawn"]
        if own := self.own_documents():
            document["catalogue"] = own
        return document


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def file_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files, where the file's name may name the scenario."""
    document = Scenario.model_json_schema(by_alias=True)
    document["required"].remove("name")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **document}


def settings_hash(scenario: Scenario) -> str:
    """Hash of everything that was set: ten hex digits of a SHA-256; words do not count."""
    settings = {k: v for k, v in scenario.document().items() if k not in _WORDS}
    text = json.dumps(settings, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
