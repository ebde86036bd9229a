"""How the tracker is set, and why."""

from dataclasses import asdict, dataclass

from openthaad.checks import require_positive
from openthaad.tracking.kernels.filters import TrackerParams


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSettings:
    """Priors, process noise and rules of the tracker; ``docs/models/tracker.md`` argues each.

    All values are SI.  Spectral densities are of white noise: of acceleration in m²/s³, of
    the thrust's rate in m²/s⁵, of ln(ballistic coefficient)'s rate in 1/s.
    """

    velocity_sigma: float = 2500.0
    log_beta: float = 8.9
    log_beta_sigma: float = 0.8
    body_log_beta: float = 5.35
    body_log_beta_sigma: float = 0.5
    thrust: float = 50.0
    thrust_sigma: float = 25.0
    exhaust_speed: float = 2400.0
    thrust_noise: float = 4.0
    steering_noise: float = 200.0
    free_noise: float = 1e-9
    drag_noise: float = 0.01
    drag_scale: float = 1.0
    lift_ratio: float = 0.03
    lift_time: float = 1.0
    ceiling: float = 150e3
    boost_probability: float = 0.5
    burn_time: float = 60.0
    relight_time: float = 1e4
    declare_probability: float = 0.99
    declare_time: float = 2.0
    confirm_hits: float = 3.0
    confirm_window: float = 5.0
    drop_time: float = 20.0
    drop_sigma: float = 20e3
    gate: float = 21.1
    separation_speed: float = 5.0
    separation_time: float = 10.0

    def __post_init__(self) -> None:
        require_positive(**asdict(self))

    def params(self) -> TrackerParams:
        """The numbers that the kernels take."""
        return TrackerParams(**{name: float(value) for name, value in asdict(self).items()})
