"""Object storage: recordings and archived journals, in a directory or a bucket."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from domain.errors import InvalidInput, NotFound, StorageError

if TYPE_CHECKING:
    from obstore.store import ObjectStore


AT_ONCE = 500
"""Objects of a deletion: S3 takes a thousand."""

CONNECT_TIMEOUT_S = 5.0
TIMEOUT_S = 30.0
RETRIES = 3
"""Of a request that was refused for the moment, or whose connection broke, with growing pauses."""

READ_AT_ONCE = 1 << 18
"""Bytes of an object that is read piece by piece: what one slow reader holds."""


NO_BUCKET = "there is no such bucket: make it, or name another in OBJECTS_URL or ASSETS_URL"
_REFUSED = "object storage refuses our key: look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION"
_SENTENCES = {
    "NoSuchBucket": NO_BUCKET,
    "InvalidAccessKeyId": _REFUSED,
    "SignatureDoesNotMatch": _REFUSED,
    "AccessDenied": _REFUSED,
}
"""For operators, by the vendor's code."""


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What is known of an object without reading it; `etag` is another whenever its bytes are."""

    size: int
    etag: str
    modified_at: datetime


class Objects:
    """Objects by key under one URL.

    obstore is loaded on first use: it costs 4 MiB in a process that never touches an object.

    Args:
        url: `file:///absolute/directory` (made when missing), `s3://bucket/prefix`, `gs://...` or `az://...`;
            credentials, and the address of a vendor other than AWS, come from the environment as for the vendor's own
            tools: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`.
        timeout_s: for each request to a vendor.
    """

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._url = url
        self._timeout_s = timeout_s
        self._opened: ObjectStore | None = None

    async def put(self, key: str, data: bytes) -> None:
        """Stores the bytes, replacing what was there. Raises StorageError."""
        import obstore

        with _object_errors(key):
            await obstore.put_async(self._store(), _checked(key), data)

    async def put_file(self, key: str, path: Path) -> None:
        """Stores a file's content, in parts when large. Raises StorageError, or OSError when it cannot be read."""
        import obstore

        if not await asyncio.to_thread(path.is_file):
            raise FileNotFoundError(path)
        with _object_errors(key):
            await obstore.put_async(self._store(), _checked(key), path)

    async def get(self, key: str) -> bytes:
        """Raises NotFound, StorageError."""
        import obstore

        with _object_errors(key):
            found = await obstore.get_async(self._store(), _checked(key))
            return bytes(await found.bytes_async())

    async def facts(self, key: str) -> ObjectFacts:
        """Raises NotFound, StorageError."""
        import obstore

        with _object_errors(key):
            found = await obstore.head_async(self._store(), _checked(key))
        modified_at = found["last_modified"]
        etag = (found["e_tag"] or "").strip('"') or f"{found['size']:x}-{modified_at.timestamp():.0f}"
        return ObjectFacts(found["size"], etag, modified_at)

    async def pieces(self, key: str, start: int, last: int) -> AsyncGenerator[bytes]:
        """The bytes from `start` up to and with `last`, piece by piece; nothing is held between two of them.

        Raises:
            NotFound, StorageError: also midway, when somebody deletes the object.
        """
        import obstore

        while start <= last:
            until = min(start + READ_AT_ONCE, last + 1)
            with _object_errors(key):
                piece = await obstore.get_range_async(self._store(), _checked(key), start=start, end=until)
            yield bytes(piece)
            start = until

    async def below(self, place: str) -> list[str]:
        """Keys of the objects whose key begins with `place/`. Raises StorageError."""
        import obstore

        keys: list[str] = []
        with _object_errors(place):
            found = obstore.list(self._store(), f"{_checked(place)}/", chunk_size=AT_ONCE, return_arrow=False)  # pyright: ignore[reportUnknownMemberType] - of another way to answer
            async for some in found:
                keys += [each["path"] for each in some]
        return keys

    async def exists(self, key: str) -> bool:
        """Whether there is such an object. Raises StorageError."""
        import obstore

        try:
            with _object_errors(key):
                await obstore.head_async(self._store(), _checked(key))
        except NotFound:
            return False
        return True

    async def delete(self, key: str) -> None:
        """Harmless when there is no such object. Raises StorageError."""
        import obstore

        try:
            with _object_errors(key):
                await obstore.delete_async(self._store(), _checked(key))
        except NotFound:
            return

    async def delete_below(self, place: str) -> int:
        """Deletes every object whose key begins with `place/`; gives how many. Raises StorageError."""
        import obstore

        count = 0
        with _object_errors(place):
            found = obstore.list(self._store(), f"{_checked(place)}/", chunk_size=AT_ONCE, return_arrow=False)  # pyright: ignore[reportUnknownMemberType] - of another way to answer
            async for some in found:
                await obstore.delete_async(self._store(), [each["path"] for each in some])
                count += len(some)
        return count

    def _store(self) -> "ObjectStore":
        if self._opened is None:
            from obstore.store import LocalStore, from_url

            parts = urlsplit(self._url)
            if parts.scheme == "file":
                self._opened = LocalStore(unquote(parts.path), mkdir=True)
            else:
                self._opened = from_url(
                    self._url,
                    client_options={
                        "connect_timeout": timedelta(seconds=CONNECT_TIMEOUT_S),
                        "timeout": timedelta(seconds=self._timeout_s),
                        "allow_http": True,  # of an address somebody has set: a stand-in's
                    },
                    retry_config={
                        "max_retries": RETRIES,
                        "retry_timeout": timedelta(seconds=RETRIES * self._timeout_s),
                        "backoff": {
                            "init_backoff": timedelta(milliseconds=100),
                            "max_backoff": timedelta(seconds=3),
                            "base": 2,
                        },
                    },
                )
        return self._opened


def _checked(key: str) -> str:
    """Keys stay below the URL. Raises InvalidInput."""
    parts = PurePosixPath(key).parts
    if not parts or key.startswith("/") or ".." in parts:
        raise InvalidInput(f"object key {key!r} must be a relative path without '..'")
    return key


@contextmanager
def _object_errors(key: str) -> Generator[None]:
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise StorageError("objects", NO_BUCKET) from error
        # Keys name businesses, and this may be told to anybody.
        raise NotFound("what was kept of this is not there any more") from error
    except (BaseError, OSError) as error:
        said = str(error)
        known = next((sentence for code, sentence in _SENTENCES.items() if code in said), said)
        raise StorageError("objects", known) from error
