"""Whether a call may be recorded, followed while it goes on: a caller's refusal takes effect at once."""

import asyncio

import structlog

from domain.call.recording_consent import Permission, Standing, permission
from domain.call.state import CallState, Turn
from domain.errors import ReceptionistError
from domain.receptionist.content import Recording
from services.recording.file_thread import in_file_thread
from services.recording.parts import PartStore, forget_parts
from services.recording.spool import StereoSpool
from storage.redis.tickets import Ticket

log = structlog.get_logger()

FORGET_TIMEOUT_S = 20.0


class RecordingConsent:
    """One call's.

    Until there is permission the node's spool is what a process needs that takes the call over, and nothing of it is
    kept. Once it is refused the spool holds the places of sounds and no sound.

    Args:
        recording: of the version that serves the call.
        language: a BCP 47 tag.
    """

    def __init__(
        self, recording: Recording, language: str, spool: StereoSpool, objects: PartStore, ticket: Ticket
    ) -> None:
        self._recording = recording
        self._language = language
        self._spool = spool
        self._objects = objects
        self._ticket = ticket
        self._seen: tuple[Turn, ...] | None = None
        self._refused = False

    def of(self, state: CallState) -> Permission:
        return permission(state, self._recording, self._language)

    def follow(self, state: CallState, tasks: asyncio.TaskGroup) -> None:
        """After each step: a few microseconds while nothing was said."""
        if self._refused or state.turns is self._seen:
            return
        self._seen = state.turns
        if self.of(state).standing is Standing.REFUSED:
            self._refused = True
            self._spool.mute()
            tasks.create_task(self._forget(), name="forget_recording")

    async def _forget(self) -> None:
        """What was recorded by now: here, and what other nodes have stored of the call's earlier streams."""
        try:
            await in_file_thread(self._spool.silence)
            async with asyncio.timeout(FORGET_TIMEOUT_S):
                await forget_parts(self._objects, self._ticket, self._ticket.stream_generation)
        except (ReceptionistError, TimeoutError, OSError) as error:  # tried again when the call has ended
            log.warning("recording.forgotten_later", reason=str(error) or "timeout")
        else:
            log.info("recording.refused")
