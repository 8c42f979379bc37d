"""Input that is well formed and meant by nobody is refused or answered, and never fails."""

import base64
import json
from typing import Any
from uuid import uuid4

from tests.integration.deployments.api.set_up.conftest import Salon

NOBODY = str(uuid4())


def cursor(*key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).rstrip(b"=").decode()


READING: tuple[Any, ...] = (
    ("/staff", {"cursor": cursor(2**62, NOBODY)}),
    ("/offerings", {"cursor": cursor(-(2**63), NOBODY)}),
    ("/absences", {"cursor": cursor("0001-01-01T00:00:00+14:00", NOBODY)}),
    ("/absences", {"cursor": cursor("9999-12-31T23:59:59-14:00", NOBODY)}),
    ("/absences", {"ends_after": "0001-01-01T00:00:00+14:00"}),
    ("/absences", {"ends_after": "9999-12-31T23:59:59-14:00"}),
    ("/absences", {"staff_id": NOBODY}),
    ("/special-days", {"first": "0001-01-01", "last": "9999-12-31"}),
    ("/special-days", {"first": "9999-12-31", "last": "0001-01-01"}),
    ("/special-days", {"first": "9999-12-30", "last": "9999-12-31"}),
    ("/public-holidays", {"first": "0001-01-01", "last": "0001-01-02"}),
    ("/offerings", {"active": "true", "limit": 200, "fields": "id,nonsense"}),
)  # fmt: skip


async def test_reading(salon: Salon) -> None:
    answers = [(path, query, await salon.ask("GET", path, **query)) for path, query in READING]
    assert [(*asked, answer.text) for *asked, answer in answers if answer.status_code not in (200, 422)] == []


WRITING: tuple[Any, ...] = (
    ("PUT", "/special-days", {"days": [{"day": "9999-12-31", "hours": [{"opens": "09:00", "closes": "08:00"}]}]}),
    ("PUT", "/special-days", {"days": [{"day": "0001-01-01"}]}),
    ("PUT", "/special-days", {"location_id": NOBODY, "staff_id": NOBODY, "days": [{"day": "2027-01-01"}]}),
    ("DELETE", "/special-days/9999-12-31", None),
    ("POST", "/absences", {"staff_id": NOBODY, "starts_at": "0001-01-01T00:00:00+14:00", "ends_at": "2027-01-01"}),
    ("POST", "/absences", {"staff_id": NOBODY, "starts_at": 10**18, "ends_at": 10**18}),
    ("POST", "/staff", {"name": "Mia", "location_ids": [NOBODY] * 2}),
    ("POST", "/staff", {"name": "Mia", "position": 2**40}),
    ("POST", "/offerings", {"name": "A", "duration_min": 5, "price_cents": 0, "staff": []}),
    ("POST", "/offerings", {"name": "A", "duration_min": 5, "price_cents": 0, "channels": ["staff"]}),
    ("POST", "/offerings", {"name": "A", "segments": [{"minutes": 5, "processing": True}], "price_cents": 0}),
    ("POST", "/locations", {"name": "A", "timezone": "../../etc/passwd"}),
    ("POST", "/locations", {"name": "A", "timezone": "Europe/London", "region": "\u202e"}),
    ("PATCH", "", {"slug": "a" * 99}),
    ("PATCH", "", {"name": "\u200b"}),
    ("PATCH", f"/public-holidays/{NOBODY}", {"opened": True}),
    ("PATCH", f"/offerings/{NOBODY}", {"duration_min": None}),
    ("PUT", f"/staff/{NOBODY}/offerings", {"offerings": [{"offering_id": NOBODY}]}),
)  # fmt: skip


async def test_writing(salon: Salon) -> None:
    answers = [(path, body, await salon.ask(method, path, body)) for method, path, body in WRITING]
    assert [(*asked, answer.text) for *asked, answer in answers if answer.status_code not in (404, 422)] == []
    assert all(answer.json()["detail"] for *_, answer in answers)


async def test_a_change_of_nothing_changes_nothing(salon: Salon) -> None:
    mia = (await salon.post("/staff", {"name": "Mia"}))["id"]
    for path in ("", f"/staff/{mia}"):
        await salon.patch(path, {})
    assert [one["action"] for one in await salon.audit()] == ["staff.added", "business.founded"]
