"""What a model writes for a screen or a program does not reach the voice, however it arrives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spoken.markup import TAKEN_OUT, MarkupFilter


def said(text: str, size: int = 10_000, language: str = "en") -> str:
    markup = MarkupFilter(language)
    pieces = [markup.feed(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join([*pieces, markup.flush()])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Lovely!** *Then* __that__ is ~~not~~ `done`.", "Lovely! Then that is not done."),
        ("# Prices\n\n- Trim\n* Cut\n+ Colour\n• Wash", "Prices\n\nTrim\nCut\nColour\nWash"),
        ("1. Monday\n2) Friday\n10. Sunday", "Monday\nFriday\nSunday"),
        ("> quoted\n---\nrest", "quoted\n\nrest"),
        ("Fine. ### Next", "Fine.  Next"),
        ("See [the list](https://a.example/x?y=1) now.", "See the list now."),
        ("![logo](https://a.example/l.png) Hello", " Hello"),
        ("Cheap [1], good [^2] and [new][ref].【3:1†source】", "Cheap , good  and new."),
        ("- [ ] open\n- [x] done", " open\n done"),
        ("<b>Bold</b> and <i>soft</i><br>next", "Bold and soft\nnext"),
        ("Write to <kim@a.example> or <https://a.example>", "Write to kim@a.example or https://a.example"),
        ("salt &amp; pepper, R&D, a&nbsp;b", "salt & pepper, R&D, a b"),
        ("Great 🎉 see you 👋🏽!", "Great   see you  !"),
        ("one\\ntwo\\nThree \\*four\\*", "onentwo\nThree four"),
        ("room_service and 2*3", "room_service and 2 3"),
        ("ab <3 cd > ef < gh", "ab 3 cd  ef  gh"),
        ("Dear {name}, {{greeting}}!", "Dear  ,  !"),
        ("क्\u200dष 👩\u200d👧", "क्\u200dष   "),
    ],
    ids=[
        "emphasis", "bullets", "numbers", "quote and rule", "heading inside", "link", "image", "references", "boxes",
        "tags", "addresses in tags", "entities", "emoji", "escapes", "inside words", "angles", "placeholders", "joiner",
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 2, 3, 10_000])
def test_marks_go_and_their_words_stay(text: str, words: str, size: int):
    assert said(text, size) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<think>The caller wants **x**. I should.</think>Certainly.", "Certainly."),
        ("<Thinking>\nhm < 3\n</Thinking>\n\nYes.", "\n\nYes."),
        ("Yes.<reflection>was that good?</reflection> Good.", "Yes. Good."),
        ("[THINK]hm[/THINK]Yes.", "Yes."),
        ("◁think▷hm◁/think▷Yes.", "Yes."),
        ("<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Yes.<|return|>", "Yes."),
        ("Yes.<|im_end|>", "Yes."),
        ("<think>never closed", ""),
        ("hm</think>Yes.", "hmYes."),
        ("<!-- a note --->Yes.", "Yes."),
        ('One moment. <tool_call>{"name": "find_slots"}</tool_call>', "One moment. "),
        ('One moment.\n{"name": "find_slots", "arguments": {"day": "}"}} There.', "One moment.\n  There."),
        ('[TOOL_CALLS][{"name": "find_slots", "arguments": {}}]', " "),
        ('<function=find_slots>{"a": 1}</function>Yes.', "Yes."),
        ("```json\n{}\n```\nYes.", "\n\nYes."),
        ("```tool_code\nprint(find_slots())\n```Yes.", "\nYes."),
        ("```\nWe open at nine.\n```", "\nWe open at nine.\n\n"),
    ],
    ids=[
        "think", "thinking", "reflection", "think in brackets", "think in triangles", "channels",
        "end of text", "never closed", "never opened", "comment",
        "tagged call", "json", "listed call", "named function", "fenced json",
        "fenced code", "fenced words",
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 2, 3, 10_000])
def test_what_is_not_for_the_caller_goes_whole(text: str, words: str, size: int):
    assert said(text, size) == words


@pytest.mark.parametrize(
    "call",
    [
        'find_slots(offering="Trim (dry)", day="it\'s")',
        "functions.find_slots({'a': [1, 2]})",
        'find_slots {"offering": "Trim"}',
        'find_slots: {"offering": "Trim"}',
    ],
    ids=["python", "namespace", "object", "labelled"],
)
@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_a_tool_call_written_as_text_is_taken_out_and_its_place_marked(call: str, size: int):
    before, marked, after = said(f"Let me look. {call} There.", size).partition(TAKEN_OUT)
    assert before.startswith("Let me look. ")
    assert before.split()[-1] in ("find", "functions.find")
    assert (marked, after) == (TAKEN_OUT, " There.")


@pytest.mark.parametrize(
    "text",
    [
        "Certainly. ",
        "It is 5-6 and (maybe) 7, 'fine'. ",
        "Yes! ",
        "Ja – gern. ",
        'He said: "ok"; she\'s in. ',
    ],
)
def test_plain_words_are_given_at_once(text: str):
    markup = MarkupFilter()
    markup.feed("Well. ")
    assert markup.feed(text) == text


def test_text_is_held_back_within_an_open_mark_only_and_not_for_ever():
    markup = MarkupFilter()
    assert markup.feed("Sure [it") == "Sure "
    assert markup.feed(" is. Now") == "it is. Now"
    assert markup.feed(" a < b") == " a  b"
    assert markup.feed(" <b") == " "
    assert markup.feed("x" * 300) == "b" + "x" * 300


def test_a_german_line_may_begin_with_an_ordinal():
    assert said("24. November passt.\n1. Dezember auch.\n1. Kürzer", 1, "de") == (
        "24. November passt.\n1. Dezember auch.\nKürzer"
    )
    assert said("1. November is free") == "November is free"


PIECES = [
    "<", "think", ">", "</", "`", "```", "json", "\n", "- ", "1. ", "[", "]", "(", ")", "{", "}", '"', ":", "*", "_",
    "a", "B ", "book_x", "#", "|", "---", "\\", "n", "&", "amp;", "!", "~", "😀", "\u200d", "<|", "|>",
    "channel", "message",
    "final", "◁", "▷", "【", "】", "†", "2", " ", "THINK",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.integers(1, 4))
def test_what_is_said_does_not_depend_on_how_the_text_arrives(text: str, size: int):
    assert said(text, size) == said(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_mark_is_ever_left(text: str):
    assert not set(said(text)) & set("*`<>[]{}|\\😀")
