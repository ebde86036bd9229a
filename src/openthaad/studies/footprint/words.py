"""Limits in a few words, for legends and tables."""

# First limits in a few words, in the order in which a legend lists them.
SHORT_LIMITS = {
    "below_floor": "below the published floor",
    "above_ceiling": "above the published ceiling",
    "beyond_reach_cap": "beyond the published reach",
    "unreachable": "no fly-out gets there",
    "seeker_window": "too low for the seeker",
    "outside_coverage": "radar cannot see the intercept",
    "launcher_sector": "no launcher points there",
    "geometry": "tail chase",
    "handover": "track too uncertain",
    "ascending": "only while it rises",
    "no_time": "no time left",
    "confirmed_late": "track confirmed too late",
    "too_faint": "echo too faint",
    "outside_sector": "outside the radar's sector",
    "never_visible": "never above the radar's horizon",
    "judged_harmless": "judged harmless",
    "taken_for_debris": "taken for debris",
    "below_minimum_pk": "chance of a kill too small",
    "held_by_doctrine": "held by doctrine",
    "channels_full": "no channel free",
    "magazine_empty": "no interceptor left",
    "no_defence": "no battery",
    "out_of_missile_range": "the missile does not reach it",
}
