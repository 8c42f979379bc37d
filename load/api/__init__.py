"""Requests to the API at a fixed rate, whether or not others have been answered."""
