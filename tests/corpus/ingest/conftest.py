"""What the tests of bringing in share with those of the command line."""

from tests.cli.conftest import call

__all__ = ["call"]
