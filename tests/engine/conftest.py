"""A small battle made by hand: a site on the equator, looking north, and what is asked for.

Distances are along the site's axes; flyouts take time in proportion to range and height.
"""

from math import radians
from typing import NamedTuple

import numpy as np
import pytest

from openthaad.engagement.allocate import Capacity, make_log, make_state
from openthaad.engagement.warm import empty_world
from openthaad.engine import opportunity, spacing, start
from openthaad.engine.opportunity import Workspace
from openthaad.engine.tables import THREAT, TRACK_STATUS
from openthaad.engine.world import Log, State, World
from openthaad.fire_control.kernels import engagement
from openthaad.fire_control.kernels.rows import ASSET, BATTERY, ENGAGEMENT, LAUNCHER
from openthaad.interceptor.kernels.flight import INTERCEPTOR
from openthaad.interceptor.kernels.flyout import FLYOUT
from openthaad.kernels.codes import TrackStatus, Verdict
from openthaad.radar.kernels.rows import OBJECT, RADAR
from openthaad.threat.kernels.flight import PLAN
from openthaad.tracking.kernels.motion import BALLISTIC
from openthaad.tracking.kernels.prediction import PATH
from openthaad.tracking.kernels.replay import SENSORS

RADIUS = 6378137.0
# A fly-out's time over range and height, each [s/m].
SLOWNESS = 1.0 / 2000.0
# Where the warhead that is asked about begins, and its velocity.
FALLING = (0.0, 260e3, 160e3), (0.0, -2000.0, -1000.0)


class Battle(NamedTuple):
    """What kernels of the engine are handed, and the tables that tests fill."""

    world: World
    state: State
    log: Log

    @property
    def count(self):
        return self.log.counts[0]

    @property
    def clock(self):
        return self.state.clock[0]

    @property
    def decisions(self):
        return self.log.decisions[: self.count["decisions"]]


def place(east, north, up):
    """ECEF [m] of a place given along the site's axes."""
    return np.array([RADIUS + up, east, north])


def radar_rows(count):
    rows = np.zeros(count, RADAR)
    rows["number"] = np.arange(count)
    rows["position"] = place(0.0, 0.0, 0.0)
    rows["east"] = rows["face_right"] = (0.0, 1.0, 0.0)
    rows["north"] = rows["face_normal"] = (0.0, 0.0, 1.0)
    rows["up"] = rows["face_up"] = (1.0, 0.0, 0.0)
    rows["sector_half_width"] = rows["field_of_regard"] = radians(60.0)
    rows["min_elevation"] = radians(3.0)
    rows["snr_constant"], rows["air_shell"] = 1e24, 40.0
    rows["width_u"] = rows["width_v"] = 0.01
    rows["false_alarm_probability"] = 1e-6
    rows["bandwidth"], rows["monopulse_slope"], rows["beam_edge"] = 1e6, 1.6, 1e-3
    rows["search_rows"], rows["search_columns"] = 1, 100
    rows["search_elevation"], rows["search_row_spacing"] = radians(5.0), radians(1.0)
    rows["search_column_spacing"] = radians(1.2)
    rows["search_dwell"], rows["search_snr"] = 0.005, 20.0
    rows["confirm_dwell"], rows["dwell_min"], rows["dwell_max"] = 0.02, 0.001, 0.1
    rows["track_snr"], rows["precision_snr"] = 40.0, 160.0
    rows["confirm_interval"], rows["track_interval"] = 0.2, 1.0
    rows["precision_interval"] = rows["guidance_interval"] = 0.1
    rows["harmless_factor"], rows["track_share"], rows["blur"] = 4.0, 1.0, 1e9
    rows["cue_delay"], rows["can_engage"] = -1.0, 1
    return rows


def sensor_rows(count):
    """Radars as the tracker knows them: faces that look north."""
    rows = np.zeros(count, SENSORS)
    rows["position"] = place(0.0, 0.0, 0.0)
    rows["basis"] = [(0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)]
    return rows


def battery_rows(count, launchers):
    rows = np.zeros(count, BATTERY)
    rows["number"] = np.arange(count)
    rows["position"] = place(0.0, 0.0, 0.0)
    rows["radar_mask"] = 1
    rows["first_launcher"], rows["launcher_count"] = launchers * np.arange(count), launchers
    rows["reaction_time"], rows["launch_spacing"], rows["channels"] = 10.0, 5.0, 12
    rows["assessment_delay"], rows["caps_on"], rows["salvo"], rows["look"] = 8.0, 1, 1, 1
    rows["floor"], rows["ceiling"], rows["reach"] = 40e3, 150e3, 200e3
    rows["max_rounds"], rows["channel_hold"] = 4, 1.0
    rows["least_closing_speed"], rows["handover_sigmas"] = 500.0, 3.0
    return rows


def launcher_rows(batteries, each, rounds):
    rows = np.zeros(batteries * each, LAUNCHER)
    rows["battery"] = np.repeat(np.arange(batteries), each)
    rows["position"] = place(0.0, 0.0, 0.0)
    rows["azimuth_half_width"], rows["rounds"] = np.pi, rounds
    return rows


def interceptor_rows():
    rows = np.zeros(1, INTERCEPTOR)
    rows["separation_time"], rows["flight_time_maximum"] = 10.0, 150.0
    rows["launch_mass"], rows["propellant_mass"] = 900.0, 640.0
    rows["kill_vehicle_mass"], rows["ballistic_coefficient"] = 60.0, 2500.0
    rows["divert_delta_v"], rows["midcourse_share"] = 400.0, 0.5
    rows["seeker_range"], rows["seeker_half_field"] = 100e3, 0.013
    rows["seeker_floor"] = 40e3
    rows["reliability"], rows["p_kill_given_hit"] = 0.9, 0.8
    rows["uplink_period"], rows["failure_seen_after"] = 1.0, 5.0
    rows["overrun_time"] = 5.0
    rows["lethal_radius"], rows["burn_time"] = 0.5, 9.0
    return rows


def flyout_rows(count):
    rows = np.zeros(count, FLYOUT)
    rows["range_step"], rows["altitude_step"] = 2000.0, 2500.0
    heights, ranges = np.indices(rows["time"].shape[1:])
    rows["time"] = SLOWNESS * (2000.0 * ranges + 2500.0 * heights)
    rows["speed"], rows["angle"] = 2500.0, radians(45.0)
    return rows


def make_battle(*, threats=1, bodies=False, radars=1, batteries=1, launchers=1, rounds=8):
    each = 2 if bodies else 1
    objects = np.zeros(each * threats, OBJECT)
    objects["threat"] = np.repeat(np.arange(threats), each)
    objects["kind"] = np.tile(np.arange(each), threats)
    objects["decorrelation_time"] = 0.5
    objects["rcs"] = objects["boost_rcs"] = 1.0
    raid = np.zeros(threats, THREAT)
    raid["reliability"], raid["lead"] = 1.0, each * np.arange(threats)
    raid["body"] = raid["lead"] + 1 if bodies else -1
    assets = np.zeros(1, ASSET)
    assets["position"], assets["radius"], assets["value"] = place(0, 0, 0), 15e3, 1.0
    world = empty_world()
    world.options["period"], world.options["fire_control_period"] = 0.1, 1.0
    world.options["horizon"], world.options["track_log_period"] = 600.0, 1.0
    world.options["lead_rcs"], world.options["body_rcs"] = 0.01, 0.1
    world.options["zone_sigmas"], world.options["harmless_review"] = 2.0, 5
    world = world._replace(
        plans=np.zeros(threats, PLAN), threats=raid, objects=objects, assets=assets,
        radars=radar_rows(radars), sensors=sensor_rows(radars),
        batteries=battery_rows(batteries, launchers),
        launchers=launcher_rows(batteries, launchers, rounds),
        interceptors=interceptor_rows(), flyouts=flyout_rows(batteries),
    )  # fmt: skip
    state = make_state(world)
    state.picture.launchers["rounds"] = world.launchers["rounds"]
    for i in range(threats):
        start.clear_threat(state.truth.threats[i])
        start.clear_records(state.truth.engagements[i])
    for engagements in state.picture.engagements:
        engagement.clear(engagements)
    return Battle(world, state, make_log(Capacity(512, 512, 512, 2048, 512, 64)))


def fly_straight(battle, o, start, velocity, *, begins=0.0, ends=600.0):
    """Let an object fly straight on from a place (east, north, up) to its end."""
    velocity = np.array([velocity[2], velocity[0], velocity[1]], float)
    nodes, flight = battle.state.truth.nodes, battle.state.truth.flights[o]
    flight["first_node"], flight["node_count"] = 700 * o, 2
    for k, time in enumerate((begins, ends)):
        nodes[700 * o + k]["time"] = time
        nodes[700 * o + k]["position"] = place(*start) + velocity * (time - begins)
        nodes[700 * o + k]["velocity"] = velocity
    flight["impact_time"], flight["separation_time"] = ends, np.nan
    flight["impact_position"] = nodes[700 * o + 1]["position"]
    item = battle.state.truth.objects[o]
    item["start_time"], item["end_time"], item["cursor"] = begins, ends, 700 * o
    item["separation_time"], item["destroyed_time"] = np.inf, np.nan
    item["position"], item["velocity"], item["is_flying"] = place(*start), velocity, 1


def let_follow(battle, i, start, velocity, *, number=7):
    """A confirmed track whose warhead flies straight on, and is is predicted to for 128 s."""
    picture = battle.state.picture
    track, status, rows = picture.tracks[i], picture.statuses[i], picture.paths[i]
    velocity = np.array([velocity[2], velocity[0], velocity[1]], float)
    track["active"], track["status"], track["number"] = 1, TrackStatus.CONFIRMED, number
    track["is_burnout_declared"], track["mode_probability"][BALLISTIC] = 1, 1.0
    track["x"][:, :3], track["x"][:, 3:6] = place(*start), velocity
    track["x"][:, 6] = 8.0
    track["p"][:, range(7), range(7)] = [100.0] * 3 + [1.0] * 3 + [0.01]
    status["verdict"], status["verdict_time"] = Verdict.THREATENING, -100.0
    status["engageable_time"] = status["first_shot_time"] = np.nan
    status["path_count"] = 17
    for k, time in enumerate(np.arange(0.0, 129.0, 8.0)):
        rows[k]["time"], rows[k]["velocity"] = time, velocity
        rows[k]["position"] = place(*start) + velocity * time
        rows[k]["covariance"][[0, 3, 5]] = 100.0
    battle.state.truth.origins[i]["object"] = 0


@pytest.fixture
def follow():
    """Let a track follow object 0 of a battle."""
    return let_follow


@pytest.fixture
def battle(uncompiled):
    """Make a battle: so many threats, radars, batteries, launchers of each, and rounds."""
    return make_battle


@pytest.fixture
def flying():
    """Let an object of a battle fly straight on."""
    return fly_straight


@pytest.fixture
def at():
    """ECEF of a place along the site's axes (east, north, up)."""
    return place


def space_of(made):
    """What is asked about one missile: nothing found yet."""
    batteries = len(made.world.batteries)
    space = Workspace(
        statuses=np.zeros(2, TRACK_STATUS), engagements=np.zeros((2, batteries), ENGAGEMENT),
        trial_status=np.zeros(1, TRACK_STATUS), trial=np.zeros((1, batteries), ENGAGEMENT),
        moved=np.zeros(2000, PATH), meeting=np.zeros(2), spacing=np.zeros(1, spacing.SPACING),
        saved=make_state(made.world), saved_statuses=np.zeros(2, TRACK_STATUS),
        saved_engagements=np.zeros((2, batteries), ENGAGEMENT), thorough=np.zeros(1, np.int64),
    )  # fmt: skip
    opportunity.clear_findings(space)
    spacing.begin(space.spacing[0], False)
    return space


@pytest.fixture
def space_for():
    """Make what is asked about one missile of a battle."""
    return space_of


@pytest.fixture
def asked(battle, flying, follow):
    """A battery under a falling warhead that it is asked about with its caps and without."""
    made = battle(bodies=True)
    made.world.radars["field_of_regard"] = radians(89.0)
    made.world.batteries["beyond_caps"] = 1
    flying(made, 0, *FALLING)
    follow(made, 0, *FALLING)
    return made, space_of(made)
