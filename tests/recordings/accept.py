"""`python -m tests.recordings.accept FILE...`: what the machine decides now becomes what the recording expects."""

import gzip
import sys
from pathlib import Path

from domain.call import codec
from services.replay.replay import journal_lines, parse_journal, replay


def accepted(data: bytes) -> bytes:
    """The journal, packed, with today's digests.

    Raises:
        InvalidInput: it cannot be read.
        ValueError: the machine fails on it.
    """
    journal = parse_journal(journal_lines(data))
    entries: list[bytes] = []
    for entry, replayed in zip(journal, replay(journal), strict=True):
        if replayed.failure:
            raise ValueError(replayed.difference)
        entries.append(codec.encode(entry.event, entry.at_ms, replayed.decided))
    return gzip.compress(b"\n".join(entries), mtime=0)


def main() -> None:
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_bytes(accepted(path.read_bytes()))


if __name__ == "__main__":
    main()
