"""The drains wait for vendors and rests on virtual time."""

from tests.support.virtual_time import on_virtual_time as pytest_asyncio_loop_factories  # noqa: F401
