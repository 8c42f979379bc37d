"""A receptionist is drafted, published, compared and restored; each act stands in the audit log."""

import asyncio
from typing import Any

import pytest

from tests.support.api import Api, SignedUp


class Desk:
    """One business's receptionist by the API."""

    def __init__(self, served: Api, user: SignedUp) -> None:
        self.served, self.user = served, user
        self.base = f"/api/v1/businesses/{user.business_id}"

    async def ask(self, method: str, path: str, status: int = 200, **asked: Any) -> Any:
        headers = {**self.user.bearer, **asked.pop("headers", {})}
        answer = await self.served.client.request(method, self.base + path, headers=headers, **asked)
        assert answer.status_code == status, answer.text
        return answer

    async def draft(self) -> tuple[dict[str, Any], str]:
        answer = await self.ask("GET", "/receptionist/draft")
        return answer.json(), answer.headers["ETag"]

    async def change(self, status: int = 200, **fields: Any) -> Any:
        drafted, etag = await self.draft()
        body = drafted["content"] | fields
        return (
            await self.ask("PUT", "/receptionist/draft", status, json=body, headers={"If-Match": etag})
        ).json()

    async def publish(self, note: str = "", status: int = 201) -> Any:
        return (await self.ask("POST", "/receptionist/publish", status, json={"note": note})).json()


@pytest.fixture
async def desk(served: Api) -> Desk:
    return Desk(served, await served.signed_up())


async def test_a_draft_is_published_compared_and_an_earlier_version_restored(desk: Desk) -> None:
    first = (await desk.ask("GET", "/receptionist")).json()
    assert (first["number"], first["author"], first["content"]["language"]) == (1, "system", "en-AU")
    drafted, _ = await desk.draft()
    assert (drafted["content"], drafted["changes"], drafted["author"]) == (first["content"], [], None)
    same = await desk.publish(status=422)
    assert "published already" in same["detail"]

    changed = await desk.change(greeting="Mia's Hair, hello!", rules=["Offer coffee.\r\nAlways."])
    assert changed["content"]["rules"] == ["Offer coffee.\nAlways."]
    assert changed["changes"] == [
        'Greeting: "Hello, this is Mia\'s Hair. How can I help you?" became "Mia\'s Hair, hello!".',
        'Rule 1 added: "Offer coffee. Always.".',
    ]
    assert changed["author"] == f"user:{desk.user.me['id']}"
    second = await desk.publish("Friendlier")
    assert (second["number"], second["note"], second["restored_from"]) == (2, "Friendlier", None)
    assert (await desk.draft())[0]["changes"] == []

    back = (
        await desk.ask("POST", "/receptionist/versions/1/restore", 201, json={"note": "Too friendly"})
    ).json()
    assert (back["number"], back["restored_from"]) == (3, 1)
    now = (await desk.ask("GET", "/receptionist")).json()
    assert now["content"] == first["content"]
    listed = (await desk.ask("GET", "/receptionist/versions", params={"limit": 2})).json()
    assert [one["number"] for one in listed["items"]] == [3, 2]
    rest = await desk.ask("GET", "/receptionist/versions", params={"cursor": listed["next_cursor"]})
    assert [one["number"] for one in rest.json()["items"]] == [1]
    diff = await desk.ask("GET", "/receptionist/diff", params={"from": "2", "to": "3"})
    assert diff.json()["changes"][-1] == 'Rule 1 removed: "Offer coffee. Always.".'
    await desk.ask("GET", "/receptionist/diff", 404, params={"from": "2", "to": "9"})
    await desk.ask("GET", "/receptionist/versions/9", 404)

    log = (await desk.ask("GET", "/audit-log")).json()["items"]
    acts = [(one["action"], one["subject"]) for one in log if one["action"].startswith("receptionist")]
    assert acts == [
        ("receptionist.restored", "receptionist:3"),
        ("receptionist.published", "receptionist:2"),
        ("receptionist.draft_changed", "receptionist:draft"),
    ]
    published = next(one for one in log if one["subject"] == "receptionist:2")
    assert published["before"]["rules"] == []
    assert set(published["after"]) == {"greeting", "rules", "version", "note"}


async def test_nobody_overwrites_what_they_have_not_seen(desk: Desk) -> None:
    drafted, etag = await desk.draft()
    body = drafted["content"]
    missing = await desk.ask("PUT", "/receptionist/draft", 428, json=body)
    assert "If-Match" in missing.json()["detail"]
    answers = await asyncio.gather(
        *(
            desk.served.client.put(
                f"{desk.base}/receptionist/draft",
                json=body | {"greeting": f"Hello number {n}."},
                headers={**desk.user.bearer, "If-Match": etag},
            )
            for n in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    headers = {"If-Match": etag}
    await desk.ask("POST", "/receptionist/publish", 412, json={}, headers=headers)
    await desk.ask("DELETE", "/receptionist/draft", 412, headers=headers)
    await desk.ask("DELETE", "/receptionist/draft", 204)
    assert (await desk.draft())[1] == etag


async def test_a_draft_with_faults_is_kept_and_not_published(desk: Desk) -> None:
    rules = [{"topic": "Bills", "number": "0280001111"}]
    changed = await desk.change(greeting="Hi, [name].", overflow="forward", transfers={"rules": rules})
    named = [fault["field"] for fault in changed["faults"]]
    assert named == ["greeting", "transfers.rules.0.number", "transfers.number"]
    refused = await desk.publish(status=422)
    assert all(name in refused["detail"] for name in named)
    assert (await desk.ask("GET", "/receptionist")).json()["number"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"hologram": True},
        {"greeting": "a\x00b"},
        {"greeting": 7},
        {"eagerness": "telepathic"},
        {"transfers": {"ring_s": True}},
        {
            "transfers": {
                "rules": [{"when": "times", "times": [{"weekday": 7, "opens": "9", "closes": "25:00"}]}]
            }
        },
        {"callers": {"blocked": ["x" * 300]}},
        {"rules": ["\u202eevil"]},
    ],
    ids=["unknown", "nul", "type", "choice", "bool", "times", "long", "override"],
)
async def test_what_cannot_be_understood_is_refused_by_its_field(desk: Desk, fields: dict[str, Any]) -> None:
    refused = await desk.change(422, **fields)
    assert next(iter(fields)) in refused["detail"]
    assert (await desk.draft())[0]["changes"] == []


async def test_a_pause_is_a_version_of_its_own_and_leaves_the_draft_to_its_writer(desk: Desk) -> None:
    await desk.change(greeting="Half-written")
    paused = (await desk.ask("PUT", "/receptionist/pause", json={"on": True, "note": "Flu"})).json()
    assert (paused["number"], paused["note"]) == (2, "Flu")
    assert (await desk.ask("PUT", "/receptionist/pause", json={"on": True})).json()["number"] == 2
    served = (await desk.ask("GET", "/receptionist")).json()["content"]
    assert served["pause"]["on"]
    assert served["greeting"] != "Half-written"
    drafted = (await desk.draft())[0]
    assert len(drafted["changes"]) == 1
    refused = await desk.ask("PUT", "/receptionist/pause", 422, json={"on": True, "callers_get": "forward"})
    assert "callers_get" in refused.json()["detail"]


async def test_knowledge_is_typed_or_taken_from_a_file(desk: Desk) -> None:
    body = {"question": "Is there parking?", "text": "Behind the house."}
    typed = (await desk.ask("POST", "/knowledge", 201, json=body)).json()
    page = b"<title>About us</title><p>Since 1983.</p><script>x</script>"
    for wanted in ("Since 1983.", "Since 1984."):
        content = page.replace(b"Since 1983.", wanted.encode())
        files = {"file": ("about.html", content, "text/html")}
        taken = (await desk.ask("POST", "/knowledge/files", 201, files=files)).json()["entries"]
        assert [(one["title"], one["text"], one["source"]) for one in taken] == [
            ("About us", wanted, "about.html")
        ]
    listed = (await desk.ask("GET", "/knowledge")).json()["entries"]
    assert [one["id"] for one in listed] == [typed["id"], taken[0]["id"]]
    mended = await desk.ask("PUT", f"/knowledge/{typed['id']}", json=body | {"text": "In front."})
    assert mended.json()["text"] == "In front."
    assert len((await desk.draft())[0]["changes"]) == 2
    for name, data in (("a.pdf", b"%PDF"), ("a.txt", b"\x00"), ("a.txt", b"x" * 600_000)):
        refused = await desk.ask("POST", "/knowledge/files", 422, files={"file": (name, data)})
        assert "file" in refused.json()["detail"]
    await desk.ask("DELETE", f"/knowledge/{typed['id']}", 204)
    await desk.ask("DELETE", f"/knowledge/{typed['id']}", 404)
    assert len((await desk.ask("GET", "/knowledge")).json()["entries"]) == 1


async def test_a_template_sets_up_what_is_missing_and_the_check_says_what_is_left(desk: Desk) -> None:
    checked = (await desk.ask("GET", "/setup-check")).json()
    blocking = [one["about"] for one in checked["findings"] if one["severity"] == "blocking"]
    assert (checked["ready"], blocking) == (False, ["number", "hours", "offerings", "staff"])
    routes = (await desk.served.client.get("/openapi.json")).json()["paths"]
    for mend in filter(None, (one["mend"] for one in checked["findings"])):
        method, path = mend.split()
        assert method.lower() in routes[f"/api/v1/businesses/{{business_id}}{path}"], mend

    body = {"template": "hair", "staff": ["Mia", "Leo"]}
    applied = (await desk.ask("POST", "/apply-template", json=body)).json()
    assert "Women's haircut" in applied["offerings"]
    assert (applied["hours"], applied["staff"], applied["left"]) == (True, ["Mia", "Leo"], [])
    assert (await desk.draft())[0]["content"]["rules"] == applied["rules"]
    again = (await desk.ask("POST", "/apply-template", json=body)).json()
    assert (again["offerings"], again["hours"], again["staff"], again["rules"]) == ([], False, [], [])
    assert again["left"] == applied["offerings"]
    replaced = (await desk.ask("POST", "/apply-template", json=body | {"overwrite": True})).json()
    assert (replaced["offerings"], replaced["hours"]) == (applied["offerings"], True)

    checked = (await desk.ask("GET", "/setup-check")).json()
    found = {one["about"]: one["severity"] for one in checked["findings"]}
    assert found == {
        "number": "blocking",
        "prices": "advice",
        "draft": "advice",
        "transfers": "advice",
        "recording": "advice",
        "knowledge": "advice",
    }
    for mend in filter(None, (one["mend"] for one in checked["findings"])):
        method, path = mend.split()
        assert method.lower() in routes[f"/api/v1/businesses/{{business_id}}{path}"], mend
    await desk.publish("Set up")
    assert "draft" not in [one["about"] for one in (await desk.ask("GET", "/setup-check")).json()["findings"]]
    missing = await desk.ask("POST", "/apply-template", 404, json={"template": "circus"})
    assert "hair" in missing.json()["detail"]


async def test_templates_are_in_every_language_offered(desk: Desk, served: Api) -> None:
    names: dict[str, list[str]] = {}
    for language in ("en", "de-AT", "fr", "es", "it", "tlh"):
        answer = await served.client.get(
            "/api/v1/templates", params={"language": language}, headers=desk.user.bearer
        )
        names[language] = [one["name"] for one in answer.json()["templates"]]
    assert len(names["en"]) == 6
    assert names["tlh"] == names["en"]
    assert len({tuple(each) for each in names.values()}) == 5
    assert "Friseursalon" in names["de-AT"]
