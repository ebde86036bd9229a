"""The first start: the loop compiles in a process of its own while the raid is being aimed.

Compiling takes most of a first run, and one process compiles on one core only.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from openthaad.catalogue.air import us76_table
from openthaad.earth.kernels.drag import DRAG
from openthaad.earth.kernels.gravity import WGS84
from openthaad.earth.kernels.surroundings import Surroundings
from openthaad.engagement.allocate import make_log, make_state
from openthaad.engine import tables
from openthaad.engine.loop import advance
from openthaad.engine.world import World
from openthaad.fire_control.kernels.rows import ASSET, BATTERY, LAUNCHER
from openthaad.interceptor.kernels.flight import INTERCEPTOR
from openthaad.interceptor.kernels.flyout import FLYOUT
from openthaad.kernels.store import kernels_are_compiled, kernels_can_be_kept
from openthaad.processes import ENDING_WITH_PARENT
from openthaad.radar.kernels import rows
from openthaad.threat.kernels.flight import MISSILE, PLAN, STAGE, Missiles
from openthaad.tracking.kernels.filters import Tracker
from openthaad.tracking.kernels.replay import SENSORS
from openthaad.tracking.settings import TrackerSettings

_PROGRAM = (
    f"{ENDING_WITH_PARENT}from openthaad.engagement.warm import compile_loop; compile_loop()"
)


def empty_world() -> World:
    """Return a World in which nothing flies: every table, no rows."""
    around = Surroundings(WGS84, us76_table())
    return World(
        options=np.zeros(1, tables.OPTIONS),
        around=around,
        missiles=Missiles(np.zeros(0, MISSILE), np.zeros(0, STAGE), np.zeros(0, DRAG)),
        plans=np.zeros(0, PLAN),
        threats=np.zeros(0, tables.THREAT),
        objects=np.zeros(0, rows.OBJECT),
        radars=np.zeros(0, rows.RADAR),
        sensors=np.zeros(0, SENSORS),
        tracker=Tracker(around, TrackerSettings().params()),
        batteries=np.zeros(0, BATTERY),
        launchers=np.zeros(0, LAUNCHER),
        interceptors=np.zeros(0, INTERCEPTOR),
        flyouts=np.zeros(0, FLYOUT),
        assets=np.zeros(0, ASSET),
        recorded_detections=np.zeros(0, tables.LOG_DETECTION),
        recorded_looks=np.zeros(0, tables.LOG_LOOK),
    )


def compile_loop() -> None:
    """Compile the loop into the cache, by an advance that is over before it begins."""
    # One period long, which is what the seeker's record is sized by.
    world = empty_world()
    world.options["period"] = 0.1
    advance(world, make_state(world), make_log(), 0, 0, -1.0)


@contextmanager
def compiling_beside() -> Iterator[None]:
    """Compile the loop in another process, if need be; wait for it on the way out.

    Should that process fail, the loop compiles here when it is called.
    """
    if kernels_are_compiled("advance") or not kernels_can_be_kept():
        yield
        return
    worker = subprocess.Popen(  # noqa: S603 - this interpreter, this program
        [sys.executable, "-W", "ignore", "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
        worker.wait()
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
        if worker.stdin is not None:
            worker.stdin.close()
