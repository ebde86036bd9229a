"""What a radar is: its energy, face, beam, errors and search."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import degrees, pi

from openthaad.catalogue import Entry, made_of
from openthaad.checks import require_between, require_not_negative, require_positive
from openthaad.constants import SPEED_OF_LIGHT
from openthaad.radar.kernels import equation

MODES = ("terminal", "forward")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFence:
    """A fence of beams that a mode sweeps, all [rad, s, 1].

    Attributes
    ----------
    rows : float
        Rows of beams.
    elevation : float
        Of the middle of the lowest row.
    half_width : float
        In azimuth, either side of boresight.
    beam_spacing, row_spacing : float
        Between neighbouring beams.
    dwell : float
        On each beam [s].
    """

    rows: float
    elevation: float
    half_width: float
    beam_spacing: float
    row_spacing: float
    dwell: float

    def __post_init__(self) -> None:
        require_positive(
            rows=self.rows,
            half_width=self.half_width,
            beam_spacing=self.beam_spacing,
            row_spacing=self.row_spacing,
            dwell=self.dwell,
        )
        highest = degrees(self.elevation + (self.rows - 1.0) * self.row_spacing)
        if not -90.0 <= degrees(self.elevation) <= highest <= 90.0:
            raise ValueError(
                f"{self.rows:g} rows of beams from {degrees(self.elevation):g} deg up, "
                f"{degrees(self.row_spacing):g} deg apart, must end at the zenith at most, "
                f"not at {highest:g} deg"
            )

    @property
    def beams(self) -> int:
        """Beams in the fence; a last, partly used one counts."""
        columns = int(-(-2.0 * self.half_width // self.beam_spacing))
        return columns * round(self.rows)

    @property
    def revisit(self) -> float:
        """Time from beam to same beam if search had all the radar's time [s]."""
        return self.beams * self.dwell


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """A phased-array radar in one mode, SI.

    Attributes
    ----------
    frequency : float
        [Hz].
    average_power : float
        Radiated [W].
    aperture_area, aperture_efficiency : float
        Of the face, used both ways [m2, 1].
    system_temperature : float
        [K].
    system_loss : float
        Everything lost but scanning and the air, a power ratio above 1.
    beamwidth_azimuth, beamwidth_elevation : float
        One way, half power, at boresight [rad].
    beam_shape_loss : float
        Mean over a search beam, a power ratio above 1.
    field_of_regard : float
        Half-angle of the cone about the face's normal [rad].
    scan_loss_exponent : float
        Of the cosine off boresight, for power, each way.
    face_tilt, minimum_elevation : float
        Of the normal, and the lowest apparent elevation used [rad].
    zenith_absorption : float
        Both ways through the air at zenith, a power ratio above 1.
    absorption_scale_height : float
        Over which absorption falls e-fold [m].
    search : SearchFence
    """

    name: str
    mode: str
    frequency: float
    average_power: float
    aperture_area: float
    aperture_efficiency: float
    system_temperature: float
    system_loss: float
    beamwidth_azimuth: float
    beamwidth_elevation: float
    beam_shape_loss: float
    field_of_regard: float
    scan_loss_exponent: float
    face_tilt: float
    minimum_elevation: float
    zenith_absorption: float
    absorption_scale_height: float
    bandwidth: float
    range_error_floor: float
    angle_error_floor: float
    range_bias_sigma: float
    angle_bias_sigma: float
    false_alarm_probability: float
    search: SearchFence

    def __post_init__(self) -> None:
        require_positive(
            frequency=self.frequency,
            average_power=self.average_power,
            aperture_area=self.aperture_area,
            system_temperature=self.system_temperature,
            beamwidth_azimuth=self.beamwidth_azimuth,
            beamwidth_elevation=self.beamwidth_elevation,
            bandwidth=self.bandwidth,
            absorption_scale_height=self.absorption_scale_height,
        )
        require_not_negative(
            scan_loss_exponent=self.scan_loss_exponent,
            range_error_floor=self.range_error_floor,
            angle_error_floor=self.angle_error_floor,
            range_bias_sigma=self.range_bias_sigma,
            angle_bias_sigma=self.angle_bias_sigma,
        )
        require_between(1e-9, 1.0, aperture_efficiency=self.aperture_efficiency)
        require_between(1e-30, 0.1, false_alarm_probability=self.false_alarm_probability)
        require_between(0.0, 0.5 * pi, field_of_regard=self.field_of_regard)
        require_between(-0.5 * pi, 0.5 * pi, face_tilt=self.face_tilt)
        require_between(-0.5 * pi, 0.5 * pi, minimum_elevation=self.minimum_elevation)
        for key in ("system_loss", "beam_shape_loss", "zenith_absorption"):
            require_between(1.0, 1e6, **{key: getattr(self, key)})

    @property
    def wavelength(self) -> float:
        """Wavelength [m]."""
        return SPEED_OF_LIGHT / self.frequency

    @property
    def effective_aperture(self) -> float:
        """Area times efficiency [m2]."""
        return self.aperture_area * self.aperture_efficiency

    @property
    def gain(self) -> float:
        """Gain of the face at boresight [1]."""
        return equation.gain(self.effective_aperture, self.wavelength)

    @property
    def snr_constant(self) -> float:
        """What multiplies rcs x dwell / range^4 in S/N, at boresight and without air [m2/s]."""
        return equation.constant(
            float(self.average_power),
            self.gain,
            self.effective_aperture,
            float(self.system_temperature),
            float(self.system_loss),
        )

    @property
    def air_shell(self) -> float:
        """What the kernels take of the layer of air that absorbs [1]."""
        return equation.air_shell(float(self.absorption_scale_height))

    @property
    def scan_exponent_two_way(self) -> float:
        """Exponent of the cosine off boresight for both ways together."""
        return 2.0 * self.scan_loss_exponent


def from_entry(
    entry: Entry, mode: str = "terminal", own: Mapping[str, float] | None = None
) -> Radar:
    """Make a radar from a catalogue entry, in one of its modes.

    Parameters
    ----------
    entry : Entry
        Of kind ``radars``.
    mode : str
        `terminal` or `forward`.
    own : Mapping of str to float, optional
        Values [SI] that stand in for the entry's, which are then not read.

    Raises
    ------
    CatalogueError
        A value is missing, or no such radar can be.
    """
    with made_of(entry):
        return from_values(entry.name, ChainMap(dict(own or {}), entry.nominal()), mode)


def from_values(name: str, values: Mapping[str, float], mode: str = "terminal") -> Radar:
    """Make a radar from catalogue values (SI) in one of its modes.

    Parameters
    ----------
    name : str
        Of the catalogue entry.
    values : Mapping of str to float
        `Entry.nominal()` or a sample; what a mode sets begins with `terminal_` or `forward_`.
        Values of no concern here are left alone.
    mode : str
        `terminal` or `forward`.

    Raises
    ------
    ValueError
        The mode is unknown, a value is missing, or one is outside what is possible.
    """
    if mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(MODES)}, got {mode!r}")
    minimum_elevation = _value(values, f"{mode}_minimum_elevation")
    fence = SearchFence(
        elevation=minimum_elevation + _value(values, f"{mode}_search_above_minimum"),
        **{
            f.name: _value(values, f"{mode}_search_{f.name}")
            for f in fields(SearchFence)
            if f.name != "elevation"
        },
    )
    plain = [f.name for f in fields(Radar) if f.name not in _NOT_PLAIN]
    return Radar(
        name=name,
        mode=mode,
        minimum_elevation=minimum_elevation,
        search=fence,
        **{key: _value(values, key) for key in plain},
    )


_NOT_PLAIN = {"name", "mode", "minimum_elevation", "search"}


def _value(values: Mapping[str, float], key: str) -> float:
    if key not in values:
        raise ValueError(f"the radar lacks the value {key!r}")
    return float(values[key])
