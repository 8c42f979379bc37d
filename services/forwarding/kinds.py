"""Kinds of the outbox that are about test calls."""

TEST_CALL = "forwarding.test_call"
"""A test call is to be made; the key is the test's id."""
TEST_OVER = "forwarding.test_over"
"""It has to have come back by now; the same key."""
KINDS = (TEST_CALL, TEST_OVER)
