"""Where the stores are, as plain values; start-up fills them from the environment."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Addresses; those that hold a password are kept out of `repr`.

    Attributes:
        assets_url: a bucket for files that businesses show and play; below `objects_url` when None.
        read_database_url: a replica for reading, None when there is none.
    """

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    objects_url: str
    read_database_url: str | None = field(default=None, repr=False)
    assets_url: str | None = None
