"""A call rebuilt from what is left of it: on its old stream, or for a fresh one."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.call.dependencies import brief
from actors.call.node_store import NodeCallStore
from actors.call.restore import LONGEST_MS, ONSET_MS, UNNOTICED_MS, Restored, recognise_from_ms, restore
from actors.call.restore import restore_moved as restore_for_a_fresh_stream
from domain.call import codec
from domain.call.events import (
    CallAnswered,
    CallerHeard,
    CallMoved,
    Event,
    SpeechBegan,
    SpeechPlayed,
    SpeechSent,
    UtteranceEnded,
)
from domain.call.machine import fold
from domain.call.state import AgentTurn, CallState, Phase
from domain.call.utterance import Utterance
from domain.errors import CallNotFound, StorageError
from services.recording.spool import StereoSpool
from tests.fakes.call import CALL_ID, STREAM_SID, ticket
from tests.fakes.stores import FakeJournal
from tests.support.businesses import business

TICKET = ticket()
BEGAN_MS = TICKET.received_at.timestamp() * 1000
FRESH_SID = "MZ" + "7" * 32

ANSWERED = CallAnswered(brief(TICKET, business()), STREAM_SID)
TALK: list[Event] = [
    ANSWERED,
    SpeechBegan(1, 0, BEGAN_MS, BEGAN_MS + 100),
    SpeechSent(1, 0, 1350),
    SpeechPlayed(1, 0),
    CallerHeard("I'd"),
    CallerHeard("I'd like"),
]


def written(events: Sequence[Event], *, from_ms: float = BEGAN_MS) -> list[bytes]:
    """Entries of events that happened 100 ms apart."""
    return [codec.encode(event, from_ms + 100 * number) for number, event in enumerate(events)]


class Node:
    """A disk and a Redis."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory / "calls"
        self.redis = FakeJournal()

    def node_store(self, stream_generation: int = 0) -> NodeCallStore:
        return NodeCallStore(self.directory, CALL_ID, stream_generation)

    def on_disk(self, entries: Sequence[bytes], stream_generation: int = 0) -> None:
        self.node_store(stream_generation).append(entries)

    async def restored(self, stream_generation: int = 0, *, now_ms: float | None = None) -> Restored:
        return await restore(
            self.redis,  # type: ignore[arg-type]
            self.node_store(stream_generation),
            ticket(stream_generation=stream_generation, received_at=TICKET.received_at),
            now_ms or time.time() * 1000,
        )

    async def restored_for_a_fresh_stream(self, stream_generation: int = 1) -> Restored | None:
        return await restore_for_a_fresh_stream(
            self.redis,  # type: ignore[arg-type]
            self.node_store(stream_generation),
            ticket(stream_generation=stream_generation, received_at=TICKET.received_at),
        )


@pytest.fixture
def node(tmp_path: Path) -> Node:
    return Node(tmp_path)


# --- on the old stream ------------------------------------------------------------------------------------------
async def test_a_call_comes_back_from_the_disk_while_redis_is_away(node: Node):
    node.on_disk(written(TALK))
    node.redis.broken = True
    restored = await node.restored()
    assert restored.state == fold(codec.decode_journal(written(TALK)))
    assert restored.state.utterance.words == "I'd like"
    assert restored.stream_sid == STREAM_SID
    assert restored.known == tuple(written(TALK)), "Redis may lack the last of it"


async def test_the_disk_is_believed_where_redis_is_behind(node: Node):
    node.on_disk(written(TALK))
    node.redis.entries = written(TALK)[:2]
    assert (await node.restored()).state.utterance.words == "I'd like"


@pytest.mark.parametrize("on_disk", [0, 1])
async def test_a_call_comes_back_from_redis_when_the_disk_does_not_hold_its_beginning(
    node: Node, on_disk: int
):
    node.on_disk(written(TALK)[len(TALK) - on_disk :])
    node.redis.entries = written(TALK)
    restored = await node.restored()
    assert restored.state.utterance.words == "I'd like"
    assert restored.known == (), "Redis has it all"
    assert restored.kept.caller == ()


async def test_entries_a_timed_out_append_doubled_count_once(node: Node):
    node.redis.entries = [*written(TALK)[:3], *written(TALK)]
    assert (await node.restored()).state == fold(codec.decode_journal(written(TALK)))


async def test_a_call_nothing_is_known_of_is_not_found(node: Node):
    with pytest.raises(CallNotFound):
        await node.restored()


async def test_a_call_only_redis_could_know_of_is_asked_for_again(node: Node):
    node.redis.broken = True
    with pytest.raises(StorageError):
        await node.restored()


async def test_a_journal_of_another_kind_is_refused(node: Node):
    node.on_disk([*written(TALK), b'{"at":1,"event":"FromTheFuture"}'])
    with pytest.raises(CallNotFound):
        await node.restored()


async def test_what_the_caller_heard_is_known_from_spool_and_marks(node: Node):
    """The greeting has sounded, by its mark; of the answer 700 ms have."""
    said: list[Event] = [*TALK[:4], SpeechBegan(2, 0, 0, 0)]
    node.on_disk(written(said))
    spool = StereoSpool(node.node_store().spool_path)
    spool.sentence(90, 1, 0)
    spool.agent(100, b"\x10" * 8 * 1350)
    spool.sentence(1900, 2, 0)
    spool.agent(2000, b"\x10" * 8 * 3000)
    spool.close()
    kept = (await node.restored()).kept
    assert kept.sent_bytes == {(1, 0): 1350 * 8, (2, 0): 3000 * 8}
    assert kept.ledger.stopped(BEGAN_MS + 2700) == (2, 0, 700)


async def test_the_callers_audio_comes_back_from_where_the_utterance_began(node: Node):
    node.on_disk(written(TALK))
    spool = StereoSpool(node.node_store().spool_path)
    for at_ms in range(0, 1000, 20):
        spool.caller(at_ms, at_ms.to_bytes(2, "big") * 80)
    spool.close()
    restored = await node.restored(now_ms=BEGAN_MS + 5000)
    began_ms = restored.state.utterance.began_at_ms
    assert began_ms is not None
    expected = [at_ms for at_ms in range(0, 1000, 20) if BEGAN_MS + at_ms >= began_ms - ONSET_MS]
    assert [ulaw[:2] for _, ulaw in restored.kept.caller] == [at_ms.to_bytes(2, "big") for at_ms in expected]
    assert restored.kept.caller[0][0] == pytest.approx(BEGAN_MS + expected[0], abs=0.01)


# --- on a fresh stream ------------------------------------------------------------------------------------------
async def test_a_moved_call_comes_back_from_redis(node: Node):
    node.redis.entries = written(TALK)
    restored = await node.restored_for_a_fresh_stream()
    assert restored is not None
    assert restored.fresh
    assert restored.state.utterance.words == "I'd like"


@pytest.mark.parametrize(("on_disk", "in_redis"), [(6, 2), (2, 6), (6, 6), (6, 0), (0, 6)])
async def test_a_moved_call_comes_back_from_whoever_knows_more(node: Node, on_disk: int, in_redis: int):
    node.on_disk(written(TALK)[:on_disk])
    node.redis.entries = written(TALK)[:in_redis]
    restored = await node.restored_for_a_fresh_stream()
    assert restored is not None
    assert restored.state.utterance.words == "I'd like"


async def test_doubled_entries_do_not_make_a_journal_the_fuller_one(node: Node):
    node.on_disk(written(TALK))
    node.redis.entries = written(TALK)[:4] * 2
    restored = await node.restored_for_a_fresh_stream()
    assert restored is not None
    assert restored.state.utterance.words == "I'd like"


async def test_a_call_that_comes_back_to_its_node_needs_no_redis(node: Node):
    node.on_disk(written(TALK))
    node.redis.broken = True
    restored = await node.restored_for_a_fresh_stream(stream_generation=3)
    assert restored is not None
    assert restored.known == tuple(written(TALK)), "Redis is to get it later"


async def test_a_call_from_elsewhere_needs_redis(node: Node):
    node.redis.broken = True
    with pytest.raises(StorageError):
        await node.restored_for_a_fresh_stream()


async def test_a_call_whose_first_stream_never_started_begins_anew(node: Node):
    assert await node.restored_for_a_fresh_stream() is None


async def test_a_moved_call_can_be_taken_over_on_its_fresh_stream_from_this_disk(node: Node):
    node.redis.entries = written(TALK)
    await node.restored_for_a_fresh_stream()
    node.on_disk(written([CallMoved(FRESH_SID, 1)], from_ms=BEGAN_MS + 9000), stream_generation=1)
    node.redis.broken = True
    restored = await node.restored(stream_generation=1)
    assert restored.stream_sid == FRESH_SID
    assert not restored.fresh


async def test_a_fresh_stream_whose_process_died_before_it_started_is_not_gone_on_with(node: Node):
    """Another one is asked for: the old stream's name is of no use on this connection."""
    node.redis.entries = written(TALK)
    await node.restored_for_a_fresh_stream()
    with pytest.raises(CallNotFound):
        await node.restored(stream_generation=1)
    node.redis.entries += written([CallMoved(FRESH_SID, 1)], from_ms=BEGAN_MS + 9000)
    await node.restored_for_a_fresh_stream(stream_generation=2)
    with pytest.raises(CallNotFound):
        await node.restored(stream_generation=2)


# --- how far back -----------------------------------------------------------------------------------------------
def listening(began_at_ms: float | None) -> CallState:
    return CallState(phase=Phase.LISTENING, utterance=Utterance(began_at_ms=began_at_ms))


def test_an_utterance_under_way_is_heard_from_a_little_before_its_first_word():
    assert recognise_from_ms([], listening(90_000.0), 100_000.0) == 90_000 - ONSET_MS


def test_speech_nobody_noticed_yet_is_heard_too():
    assert recognise_from_ms([], listening(None), 100_000.0) == 100_000 - UNNOTICED_MS
    speaking = CallState(phase=Phase.SPEAKING, turns=(AgentTurn(1, 0.0),), turn_id=1)
    assert recognise_from_ms([], speaking, 100_000.0) == 100_000 - UNNOTICED_MS


INSTANTS = st.floats(0, 200_000)


@given(
    ends=st.lists(INSTANTS, max_size=5),
    began=st.none() | INSTANTS,
    now=st.floats(200_000, 300_000),
    phase=st.sampled_from(Phase),
)
def test_recognition_never_reaches_into_an_earlier_utterance_nor_far_back(
    ends: list[float], began: float | None, now: float, phase: Phase
):
    events = [(at_ms, UtteranceEnded("words", 0.9, at_ms)) for at_ms in sorted(ends)]
    since_ms = recognise_from_ms(events, CallState(phase=phase, utterance=Utterance(began_at_ms=began)), now)
    assert since_ms >= max(ends, default=0.0)
    assert now - LONGEST_MS <= since_ms <= now
