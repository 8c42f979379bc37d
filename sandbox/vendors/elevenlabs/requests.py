"""What a client asks of the ElevenLabs stand-in, checked as ElevenLabs would."""

from starlette.requests import HTTPConnection, Request
from starlette.websockets import WebSocket

from sandbox.vendors.elevenlabs import account, errors
from sandbox.vendors.elevenlabs.sockets import SocketOptions
from sandbox.vendors.elevenlabs.voicing import OUTPUT_FORMATS, VENDOR_FORMATS

_DEFAULT_FORMAT = "mp3_44100_128"
_LONGEST_TEXT = 40_000


async def speech_request(request: Request) -> tuple[str, str, float]:
    """Text, output format and speed of a request; raises Refusal."""
    try:
        body = await request.json()
    except ValueError:
        raise errors.Invalid(("body",), "JSON decode error", "json_invalid") from None
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise errors.Invalid(("body", "text"), "Field required", "missing")
    if not text.strip() or len(text) > _LONGEST_TEXT:
        message = "The text must not be empty." if not text.strip() else "The text is too long."
        raise errors.Refusal(400, "validation_error", "invalid_text", message, param="text")
    _check_voice_and_model(request, body.get("model_id"))
    settings = body.get("voice_settings") or {}
    rate = float(settings.get("speed") or 1.0)
    return text, _output_format(request), rate


def socket_options(socket: WebSocket) -> SocketOptions:
    """The query of a text-input socket; raises Refusal."""
    query = socket.query_params
    _check_voice_and_model(socket, query.get("model_id"))
    return SocketOptions(
        output_format=_output_format(socket),
        auto_mode=query.get("auto_mode", "false").lower() == "true",
        sync_alignment=query.get("sync_alignment", "false").lower() == "true",
        inactivity_timeout_s=min(180.0, float(query.get("inactivity_timeout", "20"))),
    )


def _check_voice_and_model(connection: HTTPConnection, model_id: str | None) -> None:
    voice_id = connection.path_params["voice_id"]
    if voice_id == account.UNKNOWN_VOICE:
        raise errors.unknown_voice(voice_id)
    if model_id is not None and model_id not in account.MODEL_IDS:
        raise errors.unknown_model(model_id)


def _output_format(connection: HTTPConnection) -> str:
    output_format = connection.query_params.get("output_format", _DEFAULT_FORMAT)
    if output_format not in VENDOR_FORMATS:
        raise errors.Invalid(("query", "output_format"), "Input should be a known output format", "enum")
    if output_format not in OUTPUT_FORMATS:
        raise errors.format_not_here(output_format)
    return output_format
