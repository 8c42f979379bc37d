"""What became of notifications is told apart: lost, doubled, in doubt, not marked."""

from uuid import UUID, uuid4

import pytest

from load.notifications.figures import NotificationReport, Settled, to_json
from load.notifications.options import NotificationOptions
from load.notifications.promised import Promised

OPTIONS = NotificationOptions(count=5)


def settled(id_: UUID, item: str, notification: str | None, done_s: float | None = None) -> Settled:
    return Settled(id_, item, notification, 1.0, done_s)


def test_each_is_where_it_belongs() -> None:
    well, twice, lost, doubtful, unmarked = (Promised(uuid4(), f"to {n}", n == 3) for n in range(5))
    report = NotificationReport(
        OPTIONS,
        (well, twice, lost, doubtful, unmarked),
        (
            settled(well.id, "done", "accepted", 1.5),
            settled(twice.id, "done", "accepted", 3.0),
            settled(lost.id, "done", "accepted", 2.0),
            settled(doubtful.id, "dead", "perhaps_sent"),
            settled(unmarked.id, "pending", "sending"),
        ),
        {"to 0": 1, "to 1": 2, "to 4": 1},
    )
    assert (report.lost, report.doubled) == (["to 2"], ["to 1"])
    assert (report.in_doubt, report.unmarked) == ([doubtful.id], [unmarked.id])
    assert not report.is_well
    figures = to_json(report)
    assert (figures["in_doubt"], figures["in_doubt_not_taken"]) == (1, 1)
    assert figures["age_s"] == {"p50": 1.0, "p95": 1.9, "p99": 1.98}


def test_how_fast_they_go_is_seen_around_the_middle() -> None:
    promised = [Promised(uuid4(), f"to {n}", False) for n in range(101)]
    done = [settled(each.id, "done", "accepted", n / 50) for n, each in enumerate(promised)]
    done[-1] = settled(promised[-1].id, "done", "accepted", 70.0)
    report = NotificationReport(OPTIONS, promised, done, {each.to: 1 for each in promised})
    assert report.drained_per_s == pytest.approx(50.0)
    assert report.is_well


@pytest.mark.parametrize(
    "wrong",
    [{"count": 0}, {"rate": -1.0}, {"workers": 0}, {"kills": -1}, {"answer_ms": 9000}, {"ends_leases": True}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        NotificationOptions(**wrong)  # pyright: ignore[reportArgumentType]
