"""What routes have without saying so, written into the OpenAPI document: `Idempotency-Key`, sparse answers, ETags."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from deployments.api.cookies import TOKEN_HEADER
from deployments.api.fields import PARAMETER
from deployments.api.idempotency import HEADER, REPLAYED, WRITES
from deployments.api.problems import MEDIA_TYPE, described

_KEY: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Carried out once for each key within 24 hours; sent again, it is answered as the first time",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
}
_TOKEN: dict[str, Any] = {
    "name": TOKEN_HEADER,
    "in": "header",
    "required": False,
    "description": "Needed with a cookie; from `GET /api/v1/sessions/current`",
    "schema": {"type": "string", "maxLength": 100},
}
OF_BUSINESS = "/v1/businesses/{business_id}"
_ETAG: dict[str, Any] = {"description": "The version, for `If-Match`", "schema": {"type": "string"}}
_TIMES: dict[str, Any] = {
    "Retry-After": {"description": "Seconds until it may be tried again", "schema": {"type": "integer"}},
}
_REPLAYED: dict[str, Any] = {
    "description": "`true` where the answer is a stored one",
    "schema": {"type": "string", "enum": ["true"]},
}


def describe_manners(document: dict[str, Any]) -> dict[str, Any]:
    """The document with them; it is changed in place."""
    for path, method, operation in _operations(document):
        parameters = {(one["in"], one["name"]) for one in operation.get("parameters", ())}
        responses = operation["responses"]
        is_once = ("header", HEADER) in parameters
        if is_once:
            operation["parameters"] = [one for one in operation["parameters"] if one["name"] != HEADER]
        if is_once or (method.upper() in WRITES and OF_BUSINESS in path and operation.get("security")):
            operation.setdefault("parameters", []).append(deepcopy(_KEY))
            _add_header(responses, REPLAYED, _REPLAYED)
        if method.upper() in WRITES and operation.get("security"):
            operation.setdefault("parameters", []).append(deepcopy(_TOKEN))
        if ("header", "if-match") in parameters:
            _add_header(responses, "ETag", _ETAG)
            responses.setdefault("412", described("Changed since it was read"))
            if any(_is_required_match(one) for one in operation["parameters"]):
                responses.setdefault("428", described("`If-Match` is missing"))
            _add_header(document["paths"][path].get("get", {}).get("responses", {}), "ETag", _ETAG)
        if ("query", PARAMETER) in parameters:
            _allow_less(document, responses)
        _as_problems(responses)
        for status in ("429", "503"):
            if status in responses:
                responses[status].setdefault("headers", {}).update(deepcopy(_TIMES))
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document.get("paths", {}).items():
        for method, operation in methods.items():
            yield path, method, operation


def _is_required_match(parameter: dict[str, Any]) -> bool:
    return parameter["name"] == "if-match" and parameter.get("description", "").startswith("Required")


def _add_header(responses: dict[str, Any], name: str, header: dict[str, Any]) -> None:
    for status, response in responses.items():
        if status.startswith("2"):
            response.setdefault("headers", {})[name] = deepcopy(header)


def _as_problems(responses: dict[str, Any]) -> None:
    """A model that is declared for a response is described as plain JSON too, which is not what is sent."""
    for response in responses.values():
        content = response.get("content", {})
        if MEDIA_TYPE in content:
            content[MEDIA_TYPE] |= content.pop("application/json", {})


def _allow_less(document: dict[str, Any], responses: dict[str, Any]) -> None:
    """An answer may have each of its properties, and need have none."""
    schemas = document["components"]["schemas"]
    for response in (response for status, response in responses.items() if status.startswith("2")):
        for content in response.get("content", {}).values():
            full = content.get("schema", {})
            less = _less(schemas, full)
            if less is not None:
                content["schema"] = {"anyOf": [full, less]}


def _less(schemas: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any] | None:
    """The reference to a schema in which nothing of the object, or of the page's items, is required."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name not in schemas:
        return None
    found = deepcopy(schemas[name])
    items = found.get("properties", {}).get("items", {}).get("items")
    if set(found.get("properties", ())) == {"items", "next_cursor"} and items is not None:
        sparse = _less(schemas, items)
        if sparse is None:
            return None
        found["properties"]["items"]["items"] = sparse
    else:
        found.pop("required", None)
    found["title"] = f"{found.get('title', name)} with fewer fields"
    schemas[f"{name}_sparse"] = found
    return {"$ref": f"#/components/schemas/{name}_sparse"}
