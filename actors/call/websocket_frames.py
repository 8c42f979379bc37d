"""Where WebSocket frames begin and end in a stream of bytes that changes hands.

Source: RFC 6455 section 5.2, https://www.rfc-editor.org/rfc/rfc6455#section-5.2
"""

MAX_MESSAGE_BYTES = 512 * 1024
"""48 s of audio in one message: a carrier that was held up sends what it has kept. Bounds what a stream can make us
keep.
"""

_FIRST_BYTES = frozenset(final | opcode for final in (0x00, 0x80) for opcode in (0, 1, 2, 8, 9, 10))
_FRAME_START = b'{"event"'
"""Every Media Streams message is a JSON object whose first key is `event`."""


def whole_frames(data: bytes) -> int:
    """How many bytes of `data` are whole frames of a client; all of it when what follows is no frame."""
    start = 0
    while start + 2 <= len(data):
        if data[start] not in _FIRST_BYTES or not data[start + 1] & 0x80:
            return len(data)
        length = data[start + 1] & 0x7F
        extended = {126: 2, 127: 8}.get(length, 0)
        text_at = start + 2 + extended + 4
        if text_at > len(data):
            return start
        if extended:
            length = int.from_bytes(data[start + 2 : start + 2 + extended], "big")
        if length > MAX_MESSAGE_BYTES:
            return len(data)
        if text_at + length > len(data):
            return start
        start = text_at + length
    return start


def find_frame_boundary(data: bytes) -> int | None:
    """Where the next Media Streams message begins in a stream joined in the middle; None when more is needed.

    A client's text frame is 0x81, a length with the mask bit, four mask bytes, then the masked text. A candidate
    counts only when its unmasked text begins like a Media Streams message: a chance match is one in 2^64.
    """
    start = data.find(0x81)
    while start != -1 and start + 2 <= len(data):
        length = data[start + 1] & 0x7F
        mask_at = start + 2 + {126: 2, 127: 8}.get(length, 0)
        text_at = mask_at + 4
        if data[start + 1] & 0x80:
            if len(data) < text_at + len(_FRAME_START):
                return None
            mask = data[mask_at:text_at]
            text = bytes(data[text_at + i] ^ mask[i % 4] for i in range(len(_FRAME_START)))
            if text == _FRAME_START:
                return start
        start = data.find(0x81, start + 1)
    return None
