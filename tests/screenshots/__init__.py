"""The pictures in the README, drawn by the chat itself: `python -m tests.screenshots` makes them anew."""
