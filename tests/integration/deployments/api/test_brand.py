"""Logos and greetings are taken after a look at their bytes, and served so that nothing of them is run."""

from domain.accounts.roles import Role
from tests.support.api import ASSETS, Api
from tests.support.front_desk import Counter, open_counter

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


async def put(counter: Counter, kind: str, data: bytes) -> int:
    answer = await counter.api.client.put(
        f"{counter.base}/brand/{kind}", files={"file": ("x.svg", data)}, headers=counter.bearer
    )
    return answer.status_code


async def test_a_logo_is_uploaded_served_replaced_and_removed(served: Api) -> None:
    counter = await open_counter(served)
    assert await put(counter, "logo", PNG) == 200
    assert await put(counter, "greeting", b"ID3" + bytes(50)) == 200
    listed = (await counter.get("/brand")).json()["items"]
    assert [(each["kind"], each["media_type"], each["size"]) for each in listed] == [
        ("greeting", "audio/mpeg", 53),
        ("logo", "image/png", 208),
    ]
    logo = await counter.get("/brand/logo")
    assert (logo.content, logo.headers["content-type"]) == (PNG, "image/png")
    assert logo.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in logo.headers["content-security-policy"]
    assert await put(counter, "logo", PNG + b"2") == 200
    assert len(await ASSETS.below(str(counter.studio.business_id))) == 2
    assert (await counter.delete("/brand/logo")).status_code == 204
    assert (await counter.delete("/brand/logo")).status_code == 404
    assert (await counter.get("/brand/logo")).status_code == 404
    assert len(await ASSETS.below(str(counter.studio.business_id))) == 1


async def test_what_a_browser_would_run_is_refused_and_viewers_change_nothing(served: Api) -> None:
    counter = await open_counter(served)
    viewer = await open_counter(served, role=Role.VIEWER, studio=counter.studio)
    assert await put(counter, "logo", b"<svg><script>alert(1)</script></svg>") == 422
    assert await put(counter, "logo", PNG + bytes(600 * 1024)) == 422
    assert await put(counter, "greeting", PNG) == 422
    assert await put(counter, "poster", PNG) == 422
    assert await put(viewer, "logo", PNG) == 403
    assert await ASSETS.below(str(counter.studio.business_id)) == []


async def test_anybody_sees_the_logo_of_a_booking_page(served: Api) -> None:
    counter = await open_counter(served)
    await put(counter, "logo", PNG)
    slug = (await counter.get("")).json()["slug"]
    assert (await served.client.get(f"/api/v1/public/{slug}/logo")).content == PNG
    assert (await served.client.get("/api/v1/public/nobody-here/logo")).status_code == 404
