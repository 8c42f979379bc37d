"""A media stream that changes hands: no message is lost or torn, wherever the last reader stopped."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from actors.call.media_socket import MediaSocket
from actors.call.websocket_frames import MAX_MESSAGE_BYTES, find_frame_boundary, whole_frames
from tests.fakes.carrier import media_message

FRAMES = st.lists(
    st.tuples(st.binary(min_size=1, max_size=320), st.binary(min_size=4, max_size=4)), max_size=5
)
CUTS = st.lists(st.integers(1, 400), max_size=12)
MASKS = st.binary(min_size=4, max_size=4)
PAYLOADS = st.binary(min_size=1, max_size=320)


def frame(message: bytes, mask: bytes) -> bytes:
    """A client's text frame."""
    length = len(message)
    head = bytes([0x81, 0x80 | (length if length < 126 else 126 if length < 65536 else 127)])
    if length >= 65536:
        head += length.to_bytes(8, "big")
    elif length >= 126:
        head += length.to_bytes(2, "big")
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(message))


def message(number: int, ulaw: bytes) -> bytes:
    return json.dumps(media_message(number, ulaw), separators=(",", ":")).encode()


@settings(max_examples=200, deadline=None)
@given(
    frames=st.lists(st.tuples(PAYLOADS, MASKS), min_size=2, max_size=5),
    share=st.floats(0, 1),
    cuts=st.lists(st.integers(1, 400), max_size=12),
)
def test_a_stream_joined_anywhere_goes_on_with_the_next_whole_message(
    frames: list[tuple[bytes, bytes]], share: float, cuts: list[int]
):
    messages = [message(number, ulaw) for number, (ulaw, _) in enumerate(frames)]
    encoded = [frame(text, mask) for text, (_, mask) in zip(messages, frames, strict=True)]
    join_at = round(share * len(encoded[0]))
    stream = b"".join(encoded)[join_at:]
    got: list[bytes] = []
    socket = MediaSocket(got.append, lambda code: None, resume=True)
    for cut in cuts:
        socket.data_received(stream[:cut])
        stream = stream[cut:]
    socket.data_received(stream)
    assert got == (messages if join_at == 0 else messages[1:])


@settings(max_examples=200, deadline=None)
@given(PAYLOADS, MASKS, st.binary(max_size=600))
def test_a_boundary_is_a_real_one(ulaw: bytes, mask: bytes, before: bytes):
    text = message(1, ulaw)
    found = find_frame_boundary(before + frame(text, mask))
    assert found == len(before)


@settings(max_examples=100, deadline=None)
@given(PAYLOADS, MASKS)
def test_part_of_a_frame_is_no_boundary_yet(ulaw: bytes, mask: bytes):
    whole = frame(message(1, ulaw), mask)
    for end in range(16):
        assert find_frame_boundary(whole[:end]) in (None, 0)
        assert find_frame_boundary(whole[1 : 1 + end]) is None


def test_the_frames_are_those_the_library_writes():
    text = message(1, b"\x01" * 160)
    written = Frame(Opcode.TEXT, text).serialize(mask=True)
    assert find_frame_boundary(written) == 0
    length_bytes = 2
    mask = written[2 + length_bytes : 6 + length_bytes]
    assert written == frame(text, mask)


def test_endless_noise_does_not_fill_the_memory():
    socket = MediaSocket(lambda text: None, lambda code: None, resume=True)
    for _ in range(100):
        socket.data_received(b"\x00" * 65536)
    assert len(socket._pending) <= 128 * 1024


def pieces(stream: bytes, cuts: list[int]) -> list[bytes]:
    """The stream cut into pieces of these lengths and the rest."""
    cut: list[bytes] = []
    for length in cuts:
        cut.append(stream[:length])
        stream = stream[length:]
    return [*cut, stream]


@settings(max_examples=200, deadline=None)
@given(FRAMES, CUTS)
def test_any_split_of_a_stream_gives_the_same_messages(frames: list[tuple[bytes, bytes]], cuts: list[int]):
    messages = [message(number, ulaw) for number, (ulaw, _) in enumerate(frames)]
    stream = b"".join(frame(text, mask) for text, (_, mask) in zip(messages, frames, strict=True))
    got: list[bytes] = []
    socket = MediaSocket(got.append, lambda code: None, resume=True, unread_bytes=b"")
    for piece in pieces(stream, cuts):
        socket.data_received(piece)
    assert got == messages
    assert socket.open


@settings(max_examples=200, deadline=None)
@given(FRAMES, st.floats(0, 1), CUTS, CUTS)
def test_a_stream_handed_on_anywhere_gives_each_message_once(
    frames: list[tuple[bytes, bytes]], share: float, before: list[int], after: list[int]
):
    """The second reader gets what the first had read of a frame, and every byte from there on."""
    messages = [message(number, ulaw) for number, (ulaw, _) in enumerate(frames)]
    stream = b"".join(frame(text, mask) for text, (_, mask) in zip(messages, frames, strict=True))
    hand_on_at = round(share * len(stream))
    got: list[bytes] = []
    unread_bytes = b""
    for part, cuts in ((stream[:hand_on_at], before), (stream[hand_on_at:], after)):
        socket = MediaSocket(got.append, lambda code: None, resume=True, unread_bytes=unread_bytes)
        for piece in pieces(part, cuts):
            socket.data_received(piece)
        unread_bytes = socket._pending
    assert (got, unread_bytes) == (messages, b"")


@settings(max_examples=200, deadline=None)
@given(FRAMES, st.integers(0, 2000))
def test_whole_frames_are_told_from_the_part_of_the_last(frames: list[tuple[bytes, bytes]], end: int):
    encoded = [frame(message(n, ulaw), mask) for n, (ulaw, mask) in enumerate(frames)]
    data = b"".join(encoded)[:end]
    ends = [sum(len(each) for each in encoded[: n + 1]) for n in range(len(encoded))]
    assert whole_frames(data) == max((each for each in ends if each <= len(data)), default=0)


def test_frames_of_every_length_are_measured():
    for length in (0, 1, 125, 126, 127, 65535, MAX_MESSAGE_BYTES):
        whole = frame(b"x" * length, b"mask")
        assert whole_frames(whole) == len(whole)
        assert whole_frames(whole[:-1]) == 0
        assert whole_frames(whole + whole[:1]) == len(whole)


def test_what_is_no_frame_of_a_client_is_left_to_the_protocol_to_refuse():
    good = frame(b"hello", b"mask")
    for bad in (
        b"\x81\x05hello",
        b"\x83\x80mask",
        b"GET / HTTP/1.1",
        frame(b"x" * (MAX_MESSAGE_BYTES + 1), b"mask")[:20],
    ):
        assert whole_frames(good + bad) == len(good + bad)
