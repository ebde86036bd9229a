"""The tables of fire control: what batteries are and have left, and whom they engage.

SI, ECEF and seconds since the scenario's epoch.  All of it is picture: what the defence knows.
"""

import numpy as np

ASSET = np.dtype(
    [("position", "f8", (3,)), ("radius", "f8"), ("value", "f8")],
    align=True,
)

BATTERY = np.dtype(
    [
        ("number", "i8"),  # its row in this table and in those that go with it
        ("position", "f8", (3,)),
        ("radar_mask", "i8"),  # bit r set: may engage on radar r
        ("interceptor", "i8"),
        ("first_launcher", "i8"),
        ("launcher_count", "i8"),
        ("reaction_time", "f8"),
        ("launch_spacing", "f8"),  # between two rounds of one launcher
        ("channels", "i8"),
        ("assessment_delay", "f8"),
        ("assessment_error", "f8"),
        ("channel_hold", "f8"),  # after the predicted intercept, before the channel is free
        ("caps_on", "i8"),
        ("beyond_caps", "i8"),  # 1: what could be done without the caps is asked, too
        ("floor", "f8"),  # published caps
        ("ceiling", "f8"),
        ("reach", "f8"),
        ("min_range", "f8"),
        ("least_closing_speed", "f8"),
        ("handover_sigmas", "f8"),  # of a predicted position, within what midcourse can shift
        ("salvo", "i8"),
        ("look", "i8"),  # wait for an assessment before firing again
        ("max_rounds", "i8"),  # at one track
        ("preference", "i8"),  # Preference
        ("min_kill_probability", "f8"),
        ("require_descending", "i8"),
        ("reserve", "i8"),  # rounds never fired
        ("hold_fire", "i8"),
    ],
    align=True,
)

LAUNCHER = np.dtype(
    [
        ("battery", "i8"),
        ("position", "f8", (3,)),
        ("azimuth", "f8"),
        ("azimuth_half_width", "f8"),
        ("rounds", "i8"),
    ],
    align=True,
)

BATTERY_STATE = np.dtype([("in_flight", "i8")], align=True)

LAUNCHER_STATE = np.dtype([("rounds", "i8"), ("fired", "i8"), ("ready_time", "f8")], align=True)

CANDIDATE = np.dtype(  # scratch of one search for an intercept
    [
        ("time", "f8"),  # of the intercept
        ("launch", "f8"),  # minus infinity where no flight gets there
        ("limit", "i8"),  # Limit, or NONE
        ("free_limit", "i8"),  # Limit without the published caps, where that was asked for
    ],
    align=True,
)

ENGAGEMENT = np.dtype(  # one battery and one track
    [
        ("limit", "i1"),  # Limit: what stood between the battery and its best chance
        ("limit_time", "f8"),  # when it was found [s]
        ("limit_until", "f8"),  # last launch that it is about [s]
        ("margin", "f8"),  # of that limit, negative by what was missing; unit by limit, SI
        ("engageable_time", "f8"),  # when there first was a chance [s]; NaN: never
        ("opportunities", "i8"),  # rounds that this battery alone could then fire in turn
        ("was_late", "i1"),  # the verdict came after the last useful launch
        ("fired", "i8"),
        ("volley", "i8"),  # rounds of the present salvo still to be fired
        ("awaiting", "i8"),  # shots whose assessment is outstanding
        # The window of this cycle: launches that nothing forbids.
        ("earliest_time", "f8"),  # first launch that the battery is ready for [s]
        ("launch_time", "f8"),  # infinity: no window
        ("intercept_time", "f8"),  # on the predicted path
        ("last_launch_time", "f8"),  # of any candidate that only time rules out
        ("kill_probability", "f8"),
    ],
    align=True,
)

SHOT_ORDER = np.dtype(  # what was ordered of a shot, row by row with SHOT
    [
        ("track_number", "i8"),
        ("ordered_time", "f8"),
        ("predicted_time", "f8"),  # of the intercept, as ordered
        ("predicted_position", "f8", (3,)),
        ("kill_probability", "f8"),
        ("end_time", "f8"),  # when its guidance ended; NaN in flight
        ("assessment_time", "f8"),  # when the result is due; NaN once taken
        ("next_uplink", "f8"),
        ("is_assessed", "i1"),
        ("is_ended", "i1"),
    ],
    align=True,
)
