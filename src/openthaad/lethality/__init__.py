"""How likely an endgame is to end in a hit, and what of it each part costs."""

from openthaad.lethality.odds import EndgameOdds, Handover, endgame_odds

__all__ = ["EndgameOdds", "Handover", "endgame_odds"]
