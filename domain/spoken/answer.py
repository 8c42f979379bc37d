"""A model's answer on its way to the voice: cleaned, cut into sentences and put into words while it is being written.

A sentence is what is synthesised, what the transcript holds and what the model is shown of its own words, all the same
text: what was heard of it is counted in the words that sounded.
"""

import re

from domain.spoken.characters import StreamCleaner, clean
from domain.spoken.figures import spoken
from domain.spoken.markup import MarkupFilter
from domain.spoken.sentences import SentenceSplitter, is_speakable

_SPEAKER = re.compile(r"^\s*(?:assistant|agent|receptionist|ai)\s*:\s*", re.I)
"""Some models begin with who is speaking, as in a script."""


class SpokenAnswer:
    """Takes an answer's text as it comes and gives the sentences to be spoken, each as soon as it is sure.

    Args:
        language: a BCP 47 tag, the business's.
        country: ISO 3166 alpha-2, the business's; for the order of day and month.
    """

    def __init__(self, language: str, country: str = "") -> None:
        self._language = language
        self._country = country
        self._cleaner = StreamCleaner()
        self._markup = MarkupFilter(language)
        self._splitter = SentenceSplitter(language)

    def feed(self, delta: str) -> list[str]:
        """The sentences that this text completes, in order."""
        return self._worded(self._splitter.feed(self._markup.feed(self._cleaner.feed(delta))))

    def flush(self) -> list[str]:
        """What is left when the answer is over, or before a tool is called."""
        rest = self._markup.feed(self._cleaner.flush()) + self._markup.flush()
        written = self._splitter.feed(rest)
        last = self._splitter.flush()
        return self._worded([*written, last] if last else written)

    def _worded(self, sentences: list[str]) -> list[str]:
        worded = (_SPEAKER.sub("", spoken(each, self._language, self._country)) for each in sentences)
        return [each for each in worded if is_speakable(each)]


def spoken_text(text: str, language: str, country: str = "") -> str:
    """A whole text, a business's greeting for instance, as it is to be said."""
    markup = MarkupFilter(language)
    return spoken(markup.feed(clean(text)) + markup.flush(), language, country)
