"""Objects in a bucket behind S3: what is kept comes back, in parts, under failures, and refusals are sentences."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from domain.errors import NotFound, StorageError
from sandbox.vendors.s3.app import ObjectStorage
from storage.objects import Objects
from tests.support.serving import serve_app


@pytest.fixture
async def vendor(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ObjectStorage]:
    vendor = ObjectStorage(("call-recordings", "business-assets"))
    async with serve_app(vendor.app()) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("AWS_REGION", vendor.region)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", vendor.access_key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", vendor.secret_key)
        yield vendor


async def test_objects_are_kept_read_in_pieces_listed_and_deleted(vendor: ObjectStorage) -> None:
    objects = Objects("s3://call-recordings")
    await objects.put("b/2026/11/one call+ä.wav", b"0123456789")
    await objects.put("b/2026/11/two.wav", b"x")
    await objects.put("other/three.wav", b"y")
    assert await objects.get("b/2026/11/one call+ä.wav") == b"0123456789"
    facts = await objects.facts("b/2026/11/one call+ä.wav")
    assert (facts.size, len(facts.etag)) == (10, 32)
    assert [piece async for piece in objects.pieces("b/2026/11/one call+ä.wav", 3, 6)] == [b"3456"]
    assert await objects.below("b") == ["b/2026/11/one call+ä.wav", "b/2026/11/two.wav"]
    assert await objects.delete_below("b") == 2
    assert list(vendor.buckets["call-recordings"]) == ["other/three.wav"]
    await objects.delete("b/2026/11/two.wav")
    assert not await objects.exists("b/2026/11/two.wav")
    with pytest.raises(NotFound):
        await objects.get("b/2026/11/two.wav")
    assert vendor.buckets["business-assets"] == {}


async def test_a_large_file_goes_in_parts(vendor: ObjectStorage, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(bytes(range(256)) * 4096 * 12)  # 12 MiB: an hour of a call is five times as much
    objects = Objects("s3://call-recordings/below")
    await objects.put_file("long.wav", path)
    assert await objects.get("long.wav") == path.read_bytes()
    assert len([each for each in vendor.asked if each == "PUT below/long.wav"]) > 1
    assert vendor.uploads == {}


async def test_a_refusal_for_the_moment_and_a_silent_answer_are_tried_again(vendor: ObjectStorage) -> None:
    objects = Objects("s3://call-recordings", timeout_s=0.5)
    vendor.failures = 2
    await objects.put("a.wav", b"x")
    vendor.hangs = 1
    assert await objects.get("a.wav") == b"x"


@pytest.mark.parametrize(
    ("url", "changes", "says"),
    [
        ("s3://nowhere", {}, "no such bucket"),
        ("s3://call-recordings", {"AWS_SECRET_ACCESS_KEY": "wrong"}, "refuses our key"),
        ("s3://call-recordings", {"AWS_ACCESS_KEY_ID": "nobody"}, "refuses our key"),
        ("s3://call-recordings", {"AWS_REGION": "elsewhere"}, "refuses our key"),
    ],
    ids=["no bucket", "secret", "key", "region"],
)
async def test_what_is_set_wrong_is_told_in_a_sentence(
    url: str, changes: dict[str, str], says: str, vendor: ObjectStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    objects = Objects(url)
    for doing in (objects.put("a", b"x"), objects.get("a"), objects.below("a")):
        with pytest.raises(StorageError, match=says):
            await doing
    assert vendor.buckets["call-recordings"] == {}


async def test_the_stand_in_takes_nothing_unsigned(vendor: ObjectStorage) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(vendor.app()), base_url="http://s3") as client:
        answer = await client.put("/call-recordings/a", content=b"x")
    assert (answer.status_code, "AccessDenied" in answer.text) == (403, True)
