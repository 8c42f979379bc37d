"""What a run of notifications is."""

from dataclasses import dataclass

MOST = 100_000
MOST_PER_S = 2_000.0


@dataclass(frozen=True, slots=True)
class NotificationOptions:
    """Raises ValueError for what cannot be meant.

    Attributes:
        count: notifications, each to a number or an address of its own.
        rate: promised a second; 0 for all at once, which tells how fast they are drained.
        mail_every: every so-manieth is a mail, the others are texts; 0 for none.
        workers: processes that drain.
        kills: workers killed at random moments and started again.
        answer_ms: how long the vendors take for an answer; half of it before they have taken the message.
        businesses: they are spread over.
        seed: of the kills and of what is promised to whom.
        ends_leases: what a killed worker held falls due at once, as a minute later; for one worker.
        drains_only: workers do nothing but send.
    """

    count: int = 10_000
    rate: float = 100.0
    mail_every: int = 5
    workers: int = 2
    kills: int = 0
    answer_ms: float = 100.0
    businesses: int = 20
    seed: int = 1
    ends_leases: bool = False
    drains_only: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.count <= MOST:
            raise ValueError(f"between 1 and {MOST} notifications")
        if not 0 <= self.rate <= MOST_PER_S:
            raise ValueError(f"--rate is between 0 and {MOST_PER_S:.0f} notifications a second")
        if not 0 < self.workers <= 8 or not 0 <= self.kills <= 1000 or self.mail_every < 0:
            raise ValueError("from 1 to 8 workers, and at most 1000 kills")
        if not 0 <= self.answer_ms <= 4000:
            raise ValueError("vendors answer within 4 s: later is no answer")
        if not 0 < self.businesses <= 200:
            raise ValueError("between 1 and 200 businesses")
        if self.ends_leases and self.workers != 1:
            raise ValueError("leases are ended for one worker: those of another would be taken from it")

    @property
    def lasts_s(self) -> float:
        """About how long notifications are promised and drained."""
        return self.count / (self.rate or 100.0)
