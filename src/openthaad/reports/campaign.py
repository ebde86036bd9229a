"""What a campaign or a comparison says, in one sentence."""

from collections.abc import Mapping
from typing import Any

from openthaad.reports.words import nothing_listed

WORDS = {
    "leakers": "the number of missiles that leak",
    "p_no_leak": "the chance that none leaks",
    "intercepted": "the number of missiles destroyed",
    "engaged": "the number of missiles shot at",
}


def sentence(document: Mapping[str, Any], of: str = "leakers") -> str:
    """Answer the question of a campaign.

    Parameters
    ----------
    document : Mapping
        What `thaad campaign --json` prints.
    of : str
        The quantity asked for.
    """
    if document[of] is None:
        return "No run of this scenario could be flown to the ground."
    interval, threats = _interval(document[of]), document["threats"]
    if of == "p_no_leak":
        text = f"The chance that none of the {threats} missiles leaks is {interval}"
    else:
        text = f"On average {interval} of {threats} missiles {_verb(of)}"
    text += f", over {document['runs']} runs"
    text += _until(document.get("until"))
    doubt = _doubt(document["notes"].get(of))
    unknown = _unknown(document.get("ignorance"), of, document[of]["mean"])
    which = _which(document.get("sobol"))
    aimed = f" {said}" if (said := nothing_listed(document.get("undefended", ()))) else ""
    return f"{text}.{doubt}{unknown}{which}{aimed}"


def _doubt(note: str | None) -> str:
    """Write what makes an interval too narrow as a sentence of its own.

    >>> _doubt("5 runs are few"), _doubt(None)
    (' But 5 runs are few.', '')
    """
    return f" But {note}." if note else ""


def _verb(of: str) -> str:
    return {"leakers": "leak", "intercepted": "are destroyed", "engaged": "are shot at"}[of]


def _interval(estimate: Mapping[str, Any]) -> str:
    """Write a mean and its interval with as many digits as the interval leaves sense in.

    >>> _interval({"mean": 2.3456, "low": 2.2, "high": 2.51, "level": 0.95})
    '2.35 (95 % interval 2.20 to 2.51)'
    """
    mean, low, high = (f"{estimate[name]:.2f}" for name in ("mean", "low", "high"))
    return f"{mean} ({100 * estimate['level']:.0f} % interval {low} to {high})"


def _until(until: Mapping[str, Any] | None) -> str:
    if until is None:
        return ""
    if until["reached"]:
        return f", stopped once the interval was no wider than {until['width']:g}"
    return f", too few for an interval of {until['width']:g}"


def _unknown(ignorance: Mapping[str, Any] | None, of: str, mean: float | None) -> str:
    """Say how far chance moves the answer, and how far unknown values do."""
    if not ignorance or not ignorance[of]["spread"]:
        return ""
    chance, unknown, spread = (
        ignorance[of][name] for name in ("chance", "ignorance", "spread")
    )
    is_inside = mean is None or spread["p05"] <= mean <= spread["p95"]
    return (
        " This uses best estimates. With the catalogue's values drawn within their ranges, "
        f"nine draws in ten give a mean between {spread['p05']:.2f} and {spread['p95']:.2f}: "
        f"chance moves a run by {chance['sd']:.2f} (one standard deviation), unknown values "
        f"by {unknown['sd']:.2f}."
        + ("" if is_inside else " The result with best estimates lies outside that range.")
    )


def _which(sobol: Mapping[str, Any] | None) -> str:
    if not sobol:
        return ""
    if not sobol["unknowns"]:
        return " None of the unknowns changes it."
    first = sobol["unknowns"][0]
    low, high = first["total"]["low"], first["total"]["high"]
    return (
        f" The unknown that matters most is {first['unknown']}: alone and together with "
        f"others it accounts for {100 * first['total']['value']:.0f} % of the variance "
        f"({100 * low:.0f} to {100 * high:.0f} %)."
    )


def comparison_sentence(document: Mapping[str, Any]) -> str:
    """Answer the question of a comparison.

    Parameters
    ----------
    document : Mapping
        What `thaad compare --json` prints.
    """
    difference, of = document["difference"], document["of"]
    is_known = difference["low"] > 0.0 or difference["high"] < 0.0
    interval = (
        f"{difference['mean']:+.2f} ({100 * difference['level']:.0f} % interval "
        f"{difference['low']:+.2f} to {difference['high']:+.2f})"
    )
    text = f"From A to B, {WORDS[of]} changes by {interval} over {document['runs']} paired runs"
    text += "." if is_known else "; these runs do not tell the two apart."
    text += _doubt(document["note"])
    if document["sharpness"] is not None and document["sharpness"] > 1.0:
        text += (
            f" Without common draws the same interval would take {document['sharpness']:.1f} "
            "times as many runs."
        )
    aimed = nothing_listed(document.get("undefended", ()))
    return f"{text} {aimed}" if aimed else text
