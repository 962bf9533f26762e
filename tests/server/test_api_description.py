"""The description of the API held against its answers, by requests that schemathesis makes up from it.

What fits the description is answered as it says; what does not is refused. Its plugin of pytest is turned off
(`addopts`), since it would cost every run of a test: here it is a library.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from qabot.core.settings import Home
from qabot.server.api.openapi import description
from tests.conftest import usual
from tests.server.running import Running, running

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis comes with the extra [dev]")
UNSAID = ("No day is both after", "no calendar has", "Whose statements?", "cannot be checked:")
"""What JSON Schema cannot say: dates that leave no day between them, 29 February of other years, a name without any
letter of any script, a draft of another kind than its name says or of none that is read."""
TOO_LARGE = {413, 414, 431}
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
EXAMPLES = 4 if usual() else 150


@pytest.fixture(scope="module")
def served(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The starter corpus on the loopback."""
    with running(starter_home, tmp_path_factory.mktemp("described")) as server:
        yield server


def operations() -> list[Any]:
    """Return what is described."""
    return [each.ok() for each in schemathesis.openapi.from_dict(json.loads(description())).get_all_operations()]


def test_every_operation_is_tried() -> None:
    assert len(operations()) == 12


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.label)
def test_what_fits_is_answered_as_described(served: Running, operation: Any) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=usual(), phases=[Phase.generate], suppress_health_check=SLOW
    )
    @given(operation.as_strategy())
    def attempt(case: Any) -> None:
        answer = _sent(served, case)
        assert answer.status_code < 500
        is_unsaid = answer.status_code == 400 and any(each in answer.text for each in UNSAID)
        left_out = [schemathesis.checks.positive_data_acceptance] if is_unsaid else []
        case.validate_response(answer, excluded_checks=left_out)

    attempt()


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.label)
def test_what_does_not_fit_breaks_nothing_and_is_refused_where_it_is_json(served: Running, operation: Any) -> None:
    mode = schemathesis.GenerationMode.NEGATIVE
    # In an address, and in a draft, `true` is a text like any other.
    is_json = operation.path.endswith("/ask") and operation.method == "post"
    left_out = [] if is_json else [schemathesis.checks.negative_data_rejection]

    @settings(
        max_examples=2 * EXAMPLES,
        deadline=None,
        derandomize=usual(),
        phases=[Phase.generate],
        suppress_health_check=SLOW,
    )
    @given(operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        answer = _sent(served, case)
        if answer.status_code not in TOO_LARGE:
            case.validate_response(answer, excluded_checks=left_out)

    attempt()


def _sent(served: Running, case: Any) -> Any:
    return case.call(base_url=f"http://127.0.0.1:{served.port}", headers={"Authorization": f"Bearer {served.key}"})
