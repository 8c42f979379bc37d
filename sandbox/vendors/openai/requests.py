"""What the chat completions endpoint accepts and refuses, as the vendor words it.

Source: https://platform.openai.com/docs/api-reference/chat and
https://platform.openai.com/docs/guides/error-codes
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

MODELS = (
    "gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5.1",
    "gpt-5.2",
)  # fmt: skip

_PARAMETERS = frozenset(
    (
        "messages", "model", "service_tier", "modalities", "verbosity", "reasoning_effort", "max_completion_tokens",
        "frequency_penalty", "presence_penalty", "web_search_options", "top_logprobs", "response_format", "audio",
        "store", "moderation", "stream", "stop", "logit_bias", "logprobs", "max_tokens", "n", "prediction", "seed",
        "stream_options", "tools", "tool_choice", "parallel_tool_calls", "function_call", "functions", "metadata",
        "temperature", "top_p", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention",
        "prompt_cache_options",
    )
)  # fmt: skip
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
_RANGES: Mapping[str, tuple[float, float]] = {
    "temperature": (0, 2),
    "top_p": (0, 1),
    "presence_penalty": (-2, 2),
    "frequency_penalty": (-2, 2),
}


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """An error answer."""

    status: int
    message: str
    kind: str = "invalid_request_error"
    param: str | None = None
    code: str | None = None
    retry_after_s: float | None = None

    def body(self) -> dict[str, Any]:
        return {"error": {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}}


def refusal_for(status: int, retry_after_s: float | None = None) -> Refusal:
    """What the vendor says with this status when it is not the request's fault.

    Args:
        retry_after_s: the pause it asks for.
    """
    return replace(_refusal_for(status), retry_after_s=retry_after_s)


def _refusal_for(status: int) -> Refusal:
    match status:
        case 401:
            return Refusal(401, "Incorrect API key provided.", code="invalid_api_key")
        case 429:
            text = "Rate limit reached for requests. Please try again later."
            return Refusal(429, text, kind="requests", code="rate_limit_exceeded")
        case 503:
            text = "The engine is currently overloaded, please try again later."
            return Refusal(503, text, kind="server_error", code="service_unavailable")
        case status if status >= 500:
            text = "The server had an error while processing your request. Sorry about that!"
            return Refusal(status, text, kind="server_error")
        case _:
            return Refusal(status, "The request was refused.")


def check_key(authorization: str | None, expected: str) -> None:
    """Raises Refusal unless the header carries the key."""
    if not authorization or not authorization.lower().startswith("bearer "):
        raise Refusal(
            401,
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer"
            " auth (i.e. Authorization: Bearer YOUR_KEY).",
        )
    key = authorization[7:].strip()
    if not secrets.compare_digest(key.encode(), expected.encode()):
        hidden = f"{key[:4]}{'*' * max(0, len(key) - 8)}{key[-4:]}" if len(key) > 8 else "*" * len(key)
        raise Refusal(401, f"Incorrect API key provided: {hidden}.", code="invalid_api_key")


def check_model(model: object) -> str:
    """The model's name; raises Refusal for one that does not exist."""
    if model not in MODELS:
        message = f"The model `{model}` does not exist or you do not have access to it."
        raise Refusal(404, message, code="model_not_found")
    return str(model)


def check_request(body: object) -> dict[str, Any]:
    """The body, when the vendor would accept it.

    Raises:
        Refusal: as the vendor would word it.
    """
    if not isinstance(body, dict):
        raise Refusal(
            400, "We could not parse the JSON body of your request. (HINT: it must be a JSON object.)"
        )
    for name in body:
        if name not in _PARAMETERS:
            raise Refusal(400, f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")
    if not body.get("model"):
        raise Refusal(400, "you must provide a model parameter")
    model = check_model(body["model"])
    _check_values(body, model)
    _check_messages(body.get("messages"))
    _check_tools(body)
    return body


def _check_values(body: Mapping[str, Any], model: str) -> None:
    for name, (low, high) in _RANGES.items():
        value = body.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong_type(name, "a number", value)
        if not low <= value <= high:
            bound, kind = (high, "maximum") if value > high else (low, "minimum")
            message = f"Invalid '{name}': decimal {kind[:5]} {kind} value. Expected a value between {low} and {high}."
            raise Refusal(
                400,
                message,
                param=name,
                code=f"decimal_{'above_max' if bound == high else 'below_min'}_value",
            )
    if body.get("stream_options") is not None and not body.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise Refusal(400, message, param="stream_options")
    if body.get("n") not in (None, 1):
        raise Refusal(400, "This stand-in gives one choice.", param="n", code="unsupported_value")
    if not model.startswith("gpt-5"):
        return
    if body.get("max_tokens") is not None:
        message = (
            "Unsupported parameter: 'max_tokens' is not supported with this model."
            " Use 'max_completion_tokens' instead."
        )
        raise Refusal(400, message, param="max_tokens", code="unsupported_parameter")
    if model in ("gpt-5", "gpt-5-mini", "gpt-5-nano") and body.get("temperature") not in (None, 1):
        message = (
            f"Unsupported value: 'temperature' does not support {body['temperature']} with this model."
            " Only the default (1) value is supported."
        )
        raise Refusal(400, message, param="temperature", code="unsupported_value")


def _check_messages(messages: object) -> None:
    if messages is None:
        text = "Missing required parameter: 'messages'."
        raise Refusal(400, text, param="messages", code="missing_required_parameter")
    if not isinstance(messages, list):
        raise _wrong_type("messages", "an array of objects", messages)
    if not messages:
        text = "Invalid 'messages': empty array. Expected an array with minimum length 1."
        raise Refusal(400, text, param="messages", code="empty_array")
    open_calls: list[str] = []
    for index, message in enumerate(messages):
        where = f"messages[{index}]"
        if not isinstance(message, dict):
            raise _wrong_type(where, "an object", message)
        role = message.get("role")
        if role not in _ROLES:
            text = f"Invalid value: '{role}'. Supported values are: {', '.join(sorted(_ROLES))}."
            raise Refusal(400, text, param=f"{where}.role", code="invalid_value")
        if role == "tool":
            if message.get("tool_call_id") not in open_calls:
                text = (
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with"
                    " 'tool_calls'."
                )
                raise Refusal(400, text, param=f"messages.[{index}].role")
            open_calls.remove(str(message["tool_call_id"]))
            continue
        _refuse_unanswered(open_calls)
        calls = message.get("tool_calls")
        _check_content(message, role, where, has_calls=bool(calls))
        open_calls = [str(call.get("id")) for call in calls] if isinstance(calls, list) else []
    _refuse_unanswered(open_calls)


def _check_content(message: Mapping[str, Any], role: str, where: str, *, has_calls: bool) -> None:
    content = message.get("content")
    if content is None and role == "assistant" and has_calls:
        return
    if content is None:
        text = f"Invalid value for 'content': expected a string, got null. ({where}.content)"
        raise Refusal(400, text, param=f"{where}.content")
    if not isinstance(content, str | list):
        raise _wrong_type(f"{where}.content", "one of a string or array of objects", content)


def _refuse_unanswered(open_calls: Sequence[str]) -> None:
    if open_calls:
        text = (
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
            f" 'tool_call_id'. The following tool_call_ids did not have response messages: {', '.join(open_calls)}"
        )
        raise Refusal(400, text, param="messages")


def _check_tools(body: Mapping[str, Any]) -> None:
    tools = body.get("tools")
    if tools is None:
        if body.get("tool_choice") not in (None, "none"):
            text = (
                "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified."
            )
            raise Refusal(400, text, param="tool_choice")
        return
    if not isinstance(tools, list):
        raise _wrong_type("tools", "an array of objects", tools)
    if not tools:
        text = "Invalid 'tools': empty array. Expected an array with minimum length 1."
        raise Refusal(400, text, param="tools", code="empty_array")
    for index, tool in enumerate(tools):
        function = tool.get("function") if isinstance(tool, dict) else None
        name = function.get("name") if isinstance(function, dict) else None
        if (
            not isinstance(function, dict)
            or not isinstance(name, str)
            or not re.fullmatch(r"[\w-]{1,64}", name)
        ):
            text = f"Invalid 'tools[{index}].function.name': expected a string of 1 to 64 letters, digits, _ and -."
            raise Refusal(400, text, param=f"tools[{index}].function.name", code="invalid_value")
        if function.get("strict"):
            _check_strict(name, function.get("parameters") or {}, f"tools[{index}].function.parameters")


def _check_strict(name: str, schema: Mapping[str, Any], param: str) -> None:
    """Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas"""
    missing = sorted(set(schema.get("properties", {})) - set(schema.get("required", [])))
    problem = ""
    if schema.get("additionalProperties") is not False:
        problem = "'additionalProperties' is required to be supplied and to be false."
    elif missing:
        problem = (
            "'required' is required to be supplied and to be an array including every key in properties."
            f" Missing '{missing[0]}'."
        )
    if problem:
        text = f"Invalid schema for function '{name}': In context=(), {problem}"
        raise Refusal(400, text, param=param, code="invalid_function_parameters")


def _wrong_type(name: str, expected: str, value: object) -> Refusal:
    got = {
        str: "a string",
        int: "an integer",
        float: "a number",
        bool: "a boolean",
        dict: "an object",
        list: "an array",
    }
    text = f"Invalid type for '{name}': expected {expected}, but got {got.get(type(value), 'null')} instead."
    return Refusal(400, text, param=name, code="invalid_type")
