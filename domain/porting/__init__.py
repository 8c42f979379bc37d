"""Bringing a number along from another carrier for good: a request that people carry out, step by step."""
