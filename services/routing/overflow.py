"""What callers get when no agent can talk to them: by the business's setting, and in the end a voicemail."""

from uuid import UUID

from domain.business import BusinessProfile, Overflow
from domain.call_control import CallControl, Hold, PutThrough, SayAndHangUp, TakeVoicemail
from domain.conduct import Target, conduct, general_target
from domain.dialogue.lines import lines_for
from domain.languages import DEFAULT_LANGUAGE

RETRY_PAUSES_S = (5, 10, 15)
"""On hold before each new attempt: half a minute in all, about as long as people wait for a busy line."""

NO_MORE_ATTEMPTS = len(RETRY_PAUSES_S)


def no_line(profile: BusinessProfile, attempt: int = 0) -> CallControl:
    """For a call that could not be let in for the `attempt`-th time, counted from 0."""
    lines = lines_for(profile.language)
    if profile.overflow is Overflow.RETRY and attempt < NO_MORE_ATTEMPTS:
        return Hold(lines.please_hold, profile.language, RETRY_PAUSES_S[attempt], attempt + 1)
    return forwarded(profile) or voicemail(profile, lines.voicemail_when_busy)


def broken_off(profile: BusinessProfile) -> CallControl:
    """For a call that has lost its agent and gets no other."""
    return forwarded(profile) or voicemail(profile, lines_for(profile.language).voicemail_when_failed)


def forwarded(profile: BusinessProfile) -> CallControl | None:
    """Through to a person, where the business wants that and has named one."""
    whom = general_target(profile)
    if profile.overflow is not Overflow.FORWARD or whom is None:
        return None
    return put_through(profile, whom)


def put_through(profile: BusinessProfile, whom: Target, *, then_agent: bool = False) -> PutThrough:
    """Rings a person; for callers whom the agent would answer, their phone rings on without a word."""
    words = "" if then_agent else lines_for(profile.language).transferring
    # A mailbox would take what the agent could: whoever picks up before it is asked whatever the rule says.
    asks = whom.warm or then_agent
    return PutThrough(
        whom.number, words, profile.language, profile.id, whom.ring_s, asks=asks, then_agent=then_agent
    )


def nobody_answered(profile: BusinessProfile) -> CallControl:
    """For a caller whom no person took."""
    return voicemail(profile, lines_for(profile.language).voicemail_when_away)


def given_up(profile: BusinessProfile) -> CallControl:
    """For callers of a business that is closed."""
    return SayAndHangUp(lines_for(profile.language).given_up_number, profile.language)


def voicemail(profile: BusinessProfile, words: str) -> CallControl:
    """A message taken by the carrier, after `words`; where nobody would hear it, callers are told that.

    Where nothing is kept none is taken: they are asked to call again.
    """
    if profile.given_up is not None:
        return given_up(profile)
    if conduct(profile).retention.keeps_nothing:
        return SayAndHangUp(lines_for(profile.language).call_again, profile.language)
    goodbye = lines_for(profile.language).voicemail_goodbye
    return TakeVoicemail(words, goodbye, profile.language, profile.id)


def unknown(business_id: UUID) -> CallControl:
    """For a caller whose business cannot be looked up."""
    lines = lines_for(DEFAULT_LANGUAGE)
    return TakeVoicemail(lines.voicemail_when_failed, lines.voicemail_goodbye, DEFAULT_LANGUAGE, business_id)
