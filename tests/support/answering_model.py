"""A model's server that streams what a test tells it, and keeps what it was asked: OpenAI's wire, in a thread."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The deltas of one streamed answer, as they stand on the wire, and its `finish_reason`."""

    deltas: Sequence[Mapping[str, Any]]
    finish: str


def saying(*pieces: str, finish: str = "stop") -> Answer:
    return Answer([{"content": piece} for piece in pieces], finish)


def calling(
    *calls: tuple[str, str, str], index: int | None = None, text: str = "", finish: str = "tool_calls"
) -> Answer:
    """Tool calls as (id, name, arguments); `index` for all of them instead of their places."""
    deltas: list[dict[str, Any]] = [{"content": text}] if text else []
    for place, (call_id, name, arguments) in enumerate(calls):
        at = {"index": place if index is None else index}
        deltas.append(
            {
                "tool_calls": [
                    {**at, "id": call_id, "type": "function", "function": {"name": name, "arguments": ""}}
                ]
            }
        )
        deltas.append({"tool_calls": [{**at, "function": {"arguments": arguments}}]})
    return Answer(deltas, finish)


@dataclass(slots=True)
class AnsweringModel:
    """Gives `answers` one after the other, the last one for ever; `asked` holds the messages of each request."""

    answers: Sequence[Answer]
    asked: list[list[dict[str, Any]]] = field(default_factory=list[list[dict[str, Any]]])
    url: str = ""

    def told(self, request: int) -> list[dict[str, Any]]:
        """What the model was told of its tool calls in this request, from 0."""
        return [message for message in self.asked[request] if message["role"] == "tool"]


@contextmanager
def answering_model(*answers: Answer) -> Iterator[AnsweringModel]:
    model = AnsweringModel(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None: ...

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            answer = model.answers[min(len(model.asked), len(model.answers) - 1)]
            model.asked.append(body["messages"])
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            for delta, finish in [*((each, None) for each in answer.deltas), ({}, answer.finish)]:
                choice = {"index": 0, "delta": delta, "finish_reason": finish}
                chunk = {
                    "id": "c",
                    "object": "chat.completion.chunk",
                    "created": 1,
                    "model": "m",
                    "choices": [choice],
                }
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
