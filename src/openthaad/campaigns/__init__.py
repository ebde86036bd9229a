"""Many engagements: plans, workers, stores, and what their runs say together."""

from openthaad.campaigns.cases import grid, hypercube, scenarios_of, with_settings
from openthaad.campaigns.comparison import Comparison, compare, play_comparison
from openthaad.campaigns.execution import Workers
from openthaad.campaigns.ignorance import Ignorance, vary
from openthaad.campaigns.many import Sweep, sweep
from openthaad.campaigns.means import Means, Standing
from openthaad.campaigns.questions import query
from openthaad.campaigns.sensitivity import Sobol, sobol
from openthaad.campaigns.single import Campaign, campaign, play_campaign

__all__ = [
    "Campaign",
    "Comparison",
    "Ignorance",
    "Means",
    "Sobol",
    "Standing",
    "Sweep",
    "Workers",
    "campaign",
    "compare",
    "grid",
    "hypercube",
    "play_campaign",
    "play_comparison",
    "query",
    "scenarios_of",
    "sobol",
    "sweep",
    "vary",
    "with_settings",
]
