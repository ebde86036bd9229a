"""Schemathesis over the whole interface: whatever is asked, no answer is our fault."""

import contextlib

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from openthaad.console import make_app

# A map takes seconds to bake and a footprint to compute: a few examples of these are enough.
_FEW = {"/api/v1/basemap/{part}-{theme}.png": 4, "/api/v1/footprint": 6}
_HOST = {"Host": "127.0.0.1"}


@pytest.fixture
def interface(settings):
    app = make_app(settings)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=_HOST)


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_answer_is_our_fault(interface, mode):
    asked = set()
    for found in interface.get_all_operations():
        operation = found.ok()

        @examples(
            max_examples=_FEW.get(operation.path, 20),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            label = case.operation.label
            response = case.call(headers=_HOST)
            asked.add(label)
            assert response.status_code < 500, (label, response.text)
            if response.status_code in (400, 404, 422, 429):
                assert response.json()["error"]["hint"], label

        # What takes no argument cannot be asked wrongly.
        with contextlib.suppress(Unsatisfiable):
            ask()
    assert "POST /api/v1/footprint" in asked or mode is GenerationMode.NEGATIVE
    assert len(asked) >= 4
