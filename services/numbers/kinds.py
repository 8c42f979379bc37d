"""Kinds of the outbox that are about numbers."""

ORDER = "numbers.order"
"""A wish is to be filled; the key is the order's id."""
RELEASE = "numbers.release"
"""A number is to go back to the carrier; the key is the number's id."""
KINDS = (ORDER, RELEASE)
