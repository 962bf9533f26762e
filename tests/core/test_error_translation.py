"""Errors of libraries become errors of ours; nothing else is touched."""

from __future__ import annotations

import pytest

from qabot.core.error_translation import translating_errors
from qabot.core.errors import ModelUnavailable, UsageError


def unavailable(cause: Exception) -> ModelUnavailable:
    return ModelUnavailable(f"It is broken: {cause}.", hint="Mend it.")


def test_what_a_library_raises_becomes_ours_with_its_cause() -> None:
    with (
        pytest.raises(ModelUnavailable, match=r"^It is broken: no such thing\.") as caught,
        translating_errors(unavailable),
    ):
        raise LookupError("no such thing")
    assert isinstance(caught.value.__cause__, LookupError)


def test_a_bare_exception_is_translated_too() -> None:
    with pytest.raises(ModelUnavailable, match="torn"), translating_errors(unavailable):
        raise Exception("torn")  # noqa: TRY002 - tokenizers raises just that


def test_our_own_errors_pass_as_they_are() -> None:
    with pytest.raises(UsageError, match="no"), translating_errors(unavailable):
        raise UsageError("no", hint="")


def test_but_are_translated_where_that_is_wanted() -> None:
    with pytest.raises(ModelUnavailable, match="It is broken: no"), translating_errors(unavailable, ours_too=True):
        raise UsageError("no", hint="")


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_being_told_to_stop_is_no_error_of_a_library(kind: type[BaseException]) -> None:
    with pytest.raises(kind), translating_errors(unavailable):
        raise kind


def test_nothing_raised_is_nothing_told() -> None:
    with translating_errors(unavailable):
        pass
