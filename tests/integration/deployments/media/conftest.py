"""The media gateway's deadlines are tested on virtual time, its sockets are real."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from tests.support.virtual_time import VirtualTimeLoop

ON_VIRTUAL_TIME = ("test_bursts", "test_gateway", "test_node_tasks", "test_ringing", "test_upgrade_request")


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    if item.path.stem in ON_VIRTUAL_TIME:
        return {"virtual_time": VirtualTimeLoop}
    return {"asyncio": asyncio.new_event_loop}
