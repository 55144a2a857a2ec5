"""Builds the packaged data from the official files: pure functions of what is read, the same bytes every time."""
