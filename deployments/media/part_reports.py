"""What a gateway reports of its node's parts that do their work in a way that costs more."""

from collections.abc import Callable

import structlog

from storage.redis.fallbacks import ZYGOTE, Fallbacks

log = structlog.get_logger()


class PartReports:
    """One node's; there is one such part, the zygote.

    Args:
        degraded: where it is reported.
        zygote: why workers are not forked although they should be; None when they are.
        on_zygote: told at every report, with the node's id.
    """

    def __init__(
        self,
        node_id: str,
        degraded: Fallbacks,
        zygote: Callable[[], str | None],
        on_zygote: Callable[[str, bool], None] = lambda _node_id, _passed_over: None,
    ) -> None:
        self._node_id = node_id
        self._degraded = degraded
        self._zygote = zygote
        self._on_zygote = on_zygote
        self._told = False

    async def report(self, ttl_s: float) -> None:
        """Reports what is degraded; nothing while nothing is. Raises StorageError."""
        why = self._zygote()
        self._on_zygote(self._node_id, why is not None)
        if (why is not None) != self._told:
            if why is not None:
                log.warning("node.workers_not_forked", reason=why)
            else:
                log.info("node.workers_forked_again")
        if why is not None or self._told:
            await self._degraded.report(self._node_id, (ZYGOTE,) if why is not None else (), ttl_s)
        self._told = why is not None
