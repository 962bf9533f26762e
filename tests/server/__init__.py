"""Tests of the server: what comes in, what goes out, and what a browser makes of it."""
