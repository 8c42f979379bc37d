"""Answers on their way out: sparse ones, unchanged ones, and how they stand in the OpenAPI document."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from deployments.api.answers import Answers
from deployments.api.description import describe_manners
from deployments.api.etags import Match, RequiredMatch, tag
from deployments.api.fields import fields_of, only
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES, tell_problems


class Chair(BaseModel):
    id: int
    name: str
    near: Annotated[list[str], Field(default_factory=list)]


def app() -> FastAPI:
    served = FastAPI(responses=RESPONSES)
    tell_problems(served)
    served.add_middleware(Answers)
    chairs = [Chair(id=number, name=f"Chair {number} é", near=["window"]) for number in range(3)]

    @served.get("/chairs", dependencies=[Depends(fields_of(Chair))])
    async def listed(page: Page) -> Paged[Chair]:  # pyright: ignore[reportUnusedFunction]
        (behind,) = page.after(int) or (-1,)
        rows = [chair for chair in chairs if chair.id > behind]
        return page.of(rows[: page.rows], lambda row: row, lambda row: (row.id,))

    @served.get("/chairs/{number}", dependencies=[Depends(fields_of(Chair))])
    async def one(number: int, response: Response) -> Chair:  # pyright: ignore[reportUnusedFunction]
        tag(response, number)
        return chairs[number]

    @served.put("/chairs/{number}")
    async def change(number: int, seen: RequiredMatch) -> Chair:  # pyright: ignore[reportUnusedFunction]
        seen.require(number)
        return chairs[number]

    @served.delete("/chairs/{number}", status_code=204)
    async def remove(number: int, seen: Match) -> None:  # pyright: ignore[reportUnusedFunction]
        seen.require(number)

    @served.get("/events")
    async def events() -> StreamingResponse:  # pyright: ignore[reportUnusedFunction]
        async def lines() -> AsyncIterator[bytes]:
            yield b"one"
            yield b"two"

        return StreamingResponse(lines())

    return served


async def ask(method: str, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app())
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        return await client.request(method, path, headers=headers)


async def test_only_the_fields_asked_for_are_told_of_an_object_and_of_items() -> None:
    one = await ask("GET", "/chairs/1?fields=name, id")
    assert one.json() == {"id": 1, "name": "Chair 1 é"}
    assert int(one.headers["content-length"]) == len(one.content)
    page = (await ask("GET", "/chairs?fields=id&limit=2")).json()
    assert page["items"] == [{"id": 0}, {"id": 1}]
    following = await ask("GET", f"/chairs?fields=id&cursor={page['next_cursor']}")
    assert following.json() == {"items": [{"id": 2}], "next_cursor": None}


@pytest.mark.parametrize("fields", ["nmae", "id,", "", "id,__dict__", "items"])
async def test_a_field_that_is_none_is_refused_naming_those_there_are(fields: str) -> None:
    answer = await ask("GET", f"/chairs?fields={fields}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert "there are id, name, near" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "cursor=nonsense", f"cursor={'a' * 1001}"]
)
async def test_a_page_that_is_none_is_refused(query: str) -> None:
    answer = await ask("GET", f"/chairs?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(query.partition("=")[0])


async def test_who_knows_the_version_is_sent_nothing() -> None:
    answer = await ask("GET", "/chairs/1")
    assert answer.headers["etag"] == '"1"'
    same = await ask("GET", "/chairs/1", **{"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", '"1"')
    other = await ask("GET", "/chairs/1", **{"If-None-Match": '"2"'})
    assert (other.status_code, other.json()["id"]) == (200, 1)


async def test_a_change_says_which_version_it_is_made_to() -> None:
    statuses = {
        header: (await ask("PUT", "/chairs/1", **({"If-Match": header} if header else {}))).status_code
        for header in ("", '"1"', '"2"', "1", "*")
    }
    assert statuses == {"": 428, '"1"': 200, '"2"': 412, "1": 400, "*": 200}
    assert (await ask("DELETE", "/chairs/1")).status_code == 204
    assert (await ask("DELETE", "/chairs/1", **{"If-Match": '"2"'})).status_code == 412


async def test_a_stream_passes_as_it_comes() -> None:
    assert (await ask("GET", "/events")).text == "onetwo"


def test_what_is_no_object_is_left_as_it_is() -> None:
    assert only([1, 2], {"a"}) == [1, 2]
    assert only({"items": 3, "next_cursor": None}, {"items"}) == {"items": 3}


def test_the_document_tells_of_them() -> None:
    described: dict[str, Any] = describe_manners(app().openapi())
    paths, schemas = described["paths"], described["components"]["schemas"]
    full, sparse = paths["/chairs/{number}"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]["anyOf"]
    assert full == {"$ref": "#/components/schemas/Chair"}
    assert (
        schemas[sparse["$ref"].rpartition("/")[2]]["properties"].keys()
        == schemas["Chair"]["properties"].keys()
    )
    assert "required" not in schemas["Chair_sparse"]
    put = paths["/chairs/{number}"]["put"]["responses"]
    assert {"400", "409", "412", "428"} <= put.keys()
    assert "428" not in paths["/chairs/{number}"]["delete"]["responses"]
    assert "ETag" in paths["/chairs/{number}"]["get"]["responses"]["200"]["headers"]
    assert set(put["422"]["content"]) == {"application/problem+json"}
    assert put["412"]["content"] == put["409"]["content"]
    json.dumps(described)
