"""What a model writes for a screen or a program, taken out of its answer while it is being written.

Marks go and their words stay: emphasis, headings, bullets, tables, links, tags. What is not meant for the caller goes
whole: thoughts, program code, tool calls written as text, emoji. Text is held back only within a mark that is open.
"""

import html
import re
from collections.abc import Callable, Mapping

from domain.languages import DEFAULT_LANGUAGE, language_of
from domain.spoken.sentences import AFTER_GERMAN_ORDINAL

TAKEN_OUT = "\ue000"
"""Stands behind the beginning of a name whose tool call was taken out: that word goes too (`figures.spoken`).

It is of private use, so that cleaned text never holds it.
"""

LONGEST_TOKEN = 48
LONGEST_TAG = 300
LONGEST_LABEL = 120
LONGEST_CALL = 8000
"""In characters: what has not closed by then is not taken for a mark any more."""

_HIDDEN_TAGS = frozenset(
    "think thinking thought thoughts reasoning reflection analysis scratchpad inner_monologue monologue planning plan"
    " tool_call tool_calls tool_code tool_use tool_response tool function function_call function_calls invoke"
    " parameter parameters arguments observation action json script style system".split()
)
_BREAKS = frozenset("br p li ul ol tr div h1 h2 h3 h4 h5 h6 hr".split())
_PLAIN_FENCES = frozenset(("", "text", "txt", "plain", "plaintext", "markdown", "md"))
_STAGE_DIRECTION = re.compile(
    r"(?:pauses?|laugh(?:s|ter|ing)?|sighs?|smil(?:es|ing)|silence|music|typing|beep)", re.I
)

_EMOJI = (
    "\u00a9\u00ae\u2122\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297"
    "\u3299\U0001f000-\U0001faff"
)
_BULLETS = "\u2022\u2023\u25aa\u25ab\u25e6\u25cf\u25cb\u25a0\u25a1\u2043\u00b7"
_INVISIBLE = "\ufe0e\ufe0f\u20e3\u200c\u200d\U0001f3fb-\U0001f3ff"
_PLAIN = re.compile(rf"[^\n<>\[\]`~*_#{{}}|\\&!^\u25c1\u3010{_EMOJI}{_BULLETS}{_INVISIBLE}]+")

_LINE_MARK = re.compile(
    r"[ \t]*(?:(?P<rule>([-*_=])(?:[ \t]*\2){2,}[ \t]*(?=\n))|(?P<table>\|?[ \t]*:?-{3,}[-:| \t]*(?=\n))"
    r"|(?P<number>\d{1,2}[.)][ \t]+)|(?P<keycap>[0-9#*]\ufe0f?\u20e3[ \t]*)"
    rf"|(?P<other>#{{1,6}}[ \t]+|>[ \t]*|[-*+\u2013{_BULLETS}][ \t]+))"
)
_MAYBE_LINE_MARK = re.compile(
    rf"[ \t]*(?:#{{1,6}}[ \t]*|>[ \t]*|[-*_=+\u2013{_BULLETS}][-*_= \t]*|\d{{1,2}}[.)]?[ \t]*"
    r"|[0-9#*]\ufe0f?\u20e3?[ \t]*|\|?[-:| \t]*)"
)
_WHOLE_WORD = re.compile(r"(\w+)\W")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)([^<>]*)>")
_ADDRESS_IN_TAG = re.compile(r"<((?:https?://|mailto:)?[^\s<>@]*(?:://|@)[^\s<>]*)>")
_INSIDE_TAG = re.compile(r"[^<>]*")
_ENTITY = re.compile(r"&(?:#?\w{1,10});")
_MAYBE_ENTITY = re.compile(r"&#?\w{0,10}")
_TOKEN = re.compile(r"<\|([^|<>]{0,40})\|?>")
_CHANNEL = re.compile(r"<\|channel\|>(.{0,80}?)<\|message\|>", re.S)
_HIDDEN_CHANNEL_END = re.compile(r"<\|(?:end|start|return|call|im_end)\|>")
_ROLE = re.compile(r"<\|(?:im_)?start\|>[a-z]*\n?")
_CALL = re.compile(r"_\w*\s*(?:\(|:?\s*\{)")
_MAYBE_CALL = re.compile(r"_\w*\s*:?\s*")
_LABEL = re.compile(r"(?:[^\]\[\n.!?]|[.!?](?!\s))*")
_ADDRESS = re.compile(r"\([^()\n]*\)")
_REFERENCE = re.compile(r"\[[^\[\]\n]*\]")
_MAYBE_TARGET = re.compile(r"\([^()\n]*|\[[^\[\]\n]*")
_OBJECT = re.compile(r"\{\s*(?:[\"'{}\u201c]|\w+\s*[:}])")
_MAYBE_OBJECT = re.compile(r"\{\s*\w*\s*")
_QUOTES: Mapping[str, str] = {'"': '"', "'": "'", "\u201c": "\u201d"}

Taken = tuple[int, str] | None
"""How many characters a mark takes up and what is said for it; None while that is not known."""


class MarkupFilter:
    """Takes an answer's text as it comes and gives it without its marks.

    What comes out does not depend on how the text was chopped on its way here.

    Args:
        language: a BCP 47 tag. A German line may begin with an ordinal, `24. November`.
    """

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self._german = language_of(language) == "de"
        self._text = ""
        self._line_start = True
        self._last = "\n"
        self._hidden_until: re.Pattern[str] | None = None
        self._fenced = False
        self._over = False
        self._handlers: Mapping[str, Callable[[int], Taken]] = {
            "<": self._tag,
            "[": self._bracket,
            "{": self._object,
            "`": self._code,
            "~": self._tilde,
            "*": self._star,
            "_": self._underscore,
            "#": self._hash,
            "!": self._image,
            "|": self._cell,
            "\\": self._backslash,
            "&": self._ampersand,
            "\u25c1": self._thought,
            "\u3010": self._source,
            ">": self._dropped,
            "]": self._dropped,
            "}": self._dropped,
            "^": self._dropped,
        }

    def feed(self, delta: str) -> str:
        """What can be said for the text so far and was not given yet."""
        self._text += delta
        return self._taken()

    def flush(self) -> str:
        """What is left when the answer is over. What is still hidden stays so."""
        self._over = True
        rest = self._taken()
        self._text, self._last = "", "\n"
        self._line_start, self._over, self._fenced, self._hidden_until = True, False, False, None
        return rest

    def _taken(self) -> str:
        given: list[str] = []
        at = 0
        while at < len(self._text):
            step = self._hidden(at) if self._hidden_until else self._step(at)
            if step is None:
                break
            chars, said = step
            at += chars
            if said:
                given.append(said)
                self._last = said[-1]
                self._line_start = self._last == "\n"
        self._text = self._text[at:]
        return "".join(given)

    def _step(self, at: int) -> Taken:
        if self._line_start and self._text[at] != "\n":
            mark = self._line_mark(at)
            if mark is None or mark[0]:
                return mark
            self._line_start = False
        plain = _PLAIN.match(self._text, at)
        if plain:
            return len(plain[0]), plain[0]
        sign = self._text[at]
        handler = self._handlers.get(sign)
        if handler is not None:
            return handler(at)
        if sign in "\u200c\u200d":
            return 1, sign if "\u0600" <= self._last <= "\u0dff" else ""
        if sign in "\n":
            return 1, sign
        if sign in _BULLETS:
            return 1, ", "
        return 1, "" if sign in "\ufe0e\ufe0f\u20e3" or "\U0001f3fb" <= sign <= "\U0001f3ff" else " "

    def _waits(self, at: int, longest: int) -> bool:
        """Whether what begins here may still turn out to be a mark."""
        return not self._over and len(self._text) - at < longest

    # --- what is not for the caller -----------------------------------------------------------------------------
    def _hidden(self, at: int) -> Taken:
        if self._hidden_until is None:
            return 0, ""
        end = self._hidden_until.search(self._text, at)
        if end and self._text[end.end() - 1] == "`" and end.end() == len(self._text) and not self._over:
            return None
        if end:
            self._hidden_until = None
            return end.end() - at, ""
        # The end may be cut between two deltas.
        self._text = self._text[:at] + ("" if self._over else self._text[max(at, len(self._text) - 40) :])
        return None

    def _tag(self, at: int) -> Taken:
        begins = self._text[at : at + 2]
        if begins == "<" and not self._over:
            return None
        if begins == "<|":
            return self._control_token(at)
        if begins[1:] not in "/!" and not begins[1:].isalnum():
            return 1, ""
        if self._text.startswith("<!", at) and len(self._text) < at + 4 and not self._over:
            return None
        if self._text.startswith("<!--", at):
            self._hidden_until = re.compile("-->")
            return 4, ""
        address = _ADDRESS_IN_TAG.match(self._text, at, at + LONGEST_TAG)
        if address:
            return len(address[0]), address[1].removeprefix("mailto:")
        tag = _TAG.match(self._text, at, at + LONGEST_TAG)
        if tag is None:
            inner = _INSIDE_TAG.match(self._text, at + 1)
            open_still = inner is not None and inner.end() == len(self._text)
            return None if open_still and self._waits(at, LONGEST_TAG) else (1, "")
        name = tag[2].casefold().rpartition(":")[2]
        if name in _HIDDEN_TAGS and not tag[1] and not tag[3].endswith("/"):
            self._hidden_until = re.compile(rf"</\s*(?:\w+:)?{re.escape(name)}\s*>", re.I)
        return len(tag[0]), "\n" if name in _BREAKS else ""

    def _control_token(self, at: int) -> Taken:
        """`<|im_end|>` and the like; of answers in channels only the final one is for the caller."""
        token = _TOKEN.match(self._text, at, at + LONGEST_TOKEN)
        if token is None:
            return None if self._waits(at, LONGEST_TOKEN) else (2, "")
        if token[1] == "channel":
            channel = _CHANNEL.match(self._text, at, at + LONGEST_TAG)
            if channel is None:
                return None if self._waits(at, LONGEST_TAG) else (len(token[0]), "")
            if "final" not in channel[1]:
                self._hidden_until = _HIDDEN_CHANNEL_END
            return len(channel[0]), ""
        role = _ROLE.match(self._text, at)
        if role:
            return None if role.end() == len(self._text) and not self._over else (len(role[0]), "")
        return len(token[0]), ""

    def _thought(self, at: int) -> Taken:
        """`◁think▷` to `◁/think▷`."""
        end = self._text.find("\u25b7", at, at + LONGEST_TOKEN)
        if end < 0:
            return None if self._waits(at, LONGEST_TOKEN) else (1, " ")
        if "think" in self._text[at:end] and self._text[at + 1] != "/":
            self._hidden_until = re.compile("\u25c1/think\u25b7")
        return end + 1 - at, ""

    def _source(self, at: int) -> Taken:
        """`【4:0†source】`; Japanese brackets of the same look stay."""
        end = self._text.find("\u3011", at, at + LONGEST_TOKEN)
        if end < 0:
            return None if self._waits(at, LONGEST_TOKEN) else (1, "\u3010")
        cited = "\u2020" in self._text[at:end] or self._text[at + 1 : end].strip().isdigit()
        return (end + 1 - at, "") if cited else (1, "\u3010")

    def _object(self, at: int) -> Taken:
        """JSON is a tool call, or something else that is not for the caller."""
        if not _OBJECT.match(self._text, at):
            maybe = _MAYBE_OBJECT.match(self._text, at)
            undecided = maybe is not None and maybe.end() == len(self._text) and not self._over
            return None if undecided else (1, "")
        return self._balanced(at, at, "{}", " ")

    def _balanced(self, at: int, opening: int, brackets: str, said: str) -> Taken:
        """Takes out everything to the bracket that closes the one at `opening`; quoted ones do not count."""
        depth, quoted, position = 0, "", opening
        limit = opening + LONGEST_CALL
        while position < min(len(self._text), limit):
            sign = self._text[position]
            if quoted:
                position += sign == "\\"
                quoted = "" if sign == quoted else quoted
            elif sign in _QUOTES and (sign != "'" or not self._text[position - 1].isalnum()):
                quoted = _QUOTES[sign]
            elif sign in brackets:
                depth += 1 if sign == brackets[0] else -1
                if depth == 0:
                    return position + 1 - at, said
            position += 1
        return None if self._waits(opening, LONGEST_CALL) else (min(len(self._text), limit) - at, said)

    def _code(self, at: int) -> Taken:
        run = self._run(at, "`")
        if run is None:
            return None
        if run < 3:
            return run, ""
        if self._fenced:
            self._fenced = False
            return run, "\n"
        opening = re.compile(r"`{3,}([^\n`]*)(\s*)(\S?)").match(self._text, at)
        if opening is None or not opening[3]:
            return None if not self._over else (len(self._text) - at, "")
        if opening[1].strip().casefold() in _PLAIN_FENCES and opening[3] not in "{[<":
            self._fenced = True
            return opening.start(3) - at, "\n"
        if "\n" in opening[2] or opening[3] == "`" or opening[3] in "{[<":
            self._hidden_until = re.compile("`{3,}")
            return opening.start(3) - at, "\n"
        return run, ""

    # --- marks whose words stay ---------------------------------------------------------------------------------
    def _line_mark(self, at: int) -> Taken:
        line = self._text[at:].partition("\n")[0]
        if not self._over and at + len(line) == len(self._text) and _MAYBE_LINE_MARK.fullmatch(line):
            return None
        mark = _LINE_MARK.match(self._text, at)
        if mark is None or not mark[0].strip():
            return 0, ""
        if mark["number"] and self._german and ")" not in mark[0]:
            word = _WHOLE_WORD.match(self._text, mark.end())
            if word is None and not self._over and mark.end() + 30 > len(self._text):
                return None
            if word is not None and AFTER_GERMAN_ORDINAL.fullmatch(word[1].casefold()):
                return 0, ""
        if mark["number"]:
            self._line_start = False
        return len(mark[0]), ""

    def _run(self, at: int, sign: str) -> int | None:
        """How often the sign is repeated; None while more of them may come."""
        end = at
        while end < len(self._text) and self._text[end] == sign:
            end += 1
        return None if end == len(self._text) and not self._over else end - at

    def _star(self, at: int) -> Taken:
        run = self._run(at, "*")
        if run is None:
            return None
        between = self._last.isdigit() and self._text[at + run : at + run + 1].isdigit()
        return run, " " if between else ""

    def _underscore(self, at: int) -> Taken:
        """Emphasis, or within a name: of a tool call written as text, or of something to be read as words."""
        if not (self._last.isascii() and self._last.isalnum()):
            return 1, ""
        maybe = _MAYBE_CALL.match(self._text, at, at + LONGEST_LABEL)
        if maybe is not None and maybe.end() == len(self._text) and self._waits(at, LONGEST_LABEL):
            return None
        call = _CALL.match(self._text, at, at + LONGEST_LABEL)
        if call:
            brackets = "()" if call[0][-1] == "(" else "{}"
            return self._balanced(at, call.end() - 1, brackets, TAKEN_OUT)
        # Within an address it is said; figures.spoken makes a blank of any other.
        return 1, "_" if self._text[at + 1 : at + 2].isalnum() else ""

    def _hash(self, at: int) -> Taken:
        run = self._run(at, "#")
        if run is None:
            return None
        return run, "#" if self._text[at + run : at + run + 1].isdigit() else ""

    def _tilde(self, at: int) -> Taken:
        run = self._run(at, "~")
        if run is None:
            return None
        return run, "~" if run == 1 and self._text[at + 1 : at + 2].isdigit() else ""

    def _image(self, at: int) -> Taken:
        following = self._text[at + 1 : at + 2]
        if not following and not self._over:
            return None
        if following != "[":
            return 1, "!"
        link = self._link(at + 1, image=True)
        return None if link is None else (link[0] + 1, "")

    def _bracket(self, at: int) -> Taken:
        return self._link(at)

    def _link(self, at: int, *, image: bool = False) -> Taken:
        following = self._text[at + 1 :].lstrip()[:1]
        if not following and not self._over:
            return None
        if following in ("{", "["):
            return 1, ""
        inner = _LABEL.match(self._text, at + 1, at + LONGEST_LABEL)
        end = inner.end() if inner else at + 1
        label, behind = self._text[at + 1 : end], self._text[end + 1 : end + 2]
        if self._text[end : end + 1] != "]":
            return None if end == len(self._text) and self._waits(at, LONGEST_LABEL) else (1, "")
        if not behind and not self._over:
            return None
        if re.fullmatch(r"/?[A-Z][A-Z_]{3,}", label):
            if label == "THINK":
                self._hidden_until = re.compile(r"\[/THINK\]")
            return end + 1 - at, ""
        if behind in ("(", "["):
            target = (_ADDRESS if behind == "(" else _REFERENCE).match(self._text, end + 1, end + LONGEST_TAG)
            if target is None and self._rest_may_be_target(end + 1):
                return None
            if target is not None:
                return self._worded(at, target.end(), "" if image else label)
        noted = re.fullmatch(r"[\^\d,\s\u2020xX-]*|\^.*", label) or _STAGE_DIRECTION.fullmatch(label)
        return self._worded(at, end + 1, "" if noted else label)

    def _rest_may_be_target(self, at: int) -> bool:
        maybe = _MAYBE_TARGET.match(self._text, at)
        return maybe is not None and maybe.end() == len(self._text) and self._waits(at, LONGEST_TAG - 1)

    def _worded(self, at: int, end: int, label: str) -> Taken:
        """A link's words may hold marks of their own."""
        inner = MarkupFilter("de" if self._german else DEFAULT_LANGUAGE)
        inner._line_start = False
        return end - at, inner.feed(label) + inner.flush() if label else ""

    def _cell(self, at: int) -> Taken:
        return 1, "" if self._line_start or self._last in "\n," else ", "

    def _backslash(self, at: int) -> Taken:
        following = self._text[at + 1 : at + 3]
        if len(following) < 2 and not self._over:
            return None
        if following[:1] == "n" and not following[1:].islower():
            return 2, "\n"
        return (2, "") if following[:1] in ("(", ")", "[", "]") else (1, "")

    def _ampersand(self, at: int) -> Taken:
        entity = _ENTITY.match(self._text, at)
        if entity:
            return len(entity[0]), html.unescape(entity[0]).strip("<>\u00a0") or " "
        maybe = _MAYBE_ENTITY.match(self._text, at)
        if maybe is not None and maybe.end() == len(self._text) and not self._over:
            return None
        return 1, "&"

    def _dropped(self, at: int) -> Taken:
        return 1, ""
