"""The chat in a browser, against a real server on the loopback."""
