"""ElevenLabs' refusals in its own shape.

Source: https://elevenlabs.io/docs/eleven-api/resources/errors
"""

from typing import Any
from uuid import uuid4

from starlette.responses import JSONResponse


class Refusal(Exception):
    """A request ElevenLabs would not serve."""

    def __init__(
        self,
        status: int,
        type_: str,
        code: str,
        message: str,
        *,
        param: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self._retry_after_s = retry_after_s
        self.status = status
        self._type = type_
        self._code = code
        self._param = param

    def response(self) -> JSONResponse:
        request_id = uuid4().hex
        detail: dict[str, Any] = {
            "type": self._type,
            "code": self._code,
            "message": str(self),
            "status": self._code,
            "request_id": request_id,
        }
        if self._param is not None:
            detail["param"] = self._param
        headers = {"request-id": request_id}
        if self._retry_after_s is not None:
            headers["retry-after"] = f"{self._retry_after_s:g}"
        return JSONResponse({"detail": detail}, self.status, headers)


class Invalid(Refusal):
    """A field that does not pass validation, answered as a list of problems."""

    def __init__(self, location: tuple[str, ...], message: str, kind: str = "value_error") -> None:
        super().__init__(422, "validation_error", kind, message)
        self._location = location
        self._kind = kind

    def response(self) -> JSONResponse:
        return JSONResponse(
            {"detail": [{"loc": list(self._location), "msg": str(self), "type": self._kind}]}, 422
        )


def bad_key() -> Refusal:
    return Refusal(401, "authentication_error", "invalid_api_key", "Invalid API key")


def unknown_voice(voice_id: str) -> Refusal:
    message = f"A voice for the voice_id '{voice_id}' was not found."
    return Refusal(404, "not_found", "voice_not_found", message, param="voice_id")


def unknown_model(model_id: str) -> Refusal:
    message = f"A model with model ID {model_id} does not exist."
    return Refusal(400, "validation_error", "model_not_found", message, param="model_id")


def format_not_here(output_format: str) -> Refusal:
    message = f"Output format {output_format} is not spoken by this stand-in."
    return Refusal(403, "authorization_error", "output_format_not_allowed", message, param="output_format")


def unavailable(status: int, retry_after_s: float | None = None) -> Refusal:
    message = "The stand-in was asked to refuse."
    kind, code = (
        ("rate_limit_error", "rate_limit_exceeded") if status == 429 else ("internal_error", "system_busy")
    )
    return Refusal(status, kind, code, message, retry_after_s=retry_after_s)
