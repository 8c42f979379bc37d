"""How this process came to be."""

_forked = False


def mark_forked() -> None:
    """Called in a worker that was forked from the zygote, before it runs."""
    global _forked  # noqa: PLW0603
    _forked = True


def is_forked() -> bool:
    """Whether this process was forked from the zygote."""
    return _forked
