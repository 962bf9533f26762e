"""The chat, driven as a user drives it: by keys and clicks, over a real session and a real index."""
