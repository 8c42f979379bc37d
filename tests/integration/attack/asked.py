"""Requests that could be good ones, made of the OpenAPI document and the ids of a tenant."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from deployments.policies import Policy, policy_of
from tests.integration.attack.filled import SOON, Tenant
from tests.support.api import PASSWORD

_FRESH = count(1)
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """A route of the document with a method."""

    method: str
    path: str
    policy: Policy | None
    parameters: tuple[Mapping[str, Any], ...]
    body: Mapping[str, Any] | None
    media_type: str
    document: Mapping[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def writes(self) -> bool:
        return self.method != "get"

    def fits(self, url: str) -> bool:
        """Whether an address without a query is one of this path's."""
        return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", self.path), url) is not None

    @property
    def path_parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, without who sends it."""

    method: str
    url: str
    query: Mapping[str, Any]
    body: Any
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        """All it says: what comes back of this is nobody's secret."""
        return f"{self.url} {self.query} {self.body} {self.headers}"


def operations(document: Mapping[str, Any]) -> list[Operation]:
    return list(_operations(document))


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            if method not in METHODS:
                continue
            content: Mapping[str, Any] = one.get("requestBody", {}).get("content", {})
            media_type = next(iter(content), "application/json")
            body = content[media_type]["schema"] if content else None
            parameters = tuple(resolved(document, one) for one in one.get("parameters", ()))
            yield Operation(method, path, policy_of(one), parameters, body, media_type, document)


def resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def request(
    operation: Operation,
    in_path: Tenant,
    inside: Tenant | None = None,
    *,
    whole: bool,
    spare: Mapping[str, Any],
) -> Asked:
    """What a good client would send.

    Args:
        in_path: whose business stands in the path.
        inside: whose ids stand everywhere else; the same tenant's when None.
        whole: with everything that may be left out.
    """
    ids = _Ids(inside or in_path, operation, spare)
    url = re.sub(
        r"\{(\w+)\}",
        lambda found: str(in_path.id) if found[1] == "business_id" else str(ids.of(found[1])),
        operation.path,
    )
    query: dict[str, Any] = (
        {"force": True} if any(one["name"] == "force" for one in operation.parameters) else {}
    )
    headers: dict[str, Any] = {
        one["name"]: "*" for one in operation.parameters if one["name"].lower() == "if-match"
    }
    for one in operation.parameters:
        if (
            one["in"] == "path"
            or one["name"] in query
            or not (whole or one.get("required"))
            or one["name"].lower() in NOT_SENT
        ):
            continue
        value = one.get("example", _value(operation, one["name"], one.get("schema", {}), ids, whole))
        if value is not None:
            (query if one["in"] == "query" else headers)[one["name"]] = value
    body = EXAMPLES.get(operation.name)
    if operation.body is not None and body is None:
        body = _value(operation, "", operation.body, ids, whole)
        first, *others = ONE_OF.get(operation.name, ("",))
        if first:
            schema = resolved(operation.document, operation.body)["properties"][first]
            body = {name: one for name, one in body.items() if name not in others}
            body[first] = _value(operation, first, schema, ids, True)
    headers |= HEADERS.get(operation.name, {})
    return Asked(operation.method, url, query, body, {name: str(value) for name, value in headers.items()})


NOT_SENT = frozenset({"authorization", "idempotency-key", "if-match", "cursor", "fields", "x-csrf-token"})
"""Parameters that would have a request refused, or answered from what is stored, before it does anything."""

ONE_OF: dict[str, tuple[str, ...]] = {
    "POST /api/v1/businesses/{business_id}/absences": ("staff_id", "asset_id"),
    "POST /api/v1/businesses/{business_id}/offerings": ("duration_min", "segments"),
    "PUT /api/v1/businesses/{business_id}/staff/{staff_id}/offerings": ("offerings",),
    "PUT /api/v1/businesses/{business_id}/special-days": ("location_id", "staff_id"),
    "POST /api/v1/businesses/{business_id}/holds": ("session_id", "visit", "starts_at"),
    "PATCH /api/v1/businesses/{business_id}/customers/{customer_id}": ("notes",),
    "PATCH /api/v1/businesses/{business_id}/customers/{customer_id}/notes/{note_id}": ("text",),
    "PATCH /api/v1/businesses/{business_id}/inbox/{item_id}": ("status",),
    "PATCH /api/v1/businesses/{business_id}/calendars/{calendar_id}": ("name",),
    "PATCH /api/v1/businesses/{business_id}/webhooks/{webhook_id}": ("description",),
    "PATCH /api/v1/businesses/{business_id}/numbers/{phone_number_id}": ("label",),
    "PATCH /api/v1/businesses/{business_id}/forwardings/{forwarding_id}": ("delay_s",),
    "PATCH /api/v1/businesses/{business_id}/port-requests/{port_request_id}": ("carrier",),
}
"""Fields of bodies that exclude each other, or one that says too little when it is short; the first is sent in full."""

RECEPTIONIST = "/api/v1/businesses/{business_id}/receptionist"
EXAMPLES: dict[str, Any] = {
    "POST /api/v1/businesses/{business_id}/billing/plan/preview": {"plan": "solo"},
    "PUT /api/v1/businesses/{business_id}/billing/plan": {"plan": "solo"},
    "POST /api/v1/businesses/{business_id}/number-orders": {"number": "+61280000125"},
    "POST /api/v1/businesses/{business_id}/number-orders/own": {"sid": "PN" + "1" * 32},
    "POST /api/v1/businesses/{business_id}/webhooks": {"url": "https://example.com/hooks"},
    "POST /api/v1/businesses/{business_id}/calendars": {"name": "Mia", "url": "https://example.com/mia.ics"},
    "POST /api/v1/businesses/{business_id}/calendar-connections/consent": {"kind": "google"},
    "POST /api/v1/businesses/{business_id}/calendar-connections": {"state": "x", "error": "access_denied"},
    "PUT /api/v1/businesses/{business_id}/calendar-connections/{connection_id}/calendars": {"calendars": []},
    "PUT /api/v1/businesses/{business_id}/brand/{file_kind}": {"file": ("l.png", b"\x89PNG\r\n\x1a\n1")},
    "POST /api/v1/businesses/{business_id}/privacy/erasures": {"phone": "+61280009999"},
    "PUT /api/v1/businesses/{business_id}/calendar-connections/{connection_id}/services": {"offerings": []},
    "POST /api/v1/businesses/{business_id}/staff/import": {"csv": "name\nMia"},
    "POST /api/v1/businesses/{business_id}/offerings/import": {"csv": "name,minutes\nCut,45"},
    f"PUT {RECEPTIONIST}/draft": {"greeting": "Hello, you.", "voice_id": "voice", "language": "en-AU"},
    "POST /api/v1/businesses/{business_id}/apply-template": {"template": "hair"},
    "POST /api/v1/businesses/{business_id}/customers/{customer_id}/texts": {"text": "See you"},
    "POST /api/v1/businesses/{business_id}/customers/import": {"file": ("mine.csv", b"name\nMia")},
    "POST /api/v1/businesses/{business_id}/knowledge/files": {"file": ("about.txt", b"Since 1983.")},
}
"""Bodies by operation, where the schema does not say enough."""

HEADERS: dict[str, dict[str, str]] = {f"PUT {RECEPTIONIST}/draft": {"If-Match": "*"}}
"""What a route does nothing without."""


@dataclass(frozen=True, slots=True)
class _Ids:
    tenant: Tenant
    operation: Operation
    spare: Mapping[str, Any]

    def of(self, name: str) -> Any:
        """The id a parameter or field of this name takes. Raises LookupError when nobody knows."""
        path = self.operation.path
        if name == "number" and "/texts/" in path:
            return self.tenant.rows["text_threads"]["number"]
        if name == "number":
            return 1  # every business has a first version
        if name == "entry_id" and "/knowledge/" in path:
            return "k1"
        if name in ("absorbed_id", "other_id"):
            return self.tenant.other_customer
        if name == "item_id":
            return self.tenant.row_id("messages")
        if name == "survivor_id":
            return self.tenant.row_id("customers")
        if name == "subject_id":
            return self.tenant.rows["customers"]["id"]  # what a business event is about
        if name == "call_id" and "/billing/" in path:
            return self.tenant.rows["call_ledger"]["call_id"]
        if name in ("user_id", "assigned_to"):
            return self.spare[self.tenant.word]
        if name == "kind":
            return "missed_call"  # of notifications
        if name == "language":
            return "en"
        if name == "file_kind":
            return "logo"
        if name == "slug":
            return self.tenant.rows["businesses"]["slug"]
        if name == "token":
            return "x" * 43  # of a link nobody was sent
        if name == "session_id" and path.startswith("/api/v1/sessions"):
            return self.tenant.rows["sign_ins"]["id"]
        before = re.search(rf"([a-z-]+)/\{{{name}\}}", path)
        names = [*_tables(name.removesuffix("_id")), *([before[1].replace("-", "_")] if before else [])]
        for table in names:
            if name in self.tenant.rows.get(table, ()):
                return self.tenant.rows[table][name]  # a row named by something else: a date
            if table in self.tenant.rows and "id" in self.tenant.rows[table]:
                return self.tenant.rows[table]["id"]
        raise LookupError(f"{path}: whose id is {name}? Teach tests/integration/attack/asked.py")


_OTHER_NAMES = {
    "number": "receptionist_versions",
    "question": "offering_questions",
    "key": "api_keys",
    "entry": "waiting_list",
    "merge": "customer_merges",
    "note": "customer_notes",
    "one": "customers",
    "preferred_staff": "staff",
    "webhook": "webhook_endpoints",
    "calendar": "remote_calendars",
    "connection": "calendar_connections",
    "dispute": "calendar_disputes",
    "delivery": "webhook_deliveries",
    "hold": "bookings",
    "visit": "bookings",
    "variant": "offering_options",
    "add_on": "offering_options",
    "option": "offering_options",
    "session": "group_sessions",
    "share": "call_shares",
    "wanted_staff": "staff",
    "absence": "absences",
    "time_off": "absences",
    "cursor": "audit_log",
    "asset_need": "assets",
    "series": "bookings",
    "subject": "bookings",
    "holiday": "public_holidays",
}


def _tables(stem: str) -> list[str]:
    return [_OTHER_NAMES.get(stem, stem), stem, f"{stem}s", f"{stem}es", re.sub("y$", "ies", stem)]


def _value(operation: Operation, name: str, schema: Mapping[str, Any], ids: _Ids, whole: bool) -> Any:
    schema = resolved(operation.document, schema)
    for said in ("const", "default"):
        if schema.get(said) is not None:
            return schema[said]
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            options = [resolved(operation.document, one) for one in schema[several]]
            return next(
                (_value(operation, name, one, ids, whole) for one in options if one.get("type") != "null"),
                None,
            )
    if name == "customer" and schema.get("type") == "object":
        return {"id": str(ids.of("customer_id"))}
    if name == "address" and "/suppressions/" in operation.path:
        return ids.tenant.rows["suppressions"]["address"]
    if schema.get("format") == "uuid":
        return None if name == "id" else str(ids.of(name))  # of a part of something: a new one has none
    if name in _HOURS:
        return _HOURS[name]
    if schema.get("examples"):
        return schema["examples"][0]
    match schema.get("type"):
        case "object":
            wanted = schema.get("required", ())
            return {
                key: value
                for key, one in schema.get("properties", {}).items()
                if (whole or key in wanted) and (value := _value(operation, key, one, ids, whole)) is not None
            }
        case "array":
            singular = re.sub("s$", "", name)
            item = _value(operation, singular, schema.get("items", {}), ids, whole)
            return [item] if whole or schema.get("minItems") else []
        case "integer" | "number":
            least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            return max(int(least), 1)
        case "boolean":
            return True
        case "string":
            return _text(name, schema, ids.tenant)
        case _:
            return None


_HOURS = {"opens": "09:00", "closes": "17:00"}


def _text(name: str, schema: Mapping[str, Any], tenant: Tenant) -> str:
    fresh = next(_FRESH)
    dated = {
        "date-time": (SOON + timedelta(hours=1 if _is_end(name) else 0)).isoformat(),
        "date": (SOON + timedelta(days=7 if _is_end(name) else 0)).date().isoformat(),
        "time": "17:00:00" if _is_end(name) else "09:00:00",
        "email": f"new{fresh}@example.com",
    }
    if schema.get("format") in dated:
        return dated[schema["format"]]
    by_name = {
        "email": f"new{fresh}@example.com",
        "password": PASSWORD,
        "current": PASSWORD,
        "token": "x" * 43,
        "refresh_token": "x" * 43,
        "timezone": "Australia/Sydney",
        "language": "en-AU",
        "country": "AU",
        "region": "NSW",
        "currency": "AUD",
        "code": "123456",
        "phone": "+61280009999",
        "phone_e164": "+61280009999",
        "slug": f"{tenant.word}-salon",
    }
    if name in by_name:
        return by_name[name]
    return f"text {fresh}"[: schema.get("maxLength", 100)].ljust(schema.get("minLength", 0), "x")


def _is_end(name: str) -> bool:
    return name in (
        "ends_at",
        "closes",
        "until",
        "to",
        "latest",
        "expires_at",
        "ends",
        "end",
        "last",
        "last_day",
        "before",
    )
