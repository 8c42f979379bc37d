"""Keeps Ray's random numbers unused until after a fork: what was drawn before, every forked process would draw again.

Ray's C++ code takes its random ids (of objects, classes, subscribers) from a pool that is filled when the first one is
drawn. Two workers with the same pool put objects of the same id into the node's store, and one of them dies of it.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any


@contextmanager
def ids_of_classes_from_the_system() -> Generator[None]:
    """Within the block an actor class gets its id from the operating system: Ray 2.60 draws one for each at import."""
    import ray.actor

    module: Any = ray.actor
    drawn = module.ActorClassID

    class FromTheSystem:
        @staticmethod
        def from_random() -> Any:
            return drawn(os.urandom(drawn.size()))

    module.ActorClassID = FromTheSystem
    try:
        yield
    finally:
        module.ActorClassID = drawn


def forks_draw_alike() -> bool:
    """Whether two forks of this process would draw the same random ids."""
    return _drawn_by_a_fork() == _drawn_by_a_fork()


def _drawn_by_a_fork() -> bytes:
    from ray import ObjectID

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, ObjectID.from_random().binary())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as drawn:
        found = drawn.read()
    os.waitpid(child, 0)
    return found
