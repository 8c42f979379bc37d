"""The generator sleeps for its rate: no test waits for that."""

from tests.support.virtual_time import on_virtual_time as pytest_asyncio_loop_factories

__all__ = ["pytest_asyncio_loop_factories"]
