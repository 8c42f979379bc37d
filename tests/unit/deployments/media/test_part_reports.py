"""A gateway tells that its node's workers are not forked, for as long as they are not."""

from deployments.media.part_reports import PartReports
from storage.redis.fallbacks import ZYGOTE, Fallbacks


class Reported(Fallbacks):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    async def report(self, node_id: str, vendors: tuple[str, ...], ttl_s: float) -> None:  # type: ignore[override]
        self.told.append(tuple(vendors))


async def test_it_is_reported_while_it_lasts_and_taken_back_once() -> None:
    reported = Reported()
    why: list[str | None] = [None, "zygote ended with status 1", "zygote ended with status 1", None, None]
    metric: list[tuple[str, bool]] = []
    parts = PartReports(
        "node", reported, lambda: why.pop(0), lambda node_id, is_so: metric.append((node_id, is_so))
    )
    while why:
        await parts.report(5.0)
    assert reported.told == [(ZYGOTE,), (ZYGOTE,), ()]
    assert metric == [("node", is_so) for is_so in (False, True, True, False, False)]
