"""Flights of a footprint as threads share them."""

import numpy as np

from openthaad.kernels.path import NODE
from openthaad.studies.footprint.flights import Batch, parts
from openthaad.threat.kernels.flight import FLIGHT, PLAN


def test_the_parts_of_a_batch_are_the_batch():
    count = 29
    batch = Batch(
        cells=slice(100, 100 + count), aims=np.arange(3.0 * count).reshape(count, 3),
        plans=np.zeros(count, PLAN), leads=np.zeros(count, FLIGHT),
        bodies=np.zeros(count, FLIGHT), status=np.arange(count), nodes=np.zeros(5, NODE),
    )  # fmt: skip
    pieces = parts(batch)
    assert len(pieces) > 1
    assert [piece.cells.start for piece in pieces[1:]] == [p.cells.stop for p in pieces[:-1]]
    assert (pieces[0].cells.start, pieces[-1].cells.stop) == (100, 100 + count)
    assert np.array_equal(np.concatenate([piece.aims for piece in pieces]), batch.aims)
    assert np.concatenate([piece.status for piece in pieces]).tolist() == list(range(count))
    # Nodes are shared: a flight says where its own begin.
    assert all(piece.nodes is batch.nodes for piece in pieces)
