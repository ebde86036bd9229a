from dataclasses import replace
from math import pi

import pytest

from openthaad.threat.kernels.flight import Programme
from openthaad.threat.missile import DragCurve, Missile, Stage

STAGE = Stage(
    propellant_mass=4000.0,
    dry_mass=1000.0,
    thrust_vacuum=160e3,
    exit_area=0.2,
    burn_time=60.0,
    coast_time=0.0,
    area=0.6,
    drag=DragCurve(
        mach=(0.0, 0.4, 0.8, 0.9, 1.1, 1.2, 1.6, 2.0, 3.0, 4.0, 5.0),
        cd=(0.2, 0.2, 0.2, 0.25, 0.35, 0.4, 0.374, 0.347, 0.282, 0.216, 0.15),
    ),
)
MISSILE = Missile(
    name="example",
    is_liquid=True,
    separates=True,
    programme=Programme.LINEAR_PITCH,
    stages=(STAGE,),
    payload_mass=1000.0,
    vertical_time=5.0,
    pitch_fraction=0.5,
    separation_delay=5.0,
    separation_speed=2.0,
    reentry_mass=800.0,
    reentry_area=0.5,
    reentry_drag=DragCurve.constant(0.1),
    body_area=5.0,
    body_drag=DragCurve.constant(0.7),
    spiral_lift=0.0,
    spiral_rate=2.0 * pi,
    spiral_threshold=1e3,
)


@pytest.fixture
def missile():
    """A one-stage liquid missile of some 400 km, whose warhead separates."""
    return MISSILE


@pytest.fixture
def solid():
    """The same missile with thrust that cannot be cut off."""
    return replace(MISSILE, name="solid example", is_liquid=False)


@pytest.fixture
def cannon():
    """Make a missile that gains its speed in a millisecond: an impulsive launch."""

    def make(speed: float) -> Missile:
        # Rocket equation with as much propellant as the rest weighs.
        stage = replace(
            STAGE,
            propellant_mass=1000.0,
            dry_mass=500.0,
            burn_time=1e-3,
            thrust_vacuum=1e6 * speed / 0.6931471805599453,
            exit_area=0.0,
            area=0.0,
        )
        return replace(
            MISSILE,
            stages=(stage,),
            payload_mass=500.0,
            reentry_mass=500.0,
            separates=False,
            vertical_time=1e-9,
            pitch_fraction=1e-6,
        )

    return make
