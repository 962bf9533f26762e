"""Commands that are killed, and machines that refuse: what is lost by it, what is said, and how it goes on after.

`python -m tests.benchmarks faults` tries many at random; `tests/cli/test_disturbed.py` tries a few, the same each time.
"""
