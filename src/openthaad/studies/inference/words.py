"""What the assumptions are called in a sentence."""

EFFECT_WORDS = {
    "thrust_to_weight": "thrust-to-weight ratio at lift-off",
    "upper_thrust_to_weight": "thrust-to-weight ratio of the upper stages at ignition",
    "isp_vacuum": "specific impulse of the first stage",
    "upper_isp_vacuum": "specific impulse of the upper stages",
    "sea_level_share": "share of the thrust left at sea level",
    "first_stage_share": "share of the velocity from the first stage",
    "stage_pause": "pause between stages",
    "vertical_rise_time": "duration of the vertical rise",
    "turn_share": "share of the first stage's burn taken by the turn-over",
    "sectional_mass": "launch mass per cross-section area",
    "ballistic_coefficient": "ballistic coefficient on re-entry",
    "steering": "thrust after the turn-over",
    "stages": "number of stages",
    "direction of flight": "direction over the rotating Earth",
    "reported apogee": "the reported apogee, within the scatter of reports,",
    "reported range": "the reported range, within the scatter of reports,",
}
