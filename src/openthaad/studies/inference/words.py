"""What the assumptions are called in a sentence."""

EFFECT_WORDS = {
    "thrust_to_weight": "thrust at lift-off over weight",
    "upper_thrust_to_weight": "thrust of the upper stages over weight at ignition",
    "isp_vacuum": "specific impulse of the first stage",
    "upper_isp_vacuum": "specific impulse of the upper stages",
    "sea_level_share": "share of the thrust left at sea level",
    "first_stage_share": "share of the velocity that the first stage gives",
    "stage_pause": "pause between stages",
    "vertical_rise_time": "time of the vertical rise",
    "turn_share": "share of the first stage's burn that the turn-over takes",
    "sectional_mass": "launch mass over cross-section",
    "ballistic_coefficient": "ballistic coefficient of what comes down",
    "steering": "thrust after the turn-over",
    "stages": "number of stages",
    "direction of flight": "direction over the turning Earth",
    "reported apogee": "the reported apogee, as far as reports scatter,",
    "reported range": "the reported range, as far as reports scatter,",
}
