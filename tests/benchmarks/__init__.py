"""Speed, measured against what a user would run instead: `python -m tests.benchmarks [NAME…]`.

Figures are printed, never asserted. Both sides of a ratio are taken in turn within one run (A B A B …), so that what
else the machine does falls on both; where it does much, the minima say more than the medians.
"""
