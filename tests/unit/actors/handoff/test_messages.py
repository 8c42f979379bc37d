"""The hand-over messages: the words on the wire, which processes of two releases must agree on."""

import json
from typing import get_args

import pytest

from actors.handoff.messages import (
    Accepted,
    Detached,
    Hello,
    ListeningSocket,
    Message,
    Migrate,
    Migration,
    Ping,
    Place,
    Pong,
    Released,
    Replaced,
    Serving,
    Writing,
    decode,
    encode,
)
from domain.errors import InvalidInput
from tests.fakes.call import ticket

TICKET = ticket(1)

ON_THE_WIRE: list[tuple[Message, dict[str, object]]] = [
    (ListeningSocket(), {"kind": "door"}),
    (Serving(TICKET), {"kind": "serving", "ticket": TICKET.to_json()}),
    (Hello("a1", "r2"), {"kind": "hello", "actor_id": "a1", "release": "r2"}),
    (Replaced(), {"kind": "replaced"}),
    (Ping(), {"kind": "ping"}),
    (Pong(), {"kind": "pong"}),
    (Place(TICKET, True), {"kind": "place", "ticket": TICKET.to_json(), "resume": True, "carry": None}),
    (
        Place(TICKET, False, b"\x81\xfe"),
        {"kind": "place", "ticket": TICKET.to_json(), "resume": False, "carry": "gf4="},
    ),
    (Accepted("c1"), {"kind": "accepted", "call_id": "c1"}),
    (Accepted("c1", 0), {"kind": "accepted", "call_id": "c1", "stream": 0}),
    (
        Migrate("c1", Migration.LOCAL, 20.0),
        {"kind": "leave", "call_id": "c1", "how": "hand_on", "within_s": 20.0},
    ),
    (
        Migrate("c1", Migration.REMOTE, 0.0),
        {"kind": "leave", "call_id": "c1", "how": "move", "within_s": 0.0},
    ),
    (
        Migrate("c1", Migration.SUPERSEDED, 0.0),
        {"kind": "leave", "call_id": "c1", "how": "give_way", "within_s": 0.0},
    ),
    (Detached("c1", b"", False), {"kind": "parted", "call_id": "c1", "carry": "", "crashed": False}),
    (Detached("c1", None, True), {"kind": "parted", "call_id": "c1", "carry": None, "crashed": True}),
    (
        Detached("c1", None, True, 2),
        {"kind": "parted", "call_id": "c1", "stream": 2, "carry": None, "crashed": True},
    ),
    (
        Migrate("c1", Migration.REMOTE, 0.0, 1),
        {"kind": "leave", "call_id": "c1", "stream": 1, "how": "move", "within_s": 0.0},
    ),
    (Writing("c1", 1), {"kind": "writing", "call_id": "c1", "stream": 1}),
    (Released("c1", True), {"kind": "released", "call_id": "c1", "clean": True}),
    (Released("c1", True, 1), {"kind": "released", "call_id": "c1", "stream": 1, "clean": True}),
]


@pytest.mark.parametrize(("message", "wire"), ON_THE_WIRE, ids=lambda value: getattr(value, "kind", ""))
def test_each_message_has_its_words_on_the_wire_and_is_read_back(message: Message, wire: dict[str, object]):
    assert json.loads(encode(message)) == wire
    assert decode(encode(message)) == message


def test_no_message_is_left_out_above():
    assert {type(message) for message, _ in ON_THE_WIRE} == set(get_args(Message))
    assert len({kind.kind for kind in get_args(Message)}) == len(get_args(Message))


@pytest.mark.parametrize(("message", "wire"), ON_THE_WIRE, ids=lambda value: getattr(value, "kind", ""))
def test_fields_of_a_newer_release_are_ignored(message: Message, wire: dict[str, object]):
    assert decode(json.dumps({**wire, "since": "the next release"}).encode()) == message


def test_so_are_those_of_a_ticket():
    ticket_of_the_next = json.dumps({**json.loads(TICKET.to_json()), "since": "the next release"})
    packet = {"kind": "place", "ticket": ticket_of_the_next, "resume": True, "carry": None}
    assert decode(json.dumps(packet).encode()) == Place(TICKET, True)


def test_a_kind_of_a_newer_release_is_no_message_here():
    assert decode(b'{"kind":"sung","loudly":true}') is None


def test_an_actor_of_a_release_that_did_not_tell_it_has_none():
    assert decode(b'{"kind":"hello"}') == Hello("", "")


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'"place"',
        b'{"kind":"place"}',
        b'{"kind":"place","ticket":"{}"}',
        b'{"kind":"leave","call_id":"1","how":"on foot","within_s":1}',
        b'{"kind":"leave","call_id":"1","how":"move","within_s":"soon"}',
        b'{"kind":"parted","call_id":"1","carry":"\xc3\xa4","crashed":false}',
        b'{"kind":"released","call_id":"1"}',
        b'{"kind":["a"]}',
    ],
)
def test_what_is_no_message_is_refused(packet: bytes):
    with pytest.raises(InvalidInput, match="hand-over message"):
        decode(packet)
