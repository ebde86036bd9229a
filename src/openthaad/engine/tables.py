"""The battle's tables: what the World holds, what the State changes, what the Log keeps.

One structured array per table.  Everything is SI, ECEF and seconds since the scenario's epoch.
Tables marked *truth* are never handed to a tracking, fire-control, guidance or assessment
kernel; `tests/engine/test_barrier.py` holds the loop to that.
"""

import numpy as np

# --- World -----------------------------------------------------------------------------------

OPTIONS = np.dtype(
    [
        ("period", "f8"),  # engine period and radar resource period [s]
        ("fire_control_period", "f8"),  # [s]
        ("horizon", "f8"),  # the run ends here at the latest [s]
        ("noise", "i8"),  # 0: every draw is replaced by its expectation
        ("replay", "i8"),  # 1: detections and looks come from a recording
        ("discrimination", "i8"),  # Discrimination
        ("lead_rcs", "f8"),  # what the defence expects of a warhead and of a spent body [m2]
        ("body_rcs", "f8"),
        ("zone_sigmas", "f8"),  # an impact so near a zone threatens it
        ("harmless_review", "i8"),  # a harmless track is judged once in so many decisions
        ("track_log_period", "f8"),  # how often a track's state is logged [s]
    ],
    align=True,
)

THREAT = np.dtype(  # truth: one row per missile of the raid; row i flies plans[i]
    [
        ("burnout_velocity_sigma", "f8"),  # delivery error per axis [m/s]
        ("reliability", "f8"),
        ("lead", "i8"),  # object rows of this missile
        ("body", "i8"),  # -1 where nothing separates
        ("asset", "i8"),  # asset aimed at, -1 if none
    ],
    align=True,
)

# --- State -----------------------------------------------------------------------------------

CLOCK = np.dtype(
    [
        ("is_started", "i8"),
        ("period_index", "i8"),
        ("time", "f8"),
        ("next_fire_control", "f8"),
        ("next_track_number", "i8"),
        ("shot_count", "i8"),
        ("recorded_detection", "i8"),  # replay cursors
        ("recorded_look", "i8"),
        ("dwells", "i8"),
        # How often each piece of work was done, for `make bench`.
        ("searches", "i8"),  # periods with search beams in them
        ("track_dwells", "i8"),
        ("dwells_taken", "i8"),  # dwells with detections, given to tracks
        ("filter_updates", "i8"),
        ("boost_updates", "i8"),  # those of both models, burnout not being declared
        ("paths", "i8"),
        (
            "window_searches",
            "i8",
        ),  # searches of a path for launch windows, per track and battery
        ("interceptor_steps", "i8"),
        ("lost_tracks", "i8"),  # detections that found no free track row
    ],
    align=True,
)

_DETECTION = [
    ("time", "f8"),
    ("dwell_number", "i8"),
    ("radar", "i8"),
    ("task", "i8"),  # Task
    ("track", "i8"),  # row the dwell was aimed at, -1 for search
    ("range", "f8"),
    ("u", "f8"),
    ("v", "f8"),
    ("sigma_range", "f8"),
    ("sigma_u", "f8"),
    ("sigma_v", "f8"),
    ("snr", "f8"),  # as measured, in the beam it was made with
    ("unit_snr", "f8"),  # snr per second of dwell
    ("dwell", "f8"),
    ("reported_kind", "i8"),  # ObjectKind where discrimination is perfect, else -1
]
DETECTION = np.dtype(_DETECTION, align=True)  # picture: what a dwell gives the tracker

DETECTION_TRUTH = np.dtype(  # truth: what a detection was of, for the record only
    [
        ("object", "i8"),
        ("range", "f8"),  # without error, as are the two cosines
        ("u", "f8"),
        ("v", "f8"),
        ("detection_probability", "f8"),
        ("beam_u", "f8"),
        ("beam_v", "f8"),
        ("elevation", "f8"),  # apparent
        ("rcs", "f8"),  # mean, at the aspect of this look [m2]
        ("fluctuation", "f8"),  # cross-section of this look over its mean
        ("echoes", "i8"),  # objects in it; see resolution for what is kept of several
    ],
    align=True,
)

OBJECT_STATE = np.dtype(  # truth
    [
        ("is_flying", "i8"),  # at the start of this period; its state below holds then
        ("start_time", "f8"),
        ("end_time", "f8"),
        ("cursor", "i8"),
        ("separation_time", "f8"),  # a lead is the whole missile before it
        ("destroyed_time", "f8"),  # NaN while whole
        ("position", "f8", (3,)),  # at the start of the period
        ("velocity", "f8", (3,)),
        # Without noise, per radar: `median`.
        ("credit", "f8", (4,)),  # detections expected and not yet made
        ("look_bin", "i8", (4,)),  # decorrelation time of the last look
        ("bin_chance", "f8", (4,)),  # largest chance of a look in it
        ("bin_seen", "f8", (4,)),  # chance of the look that saw in it; infinite: none
    ],
    align=True,
)

THREAT_STATE = np.dtype(  # truth: what happened to each missile, for the record only
    [
        ("outcome", "i1"),
        ("cause", "i1"),
        ("has_failed", "i1"),
        ("above_horizon", "i1"),  # ever, for a radar of a battery
        ("in_sector", "i1"),  # ever above it and inside a field of regard
        ("viewed", "f8"),  # radar time in which it could be looked at, burnout not declared [s]
        ("waited", "f8"),  # of that, time in which tracks left the radar none to search [s]
        ("in_view_until", "f8"),  # last time above a horizon and in that radar's sector [s]
        ("seeable_until", "f8"),  # last time at which a search's look at it would have done [s]
        ("is_body_seeable", "i1"),  # ever: a search's look at its spent body would have done
        ("seen_until", "f8"),  # last detection of the missile or its warhead [s]; NaN: none
        ("detected_time", "f8"),
        ("detected_range", "f8"),
        ("detected_elevation", "f8"),
        ("detected_snr", "f8"),
        ("detected_radar", "i8"),
        ("confirmed_time", "f8"),
        ("burnout_declared_time", "f8"),
        ("verdict_time", "f8"),
        ("engageable_time", "f8"),
        ("first_shot_time", "f8"),
        ("opportunities", "i8"),  # rounds that all batteries together could fire in turn
        ("verdict", "i1"),
        ("dismissed_as", "i1"),  # Verdict at the end of the last spell without leave to fire,
        ("dismissed_before", "i1"),  # the other one before it in this spell
        ("dismissed_from", "f8"),  # first cycle of the spell [s]
        ("dismissed_since", "f8"),  # first cycle of the verdict at its end [s]
        ("dismissed_until", "f8"),  # last cycle of the spell [s]
        ("battery", "i8"),  # battery that came nearest to a shot; -1: none did
        ("limit", "i1"),  # Limit of its best chance
        ("shots", "i8"),
        ("seconds_in_track", "f8"),
        ("first_track_time", "f8"),
        ("last_track_time", "f8"),
        ("position_sigma", "f8"),  # at the first shot
        ("velocity_sigma", "f8"),
        ("impact_error", "f8"),
        ("kill_shot", "i8"),
        ("kill_time", "f8"),
        ("kill_position", "f8", (3,)),
        ("closing_speed", "f8"),
    ],
    align=True,
)

ENGAGEMENT_RECORD = np.dtype(  # truth: a battery's chances at each missile, for the record only
    [
        ("limit", "i1"),  # as ENGAGEMENT has it of the tracks that followed the missile
        ("limit_time", "f8"),
        ("limit_until", "f8"),
        ("margin", "f8"),
        ("engageable_time", "f8"),
        ("opportunities", "i8"),
        ("was_late", "i1"),
        ("chance_until", "f8"),  # last launch of the last window there was [s]
    ],
    align=True,
)

TRACK_STATUS = np.dtype(  # picture: what fire control holds of a track, row by row with TRACK
    [
        ("role", "i1"),  # Role, sets the radar's priority
        ("verdict", "i1"),  # Verdict
        ("asset", "i8"),
        ("verdict_time", "f8"),
        ("engageable_time", "f8"),
        ("first_shot_time", "f8"),
        ("opportunities", "i8"),
        ("in_flight", "i8"),
        ("assessed_killed", "i1"),
        ("impact_error", "f8"),
        ("lead_log_odds", "f8"),  # ln P(looks | warhead) / P(looks | body)
        ("feature_time", "f8"),  # of the last look that counted
        ("reported_kind", "i8"),  # ObjectKind where discrimination is perfect, else -1
        ("unit_snr", "f8"),  # smoothed snr per second of dwell
        ("next_dwell", "f8", (4,)),  # per radar
        ("last_detection", "f8"),
        ("path_count", "i8"),
        ("impact_time", "f8"),
        ("impact_position", "f8", (3,)),
        ("impact_sigma_major", "f8"),
        ("impact_sigma_minor", "f8"),
        ("impact_bearing", "f8"),
        ("next_log", "f8"),
    ],
    align=True,
)

TRACK_TRUTH = np.dtype(  # truth: which object a track's detections came from, for the record
    [("object", "i8"), ("switches", "i8")],
    align=True,
)

# --- Log -------------------------------------------------------------------------------------

LOG_COUNT = np.dtype(
    [
        ("detections", "i8"),
        ("tracks", "i8"),
        ("decisions", "i8"),
        ("looks", "i8"),
        ("occupancy", "i8"),
        ("flights", "i8"),
    ],
    align=True,
)

LOG_DETECTION = np.dtype(
    [
        *_DETECTION,
        ("detection_probability", "f8"),
        ("beam_u", "f8"),
        ("beam_v", "f8"),
        ("track_number", "i8"),  # track it was given to
        ("nis", "f8"),
        ("object", "i8"),  # truth, for the record, as is all that follows: what made the snr
        ("true_range", "f8"),
        ("true_u", "f8"),
        ("true_v", "f8"),
        ("elevation", "f8"),
        ("rcs", "f8"),
        ("fluctuation", "f8"),
        ("echoes", "i8"),
    ],
    align=True,
)

LOG_TRACK = np.dtype(
    [
        ("time", "f8"),
        ("number", "i8"),
        ("status", "i8"),
        ("position", "f8", (3,)),
        ("velocity", "f8", (3,)),
        (
            "parameter",
            "f8",
        ),  # ln(ballistic coefficient), or thrust specific force before burnout
        ("covariance", "f8", (28,)),  # upper triangle by rows
        ("probability_ballistic", "f8"),
        ("is_burnout_declared", "i1"),
        ("lead_log_odds", "f8"),
        ("impact_time", "f8"),
        ("impact_position", "f8", (3,)),
        ("impact_sigma_major", "f8"),
        ("impact_sigma_minor", "f8"),
        ("object", "i8"),  # truth, for the record
        ("true_position", "f8", (3,)),
        ("true_velocity", "f8", (3,)),
    ],
    align=True,
)

LOG_DECISION = np.dtype(
    [
        ("time", "f8"),
        ("kind", "i8"),  # Event
        ("track_number", "i8"),
        ("battery", "i8"),
        ("launcher", "i8"),
        ("shot", "i8"),
        ("asset", "i8"),
        ("limit", "i8"),
        ("value", "f8"),  # what the event's sentence quotes; unit by event
        ("intercept_time", "f8"),
        ("position", "f8", (3,)),
        ("threat", "i8"),  # truth, for the record; -1 where the event is not about one
    ],
    align=True,
)

LOG_LOOK = np.dtype(  # picture: what a seeker saw, or what the radar saw of a hit
    [
        ("time", "f8"),
        ("shot", "i8"),
        ("kind", "i8"),  # Look
        ("is_seen", "i8"),
        ("line_of_sight", "f8", (3,)),
    ],
    align=True,
)

LOG_FLIGHT = np.dtype(  # interceptor paths, one row per shot and logged period
    [
        ("time", "f8"),
        ("shot", "i8"),
        ("phase", "i8"),
        ("position", "f8", (3,)),
        ("velocity", "f8", (3,)),
    ],
    align=True,
)

LOG_TRUTH = np.dtype(  # truth: sampled paths, one row per object and second
    [("time", "f8"), ("object", "i8"), ("position", "f8", (3,)), ("velocity", "f8", (3,))],
    align=True,
)

LOG_OCCUPANCY = np.dtype(
    [
        ("time", "f8"),
        ("radar", "i8"),
        ("share", "f8", (7,)),
        ("tracks", "i8"),
        ("waiting", "i8"),
    ],
    align=True,
)
