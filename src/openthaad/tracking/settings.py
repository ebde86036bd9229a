"""How the tracker is set: the values of a catalogue entry, checked together."""

from dataclasses import asdict, dataclass, field, fields
from functools import partial
from typing import Self

from openthaad.catalogue import BUILT_IN, Entry, made_of
from openthaad.checks import require_positive
from openthaad.tracking.kernels.filters import TrackerParams

USUAL = "thaad"  # entry of kind ``trackers``


def _best(key: str) -> float:
    return BUILT_IN.load("trackers", USUAL).values[key].value


def _usual(key: str) -> float:
    """Make a field that is the catalogue's best estimate unless given."""
    made: float = field(default_factory=partial(_best, key))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSettings:
    """Priors, process noise and rules of the tracker: ``docs/catalogue/trackers.md``.

    All values are SI.  Spectral densities are of white noise: of acceleration in m²/s³, of
    the thrust's rate in m²/s⁵, of ln(ballistic coefficient)'s rate in 1/s.

    Raises
    ------
    ValueError
        A value is not positive, or a track could never be confirmed.
    """

    velocity_sigma: float = _usual("velocity_sigma")
    log_beta: float = _usual("log_beta")
    log_beta_sigma: float = _usual("log_beta_sigma")
    body_log_beta: float = _usual("body_log_beta")
    body_log_beta_sigma: float = _usual("body_log_beta_sigma")
    thrust: float = _usual("thrust")
    thrust_sigma: float = _usual("thrust_sigma")
    exhaust_speed: float = _usual("exhaust_speed")
    thrust_noise: float = _usual("thrust_noise")
    steering_noise: float = _usual("steering_noise")
    free_noise: float = _usual("free_noise")
    drag_noise: float = _usual("drag_noise")
    drag_scale: float = _usual("drag_scale")
    lift_ratio: float = _usual("lift_ratio")
    lift_time: float = _usual("lift_time")
    ceiling: float = _usual("ceiling")
    linearisation_share: float = _usual("linearisation_share")
    boost_probability: float = _usual("boost_probability")
    burn_time: float = _usual("burn_time")
    relight_time: float = _usual("relight_time")
    declare_probability: float = _usual("declare_probability")
    declare_time: float = _usual("declare_time")
    fit_memory: float = _usual("fit_memory")
    relight_nis: float = _usual("relight_nis")
    relight_burn: float = _usual("relight_burn")
    confirm_hits: float = _usual("confirm_hits")
    confirm_window: float = _usual("confirm_window")
    drop_time: float = _usual("drop_time")
    drop_sigma: float = _usual("drop_sigma")
    signal_memory: float = _usual("signal_memory")
    gate: float = _usual("gate")
    doubt_minimum: float = _usual("doubt_minimum")
    separation_speed: float = _usual("separation_speed")
    separation_time: float = _usual("separation_time")
    telling_drag: float = _usual("telling_drag")
    drag_nis: float = _usual("drag_nis")
    drag_time: float = _usual("drag_time")
    body_share: float = _usual("body_share")
    debris_odds: float = _usual("debris_odds")
    companion_distance: float = _usual("companion_distance")
    companion_speed: float = _usual("companion_speed")
    look_evidence_maximum: float = _usual("look_evidence_maximum")
    look_independence_time: float = _usual("look_independence_time")

    def __post_init__(self) -> None:
        require_positive(**{k: x for k, x in asdict(self).items() if k != "body_share"})
        if self.confirm_hits > self.confirm_window:
            raise ValueError(
                f"confirm_hits ({self.confirm_hits:g}) must not exceed confirm_window "
                f"({self.confirm_window:g}): no track would ever be confirmed"
            )

    @classmethod
    def from_entry(cls, entry: Entry) -> Self:
        """Take the settings of a catalogue entry of kind ``trackers``.

        Raises
        ------
        CatalogueError
            A value is missing, or they cannot be together.
        """
        with made_of(entry):
            values = entry.nominal()
            return cls(**{item.name: values[item.name] for item in fields(cls)})

    def params(self) -> TrackerParams:
        """The numbers that the kernels take."""
        return TrackerParams(**{name: float(value) for name, value in asdict(self).items()})
