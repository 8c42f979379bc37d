"""Object storage: recordings and archived journals, in a directory or a bucket."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from domain.errors import InvalidInput, NotFound, StorageError

if TYPE_CHECKING:
    from obstore.store import ObjectStore


AT_ONCE = 500
"""Objects of a deletion: S3 takes a thousand."""


class Objects:
    """Objects by key under one URL.

    obstore is loaded on first use: it costs 4 MiB in a process that never touches an object.

    Args:
        url: `file:///absolute/directory` (made when missing), `s3://bucket/prefix`, `gs://...` or `az://...`;
            credentials come from the environment as for the vendor's own tools.
    """

    def __init__(self, url: str) -> None:
        self._url = url
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
                self._opened = from_url(self._url)
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
        raise NotFound(f"no object {key}") from error
    except (BaseError, OSError) as error:
        raise StorageError("objects", str(error)) from error
