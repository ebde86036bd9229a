"""What each figure is drawn of, and a sentence for whoever gives something else."""

from collections.abc import Sequence

from openthaad.errors import RecordError

# What makes each record.
_MAKERS = {
    "Run": "openthaad.runs.as_run(outcome) or openthaad.runs.read_folder(folder)",
    "Step": "the trail of an openthaad.campaign(...)",
    "Coverage": "openthaad.studies.coverage.coverage(scenario)",
    "Footprint": "openthaad.footprint(scenario)",
    "Inference": "openthaad.infer(...)",
    "Reach": "openthaad.studies.reach.reach(scenario)",
    "Influence": "openthaad.studies.leakage.leakage_influence(scenario)",
}


def require_record(value: object, kind: type) -> None:
    """Refuse what is not the record that a figure is drawn of.

    Raises
    ------
    RecordError
        It is something else.
    """
    if not isinstance(value, kind):
        raise _wrong(f"a record {kind.__name__}", value, kind)


def require_records(values: object, kind: type) -> None:
    """Refuse what is not a sequence of the records that a figure is drawn of.

    Raises
    ------
    RecordError
        It is something else.
    """
    if not isinstance(values, Sequence) or not all(isinstance(one, kind) for one in values):
        raise _wrong(f"a sequence of records {kind.__name__}", values, kind)


def _wrong(what: str, value: object, kind: type) -> RecordError:
    maker = _MAKERS[kind.__name__]
    return RecordError(
        f"this figure is drawn of {what}, got {type(value).__name__}; one comes from {maker}",
        key="record",
        value=type(value).__name__,
        allowed=what,
        hint=maker,
    )
