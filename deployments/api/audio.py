"""A recording as an answer: whole, a range of it, or nothing of it where the asker has it already.

Source: https://www.rfc-editor.org/rfc/rfc9110 (ranges, section 14; conditions, section 13)
"""

from email.utils import format_datetime

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from deployments.api.at_once import answers_long
from deployments.api.etags import matches
from deployments.api.problems import problem_answer
from domain.playback.ranges import Part, Unsatisfiable, asked_part, may_continue
from services.playback.recordings import Playable
from storage.objects import Objects

AUDIO = "audio/wav"
ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"description": "The recording", "content": {AUDIO: {"schema": {"type": "string"}}}},
    206: {"description": "The range that was asked for", "content": {AUDIO: {"schema": {"type": "string"}}}},
    304: {"description": "As you have it"},
    416: {"description": "There is no such range"},
}
"""For the OpenAPI document."""


async def audio_answer(
    request: Request, objects: Objects, playable: Playable, *, download: bool = False
) -> Response:
    """To a GET or HEAD. Raises NotFound, StorageError.

    Args:
        download: a browser saves it instead of playing it.
    """
    return await file_answer(request, objects, playable.key, playable.file_name, AUDIO, download=download)


async def file_answer(
    request: Request, objects: Objects, key: str, file_name: str, media_type: str, *, download: bool = False
) -> Response:
    """As `audio_answer`, of any object; a browser runs nothing of it."""
    facts = await objects.facts(key)
    etag = f'"{facts.etag}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": format_datetime(facts.modified_at, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'{"attachment" if download else "inline"}; filename="{file_name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    known = request.headers.get("if-none-match")
    if known is not None and matches(known, etag):
        return Response(status_code=304, headers=headers)
    whole = Part(0, facts.size - 1)
    asked = None
    if may_continue(request.headers.get("if-range"), etag):
        asked = asked_part(request.headers.get("range"), facts.size)
    if isinstance(asked, Unsatisfiable):
        told = {"Content-Range": f"bytes */{facts.size}", "Accept-Ranges": "bytes", "ETag": etag}
        return problem_answer(416, "no-such-range", "No such range", asked.because, headers=told)
    part = asked or whole
    headers["Content-Length"] = str(part.length)
    if asked is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.last}/{facts.size}"
    status = 200 if asked is None else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media_type)
    answers_long(request)
    pieces = objects.pieces(key, part.start, part.last)
    return StreamingResponse(pieces, status, headers=headers, media_type=media_type)
