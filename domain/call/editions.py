"""Editions of the machine's rules: a call keeps to the end those it was answered under.

A call's state is the fold of its journal, and its process may be followed by one of another release. Were the rules to
change under a call, its state would be another one than the process before had, and an old journal would be replayed
as a call that never took place. So the brief in the journal's first event names the edition.

A journal that names none is of the first; one of a later release than this is read by the latest known here.
"""

from enum import IntEnum


class Edition(IntEnum):
    """What each decides otherwise than the one before."""

    FIRST = 1
    PATIENT = 2
    """Waits are bounded by what makes sense; listening noises never take the floor; an answer over the end of a
    question counts; a farewell can be taken back; keys are gathered; a caller may ask for a moment; what was said just
    before a hang-up is still carried out. A vendor that fails is asked again for as long as a caller waits; a hang-up
    waits for what was asked for beside it; one sentence that cannot be spoken is left out."""
    DICTATED = 3
    """Numbers callers say are read back, and used once they were; names are kept as they were spelled."""
    GETTING_ON = 4
    """A row of words or two with which the conversation gets nowhere is nobody talking to us; how long an utterance
    lasted counts from the recogniser's first word of it."""


CURRENT = Edition.GETTING_ON
