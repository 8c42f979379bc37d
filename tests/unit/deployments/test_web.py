"""Which requests are the API's, and which the pages'."""

import pytest
from starlette.types import Receive, Scope, Send

from deployments.api.stripe_hook import PATH
from deployments.telephony.routes import PREFIX
from deployments.web import OF_THE_API, Web, first_part
from tests.support.api import unconnected


def test_every_route_of_the_api_is_told_from_pages() -> None:
    paths = [path for path in unconnected().openapi()["paths"] if not path.startswith(f"{PREFIX}/")]
    assert len(paths) > 100
    assert {first_part(path) for path in [*paths, PATH]} <= OF_THE_API


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/api/v1/users", "api"),
        ("/health", "api"),
        ("/", "pages"),
        ("/apix", "pages"),
        ("/businesses/1", "pages"),
    ],
)
async def test_a_request_goes_to_one_of_them(path: str, who: str) -> None:
    asked: list[str] = []

    def part(name: str):
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            asked.append(name)

        return answer

    async def nothing(*_: object) -> None: ...

    await Web(part("api"), part("pages"))({"type": "http", "path": path}, nothing, nothing)  # pyright: ignore
    assert asked == [who]
